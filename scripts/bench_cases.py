"""The cases of the benchmark: what is changed before a build, of ours and of the peer beside it."""

from __future__ import annotations

import json
import shutil
import sys
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import count, islice
from pathlib import Path

import bench_table as table
from bench_corpus import ROOT, Corpus
from bench_live import Live, live
from bench_peers import Site, our_site, peer_site, project_site
from bench_run import Taken, environment, run

Change = Callable[[Site, int], object]
"""What is done to a site before it is built; the number is another each time."""


def _nothing(site: Site, number: int) -> None:
    """Nothing is changed."""


def _forget(site: Site, number: int) -> None:
    """Nothing of an earlier build is left."""
    site.forget()


CASES = ("whole", "same", "body", "title", "new", "nothing", "touched", "limit", "search", "peers")
LIVE_ARTICLES = 1000


@dataclass(frozen=True)
class Measured:
    """Of one size."""

    articles: int
    cases: list[table.Case]
    """Ours, after changes of several kinds."""
    first: list[table.Case]
    """First builds, ours and all peers'."""
    search: str
    """What the search index is like; empty where it was not asked for."""


class Bench:
    """One run of the benchmark in a folder of its own. `given`: jobs, runs, peers (names), cases, tools (folder)."""

    def __init__(self, given: Namespace, folder: Path, *, in_memory: bool) -> None:
        self.given, self.folder, self._in_memory = given, folder, in_memory
        # What is measured stays the same to the end, whatever is worked on in the checkout meanwhile.
        self._program = folder / "program"
        for name in ("build_site", "seeds", "site_src", "templates"):
            shutil.copytree(ROOT / name, self._program / name, ignore=shutil.ignore_patterns("__pycache__"))
        self.corpus = Corpus(self._program)
        self.versions: dict[str, str] = {}
        self._env = environment(folder, self._program)
        self._trash = folder / "trash"
        self._numbers = count(1)

    def measure(self, articles: int) -> Measured:
        """All cases at one size."""
        ours, *peers = self._sites(articles, self.given.peers)
        wanted, middle = self.given.cases, articles // 2
        say("first builds, their memory sampled")
        sampled = [self._build(site, _forget, sampled=True) for site in (ours, *peers)]
        in_turn = partial(self._in_turn, ours, peers[0] if peers else None)
        found, search = [], ""
        if "whole" in wanted:
            found.append(in_turn("whole job, from raw text", _forget, _forget))
        if "same" in wanted:
            found.append(in_turn("same work: all pages rendered and written", Site.forget_pages, _forget))
        edits: dict[str, tuple[str, Change]] = {
            "body": ("one body edited", lambda site, n: site.write(self.corpus.article(middle, edition=n))),
            "title": ("one title edited", lambda site, n: site.write(self.corpus.article(middle + 1, retitled=n))),
            "new": ("a new article", lambda site, n: site.write(self.corpus.newest(articles + n))),
            "nothing": ("nothing changed", _nothing),
            "touched": ("every file touched, nothing changed", Site.touch),
        }
        for key, (name, change) in edits.items():
            if key in wanted:
                self._build(ours, change)
                found.append(in_turn(name, change, change))
        for case in found:
            case.files = json.loads(case.runs[-1].printed)["written"]
        if "search" in wanted:
            search = self._search(ours, edits["body"][1])
        if "limit" in wanted:
            found.append(self._limit(ours, peers[0] if peers else None))
        whole = found[0] if "whole" in wanted else table.Case("", [sampled[0]], sampled[1:2])
        first = self._first_builds(whole, sampled, [ours, *peers], rest="peers" in wanted)
        self._tidy(last=True)
        shutil.rmtree(ours.folder.parent)
        return Measured(articles, found, first, search)

    def start_up(self) -> list[table.Case]:
        """Of `--help` and of the repository's own five seeds, beside an interpreter that does nothing."""
        folder = self.folder / "seeds-alone"
        for name in ("seeds", "site_src", "templates"):
            shutil.copytree(self._program / name, folder / name)
        seeds = project_site(folder, self.given.jobs, self._trash, lambda _: None)
        edited = sorted((folder / "seeds").glob("*.txt"))[0]
        text = edited.read_text("utf-8")

        def edit(_: Site, number: int) -> None:
            edited.write_text(text.rstrip() + f"\n\nMột câu mới thêm vào cuối bài viết lần thứ {number}.\n", "utf-8")

        nothing = replace(seeds, build=(sys.executable, "-c", "pass"))
        return [
            self._in_turn(replace(seeds, build=(*seeds.build[:3], "--help")), nothing, "`--help`"),
            self._in_turn(seeds, nothing, "the five seeds, first build", _forget),
            self._in_turn(seeds, nothing, "the five seeds, one body edited", edit),
            self._in_turn(seeds, nothing, "the five seeds, nothing changed"),
        ]

    def live(self, names: Sequence[str]) -> list[Live]:
        """Ours and the peers', at 1,000 articles, one after the other."""
        found = []
        for site in self._sites(LIVE_ARTICLES, names):
            say(f"live: {site.name}")
            found.append(live(site, self.corpus, LIVE_ARTICLES // 2, max(self.given.runs, 3), self._env))
            self._tidy()
        shutil.rmtree(self.folder / str(LIVE_ARTICLES))
        return found

    def _sites(self, articles: int, names: Sequence[str]) -> list[Site]:
        say(f"{articles:,} articles for {', '.join(('build_site', *names))}")
        here = self.folder / str(articles)
        here.mkdir()
        found = [our_site(here / "ours", self.corpus, articles, self.given.jobs, self._trash)]
        found += [peer_site(name, here / name, self.given.tools, self.corpus, articles, self._trash) for name in names]
        self.versions |= {site.name: site.version for site in found[1:]}
        return found

    def _build(self, site: Site, change: Change, number: int | None = None, *, sampled: bool = False) -> Taken:
        change(site, next(self._numbers) if number is None else number)
        taken = run(site.build, site.folder, self._env, sampled=sampled)
        say(f"    {site.name}: {taken.wall:.2f} s, {taken.cpu:.2f} s of CPU, {taken.memory:.0f} MiB")
        return taken

    def _in_turn(
        self, ours: Site, beside: Site | None, name: str, change: Change = _nothing, theirs: Change = _nothing
    ) -> table.Case:
        """Each run of ours is followed at once by one of the program beside it, after the same change."""
        case = table.Case(name)
        say(name)
        for number in islice(self._numbers, self.given.runs):
            case.runs.append(self._build(ours, change, number))
            if beside:
                case.beside.append(self._build(beside, theirs, number))
            self._tidy()
        return case

    def _limit(self, ours: Site, beside: Site | None) -> table.Case:
        """The files of our site, written once more."""
        program = (sys.executable, str(ROOT / "scripts" / "bench_limit.py"), str(ours.out))
        copy = self._trash / "copy"
        copies = replace(ours, build=(*program, str(copy), str(self.given.jobs)), outputs=(copy,))
        self._trash.mkdir(exist_ok=True)
        case = self._in_turn(copies, beside, "limit: writing our files again, nothing else", _forget, _forget)
        case.files, _ = _contents(ours.out)
        return case

    def _first_builds(
        self, whole: table.Case, sampled: list[Taken], sites: list[Site], *, rest: bool
    ) -> list[table.Case]:
        """Ours has been timed (`whole`), with the first peer beside it; so are the others now, where `rest`."""
        peers = sites[1:] if rest else sites[1:2]
        found = [replace(whole, name="build_site, whole job")]
        found += [table.Case(site.name, whole.beside, whole.beside) for site in peers[:1]]
        found += [self._in_turn(site, peers[0], site.name, _forget, _forget) for site in peers[1:]]
        for case, site, once in zip(found, sites, sampled, strict=False):
            case.memory = once.memory
            case.files, case.size = _contents(site.out)
        return found

    def _search(self, ours: Site, edit: Change) -> str:
        """How large the index is, what an edit rewrites of it, and what it takes to put it together."""
        before = _files(ours.out / "search")
        self._build(ours, edit)
        after = _files(ours.out / "search")
        rewritten = sum(size for path, (size, when) in after.items() if before.get(path) != (size, when))
        whole = sum(size for size, _ in after.values())
        program = (sys.executable, str(ROOT / "scripts" / "bench_search.py"), str(ours.folder))
        made = run(program, ours.folder, self._env, sampled=True)
        return (
            f"Search index: {len(after):,} files, {whole / 1e6:.1f} MB; one body edited rewrites"
            f" {100 * rewritten / whole:.1f} % of its bytes. Put together once more from what is known of each article:"
            f" {table.number(made.wall)} s, {made.memory:.0f} MiB."
        )

    def _tidy(self, *, last: bool = False) -> None:
        """Old sites: off a RAM file system at once, for they fill the memory; off a disk when all is done, for it
        makes new files slowly where it has just lost old ones."""
        if self._in_memory or last:
            shutil.rmtree(self._trash, ignore_errors=True)


def say(what: str) -> None:
    """To whoever waits."""
    print(f"{time.strftime('%H:%M:%S')}  {what}", file=sys.stderr, flush=True)


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    """Path → (size, when it was written)."""
    found = {}
    for path in folder.rglob("*"):
        if path.is_file():
            stat = path.stat()
            found[str(path)] = stat.st_size, stat.st_mtime_ns
    return found


def _contents(folder: Path) -> tuple[int, float]:
    """Files of a site, and MB."""
    sizes = [size for size, _ in _files(folder).values()]
    return len(sizes), sum(sizes) / 1e6
