"""What each article names (tags, people, documents, terms …), and the articles that name it, the newest first.

Most things keep a row for each of their articles. Terms, of which an article has a hundred, keep how many articles have
them, and which are the first: no page asks for more.
"""

from __future__ import annotations

import hashlib
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from msgspec import Struct

from build_site.model import ArticleRecord, Mention
from build_site.store.postings import SCHEMA as POSTINGS_SCHEMA
from build_site.store.postings import SHOWN, Postings

SCHEMA = (
    """
CREATE TABLE mention (kind TEXT, slug TEXT, rank TEXT, id TEXT, name TEXT, mark INTEGER, data BLOB,
  PRIMARY KEY (kind, slug, rank, id, name)) WITHOUT ROWID;
CREATE TABLE naming (id TEXT PRIMARY KEY, rank TEXT, mark INTEGER, listed BLOB, counted BLOB, sentences BLOB);
"""
    + POSTINGS_SCHEMA
)
COUNTED = ("term", "subject")
"""Kinds of which only the number of articles and the first of them are kept (`store.postings`)."""

UNDATED = "undated"
"""The month of an article without a date."""

Row = tuple[str, str, str, int, bytes]
"""Of a thing that is listed: kind, slug, name, mark of the data, the data as JSON."""
Thing = tuple[str, str, str]
"""Kind, slug and name of what an article names."""
Key = tuple[str, str]
"""Kind and slug: what a list is of."""
Place = tuple[str, str]
"""Rank and id of an article: of two the newer is the lower."""
Sentences = tuple[dict[str, tuple[str, str | None, str]], dict[str, tuple[str, ...]]]
"""Anchor → a sentence in both languages and its state; slug of a term → anchors of sentences that use it: each sentence
once, though many terms stand in it."""


class Named(Struct, frozen=True):
    """All that an article names, as the state keeps it; small enough to be sent from one process to another."""

    listed: tuple[Row, ...] = ()
    counted: tuple[Thing, ...] = ()
    sentences: bytes = b"[{},{}]"
    """JSON of Sentences."""

    @property
    def things(self) -> list[Thing]:
        """All of them."""
        return [*(row[:3] for row in self.listed), *self.counted]


class _Kept(Struct, frozen=True):
    rank: str = ""
    record: int = 0
    listed: dict[Thing, int] = {}
    """With the mark of each row."""
    counted: frozenset[Thing] = frozenset()
    sentences: bytes = b"[{},{}]"


def pack(mentions: Iterable[Mention]) -> Named:
    """An article's mentions, made ready in the process that has made them."""
    listed: list[Row] = []
    counted: list[Thing] = []
    sentences: Sentences = ({}, {})
    for each in mentions:
        if each.kind in COUNTED:
            counted.append((each.kind, each.slug, each.name))
            pairs = each.data.get("pairs", ())
            sentences[0].update({pair["anchor"]: (pair["source"], pair["target"], pair["state"]) for pair in pairs})
            if pairs:
                sentences[1][each.slug] = tuple(pair["anchor"] for pair in pairs)
        else:
            data = msgspec.json.encode(each.data)
            listed.append((each.kind, each.slug, each.name, mark_of(data), data))
    return Named(tuple(listed), tuple(counted), msgspec.json.encode(sentences))


def mark_of(*parts: bytes) -> int:
    """A number that differs where the parts do."""
    found = hashlib.blake2b(digest_size=8)
    for part in parts:
        found.update(part)
    return int.from_bytes(found.digest(), "big", signed=True)


