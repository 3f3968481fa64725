"""Things that very many articles name: how many articles do, and which of these are the newest, or of terms the oldest:
a page that shows these stays as it is when others come. The articles' own rows (`naming`) are the truth; what stands
here follows from them."""

from __future__ import annotations

import sqlite3
from bisect import bisect_left
from collections.abc import Collection, Iterable
from heapq import nsmallest

import msgspec
from msgspec import Struct

from build_site.store.order import oldest_first

SCHEMA = """
CREATE TABLE posting (kind TEXT, slug TEXT, name TEXT, total INTEGER, first BLOB, PRIMARY KEY (kind, slug))
  WITHOUT ROWID;
"""
MOST, LEAST = 80, 60
"""First articles that are kept. Where fewer than LEAST of more are left, they are looked for again."""
TERM = "term"
"""The kind of which the oldest articles are the first; of others the newest are."""
SHOWN = 6
"""Oldest articles of a term from which its page may take examples."""

Thing = tuple[str, str, str]


class _Posting(Struct):
    name: str
    total: int
    first: list[str]
    """Order and id in one text, in order: the first of all there are, and all where these are no more than are kept."""


def _bounds(kind: str) -> tuple[int, int]:
    """The most that are kept, and the least."""
    return (4 * SHOWN, SHOWN) if kind == TERM else (MOST, LEAST)


def _entry(kind: str, rank: str, article_id: str) -> str:
    return (oldest_first(rank) if kind == TERM else rank) + article_id


class Postings:
    """The table `posting` of an open state. What is asked for stays at hand, and what has changed is written by
    `save`: an article of many terms would else cost as many rows."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._at_hand: dict[tuple[str, str], _Posting] = {}
        self._changed: set[tuple[str, str]] = set()

    def of(self, kind: str, slug: str) -> tuple[str, int, list[tuple[str, str]]]:
        """The thing's name, the number of articles that name it, and the first: by what they are ordered, and id."""
        posting = self._get(kind, slug)
        self._fill(posting, kind, slug)
        first = (each.partition("~") for each in posting.first)
        return posting.name, posting.total, [(f"{rank}~", article_id) for rank, _, article_id in first]

    def slugs(self, kind: str) -> list[tuple[str, str, int]]:
        """Slug, name and number of articles of each, in the order of slugs; `save` comes first."""
        return self._db.execute(
            "SELECT slug, name, total FROM posting WHERE kind = ? ORDER BY slug", (kind,)
        ).fetchall()

    def showing(self, things: Iterable[Thing], rank: str, article_id: str) -> set[Thing]:
        """The terms among the things whose pages may take examples from the article."""
        entry = _entry(TERM, rank, article_id)
        found: set[Thing] = set()
        for thing in things:
            if thing[0] == TERM:
                posting = self._get(*thing[:2])
                self._fill(posting, *thing[:2])
                if entry in posting.first[:SHOWN]:
                    found.add(thing)
        return found

    def add(self, things: Collection[Thing], rank: str, article_id: str) -> set[Thing]:
        """An article that is new, or has another place. Returns the things whose pages take nothing from it, for others
        stand before it."""
        entries = {kind: _entry(kind, rank, article_id) for kind in {kind for kind, _, _ in things}}
        behind: set[Thing] = set()
        for thing in things:
            kind, slug, name = thing
            entry = entries[kind]
            posting = self._get(kind, slug)
            posting.name = posting.name or name
            first = posting.first
            if len(first) == posting.total or (first and entry < first[-1]):
                first.insert(bisect_left(first, entry), entry)
                del first[_bounds(kind)[0] :]
            posting.total += 1
            if len(first) >= SHOWN and entry > first[SHOWN - 1]:
                behind.add(thing)
            self._changed.add((kind, slug))
        return behind

    def remove(self, things: Iterable[Thing], rank: str, article_id: str) -> None:
        for kind, slug, _ in things:
            entry = _entry(kind, rank, article_id)
            posting = self._get(kind, slug)
            if entry in posting.first:
                posting.first.remove(entry)
            posting.total -= 1
            self._changed.add((kind, slug))

    def save(self) -> None:
        """Write what has changed; where too few of the first are left, find them."""
        for kind, slug in sorted(self._changed):
            posting = self._at_hand[kind, slug]
            self._fill(posting, kind, slug)
            if posting.total:
                row = (kind, slug, posting.name, posting.total, msgspec.json.encode(posting.first))
                self._db.execute("INSERT OR REPLACE INTO posting VALUES (?, ?, ?, ?, ?)", row)
            else:
                self._db.execute("DELETE FROM posting WHERE kind = ? AND slug = ?", (kind, slug))
        self._changed.clear()

    def _get(self, kind: str, slug: str) -> _Posting:
        posting = self._at_hand.get((kind, slug))
        if posting is None:
            row = self._db.execute(
                "SELECT name, total, first FROM posting WHERE kind = ? AND slug = ?", (kind, slug)
            ).fetchone()
            posting = (
                _Posting(row[0], row[1], msgspec.json.decode(row[2], type=list[str])) if row else _Posting("", 0, [])
            )
            self._at_hand[kind, slug] = posting
        return posting

    def _fill(self, posting: _Posting, kind: str, slug: str) -> None:
        most, least = _bounds(kind)
        if len(posting.first) >= min(least, posting.total):
            return
        found: list[str] = []
        for rank, article_id, counted in self._db.execute("SELECT rank, id, counted FROM naming"):
            if any(thing[:2] == [kind, slug] for thing in msgspec.json.decode(counted)):
                found.append(_entry(kind, rank, article_id))
        posting.first = nsmallest(most, found)
