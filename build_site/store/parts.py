"""What one shard of a build hands on: a file of digests, and whose they are. Written once, whole or not at all."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from build_site.errors import ShardProblem, StoreProblem
from build_site.store.files import disk
from build_site.store.publish import MANIFEST

FILE = "part.sqlite"
FORMAT = "3"
_SCHEMA = """
CREATE TABLE meta (format TEXT, label BLOB);
CREATE TABLE digested (id TEXT PRIMARY KEY, key TEXT, failed INTEGER, data BLOB, sum BLOB);
"""


class Label(Struct, frozen=True):
    """What a part is a part of."""

    number: int
    of: int
    program: bytes
    """JSON of a work.program.Program."""
    material: str
    """Fingerprint of the settings and lists."""
    memory: str
    """Fingerprint of the translation memory and the notes."""
    articles: int = 0


class Row(Struct, frozen=True, array_like=True):
    """What came of one article."""

    id: str
    key: str
    """Fingerprint of the seed."""
    failed: bool
    data: bytes


def write_part(folder: Path, label: Label, rows: Iterable[Row]) -> int:
    """Make the part; returns how many articles it holds. Raises StoreProblem."""
    path, new = folder / FILE, folder / f"{FILE}.new"
    with disk(path):
        if (folder / MANIFEST).exists():
            raise StoreProblem("a site stands there", where=str(folder), hint="Name another folder with --out DIR.")
        folder.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
    count = 0
    with closing(sqlite3.connect(new)) as database:
        database.execute("PRAGMA journal_mode = OFF")
        database.execute("PRAGMA synchronous = OFF")
        database.executescript(_SCHEMA)
        for row in rows:
            values = (row.id, row.key, row.failed, row.data, _sum(row))
            found = database.execute("INSERT OR IGNORE INTO digested VALUES (?, ?, ?, ?, ?)", values)
            count += found.rowcount
        label = msgspec.structs.replace(label, articles=count)
        database.execute("INSERT INTO meta VALUES (?, ?)", (FORMAT, msgspec.json.encode(label)))
        database.commit()
    with disk(path):
        new.replace(path)
    return count


class Part:
    """A part that is open for reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        path = (folder / FILE).absolute()
        if not path.is_file():
            raise ShardProblem(
                "there is no part of a build", where=str(folder), hint="python -m build_site --shard 1/3 --out DIR"
            )
        with self._readable():
            self._db = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
            made_in, label = self._db.execute("SELECT format, label FROM meta").fetchone()
        if made_in != FORMAT:
            raise ShardProblem(
                "another release of the program made this part", where=str(folder), hint="Make it again."
            )
        with self._readable():
            self.label = msgspec.json.decode(label, type=Label)

    def of(self, article_id: str) -> Row | None:
        with self._readable():
            sql = "SELECT id, key, failed, data, sum FROM digested WHERE id = ?"
            found = self._db.execute(sql, (article_id,)).fetchone()
            row = msgspec.convert((*found[:2], bool(found[2]), found[3]), Row, strict=True) if found else None
        if row and (row.id != article_id or _sum(row) != found[4]):
            # SQLite notices where a page of its own has lost its shape, not where a text or an index is another.
            raise self._damaged(f"what it says of {article_id} is not what was written")
        return row

    def close(self) -> None:
        self._db.close()

    @contextmanager
    def _readable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError, TypeError) as error:
            raise self._damaged(str(error)) from None

    def _damaged(self, what: str) -> ShardProblem:
        return ShardProblem(
            f"the part is damaged ({what})", where=str(self.folder / FILE), hint="Make or copy it again."
        )


def _sum(row: Row) -> bytes:
    digest = hashlib.blake2b(row.data, digest_size=16)
    digest.update(f"\0{row.id}\0{row.key}\0{row.failed}".encode())
    return digest.digest()
