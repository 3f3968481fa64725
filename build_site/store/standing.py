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
from collections.abc import Iterator, Mapping

from msgspec import Struct

from build_site.store.files import signature

IN_TURN = 4_000
"""Files whose size and time are looked at in any case."""


class Lost(Struct, frozen=True):
    """What has become of the site's files."""

    paths: list[str]
    """Those that are gone, or other ones than were written."""
    turn: str
    """The last of those whose turn it was; empty where they were the last of all."""
    stand: dict[str, str]
    """Those that hold the bytes that were written, and have another size and time than is remembered: these."""
    folders: dict[str, int]
    """The times of the folders that have another, and whose files stand."""


class Standing:
    """Of the tables `made` and `folder` of an open state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def lost(self, out: str, after: str, *, everything: bool = False) -> Lost:
        """What of the site does not stand as it was written. `after`: the path behind which it is files' turn now;
        `everything`: all are looked at. A file that has other times, as where the site was copied or restored, is read:
        its bytes count."""
        suspects: dict[str, tuple[str, str]] = {}
        folders: dict[str, int] = {}
        for path, time in self._db.execute("SELECT path, time FROM folder"):
            try:
                now = os.stat(f"{out}/{path}").st_mtime_ns  # noqa: PTH116 - a Path of each costs more
            except OSError:
                now = None
            if now != time:
                suspects.update(in_folder(self._db, path))
                if now is not None:
                    folders[path] = now
        turn = self._db.execute(
            "SELECT path, stat, sha256 FROM made WHERE path > ? ORDER BY path LIMIT ?",
            ("" if everything else after, -1 if everything else IN_TURN),
        ).fetchall()
        suspects.update((path, told) for path, *told in turn)
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
        return Lost(gone, turn[-1][0] if len(turn) == IN_TURN else "", stand, folders)

    def restore(self, stand: Mapping[str, str], folders: Mapping[str, int]) -> None:
        """Remember these sizes and times of files, and these times of folders."""
        self._db.executemany("UPDATE made SET stat = ? WHERE path = ?", ((stat, path) for path, stat in stand.items()))
        self._db.executemany("UPDATE folder SET time = ? WHERE path = ?", ((at, path) for path, at in folders.items()))


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
