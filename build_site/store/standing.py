"""Whether the files of the built site still stand as they were written.

A folder whose time is that of the last build holds the files that it held then: none was deleted, replaced or added. So
a build asks the folders (two an article, for nine files); files are asked for one by one where their folder has another
time, and otherwise in turn, so many a build: that finds what was altered in place. Where the site was restored from
elsewhere, all are asked for. A file that has another time than is remembered stands if its bytes are those that were
written.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from build_site.store.files import opened, signature

IN_TURN = 4_000
"""Files whose size and time are looked at in any case."""
PARTS = 33
"""Of the work: 32 of folders, and the files whose turn it is. Processes may share them."""


class Lost(Struct, frozen=True):
    """What has become of the site's files."""

    paths: list[str]
    """Those that are gone, or other ones than were written."""
    turn: str | None
    """The last of those whose turn it was; empty where they were the last of all, None where that was no part of it."""
    stand: dict[str, str]
    """Those that hold the bytes that were written, and have another size and time than is remembered: these."""
    folders: dict[str, int]
    """The times of the folders that have another, and whose files stand."""

    def __or__(self, other: Lost) -> Lost:
        """What has been found in other parts besides."""
        turn = other.turn if self.turn is None else self.turn
        paths = list(dict.fromkeys((*self.paths, *other.paths)))
        return Lost(paths, turn, self.stand | other.stand, self.folders | other.folders)


class Standing:
    """Of the tables `made` and `folder` of an open state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def lost(self, out: str, after: str, *, everything: bool = False, parts: Iterable[int] = range(PARTS)) -> Lost:
        """What of the site does not stand as it was written. `after`: the path behind which it is files' turn now;
        `everything`: all are looked at; `parts`: of the work. A file that has other times, as where the site was copied
        or restored, is read: its bytes count."""
        suspects: dict[str, tuple[str, str]] = {}
        folders: dict[str, int] = {}
        turn: str | None = None
        known: list[tuple[str, int]] = []
        with opened(out) as at:
            for part in parts:
                if part == PARTS - 1:
                    turn = self._in_turn(after, suspects, everything)
                    continue
                known = known or self._db.execute("SELECT path, time FROM folder ORDER BY path").fetchall()
                begin, end = (len(known) * each // (PARTS - 1) for each in (part, part + 1))
                for path, now in _altered(out, at, known[begin:end]):
                    suspects.update(in_folder(self._db, path))
                    if now is not None:
                        folders[path] = now
        gone: list[str] = []
        stand: dict[str, str] = {}
        for path, (stat, sha256) in suspects.items():
            if stat == (now_there := signature(f"{out}/{path}")):
                continue
            if now_there and sha256 and sha256 == _sha256(f"{out}/{path}"):
                stand[path] = now_there
            else:
                gone.append(path)
                folders.pop(path.rpartition("/")[0], None)
        return Lost(gone, turn, stand, folders)

    def _in_turn(self, after: str, suspects: dict[str, tuple[str, str]], everything: bool) -> str:
        """Adds the files whose turn it is; returns the last."""
        found = self._db.execute(
            "SELECT path, stat, sha256 FROM made WHERE path > ? ORDER BY path LIMIT ?",
            ("" if everything else after, -1 if everything else IN_TURN),
        ).fetchall()
        suspects.update((path, told) for path, *told in found)
        return found[-1][0] if len(found) == IN_TURN else ""

    def restore(self, stand: Mapping[str, str], folders: Mapping[str, int]) -> None:
        """Remember these sizes and times of files, and these times of folders."""
        self._db.executemany("UPDATE made SET stat = ? WHERE path = ?", ((stat, path) for path, stat in stand.items()))
        self._db.executemany("UPDATE folder SET time = ? WHERE path = ?", ((at, path) for path, at in folders.items()))


def _altered(out: str, at: int | None, known: Iterable[tuple[str, int]]) -> Iterator[tuple[str, int | None]]:
    """(path, the time that it has now) of the folders that have another; None where one is gone. `at`: `opened`."""
    above = f"{out}/" if at is None else "./"
    for path, time in known:
        try:
            now = os.stat(above + path, dir_fd=at).st_mtime_ns
        except OSError:
            now = None
        if now != time:
            yield path, now


def in_folder(database: sqlite3.Connection, folder: str) -> Iterator[tuple[str, tuple[str, str]]]:
    """(path, (stat, sha256)) of the files of one folder of the site."""
    sql, below = "SELECT path, stat, sha256 FROM made WHERE", (f"{folder}/", f"{folder}0")
    rows = (
        database.execute(f"{sql} path > ? AND path < ?", below)
        if folder
        else database.execute(f"{sql} instr(path, '/') = 0")
    )
    at = len(folder) + 1 if folder else 0
    return ((path, (stat, sha256)) for path, stat, sha256 in rows if "/" not in path[at:])


def _sha256(path: str) -> str:
    """Of a file's bytes; empty where it cannot be read."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - for each file of a site that was restored
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
