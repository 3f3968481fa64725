"""The thread that watches and builds, and what it has come to.

An article or a PO file that is saved costs the pages of the article; what lists these follows when it is quiet again. A
change that every page is made with, a template above all, takes seconds to go through the site: meanwhile each page
that is asked for is made on the spot. A build that fails keeps the last good site.
"""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from msgspec import structs

from build_site.errors import BuildSiteError, Locked, StoreProblem
from build_site.preview.problems import Places, Problem, problem_of, problems_of
from build_site.preview.status import Changes, Outcome, Status, changes_of
from build_site.preview.watching import Watcher
from build_site.store.project import Project

if TYPE_CHECKING:
    from build_site.build import Report
    from build_site.work.failures import Failure

TICK, QUIET = 0.25, 0.06
"""Seconds after which a watcher without news looks whether the site is still there, and after which what a hurried
build has left is made."""
GONE = 4
"""Times that the site must be found gone, so that deleting it may come to its end before it is made again."""
AGAIN = 1.0
"""Seconds after which a build that another one kept out, or that the disk refused, is tried again."""
URLS = "urls.csv"
LARGE = 3000
"""Articles from which on other processes help with every page of the site. They take a second to start, and are deaf
meanwhile."""

Rebuild = Callable[[bool, bool, Callable[[], object]], "Report"]
"""(whether in a hurry, whether other processes may help, what to call now and then, which may raise) → what was done.
Raises BuildSiteError."""


class Superseded(Exception):
    """What is being built is out of date already."""


