"""The search's part of the state: what each article gives to the index, and the blocks of the index as last made."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

from build_site.model import ArticleRecord
from build_site.site.search.entry import Entry
from build_site.site.search.rows import Block, Row, make_row
from build_site.store.naming import Thing

SCHEMA = """
CREATE TABLE search (
  id TEXT PRIMARY KEY, published TEXT, rank INTEGER, key INTEGER, address INTEGER, mentions INTEGER, tail TEXT,
  row BLOB, entry BLOB
);
CREATE INDEX search_by_date ON search (published, id, rank, key, address, mentions, tail);
CREATE TABLE search_block (name TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE search_list (letter TEXT PRIMARY KEY, starts BLOB) WITHOUT ROWID;
"""


class Articles(NamedTuple):
    """All articles, oldest first, undated before all. They are numbers, for every edit reads them."""

    ranks: Sequence[int]
    """See site.search.blocks."""
    keys: Sequence[int]
    """Of all that each gives to its block."""
    addresses: Sequence[int]
    """Of the address of each."""
    mentions: Sequence[int]
    """Of what each names that has a page."""


class SearchIndex:
    """The tables `search`, `search_block` and `search_list` of an open state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def put(self, record: ArticleRecord, named: list[Thing], entry: bytes) -> None:
        """What an article gives to the index; `entry` is JSON of an Entry."""
        row = make_row(record)
        data = msgspec.json.encode(row)
        tail, named_json = msgspec.json.encode(record.tail), msgspec.json.encode(named)
        numbers = map(_number, (msgspec.json.encode(record.id), data + entry, tail, named_json))
        values = (record.id, record.published or "", *numbers, record.tail, data, entry)
        self._db.execute("INSERT OR REPLACE INTO search VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", values)

    def articles(self) -> Articles:
        """Read from the table's index alone."""
        sql = "SELECT rank, key, address, mentions FROM search ORDER BY published, id"
        return Articles._make([*zip(*self._db.execute(sql), strict=True)] or [()] * 4)

    def ids(self, own: range) -> list[str]:
        """Of some articles, by their numbers among all."""
        sql = "SELECT id FROM search ORDER BY published, id LIMIT ? OFFSET ?"
        return [article_id for (article_id,) in self._db.execute(sql, (len(own), own.start))]

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

    def blocks(self) -> dict[str, Block]:
        """What the index says of each block, by its name."""
        decode = msgspec.json.Decoder(Block).decode
        return {name: decode(data) for name, data in self._db.execute("SELECT name, data FROM search_block")}

    def put_blocks(self, blocks: Iterable[Block]) -> None:
        """These and no others."""
        self._db.execute("DELETE FROM search_block")
        rows = [(block.name, msgspec.json.encode(block)) for block in blocks]
        self._db.executemany("INSERT INTO search_block VALUES (?, ?)", rows)

    def starts(self, letter: str) -> list[str]:
        """Where each file of a list that has no blocks starts; nothing before the list is made."""
        row = self._db.execute("SELECT starts FROM search_list WHERE letter = ?", (letter,)).fetchone()
        return msgspec.json.decode(row[0], type=list[str]) if row else []

    def put_starts(self, letter: str, starts: Iterable[str]) -> None:
        self._db.execute("INSERT OR REPLACE INTO search_list VALUES (?, ?)", (letter, msgspec.json.encode([*starts])))


def _number(data: bytes) -> int:
    """Says nothing, and stands for the data."""
    return int.from_bytes(hashlib.blake2b(data, digest_size=12).digest()[:6], "big")
