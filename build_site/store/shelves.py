"""The lists of the site as its pages ask for them (`site.index.Index`): one shelf for each tag, person, month …, with
what the last plan made of it. Only stale shelves are looked at again."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from hashlib import blake2b
from itertools import islice
from typing import Any

import msgspec

from build_site.model import ArticleBrief, ArticleRecord, Mention
from build_site.site.feeds import NEWEST
from build_site.site.paging import PAGE
from build_site.store.article_index import ArticleIndex
from build_site.store.company import Company, What
from build_site.store.naming import COUNTED, Naming
from build_site.store.stale import MEMBERS, RETOLD, Stale

SCHEMA = """
CREATE TABLE shelf (kind TEXT, slug TEXT, names BLOB, total INTEGER, pages BLOB, told BLOB, PRIMARY KEY (kind, slug))
  WITHOUT ROWID;
CREATE TABLE document (slug TEXT PRIMARY KEY, name TEXT, cited TEXT, signed TEXT) WITHOUT ROWID;
"""
_DOCUMENTS = """
INSERT OR REPLACE INTO document
  SELECT slug, min(name), min(published), min(json_extract(CAST(data AS TEXT), '$.date'))
  FROM mention JOIN article USING (id) WHERE kind = 'document'
"""
Slug = tuple[str, tuple[str, ...], int]
_names = msgspec.json.Decoder(tuple[str, ...]).decode


def _sign(*parts: bytes) -> str:
    return blake2b(b"\0".join(parts), digest_size=8).hexdigest()


class Shelves:
    """The table `shelf` of an open state. `refresh` comes first; what `remember` is given stays for the next plan."""

    def __init__(self, database: sqlite3.Connection, naming: Naming, articles: ArticleIndex, stale: Stale) -> None:
        self._db = database
        self._naming, self._articles, self._marks = naming, articles, stale
        self._company = Company(database)
        self._decode = msgspec.json.Decoder(ArticleRecord).decode
        self._all = False
        self._moved: set[str] = set()
        self._changed: set[str] = set()
        self._redated = False

    @property
    def parts(self) -> tuple[sqlite3.Connection, Naming, ArticleIndex, Stale]:
        """What they are made of."""
        return self._db, self._naming, self._articles, self._marks

    def refresh(self, *, everything: bool) -> list[tuple[str, str]]:
        """Bring the shelves up to date with what articles name: those that are stale, or everything. Returns kind and
        slug of the lists to be planned."""
        self._all, self._moved, self._changed = everything, set(self._marks.of(MEMBERS)), set()
        self._redated = everything
        self._naming.postings.save()
        if everything:
            self._db.execute("DELETE FROM shelf")
            self._db.execute("DELETE FROM document")
            self._db.execute(
                "INSERT INTO shelf SELECT kind, slug, json_group_array(DISTINCT name), count(*), NULL, NULL"
                " FROM mention GROUP BY kind, slug"
            )
            self._db.execute(f"{_DOCUMENTS} GROUP BY slug")
            return self._db.execute("SELECT kind, slug FROM shelf").fetchall()
        lists = self._marks.lists()
        for kind, slug in lists:
            if kind in self._moved and kind not in COUNTED:
                self._count(kind, slug)
            if kind == "document":
                self._date(slug)
        return lists

    def _date(self, slug: str) -> None:
        sql = "SELECT * FROM document WHERE slug = ?"
        before = self._db.execute(sql, (slug,)).fetchone()
        self._db.execute("DELETE FROM document WHERE slug = ?", (slug,))
        self._db.execute(f"{_DOCUMENTS} AND slug = ? GROUP BY slug", (slug,))
        self._redated |= before != self._db.execute(sql, (slug,)).fetchone()

    def _count(self, kind: str, slug: str) -> None:
        total, names = self._db.execute(
            "SELECT count(*), json_group_array(DISTINCT name) FROM mention WHERE kind = ? AND slug = ?", (kind, slug)
        ).fetchone()
        key, now = (kind, slug), (msgspec.json.encode(sorted(msgspec.json.decode(names))), total)
        before = self._db.execute("SELECT names, total FROM shelf WHERE kind = ? AND slug = ?", key).fetchone()
        if not total:
            self._db.execute("DELETE FROM shelf WHERE kind = ? AND slug = ?", key)
        elif before is None:
            self._db.execute("INSERT INTO shelf VALUES (?, ?, ?, ?, NULL, NULL)", (*key, *now))
        elif before != now:
            self._db.execute("UPDATE shelf SET names = ?, total = ? WHERE kind = ? AND slug = ?", (*now, *key))

    def forget_pages(self, kind: str, slug: str) -> None:
        """All pages of a list are planned again: some are lost."""
        self._db.execute("UPDATE shelf SET pages = NULL WHERE kind = ? AND slug = ?", (kind, slug))

    # What of the lists must be planned again

    def anew(self) -> bool:
        return self._all

    def any_stale(self, *kinds: str) -> bool:
        stale = {kind for kind, _ in self._marks.lists()} | self._moved
        return self._all or bool(stale.intersection(kinds) if kinds else stale)

    def is_stale(self, kind: str, slug: str) -> bool:
        return self._all or (kind, slug) in self._marks

    def is_retold(self, kind: str, slug: str) -> bool:
        return self._all or (RETOLD, f"{kind}/{slug}") in self._marks

    def stale(self, kind: str) -> Iterator[Slug]:
        if self._all:
            return self.slugs(kind)
        if kind in COUNTED:
            return ((slug, (), 0) for of, slug in self._marks.lists() if of == kind)
        rows = self._db.execute(
            "SELECT slug, names, total FROM stale JOIN shelf USING (kind, slug) WHERE kind = ? ORDER BY slug", (kind,)
        ).fetchall()
        return ((slug, tuple(sorted(_names(names))), total) for slug, names, total in rows)

    def changed(self, *kinds: str) -> bool:
        return self._all or not (self._moved | self._changed).isdisjoint(kinds)

    def moved(self, *kinds: str) -> bool:
        return self._all or not self._moved.isdisjoint(kinds)

    def remember(self, kind: str, slug: str, told: Any) -> bool:
        key, data = (kind, slug), msgspec.json.encode(told)
        row = self._db.execute("SELECT told FROM shelf WHERE kind = ? AND slug = ?", key).fetchone()
        if row and row[0] == data:
            return False
        self._db.execute("UPDATE shelf SET told = ? WHERE kind = ? AND slug = ?", (data, *key))
        self._changed.add(kind)
        return True

    def remembered(self, kind: str) -> Iterator[tuple[str, Any]]:
        rows = self._db.execute("SELECT slug, told FROM shelf WHERE kind = ? ORDER BY slug", (kind,)).fetchall()
        return ((slug, msgspec.json.decode(told) if told else None) for slug, told in rows)

    def standing(self, kind: str, slug: str, total: int, made_from: Any) -> set[int]:
        row = self._db.execute("SELECT pages FROM shelf WHERE kind = ? AND slug = ?", (kind, slug)).fetchone()
        made, *before = row[0].split() if row and row[0] else ("",)
        beside = _sign(msgspec.json.encode(made_from))
        full = max(0, (total - 1) // PAGE)
        signs: list[str] = []
        if made == beside and (since := self._marks.since(kind, slug)):
            # The last full page knows that no other follows.
            known = min(self._naming.behind(kind, slug, total, since) // PAGE, full - 1, len(before) - 1)
            signs = before[: max(0, known)]
        if len(signs) < full:
            marks = self._naming.marks(kind, slug, total - len(signs) * PAGE)
            for number in range(len(signs) + 1, full + 1):
                start = total - number * PAGE
                signs.append(_sign(b"last" if number == full else b"", marks[start : start + PAGE].tobytes()))
        if (made, before) != (beside, signs):
            pages = " ".join((beside, *signs))
            self._db.execute("UPDATE shelf SET pages = ? WHERE kind = ? AND slug = ?", (pages, kind, slug))
        same = zip(before, signs, strict=False) if made == beside else ()
        return {number for number, (old, new) in enumerate(same, 1) if old == new}

    # What is on the lists

    def records(self, most: int = -1) -> Iterator[ArticleRecord]:
        rows = self._db.execute("SELECT record FROM article ORDER BY rank, id LIMIT ?", (most,))
        return (self._decode(row[0]) for row in rows)

    def slugs(self, kind: str) -> Iterator[Slug]:
        if kind in COUNTED:
            return ((slug, (name,), total) for slug, name, total in self._naming.postings.slugs(kind))
        rows = self._db.execute("SELECT slug, names, total FROM shelf WHERE kind = ? ORDER BY slug", (kind,)).fetchall()
        return ((slug, tuple(sorted(_names(names))), total) for slug, names, total in rows)

    def most(self, kind: str, most: int) -> list[Slug]:
        sql = "SELECT slug, names, total FROM shelf WHERE kind = ? ORDER BY total DESC, slug LIMIT ?"
        rows = self._db.execute(sql, (kind, most)).fetchall()
        return [(slug, tuple(sorted(_names(names))), total) for slug, names, total in rows]

    def mentions(self, kind: str, slug: str, start: int = 0, most: int = -1) -> Iterator[tuple[ArticleRecord, Mention]]:
        return self._naming.mentions(kind, slug, start, most)

    def said(self, kind: str, slug: str) -> Iterator[dict[str, Any]]:
        return self._naming.said(kind, slug)

    def company(self, kind: str, slug: str, what: What, most: int = -1) -> list[tuple[str, int]]:
        return self._company.of(kind, slug, what, most)

    def dated(self, kind: str, slug: str) -> int:
        return len(self._naming.newest(kind, slug, NEWEST))

    def brief(self, article_id: str) -> ArticleBrief:
        return self._articles.brief(article_id)

    def first_cited(self) -> Iterator[tuple[str, str, str]]:
        sql = "SELECT slug, name, cited FROM document WHERE cited IS NOT NULL ORDER BY slug"
        return iter(self._db.execute(sql).fetchall())

    def signed(self) -> Iterator[tuple[str, str, str]]:
        sql = "SELECT slug, name, signed FROM document WHERE signed IS NOT NULL ORDER BY slug"
        return iter(self._db.execute(sql).fetchall())

    def redated(self) -> bool:
        return self._redated

    def naming_any(self, kind: str, slugs: Collection[str]) -> int:
        return self._naming.naming_any(kind, slugs)

    def newest(self, most: int) -> tuple[str, ...]:
        """Ids of the newest dated articles of all."""
        rows = self._db.execute("SELECT id FROM article WHERE rank < '~' ORDER BY rank, id LIMIT ?", (most,))
        return tuple(row[0] for row in islice(rows, most))
