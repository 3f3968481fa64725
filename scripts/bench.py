"""Times whole builds in processes of their own and prints seconds and peak memory.

    scripts/bench [--articles 1000] [--runs 3] [--jobs 2]
    scripts/bench --memory 100000    (the translation memory alone: see bench_memory.py)

Each case is run several times; the median is printed, with the least and the most. Memory is the largest sum, over
all processes of the
build, of their proportional set sizes, sampled while it runs (Linux only). The last column is the ratio to a bare
`python -c pass`
measured in the same run, which is what to compare between machines.

Texts of ../shared/data/scale are written as text seeds into a temporary folder and removed with it.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import bench_memory

ROOT = Path(__file__).resolve().parents[1]
SCALE = ROOT.parent / "shared" / "data" / "scale" / "vi_articles.jsonl.xz"
SAMPLE = 0.02


def memory_of(pid: int) -> int:
    """Proportional set size of a process and its descendants, in KiB."""
    total = 0
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text("ascii").split():
                total += memory_of(int(child))
    except OSError:
        pass  # it has just ended
    return total


def timed(command: list[str]) -> tuple[float, float]:
    """Wall seconds and peak MiB of one run. Stops the benchmark when the command fails."""
    started, most = time.perf_counter(), 0
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    while process.poll() is None:
        most = max(most, memory_of(process.pid))
        time.sleep(SAMPLE)
    seconds = time.perf_counter() - started
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{process.stderr.read().decode() if process.stderr else ''}")
    return seconds, most / 1024


def measure(name: str, runs: int, prepare: Callable[[], None], command: list[str], unit: float) -> None:
    results = []
    for _ in range(runs):
        prepare()
        results.append(timed(command))
    seconds = [each[0] for each in results]
    middle = statistics.median(seconds)
    print(
        f"{name:<34} {middle:7.2f} s  ({min(seconds):.2f}–{max(seconds):.2f})"
        f"  {max(each[1] for each in results):6.0f} MiB  {middle / unit:7.0f} ×"
    )


def texts(count: int) -> Iterator[tuple[str, str]]:
    """(name, raw text) of the first articles of the scale data, as a crawler would leave them."""
    with lzma.open(SCALE, "rt", encoding="utf-8") as lines:
        for _, line in zip(range(count), lines, strict=False):
            article = json.loads(line)
            parts = [article.get("title") or "", article.get("lead") or "", article["text"]]
            yield str(article["id"]).replace("/", "-"), "\n\n".join(part for part in parts if part)


def project(folder: Path, count: int) -> Path:
    """A project of `count` articles with this repository's glossary, topics, pages and templates, and an empty
    memory."""
    (folder / "seeds").mkdir(parents=True)
    shutil.copytree(
        ROOT / "site_src", folder / "site_src", ignore=shutil.ignore_patterns("translations", "articles", "urls.csv")
    )
    for name, text in texts(count):
        (folder / "seeds" / f"{name}.txt").write_text(text, "utf-8")
    return folder


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--articles", type=int, default=1000)
    options.add_argument("--runs", type=int, default=3)
    options.add_argument("--jobs", type=int, default=os.cpu_count())
    options.add_argument(
        "--memory", type=int, metavar="FILES", help="time the memory of so many articles, nothing else"
    )
    given = options.parse_args()
    if given.memory:
        bench_memory.main(given.memory)
        return
    unit = statistics.median(timed([sys.executable, "-c", "pass"])[0] for _ in range(5))
    print(
        f"{given.jobs} processes, median of {given.runs} runs (least–most), peak memory of all processes,"
        " ratio to python -c pass"
    )
    with tempfile.TemporaryDirectory(prefix="bench-") as temporary:
        seeds = Path(temporary) / "seeds"
        seeds.mkdir()
        for name in ("seeds", "site_src"):
            shutil.copytree(ROOT / name, seeds / name)
        cases = [("the five seeds", seeds)]
        if SCALE.is_file():
            cases.append((f"{given.articles:,} articles", project(Path(temporary) / "scale", given.articles)))
        else:
            print("(../shared/data/scale is not here: only the seeds are measured)")
        for name, folder in cases:
            build = [sys.executable, "-m", "build_site", "build", "--offline", "--jobs", str(given.jobs), "--json"]
            build += ["--project", str(folder), "--templates", str(ROOT / "templates")]
            edited = sorted((folder / "seeds").glob("*.txt"))[0]

            def forget(folder: Path = folder) -> None:
                shutil.rmtree(folder / "build", ignore_errors=True)
                shutil.rmtree(folder / ".build_site", ignore_errors=True)

            def edit(edited: Path = edited) -> None:
                edited.write_text(
                    edited.read_text("utf-8") + "\n\nMột câu mới được thêm vào cuối bài viết này để thử.\n", "utf-8"
                )

            measure(f"{name}, cold", given.runs, forget, build, unit)
            measure(f"{name}, one body edited", given.runs, edit, build, unit)
            measure(f"{name}, nothing changed", given.runs, lambda: None, build, unit)


if __name__ == "__main__":
    main()
