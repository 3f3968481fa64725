"""What must be planned again: marked where something changes, in the same step as the change itself, and struck off
when the site that shows it stands."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from build_site.store.outputs import DATA, SEARCH

SCHEMA = """
CREATE TABLE stale (kind TEXT, slug TEXT, PRIMARY KEY (kind, slug)) WITHOUT ROWID;
"""
ARTICLE, RELATIONS, FEED, RETOLD = "article", "relations", "feed", "retold"
"""Kinds besides those of lists: pages of an article, its related articles; the feed of a list, and what it tells in
brief."""
SITEMAP, MEMBERS, SINCE = "sitemap", "members", "since"
"""The sitemap; kinds of lists of which one has other articles than before; and from where on a list is another."""
_NO_LISTS = (ARTICLE, RELATIONS, FEED, RETOLD, SITEMAP, MEMBERS, SINCE, DATA, SEARCH)


class Stale:
    """The table `stale` of an open state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def mark(self, kind: str, slugs: Iterable[str]) -> None:
        self.mark_lists((kind, slug) for slug in slugs)

    def mark_lists(self, keys: Iterable[tuple[str, str]]) -> None:
        self._db.executemany("INSERT OR IGNORE INTO stale VALUES (?, ?)", keys)

    def of(self, kind: str) -> list[str]:
        """In order."""
        return [row[0] for row in self._db.execute("SELECT slug FROM stale WHERE kind = ? ORDER BY slug", (kind,))]

    def lists(self) -> list[tuple[str, str]]:
        """Kind and slug of each list."""
        places = ", ".join("?" * len(_NO_LISTS))
        sql = f"SELECT kind, slug FROM stale WHERE kind NOT IN ({places}) ORDER BY kind, slug"
        return self._db.execute(sql, _NO_LISTS).fetchall()

    def mark_since(self, keys: Iterable[tuple[str, str]], rank: str) -> None:
        """These lists are other ones at a rank, and perhaps before it; what stands behind it is as it was."""
        self.mark(SINCE, (f"{kind}/{slug}\n{rank}" for kind, slug in keys))

    def since(self, kind: str, slug: str) -> str:
        """The rank of the oldest article at which a list is another; empty where nothing tells."""
        sql = "SELECT max(slug) FROM stale WHERE kind = ? AND slug > ? AND slug < ?"
        found: str | None = self._db.execute(sql, (SINCE, f"{kind}/{slug}\n", f"{kind}/{slug}\v")).fetchone()[0]
        return (found or "").rpartition("\n")[2]

    def __contains__(self, key: tuple[str, str]) -> bool:
        return self._db.execute("SELECT 1 FROM stale WHERE kind = ? AND slug = ?", key).fetchone() is not None

    def __bool__(self) -> bool:
        return self._db.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is not None

    def strike(self, kind: str) -> None:
        self._db.execute("DELETE FROM stale WHERE kind = ?", (kind,))

    def strike_all(self) -> None:
        self._db.execute("DELETE FROM stale")
