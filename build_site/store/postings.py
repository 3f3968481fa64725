"""Things that very many articles name: how many articles do, and which of these are the newest. The articles' own rows
(`naming`) are the truth; what stands here follows from them."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Iterable

import msgspec
from msgspec import Struct

SCHEMA = """
CREATE TABLE posting (kind TEXT, slug TEXT, name TEXT, total INTEGER, newest BLOB, PRIMARY KEY (kind, slug))
  WITHOUT ROWID;
"""
MOST, LEAST = 80, 60
"""Newest articles that are kept. Where fewer than LEAST of more are left, they are looked for again."""

Thing = tuple[str, str, str]


class _Posting(Struct):
    name: str
    total: int
    newest: list[str]
    """Rank and id in one text, in order: the first of all there are, and all where these are no more than MOST."""


class Postings:
    """The table `posting` of an open state. What is asked for stays at hand, and what has changed is written by
    `save`: an article of many terms would else cost as many rows."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._at_hand: dict[tuple[str, str], _Posting] = {}
        self._changed: set[tuple[str, str]] = set()

    def of(self, kind: str, slug: str) -> tuple[str, int, list[str]]:
        """The thing's name, the number of articles that name it, and the ids of the newest."""
        posting = self._get(kind, slug)
        self._fill(posting, kind, slug)
        return posting.name, posting.total, [each.partition("~")[2] for each in posting.newest]

    def shows(self, thing: Thing, rank: str, article_id: str) -> bool:
        """Whether the article is among the newest that name the thing."""
        newest = self._get(*thing[:2]).newest
        at = bisect_left(newest, rank + article_id)
        return at < len(newest) and newest[at] == rank + article_id

    def add(self, things: Iterable[Thing], rank: str, article_id: str) -> None:
        entry = rank + article_id
        for kind, slug, name in things:
            posting = self._get(kind, slug)
            posting.name = posting.name or name
            newest = posting.newest
            if len(newest) == posting.total or (newest and entry < newest[-1]):
                newest.insert(bisect_left(newest, entry), entry)
                del newest[MOST:]
            posting.total += 1
            self._changed.add((kind, slug))

    def remove(self, things: Iterable[Thing], rank: str, article_id: str) -> None:
        entry = rank + article_id
        for kind, slug, _ in things:
            posting = self._get(kind, slug)
            if entry in posting.newest:
                posting.newest.remove(entry)
            posting.total -= 1
            self._changed.add((kind, slug))

    def save(self) -> None:
        """Write what has changed; where too few of the newest are left, find them."""
        for kind, slug in sorted(self._changed):
            posting = self._at_hand[kind, slug]
            self._fill(posting, kind, slug)
            if posting.total:
                row = (kind, slug, posting.name, posting.total, msgspec.json.encode(posting.newest))
                self._db.execute("INSERT OR REPLACE INTO posting VALUES (?, ?, ?, ?, ?)", row)
            else:
                self._db.execute("DELETE FROM posting WHERE kind = ? AND slug = ?", (kind, slug))
        self._changed.clear()

    def _get(self, kind: str, slug: str) -> _Posting:
        posting = self._at_hand.get((kind, slug))
        if posting is None:
            row = self._db.execute(
                "SELECT name, total, newest FROM posting WHERE kind = ? AND slug = ?", (kind, slug)
            ).fetchone()
            posting = (
                _Posting(row[0], row[1], msgspec.json.decode(row[2], type=list[str])) if row else _Posting("", 0, [])
            )
            self._at_hand[kind, slug] = posting
        return posting

    def _fill(self, posting: _Posting, kind: str, slug: str) -> None:
        if len(posting.newest) >= min(LEAST, posting.total):
            return
        found: list[str] = []
        for rank, article_id, counted in self._db.execute("SELECT rank, id, counted FROM naming ORDER BY rank, id"):
            if any(thing[:2] == [kind, slug] for thing in msgspec.json.decode(counted)):
                found.append(rank + article_id)
                if len(found) == MOST:
                    break
        posting.newest = found
