"""What all articles together have of something: to count it is to read a whole table, so it is kept, and goes with each
article that changes."""

from __future__ import annotations

import sqlite3

import msgspec

_KEY = "sums"
_COLUMNS = ("missing", "findings", "human", "approved", "machine", "stale", "untranslated")


class Sums:
    """The sums of an open state; it reads `article`, and keeps them in `meta`."""

    def __init__(self, database: sqlite3.Connection, *, read_only: bool) -> None:
        self._db, self._read_only = database, read_only

    def all(self) -> list[int]:
        """The number of articles, and the sum of each column that is counted."""
        found = self._kept()
        if found is None:
            columns = ", ".join(f"coalesce(sum({column}), 0)" for column in _COLUMNS)
            found = list(self._db.execute(f"SELECT count(*), {columns} FROM article").fetchone())
            if not self._read_only:
                self._keep(found)
        return found

    def of(self, article_id: str) -> tuple[int, ...]:
        """What one article adds to them; zeros where there is none of that id."""
        sql = f"SELECT 1, {', '.join(_COLUMNS)} FROM article WHERE id = ?"
        found: tuple[int, ...] | None = self._db.execute(sql, (article_id,)).fetchone()
        return found or (0,) * (1 + len(_COLUMNS))

    def change(self, article_id: str, before: tuple[int, ...]) -> None:
        """An article has come, gone, or become another. `before`: what `of` said until then."""
        kept = self._kept()
        if kept is not None:
            now = self.of(article_id)
            self._keep([each - old + new for each, old, new in zip(kept, before, now, strict=True)])

    def _kept(self) -> list[int] | None:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
        return msgspec.json.decode(row[0], type=list[int]) if row else None

    def _keep(self, sums: list[int]) -> None:
        values = (_KEY, msgspec.json.encode(sums).decode())
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", values)
