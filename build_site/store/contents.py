"""What a built site holds, for whoever follows its links: its files, and the places on its pages. They are kept in a
temporary file, since a site of a hundred thousand articles has millions of them."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

import msgspec
from msgspec import Struct

from build_site.errors import StoreProblem

_SCHEMA = """
CREATE TABLE file (path BLOB PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE place (path BLOB PRIMARY KEY, ids BLOB) WITHOUT ROWID;
CREATE TABLE asked (number INTEGER, line INTEGER, page BLOB, target BLOB, id TEXT, what TEXT);
"""
_REMEMBERED = 50_000
"""Answers to whether there is such a file; each page leads to the same few hundred."""


class Question(Struct, frozen=True):
    """Whether one page has the place that another leads to."""

    number: int
    """Of the page that asks, in their order."""
    line: int
    page: str
    target: str
    """The page that is asked."""
    id: str
    what: str
    """What is to be said where it has not."""


class Contents:
    """The files below `out`. What only leads to a file or folder, and what never ends, is none: anybody may have made a
    copy. Paths are below `out`, with slashes."""

    def __init__(self, out: Path) -> None:
        self._db = sqlite3.connect("")  # a file without a name: it goes with the connection
        self._db.executescript(_SCHEMA)
        self._db.executemany(
            "INSERT INTO file VALUES (?)", ((os.fsencode(path),) for path, plain in files_below(str(out)) if plain)
        )
        self.kind = lru_cache(maxsize=_REMEMBERED)(self._kind)

    def close(self) -> None:
        self._db.close()

    def files(self, ending: str) -> Iterator[str]:
        """Those whose names end so, in order."""
        end = os.fsencode(ending)
        for (path,) in self._db.execute("SELECT path FROM file ORDER BY path"):
            if path.endswith(end):
                yield os.fsdecode(path)

    def _kind(self, path: str) -> str:
        """`file`, `folder`, or nothing."""
        own = os.fsencode(path)
        if self._db.execute("SELECT 1 FROM file WHERE path = ?", (own,)).fetchone():
            return "file"
        below = "SELECT 1 FROM file WHERE path > ? AND path < ?"
        return "folder" if self._db.execute(below, (own + b"/", own + b"0")).fetchone() else ""

    def put_places(self, path: str, ids: Iterable[str]) -> None:
        """The ids that a page has."""
        self._db.execute("INSERT INTO place VALUES (?, ?)", (os.fsencode(path), msgspec.json.encode(list(ids))))

    def ask(self, asked: Question) -> None:
        """To be answered when all pages have been read."""
        row = (asked.number, asked.line, os.fsencode(asked.page), os.fsencode(asked.target), asked.id, asked.what)
        self._db.execute("INSERT INTO asked VALUES (?, ?, ?, ?, ?, ?)", row)

    def in_vain(self) -> Iterator[Question]:
        """The questions whose answer is no."""
        before, ids = b"", frozenset[str]()
        rows = self._db.execute("SELECT asked.*, ids FROM asked JOIN place ON path = target ORDER BY target")
        for number, line, page, target, place, what, there in rows:
            if target != before:
                before, ids = target, frozenset(msgspec.json.decode(there, type=list[str]))
            if place not in ids:
                yield Question(number, line, os.fsdecode(page), os.fsdecode(target), place, what)


@contextmanager
def contents(out: Path) -> Iterator[Contents]:
    """Raises StoreProblem where the temporary folder takes no more."""
    try:
        found = Contents(out)
        try:
            yield found
        finally:
            found.close()
    except sqlite3.OperationalError as error:
        hint = "Free some space in the system's temporary folder, or name another one in the variable TMPDIR."
        raise StoreProblem(str(error), where="a temporary file", hint=hint) from None


def files_below(folder: str, above: str = "") -> Iterator[tuple[str, bool]]:
    """(path, whether it is a plain file, which has an end and leads nowhere else) of every file, folder by folder.
    `above`: what stands before its name, with a slash."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=attrgetter("name"))
    for entry in found:
        if entry.is_dir(follow_symlinks=False):
            yield from files_below(entry.path, f"{above}{entry.name}/")
        else:
            yield above + entry.name, entry.is_file(follow_symlinks=False)
