"""What the state keeps so that articles can tell of each other: what others may tell of each, which stand beside it,
which are related, and which have the same title."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Iterator, Mapping

import msgspec
from msgspec import Struct, structs

from build_site.model import ArticleBrief, ArticleRecord, Related
from build_site.store.order import rank

SCHEMA = """
CREATE TABLE brief (id TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE related (id TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE relation (other TEXT, id TEXT, PRIMARY KEY (other, id)) WITHOUT ROWID;
CREATE TABLE twin (title INTEGER, day TEXT, id TEXT, PRIMARY KEY (title, day, id)) WITHOUT ROWID;
CREATE TABLE chosen (id TEXT, place INTEGER, other TEXT, wanted INTEGER);
CREATE TABLE data_file (path TEXT PRIMARY KEY, name TEXT, size INTEGER, records INTEGER, version TEXT) WITHOUT ROWID;
CREATE TABLE piece (path TEXT, id TEXT, key TEXT, start INTEGER, length INTEGER, records INTEGER,
  PRIMARY KEY (path, id)) WITHOUT ROWID;
CREATE INDEX chosen_by_article ON chosen (id, place);
CREATE INDEX chosen_by_other ON chosen (other);
"""
Piece = tuple[str, int, int, int]
"""An article's part of a data file: key of what it was made from, where it starts, its length, its records."""
Chosen = tuple[tuple[str, ...], tuple[str, ...]]
"""Ids that an editor names as related, and as not related."""
_OLDEST_FIRST = "ORDER BY published IS NOT NULL, published, id"
_RELATED = tuple[Related, ...]
_Title = tuple[int, str, str]
"""A hash of a title in small letters, the day, and the id of the article that has it."""
_SAME_TITLE = "SELECT id FROM twin WHERE title = ?"
_SAME_DAY = "SELECT id FROM twin WHERE title = ? AND day = ?"


class DataFile(Struct, frozen=True):
    """A file that holds parts of many articles, or none."""

    path: str
    name: str
    """What kind of file it is: `articles.jsonl`."""
    size: int
    """In bytes."""
    records: int
    version: str
    """Of the program that made it."""


class ArticleIndex:
    """The tables `brief`, `related`, `relation` (the same the other way round), `twin` and `chosen` (what editors say
    of neighbours) of an open state; it reads `article`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self._decode = msgspec.json.Decoder(ArticleRecord).decode

    def put_brief(self, article_id: str, brief: bytes) -> bool:
        """JSON of what others may tell of an article; returns whether it is another than before."""
        row = self._db.execute("SELECT data FROM brief WHERE id = ?", (article_id,)).fetchone()
        if row and row[0] == brief:
            return False
        self._db.execute("INSERT OR REPLACE INTO brief VALUES (?, ?)", (article_id, brief))
        return True

    def put_chosen(self, article_id: str, chosen: Chosen) -> bool:
        """Which articles an editor names as related, or not; returns whether it is other ones than before."""
        if self.chosen(article_id) == chosen:
            return False
        rows = [
            (article_id, place, other, wanted)
            for wanted, others in ((1, chosen[0]), (0, chosen[1]))
            for place, other in enumerate(others)
        ]
        self._db.execute("DELETE FROM chosen WHERE id = ?", (article_id,))
        self._db.executemany("INSERT INTO chosen VALUES (?, ?, ?, ?)", rows)
        return True

    def remove(self, article_id: str) -> None:
        for table in ("brief", "related", "relation", "chosen"):
            self._db.execute(f"DELETE FROM {table} WHERE id = ?", (article_id,))

    def brief(self, article_id: str) -> ArticleBrief:
        """What others may tell of the article; nothing where there is none of that id."""
        row = self._db.execute("SELECT data FROM brief WHERE id = ?", (article_id,)).fetchone()
        return msgspec.json.decode(row[0], type=ArticleBrief) if row else ArticleBrief()

    def record(self, article_id: str) -> ArticleRecord | None:
        row = self._db.execute("SELECT record FROM article WHERE id = ?", (article_id,)).fetchone()
        return self._decode(row[0]) if row else None

    def tails(self, ids: Iterable[str]) -> dict[str, str]:
        """id → address of some articles."""
        found = (self._db.execute("SELECT id, tail FROM article WHERE id = ?", (each,)).fetchone() for each in ids)
        return dict(row for row in found if row)

    def known_of(self, article_id: str) -> tuple[str, str]:
        """Record and brief, as JSON."""
        found: tuple[bytes, bytes] = self._db.execute(
            "SELECT record, coalesce(data, '') FROM article LEFT JOIN brief USING (id) WHERE id = ?", (article_id,)
        ).fetchone()
        return bytes(found[0]).decode(), (found[1] if isinstance(found[1], str) else bytes(found[1]).decode())

    def made_from(self, article_id: str) -> tuple[str, str]:
        """Fingerprint of the digest, and the address."""
        found: tuple[str, str] = self._db.execute(
            "SELECT fingerprint, tail FROM article WHERE id = ?", (article_id,)
        ).fetchone()
        return found

    def at(self, path: str) -> list[str]:
        """The article, if any, that has this file of the site."""
        tail = path.partition("/")[2]
        tails = (tail.rpartition("/")[0], tail.removesuffix(".js"))
        return [row[0] for each in tails for row in self._db.execute("SELECT id FROM article WHERE tail = ?", (each,))]

    # Neighbours in the list of all articles

    def beside(self, rank: str, article_id: str) -> tuple[str | None, str | None]:
        """Ids of the articles before and behind the place of an article, which need not stand there."""
        newer = self._db.execute(
            "SELECT id FROM article WHERE (rank, id) < (?, ?) ORDER BY rank DESC, id DESC LIMIT 1", (rank, article_id)
        ).fetchone()
        older = self._db.execute(
            "SELECT id FROM article WHERE (rank, id) > (?, ?) ORDER BY rank, id LIMIT 1", (rank, article_id)
        ).fetchone()
        return newer[0] if newer else None, older[0] if older else None

    def beside_record(self, record: ArticleRecord) -> tuple[str | None, str | None]:
        return self.beside(rank(record.published), record.id)

    # Articles of the same title, whose pages need more than that to be told apart

    def put_titles(self, record: ArticleRecord | None, before: ArticleRecord | None) -> set[str]:
        """Remember an article's titles instead of those it had (None: there is, or was, no such article). Returns the
        other articles that this makes alike, or alike no more."""
        titles, old = (_titles(each) if each else set() for each in (record, before))
        self._db.executemany("DELETE FROM twin WHERE title = ? AND day = ? AND id = ?", old - titles)
        affected = {other for title in titles ^ old for other in self._few_alike(title)}
        self._db.executemany("INSERT OR IGNORE INTO twin VALUES (?, ?, ?)", titles - old)
        return affected

    def _few_alike(self, title: _Title) -> Iterator[str]:
        """Articles of the same title, or title and day, where there is but one: to it another one makes a difference.
        The article that is put stands in neither list just now."""
        for sql, values in ((_SAME_TITLE, title[:1]), (_SAME_DAY, title[:2])):
            others = self._db.execute(f"{sql} LIMIT 3", values).fetchall()
            if len(others) < 3:
                yield from (other for (other,) in others if other != title[2])

    def apart(self, record: ArticleRecord) -> str:
        """By what an article is told from others of its title: `date`; its id, where the day is the same as well or
        not known; empty where its titles are its own."""
        titles = _titles(record)
        if any(self._others(_SAME_DAY, title[:2], record.id) for title in titles):
            return record.id
        if any(self._others(_SAME_TITLE, title[:1], record.id) for title in titles):
            return "date" if record.published else record.id
        return ""

    def _others(self, sql: str, values: tuple[object, ...], article_id: str) -> bool:
        return self._db.execute(f"{sql} AND id <> ? LIMIT 1", (*values, article_id)).fetchone() is not None

    # Whole digests, oldest first, undated before all: a new article comes last

    def fingerprints(self, month: str | None = None) -> Iterator[tuple[str, str, str, str]]:
        """(id, fingerprint of the digest, address, month or `undated`) of every article, or of those of one month."""
        what = "SELECT id, fingerprint, tail, coalesce(substr(published, 1, 7), 'undated') AS month FROM article"
        if month is None:
            yield from self._db.execute(f"{what} {_OLDEST_FIRST}")
            return
        first = rank(month if month[:1].isdecimal() else None).removesuffix("~")
        sql = f"{what} WHERE rank >= ? AND rank <= ? AND month = ? {_OLDEST_FIRST}"
        yield from self._db.execute(sql, (first, f"{first}~", month))

    # Data files, and where in them each article's part stands

    def data_files(self) -> list[DataFile]:
        rows = self._db.execute("SELECT path, name, size, records, version FROM data_file ORDER BY path")
        return [DataFile(*row) for row in rows]

    def pieces(self, path: str, version: str) -> dict[str, Piece]:
        """Those of a file that was made by this version; none of any other."""
        rows = self._db.execute(
            "SELECT id, key, start, length, piece.records FROM piece JOIN data_file USING (path)"
            " WHERE path = ? AND version = ?",
            (path, version),
        )
        return {row[0]: row[1:] for row in rows}

    def put_data(self, file: DataFile, pieces: Mapping[str, Piece]) -> None:
        """Replaces all that was known of it."""
        self._db.execute("INSERT OR REPLACE INTO data_file VALUES (?, ?, ?, ?, ?)", structs.astuple(file))
        self._db.execute("DELETE FROM piece WHERE path = ?", (file.path,))
        rows = ((file.path, article_id, *piece) for article_id, piece in pieces.items())
        self._db.executemany("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)", rows)

    # Related articles

    def forget_pieces(self) -> None:
        self._db.execute("DELETE FROM piece")

    def chosen(self, article_id: str) -> Chosen:
        """What an editor names as related to the article, and what as not related."""
        rows = self._db.execute(
            "SELECT other, wanted FROM chosen WHERE id = ? ORDER BY place", (article_id,)
        ).fetchall()
        return tuple(other for other, wanted in rows if wanted), tuple(other for other, wanted in rows if not wanted)

    def choosing(self, article_id: str) -> set[str]:
        """The articles beside which an editor names this one."""
        return {row[0] for row in self._db.execute("SELECT id FROM chosen WHERE other = ?", (article_id,))}

    def chosen_in_vain(self) -> list[tuple[str, str]]:
        """(article, what its notes name as related or not related) where there is no such article."""
        rows = self._db.execute(
            "SELECT id, other FROM chosen WHERE other NOT IN (SELECT id FROM article) OR other = id ORDER BY id, place"
        )
        return rows.fetchall()

    def put_related(self, article_id: str, related: tuple[Related, ...]) -> bool:
        """The articles related to one; returns whether they are other ones than before, or for other reasons."""
        data = msgspec.json.encode(related)
        row = self._db.execute("SELECT data FROM related WHERE id = ?", (article_id,)).fetchone()
        if row and row[0] == data:
            return False
        before = msgspec.json.decode(row[0], type=_RELATED) if row else ()
        self._db.executemany("DELETE FROM relation WHERE other = ? AND id = ?", [(e.id, article_id) for e in before])
        self._db.executemany("INSERT INTO relation VALUES (?, ?)", [(each.id, article_id) for each in related])
        self._db.execute("INSERT OR REPLACE INTO related VALUES (?, ?)", (article_id, data))
        return True

    def relating(self, article_id: str) -> set[str]:
        """The articles beside which this one stands as related."""
        return {row[0] for row in self._db.execute("SELECT id FROM relation WHERE other = ?", (article_id,))}

    def related(self, article_id: str) -> list[tuple[ArticleRecord, Related]]:
        """The articles related to this one, those first that come first."""
        row = self._db.execute("SELECT data FROM related WHERE id = ?", (article_id,)).fetchone()
        found = []
        for each in msgspec.json.decode(row[0], type=_RELATED) if row else ():
            record = self.record(each.id)
            if record:
                found.append((record, each))
        return found


def _titles(record: ArticleRecord) -> set[_Title]:
    texts = {text.casefold() for text in (record.title, record.headline) if text}
    hashes = (hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)
    day = (record.published or "")[:10]
    return {(int.from_bytes(each, "big", signed=True), day, record.id) for each in hashes}
