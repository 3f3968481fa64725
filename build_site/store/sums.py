"""What all articles together have of something, kept until one changes: to count it is to read a whole table."""

from __future__ import annotations

import sqlite3

import msgspec

_KEY = "sums"
_COLUMNS = ("missing", "findings", "human", "approved", "machine", "stale", "untranslated")


class Sums:
    """The sums of an open state; it reads `article`, and keeps them in `meta`."""

    def __init__(self, database: sqlite3.Connection, *, read_only: bool) -> None:
        self._db, self._read_only = database, read_only
        self._kept = True

    def all(self) -> list[int]:
        """The number of articles, and the sum of each column that is counted."""
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
        if row and row[0]:
            return msgspec.json.decode(row[0], type=list[int])
        columns = ", ".join(f"coalesce(sum({column}), 0)" for column in _COLUMNS)
        found = list(self._db.execute(f"SELECT count(*), {columns} FROM article").fetchone())
        if not self._read_only:
            values = (_KEY, msgspec.json.encode(found).decode())
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
            self._kept = True
        return found

    def forget(self) -> None:
        """An article comes, goes, or is another."""
        if self._kept:
            self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, '')", (_KEY,))
            self._kept = False
