"""The index of the translation memory in the state: every unit that another article may use, with what stands around
it. Disposable, like the rest of the state; the PO files are the truth."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from operator import itemgetter

import msgspec

from build_site.model import Role, TranslationUnit

SCHEMA = """
CREATE TABLE unit (key INTEGER, role TEXT, file TEXT, rank INTEGER, before INTEGER, after INTEGER, data BLOB);
CREATE INDEX unit_by_key ON unit (key);
CREATE INDEX unit_by_file ON unit (file);
"""
_RANK = {"human": 0, "approved": 1, "machine": 2}
_Row = tuple[int, str, int, int | None, int | None, bytes]
# A neighbour that is not there is NULL, which equals nothing: to be the first text of an article is no context.
_BEST = """
SELECT data FROM unit WHERE key = :key
ORDER BY rank = 2, role != :role, -(coalesce(before = :before, 0) + coalesce(after = :after, 0)), rank, file, role
"""


class MemoryIndex:
    """The table `unit` of an open state; it reads `want` to know which articles depend on a text."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def put(self, file: str, units: Iterable[TranslationUnit]) -> set[str]:
        """Index one PO file: its live units in the order of the file, those without text included, since they are the
        neighbours of others. Returns the articles that looked for a text whose translation, or its context, has
        changed."""
        columns = "key, role, rank, before, after, data"
        old: set[_Row] = set(self._db.execute(f"SELECT {columns} FROM unit WHERE file = ?", (file,)))
        new = set(_rows(list(units)))
        if old != new:
            self._db.execute("DELETE FROM unit WHERE file = ?", (file,))
            self._db.executemany(
                f"INSERT INTO unit (file, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [(file, *row) for row in sorted(new, key=itemgetter(0, 1))],
            )
            # A file that is new to the state, for `translate` has written it, is missed when it is removed; one that it
            # has changed is read again, though somebody takes the change back.
            sql = "INSERT INTO po VALUES (?, '', '') ON CONFLICT DO UPDATE SET content = ''"
            self._db.execute(sql, (file,))
        keys = msgspec.json.encode(list({row[0] for row in old ^ new})).decode()
        asked = "SELECT DISTINCT id FROM want WHERE key IN (SELECT value FROM json_each(?))"
        return {row[0] for row in self._db.execute(asked, (keys,))}

    def elsewhere(self, role: Role, source: str, before: str, after: str) -> TranslationUnit | None:
        """The memory's best unit for exactly this text, which stands between `before` and `after` (empty: nothing).

        A person's, or one that a person approved, before any machine's; of the same role and between the same texts,
        then beside one of them, then of the same role, then any other in the same order; of equals a person's first;
        then the first by file.
        """
        wanted = {"key": unit_key(source), "role": role, "before": _neighbour(before), "after": _neighbour(after)}
        for (data,) in self._db.execute(_BEST, wanted):
            unit = msgspec.json.decode(data, type=TranslationUnit)
            if unit.source == source:
                return unit
        return None

    def units(self) -> Iterator[TranslationUnit]:
        """Every unit, a person's first, file by file."""
        decode = msgspec.json.Decoder(TranslationUnit).decode
        return (decode(row[0]) for row in self._db.execute("SELECT data FROM unit ORDER BY rank, file, key"))


def unit_key(source: str) -> int:
    """64 bits of a hash of the text."""
    return int.from_bytes(hashlib.blake2b(source.encode(), digest_size=8).digest(), "big", signed=True)


def _neighbour(source: str) -> int | None:
    return unit_key(source) if source else None


def _rows(units: list[TranslationUnit]) -> Iterator[_Row]:
    keys = [unit_key(unit.source) for unit in units]
    for place, unit in enumerate(units):
        if unit.state in _RANK:
            before = keys[place - 1] if place else None
            after = keys[place + 1] if place + 1 < len(units) else None
            yield keys[place], unit.role, _RANK[unit.state], before, after, msgspec.json.encode(unit)
