"""The memory's files, the notes and the collections as they were when they were last read."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping
from typing import Literal

SCHEMA = """
CREATE TABLE po (name TEXT PRIMARY KEY, signature TEXT, content TEXT) WITHOUT ROWID;
CREATE TABLE note (name TEXT PRIMARY KEY, signature TEXT, content TEXT) WITHOUT ROWID;
CREATE TABLE collection (name TEXT PRIMARY KEY, signature TEXT, content TEXT) WITHOUT ROWID;
"""
Table = Literal["po", "note", "collection"]


class Inputs:
    """These tables of an open state: what the disk said of a file (`files.input_signature`), and the mark of what it
    held (`files.content_mark`)."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def signatures(self, table: Table) -> dict[str, str]:
        """name → stat signature of the files of one kind when they were last read."""
        return dict(self._db.execute(f"SELECT name, signature FROM {table}"))

    def differing(
        self, table: Table, now: Mapping[str, str], since: Mapping[str, str] | None
    ) -> tuple[Mapping[str, str], dict[str, str]]:
        """Of the signatures `now` those that may not be the remembered ones, and the remembered ones of these files.
        `since`: the signatures of a moment when they were the same; all may have changed where there was none."""
        if since is None:
            return now, self.signatures(table)
        names = differing(now, since)
        sql = f"SELECT name, signature FROM {table} WHERE name = ?"
        before = {name: signature for each in names for name, signature in self._db.execute(sql, (each,))}
        return {name: now[name] for name in names if name in now}, before

    def content_of(self, table: Table, name: str) -> str:
        """Mark of what the file held then; empty where there was none."""
        row = self._db.execute(f"SELECT content FROM {table} WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def put_files(self, table: Table, read: Iterable[tuple[str, str, str]], gone: Iterable[str] = ()) -> None:
        """(name, stat signature, mark) of files that have been read; and the names of those that are no more."""
        self._db.executemany(f"DELETE FROM {table} WHERE name = ?", [(name,) for name in gone])
        self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?, ?)", read)

    def content(self, article_id: str) -> str:
        """Mark of the bytes that an article was digested from; empty where it is not known."""
        row = self._db.execute("SELECT content FROM article WHERE id = ?", (article_id,)).fetchone()
        return row[0] if row else ""

    def touch(self, article_id: str, signature: str) -> None:
        """Its file is another one with the same bytes."""
        self._db.execute("UPDATE article SET signature = ? WHERE id = ?", (signature, article_id))


def differing(now: Mapping[str, str], before: Mapping[str, str]) -> list[str]:
    """Names that have another signature now, or come, and then those that have gone."""
    changed = [name for name, signature in now.items() if before.get(name) != signature]
    return [*changed, *(name for name in before if name not in now)]