class Naming:
    """The tables `mention`, `naming` and `posting` of an open state; it reads `article` for records."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self.postings = Postings(database)
        self._decode = msgspec.json.Decoder(ArticleRecord).decode

    # What one article names

    def put(self, article_id: str, rank: str, record: int, named: Named) -> set[Key]:
        """Replace what an article names; `record` is the mark of its record. Returns the lists in which something of it
        is new, another or gone; of terms those whose pages take examples from it."""
        old = self._kept(article_id)
        rows = {(kind, slug, name): (_mixed(record, mark), data) for kind, slug, name, mark, data in named.listed}
        moved = old.rank != rank
        gone = [thing for thing in old.listed if moved or thing not in rows]
        new = [thing for thing, (mark, _) in rows.items() if moved or old.listed.get(thing) != mark]
        self._delete(article_id, old.rank, gone)
        self._db.executemany(
            "INSERT OR REPLACE INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(kind, slug, rank, article_id, name, *rows[kind, slug, name]) for kind, slug, name in new],
        )
        counted = frozenset(named.counted)
        before = self.postings.showing(old.counted, old.rank, article_id)
        self.postings.remove(old.counted if moved else old.counted - counted, old.rank, article_id)
        behind = self.postings.add(counted if moved else counted - old.counted, rank, article_id)
        encode = msgspec.json.encode
        kept = encode([(*thing, mark) for thing, (mark, _) in rows.items()])
        self._db.execute(
            "INSERT OR REPLACE INTO naming VALUES (?, ?, ?, ?, ?, ?)",
            (article_id, rank, record, kept, encode(named.counted), named.sentences),
        )
        after = self.postings.showing(counted - behind, rank, article_id)
        shown = before ^ after
        shown |= before & after if moved or record != old.record else self._retold(before & after, old, named.sentences)
        return {thing[:2] for thing in (*gone, *new, *shown)}

    def remove(self, article_id: str) -> set[Key]:
        """Forget what an article names; returns the lists that it stood in."""
        old = self._kept(article_id)
        shown = self.postings.showing(old.counted, old.rank, article_id)
        self._delete(article_id, old.rank, old.listed)
        self.postings.remove(old.counted, old.rank, article_id)
        self._db.execute("DELETE FROM naming WHERE id = ?", (article_id,))
        return {thing[:2] for thing in (*old.listed, *shown)}

    def of(self, article_id: str) -> list[Thing]:
        """All that an article names."""
        old = self._kept(article_id)
        return [*old.listed, *sorted(old.counted)]

    def _retold(self, terms: Iterable[Thing], old: _Kept, sentences: bytes) -> set[Thing]:
        """Those of some terms of which other sentences are told now, of an article whose record is as it was."""
        if sentences == old.sentences:
            return set()
        (before, uses_before), (after, uses) = (_sentences(each) for each in (old.sentences, sentences))

        def told(slug: str, uses: dict[str, tuple[str, ...]], texts: dict[str, tuple[str, str | None, str]]) -> object:
            return [(anchor, texts[anchor]) for anchor in uses.get(slug, ())]

        return {each for each in terms if told(each[1], uses_before, before) != told(each[1], uses, after)}

    def _kept(self, article_id: str) -> _Kept:
        row = self._db.execute("SELECT * FROM naming WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return _Kept()
        listed = {(kind, slug, name): mark for kind, slug, name, mark in msgspec.json.decode(row[3])}
        counted = frozenset(msgspec.json.decode(row[4], type=tuple[Thing, ...]))
        return _Kept(row[1], row[2], listed, counted, bytes(row[5]))

    def _delete(self, article_id: str, rank: str, things: Iterable[Thing]) -> None:
        self._db.executemany(
            "DELETE FROM mention WHERE kind = ? AND slug = ? AND rank = ? AND id = ? AND name = ?",
            [(kind, slug, rank, article_id, name) for kind, slug, name in things],
        )

    # The articles that name one thing, the newest first

    def mentions(self, kind: str, slug: str, start: int = 0, most: int = -1) -> Iterator[tuple[ArticleRecord, Mention]]:
        """Each with its article, from the place `start` on; of a term the oldest alone, the oldest first."""
        if kind in COUNTED:
            yield from self._told(kind, slug)
            return
        rows = self._db.execute(
            "SELECT record, name, data FROM mention JOIN article USING (id) WHERE kind = ? AND slug = ?"
            " ORDER BY mention.rank, id, name LIMIT ? OFFSET ?",
            (kind, slug, most, start),
        )
        for record, name, data in rows:
            yield self._decode(record), Mention(kind, slug, name, msgspec.json.decode(data))  # type: ignore[arg-type]

    def said(self, kind: str, slug: str) -> Iterator[dict[str, Any]]:
        """What each of them says, all of them; of no term."""
        rows = self._db.execute(
            "SELECT data FROM mention WHERE kind = ? AND slug = ? ORDER BY rank, id, name", (kind, slug)
        )
        return (msgspec.json.decode(row[0]) for row in rows)

    def _told(self, kind: str, slug: str) -> Iterator[tuple[ArticleRecord, Mention]]:
        name, _, first = self.postings.of(kind, slug)
        for _, article_id in first[:SHOWN]:
            row = self._db.execute(
                "SELECT article.record, sentences FROM article JOIN naming USING (id) WHERE id = ?", (article_id,)
            ).fetchone()
            texts, uses = _sentences(row[1])
            pairs = [
                {"anchor": at, "source": texts[at][0], "target": texts[at][1], "state": texts[at][2]}
                for at in uses.get(slug, ())
            ]
            yield self._decode(row[0]), Mention(kind, slug, name, {"pairs": pairs})  # type: ignore[arg-type]

    def marks(self, kind: str, slug: str, most: int) -> array[int]:
        """A number for each of the newest rows of a list, in order: another one where anything of the row is."""
        rows = self._db.execute(
            "SELECT mark FROM mention WHERE kind = ? AND slug = ? ORDER BY rank, id, name LIMIT ?", (kind, slug, most)
        )
        return array("q", (row[0] for row in rows))

    def behind(self, kind: str, slug: str, total: int, rank: str) -> int:
        """How many of the rows of a list, of which there are `total`, stand behind a rank."""
        sql = "SELECT count(*) FROM mention WHERE kind = ? AND slug = ? AND rank <= ?"
        count: int = self._db.execute(sql, (kind, slug, rank)).fetchone()[0]
        return total - count

    def is_newer(self, kind: str, slug: str, place: int, rank: str, article_id: str) -> bool:
        """Whether an article would stand before the row that has a place (0 is the first) of a list, or there is no
        such row."""
        row = self._db.execute(
            "SELECT rank, id FROM mention WHERE kind = ? AND slug = ? ORDER BY rank, id, name LIMIT 1 OFFSET ?",
            (kind, slug, place),
        ).fetchone()
        return row is None or (rank, article_id) <= row

    def months(self) -> list[tuple[str, int]]:
        """(month, articles) of all, the undated last under `undated`."""
        months = self._db.execute("SELECT slug, count(*) FROM mention WHERE kind = 'month' GROUP BY slug").fetchall()
        undated = self._db.execute("SELECT count(*) FROM article WHERE rank = '~'").fetchone()[0]
        return [*months, *([(UNDATED, undated)] if undated else [])]

    def in_months(self, months: Iterable[str]) -> Iterator[ArticleRecord]:
        """The articles of each, newest first."""
        for month in months:
            if month == UNDATED:
                rows = self._db.execute("SELECT record FROM article WHERE rank = '~' ORDER BY id")
            else:
                rows = self._db.execute(
                    "SELECT record FROM mention JOIN article USING (id) WHERE kind = 'month' AND slug = ?"
                    " ORDER BY mention.rank, id",
                    (month,),
                )
            yield from (self._decode(row[0]) for row in rows)

    def newest(self, kind: str, slug: str, most: int) -> tuple[str, ...]:
        """Ids of the newest dated articles that name a thing."""
        rows = self._db.execute(
            "SELECT id FROM mention WHERE kind = ? AND slug = ? AND rank < '~' ORDER BY rank, id", (kind, slug)
        )
        found: dict[str, None] = {}
        for (article_id,) in rows:
            found[article_id] = None  # one article may name it by two names
            if len(found) == most:
                break
        return tuple(found)

    def sharing(self, thing: Thing, most: int) -> tuple[Place, ...]:
        """The articles that name a thing so; none where more than `most` do, which is fewer than a posting has."""
        kind, slug, name = thing
        if kind in COUNTED:
            _, total, first = self.postings.of(kind, slug)
            return tuple(first) if total <= most else ()
        rows = self._db.execute(
            "SELECT rank, id FROM mention WHERE kind = ? AND slug = ? AND name = ? LIMIT ?",
            (kind, slug, name, most + 1),
        ).fetchall()
        return tuple(rows) if len(rows) <= most else ()

    def naming_any(self, kind: str, slugs: Iterable[str]) -> int:
        """How many articles name at least one of some things."""
        wanted = list(slugs)
        places = ", ".join("?" * len(wanted))
        row = self._db.execute(
            f"SELECT count(DISTINCT id) FROM mention WHERE kind = ? AND slug IN ({places})", (kind, *wanted)
        ).fetchone()
        count: int = row[0]
        return count


_sentences = msgspec.json.Decoder(Sentences).decode


def _mixed(record: int, data: int) -> int:
    """A mark of both."""
    return ((record * 1_000_003) ^ data) & 0x7FFF_FFFF_FFFF_FFFF
