"""Whom and what the articles of a tag, a heading, a month or a year name: how many of them name each person and have
each tag. Counted as articles come and go, so that what a list tells in brief is not read from all of its articles."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Literal

from build_site.model import ArticleRecord

SCHEMA = """
CREATE TABLE company (kind TEXT, slug TEXT, what TEXT, name TEXT, articles INTEGER,
  PRIMARY KEY (kind, slug, what, name)) WITHOUT ROWID;
"""
KINDS = ("tag", "topic", "month", "year")
"""Kinds of lists of which it is counted."""
What = Literal["people", "tags"]


class Company:
    """The table `company` of an open state. What is counted stays at hand until `save`: neighbouring articles have
    much in common."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._more: defaultdict[tuple[str, str], Counter[tuple[str, str]]] = defaultdict(Counter)
        """List → what and name → how many articles more."""

    def count(self, lists: Iterable[tuple[str, str]], record: ArticleRecord, by: int) -> None:
        """An article has come (`by` is 1) or gone (-1) that stands in these lists, each kind and slug."""
        named = [*(("people", name) for name in record.people), *(("tags", tag) for tag in record.tags)]
        for each in lists:
            if each[0] in KINDS:
                (self._more[each].update if by > 0 else self._more[each].subtract)(named)

    def save(self) -> None:
        """Write what has been counted."""
        counted = [(each + other, more) for each, own in self._more.items() for other, more in own.items()]
        self._db.executemany(
            "INSERT INTO company VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT DO UPDATE SET articles = articles + excluded.articles",
            ((*key, more) for key, more in sorted(counted) if more),
        )
        self._db.executemany(
            "DELETE FROM company WHERE kind = ? AND slug = ? AND what = ? AND name = ? AND articles = 0",
            (key for key, more in counted if more < 0),
        )
        self._more.clear()

    def of(self, kind: str, slug: str, what: What, most: int = -1) -> list[tuple[str, int]]:
        """The people or tags, each with the number of articles; what most articles name first, then by name."""
        return self._db.execute(
            "SELECT name, articles FROM company WHERE kind = ? AND slug = ? AND what = ?"
            " ORDER BY articles DESC, name LIMIT ?",
            (kind, slug, what, most),
        ).fetchall()
