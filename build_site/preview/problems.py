"""Why something is not as an editor wants it, with the place in the file: what the error page shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from msgspec import Struct

from build_site.errors import BuildSiteError
from build_site.store.project import Project
from build_site.work.failures import Failure

AROUND = 3
"""Lines shown before and after the one that is meant."""
WIDEST = 240
LARGEST = 4_000_000
"""Bytes of a file of which an excerpt is shown."""
_PLACE = re.compile(r"(?P<path>[^\n]+?):(?P<line>\d{1,9})")
_LINE = re.compile(r"(?P<where>/[^\n:]+(?::\d{1,9})?|[^\n: ]+:\d{1,9}): (?P<what>[^\n]+)")


class Place(Struct, frozen=True):
    """A line of a file of the project."""

    path: Path
    line: int
    """0 where none is known."""
    shown: str
    """`site_src/site.toml:7`."""
    link: str
    """Opens it in the editor; empty where none is set."""


class Problem(Struct, frozen=True):
    what: str
    hint: str
    where: str
    """As the error says it; empty where it says nothing."""
    place: Place | None
    """None where that is no file that is there."""
    excerpt: tuple[tuple[int, str, bool], ...]
    """(number, line, whether it is the one)."""


class Places:
    """Finds files by the names that errors use. `editor`: as [preview] has it."""

    def __init__(self, project: Project, editor: str = "") -> None:
        self._project, self._editor = project, editor

    def of(self, where: str) -> Place | None:
        found = _PLACE.fullmatch(where)
        name, line = (found["path"], int(found["line"])) if found else (where, 0)
        path = self._file(name) or self._file(name.partition("#")[0])
        return self.at(path, line) if path else None

    def at(self, path: Path, line: int) -> Place:
        root = self._project.root
        name = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        link = self._editor.replace("{path}", quote(path.as_posix())).replace("{line}", str(max(1, line)))
        return Place(path, line, f"{name}:{line}" if line else name, link)

    def _file(self, name: str) -> Path | None:
        project = self._project
        theme, (top, _, rest) = project.site_src / "theme", name.partition("/")
        if not name or "\0" in name:
            return None
        candidates: list[Path] = [
            *([project.templates / rest] if top == "default" else ()),
            *([project.seeds / rest] if top == "seeds" else ()),
            *([project.site_src / rest] if top == "site_src" else ()),
            *(
                folder / name
                for folder in (project.root, project.seeds, theme, project.templates, project.site_src, project.memory)
            ),
        ]
        own = (project.root, project.seeds, project.site_src, project.templates)
        for path in candidates:
            try:
                if path.is_file() and any(path.resolve().is_relative_to(folder) for folder in own):
                    return path
            except OSError:
                continue
        return None

    def excerpt(self, place: Place | None) -> tuple[tuple[int, str, bool], ...]:
        if not place or not place.line:
            return ()
        try:
            if place.path.stat().st_size > LARGEST:
                return ()
            lines = place.path.read_bytes().decode("utf-8", "replace").split("\n")
        except OSError:
            return ()
        first, last = max(1, place.line - AROUND), min(len(lines), place.line + AROUND)
        return tuple((at, lines[at - 1].rstrip("\r")[:WIDEST], at == place.line) for at in range(first, last + 1))

    def problem(self, what: str, where: str, hint: str) -> Problem:
        place = self.of(where)
        return Problem(what, hint, where, place, self.excerpt(place))


def problems_of(error: BuildSiteError, places: Places) -> tuple[Problem, ...]:
    """One for each line of the error that names a place of its own; what to do about them stands with the last."""
    parts = tuple(_parts(error))
    hints = ("",) * (len(parts) - 1) + (error.hint,)
    return tuple(places.problem(what, where, hint) for (what, where), hint in zip(parts, hints, strict=True))


def problem_of(failure: Failure, places: Places) -> Problem:
    return places.problem(failure.what, failure.where or failure.name, failure.hint)


def _parts(error: BuildSiteError) -> Iterator[tuple[str, str]]:
    found = [_LINE.fullmatch(line) for line in error.what.split("\n")]
    if error.where or not all(found):
        yield error.what, error.where
        return
    for part in filter(None, found):
        yield part["what"], part["where"]