class Making:
    """`rebuild` builds; `say` is given what came of it, `tell` what browsers must know."""

    def __init__(
        self,
        project: Project,
        rebuild: Rebuild,
        say: Callable[[Outcome], object],
        tell: Callable[[Changes], object],
    ) -> None:
        self.status = Status(places=Places(project))
        self._project, self._rebuild, self._say, self._tell = project, rebuild, say, tell
        self._stop = Event()
        self._built = ""
        """Version of the site that stands."""
        self._owed: float | None = None
        """Seconds to wait before the site is built to the end; None where it is."""
        self._articles: int | None = None
        """Of the last build; None before the first."""
        self._said_locked = False
        self.idle = False
        """Whether all that has been noticed is built."""
        self._gone = 0
        """How often in turn the site was found not to be there."""

    def stop(self) -> None:
        self._stop.set()

    def run(self, ready: Callable[[], object]) -> None:
        """Until `stop`. `ready` is called when the first build has come to an end."""
        project, announced = self._project, False
        folders = (project.seeds, project.site_src, project.templates)
        with Watcher(folders, [project.site_src / URLS, project.out], self._stop) as watcher:
            self._whole(watcher, ())
            while not self._stop.is_set():
                if not announced and (self.status.number or self._said_locked):
                    announced = True
                    ready()
                    self._warm()
                self.idle = self._owed is None
                paths = watcher.wait(TICK if self._owed is None else self._owed)
                self.idle = self.idle and not paths
                if paths and not self._stop.is_set():
                    self._change(watcher, sorted(paths))
                elif self._owed is not None or self._lost():
                    self._whole(watcher, ())

    def _lost(self) -> bool:
        """Whether somebody has deleted the site, and is done with it."""
        there = (self._project.out / "index.html").is_file()
        before, self._gone = self._gone, 0 if there or self.status.problems else self._gone + 1
        return before == GONE

    def _change(self, watcher: Watcher, paths: list[Path]) -> None:
        changes, version = changes_of(self._project, paths), self._version()
        if version and version == self._built:
            self._hurried(watcher, paths, changes)
            return
        from build_site.work.glimpse import Glimpse

        started = time.perf_counter()
        try:
            glimpse = Glimpse(self._project)
        except Exception as error:
            self._failed(paths, error, started)
            return
        self.status = structs.replace(self.status, problems=(), glimpse=glimpse)
        self._tell(changes)
        self._whole(watcher, paths)

    def _hurried(self, watcher: Watcher, paths: list[Path], changes: Changes) -> None:
        started = time.perf_counter()
        try:
            report = self._rebuild(True, False, lambda: None)
        except Exception as error:
            self._failed(paths, error, started)
            return
        self._owed = QUIET
        self._stands(report)
        self._tell(changes)
        self._said(paths, report, None, started)

    def _whole(self, watcher: Watcher, paths: tuple[()] | list[Path]) -> None:
        """Build to the end, unless something else changes before that."""

        next_look, version, started = 0.0, self._version(), time.perf_counter()

        def look() -> None:
            nonlocal next_look
            if (now := time.monotonic()) > next_look:
                next_look = now + QUIET
                if self._stop.is_set() or watcher.stirred():
                    raise Superseded

        try:
            report = self._rebuild(False, self._articles is None or self._articles > LARGE, look)
        except Superseded:
            self._owed = QUIET
            return
        except Exception as error:
            self._failed(paths, error, started)
            return
        self._owed, self._built = None, version
        self._stands(report)
        self.status = structs.replace(self.status, glimpse=None)
        self._tell(Changes())
        if paths or report.written or report.removed or self.status.number == 1:
            self._said(paths, report, None, started)

    def _stands(self, report: Report) -> None:
        """The site is built."""
        self._articles = report.articles
        places = Places(self._project, self._editor())
        broken: dict[str, tuple[Problem, ...]] = {}
        found = tuple(problem_of(each, places) for each in report.failures)
        if found:
            tails = self._tails()
            for each, problem in zip(report.failures, found, strict=True):
                for tail in {tails[name] for name in _names(each) if name in tails}:
                    broken[tail] = (*broken.get(tail, ()), problem)
        self._said_locked = False
        number = self.status.number + 1
        self.status = structs.replace(
            self.status, number=number, problems=(), failures=found, broken=broken, places=places
        )

    def _failed(self, paths: tuple[()] | list[Path], error: Exception, started: float) -> None:
        """The site that stands stays as it is."""
        if isinstance(error, Locked):
            self._owed = AGAIN
            if not self._said_locked:
                self._said_locked = True
                self._said(paths, None, error, started)
            return
        self._owed = AGAIN if isinstance(error, StoreProblem) else None
        if not isinstance(error, BuildSiteError):
            text = "".join(traceback.format_exception(error))
            hint = f"This is a bug of the program. Please report it with this:\n{text}"
            error = BuildSiteError(f"{type(error).__name__}: {error}", hint=hint)
        places = Places(self._project, self._editor())
        number, problems = self.status.number + 1, problems_of(error, places)
        if problems == self.status.problems and not paths:
            return
        self.status = structs.replace(self.status, number=number, problems=problems, places=places, glimpse=None)
        # What stands was not made from what there is now: mended, the site is looked at as a whole.
        self._built = ""
        self._tell(Changes())
        self._said(paths, None, error, started)

    def _said(
        self, paths: tuple[()] | list[Path], report: Report | None, error: BuildSiteError | None, started: float
    ) -> None:
        names = tuple(self._name(path) for path in paths[:3])
        self._say(Outcome(names, len(paths), report, error, time.perf_counter() - started))

    def _name(self, path: Path) -> str:
        root = self._project.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)

    def _warm(self) -> None:
        """Load what the first change would else wait for: half a second of tables and patterns."""
        from build_site.store.seeds import list_seeds
        from build_site.work.glimpse import Glimpse
        from build_site.work.jobs import digest_seed
        from build_site.work.workshop import make_setup, workshop

        with suppress(BuildSiteError):
            shop = workshop(make_setup(self._project))
            for seed in list_seeds(self._project.seeds).seeds[:1]:
                digest_seed(shop, seed, lambda *_: None)
            Glimpse(self._project).page("index.html")

    def _version(self) -> str:
        """Of what every page is made with; empty where it cannot be told."""
        from build_site.work.versions import site_version

        try:
            return site_version(self._project)
        except (BuildSiteError, OSError):
            return ""

    def _editor(self) -> str:
        from build_site.store.settings import read_settings

        try:
            return read_settings(self._project.site_src / "site.toml").preview.editor
        except BuildSiteError:
            return ""

    def _tails(self) -> dict[str, str]:
        """Article id → address, of all that ever had one."""
        from build_site.store.addresses import Addresses

        with suppress(BuildSiteError):
            return {name: tail for tail, name in Addresses(self._project.site_src / URLS).by_address.items()}
        return {}


def _names(failure: Failure) -> tuple[str, ...]:
    """What may be the id of the article that failed."""
    from build_site.source import article_id

    name = failure.name.removeprefix("seeds/")
    return article_id(name), name
