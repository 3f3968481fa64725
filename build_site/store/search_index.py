"""The search's part of the state: what each article gives to the index, and the blocks of the index as last made."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from msgspec import Struct

from build_site.model import ArticleRecord
from build_site.site.search.entry import Entry
from build_site.site.search.rows import Block, Row, make_row
from build_site.store.naming import Thing

SCHEMA = """
CREATE TABLE search (
  id TEXT PRIMARY KEY, published TEXT, rank INTEGER, key INTEGER, mentions INTEGER, tail TEXT, row BLOB, entry BLOB
);
CREATE INDEX search_by_date ON search (published, id, rank, key, tail);
CREATE TABLE search_block (number INTEGER PRIMARY KEY, data BLOB);
CREATE TABLE search_list (letter TEXT PRIMARY KEY, starts BLOB) WITHOUT ROWID;
CREATE TABLE search_changed (
  published TEXT, id TEXT, moved INTEGER, mentions INTEGER, tail INTEGER, PRIMARY KEY (published, id)
) WITHOUT ROWID;
CREATE TRIGGER search_new AFTER INSERT ON search BEGIN
  INSERT OR REPLACE INTO search_changed VALUES (new.published, new.id, 1, 1, 1);
END;
CREATE TRIGGER search_gone AFTER DELETE ON search BEGIN
  INSERT OR REPLACE INTO search_changed VALUES (old.published, old.id, 1, 1, 1);
END;
CREATE TRIGGER search_moved AFTER UPDATE ON search WHEN new.published <> old.published BEGIN
  INSERT OR REPLACE INTO search_changed VALUES (old.published, old.id, 1, 1, 1), (new.published, new.id, 1, 1, 1);
END;
CREATE TRIGGER search_other AFTER UPDATE ON search WHEN new.published = old.published BEGIN
  INSERT INTO search_changed VALUES (new.published, new.id, 0, new.mentions <> old.mentions, new.tail <> old.tail)
    ON CONFLICT DO UPDATE SET mentions = max(mentions, excluded.mentions), tail = max(tail, excluded.tail);
END;
"""


Place = tuple[str, str]
"""Date and id of an article: the oldest comes first, undated ones before it."""


class Changed(NamedTuple):
    """What is other with the articles since the blocks were last made."""

    places: list[Place]
    """Of those that are others, where they stand; of those that have moved, where they stood, too."""
    moved: bool
    """Whether some are new, gone, or of another date."""
    mentions: bool
    """Whether some name other things that have a page."""
    tails: bool
    """Whether their addresses are others, or in another order."""


class Placed(Struct, frozen=True, array_like=True):
    """A block as it was last made."""

    block: Block
    first: Place
    """Where its first article stands among all."""
    made_with: str
    """What all of its articles' parts are made with, and how many files were wanted."""
    key: str
    """Fingerprint of that and of its articles."""


class SearchIndex:
    """The tables `search…` of an open state. What changes in `search` is noted by the table itself."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def put(self, record: ArticleRecord, named: list[Thing], entry: bytes) -> None:
        """What an article gives to the index; `entry` is JSON of an Entry."""
        row = make_row(record)
        data = msgspec.json.encode(row)
        numbers = map(_number, (msgspec.json.encode(record.id), data + entry, msgspec.json.encode(named)))
        values = (record.id, record.published or "", *numbers, record.tail, data, entry)
        self._db.execute(
            "INSERT INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET (published, key, mentions,"
            " tail, row, entry) = (excluded.published, excluded.key, excluded.mentions, excluded.tail, excluded.row,"
            " excluded.entry)",
            values,
        )

    def changed(self) -> Changed:
        rows = self._db.execute("SELECT published, id, moved, mentions, tail FROM search_changed").fetchall()
        return Changed([row[:2] for row in rows], *(any(row[column] for row in rows) for column in (2, 3, 4)))

    def order(self) -> list[tuple[str, str, int]]:
        """All articles in order, their places and ranks (see site.search.blocks)."""
        return self._db.execute("SELECT published, id, rank FROM search ORDER BY published, id").fetchall()

    def ids(self, own: range) -> list[tuple[str, int]]:
        """Of some articles, by their numbers among all; with each, which stands for all that it gives to its block."""
        sql = "SELECT id, key FROM search ORDER BY published, id LIMIT ? OFFSET ?"
        return self._db.execute(sql, (len(own), own.start)).fetchall()

    def tails(self) -> list[str]:
        """The addresses of all articles, in the same order."""
        return [tail for (tail,) in self._db.execute("SELECT tail FROM search ORDER BY published, id")]

    def rows_of(self, ids: Iterable[str]) -> list[Row]:
        """What results show of these articles, in the order given."""
        decode = msgspec.json.Decoder(Row).decode
        found = (self._db.execute("SELECT row FROM search WHERE id = ?", (each,)).fetchone() for each in ids)
        return [decode(row) for (row,) in found]

    def entries(self, ids: Iterable[str]) -> Iterator[Entry]:
        """What these articles give to the index, one at a time, in the order given."""
        decode = msgspec.json.Decoder(Entry).decode
        found = (self._db.execute("SELECT entry FROM search WHERE id = ?", (each,)).fetchone() for each in ids)
        return (decode(entry) for (entry,) in found)

    def blocks(self) -> list[Placed]:
        """In order."""
        decode = msgspec.json.Decoder(Placed).decode
        return [decode(data) for (data,) in self._db.execute("SELECT data FROM search_block ORDER BY number")]

    def put_blocks(self, blocks: Iterable[Placed]) -> None:
        """These and no others, made of the articles as they are now."""
        rows = [(number, msgspec.json.encode(block)) for number, block in enumerate(blocks)]
        self._db.execute("DELETE FROM search_block")
        self._db.executemany("INSERT INTO search_block VALUES (?, ?)", rows)
        self._db.execute("DELETE FROM search_changed")

    def starts(self, letter: str) -> list[str]:
        """Where each file of a list that has no blocks starts; nothing before the list is made."""
        row = self._db.execute("SELECT starts FROM search_list WHERE letter = ?", (letter,)).fetchone()
        return msgspec.json.decode(row[0], type=list[str]) if row else []

    def put_starts(self, letter: str, starts: Iterable[str]) -> None:
        self._db.execute("INSERT OR REPLACE INTO search_list VALUES (?, ?)", (letter, msgspec.json.encode([*starts])))


def _number(data: bytes) -> int:
    """Says nothing, and stands for the data."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=12).digest()[:6], "big")
