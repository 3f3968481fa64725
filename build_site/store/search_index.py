"""The search's part of the state: what each article gives to the index, as `site.search.entry` made it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator

import msgspec

from build_site.model import ArticleRecord
from build_site.site.search.entry import Forms

SCHEMA = """
CREATE TABLE search (id TEXT PRIMARY KEY, key TEXT, data BLOB);
"""
# Oldest first, undated before all: a new article comes last and leaves the others' numbers alone.
_ORDER = "ORDER BY article.published IS NOT NULL, article.published, article.id"


class SearchIndex:
    """The table `search` of an open state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def put(self, article_id: str, key: str, data: bytes) -> None:
        """`key`: fingerprint of `data`, JSON of a pair of Forms."""
        self._db.execute("INSERT OR REPLACE INTO search VALUES (?, ?, ?)", (article_id, key, data))

    def contributions(self) -> Iterator[tuple[bytes, str]]:
        """(JSON of the record, key of the entry) of each article, in the order of the index."""
        rows = self._db.execute(f"SELECT record, key FROM article JOIN search USING (id) {_ORDER}")
        return ((bytes(record), key) for record, key in rows)

    def records(self) -> list[ArticleRecord]:
        decode = msgspec.json.Decoder(ArticleRecord).decode
        return [
            decode(row[0]) for row in self._db.execute(f"SELECT record FROM article JOIN search USING (id) {_ORDER}")
        ]

    def entries(self) -> Iterator[tuple[Forms, Forms]]:
        """One at a time, in the order of the index."""
        decode = msgspec.json.Decoder(tuple[Forms, Forms]).decode
        rows = self._db.execute(f"SELECT data FROM article JOIN search USING (id) {_ORDER}")
        return (decode(row[0]) for row in rows)
