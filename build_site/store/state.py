"""The disposable state of a project, `.build_site/state.sqlite`: digests, records, mentions, the memory's index, the
outputs.
A file that is damaged or of another version is thrown away; that costs time, nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from build_site.model import ArticleBrief, ArticleRecord, Mention, Role
from build_site.site.feeds import NEWEST
from build_site.store.article_index import SCHEMA as ARTICLE_SCHEMA
from build_site.store.article_index import TABLES as ARTICLE_TABLES
from build_site.store.article_index import ArticleIndex
from build_site.store.files import disk
from build_site.store.memory_index import SCHEMA as MEMORY_SCHEMA
from build_site.store.memory_index import MemoryIndex, unit_key
from build_site.store.search_index import SCHEMA as SEARCH_SCHEMA
from build_site.store.search_index import SearchIndex

VERSION = "7"
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (
  id TEXT PRIMARY KEY, origin TEXT, signature TEXT, fingerprint TEXT, tail TEXT, published TEXT, record BLOB,
  digest BLOB, missing INTEGER, findings INTEGER
);
CREATE INDEX article_by_origin ON article (origin);
CREATE INDEX article_by_date ON article (published DESC, id);
CREATE TABLE mention (kind TEXT, slug TEXT, name TEXT, id TEXT, data BLOB);
CREATE INDEX mention_by_slug ON mention (kind, slug, id);
CREATE INDEX mention_by_article ON mention (id);
CREATE TABLE want (key INTEGER, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX want_by_article ON want (id);
CREATE TABLE po (file TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE note (id TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE collection (name TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE failed (id TEXT PRIMARY KEY, origin TEXT, signature TEXT, data BLOB) WITHOUT ROWID;
CREATE TABLE output (path TEXT PRIMARY KEY, key TEXT, stat TEXT) WITHOUT ROWID;
"""
_NAME = {"po": "file", "note": "id", "collection": "name"}


class Known(Struct, frozen=True):
    """What the state remembers of an article."""

    origin: str
    """The file below seeds/ that it stands in."""
    signature: str
    """Of its raw form; empty where it must be digested again."""
    fingerprint: str
    tail: str


class State:
    """One connection to the state. `read_only` for workers, which may read while the parent writes."""

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self.path = folder / "state.sqlite"
        with disk(self.path):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._open(read_only)
        except sqlite3.DatabaseError:
            if read_only:
                raise
            discard_state(folder)
            self._db = self._open(read_only)
        self.memory = MemoryIndex(self._db)
        self.search = SearchIndex(self._db)
        self.articles = ArticleIndex(self._db)

    def _open(self, read_only: bool) -> sqlite3.Connection:
        database = sqlite3.connect(self.path, timeout=30)
        if read_only:
            database.execute("PRAGMA query_only = 1")
            return database
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = OFF")
        try:
            row = database.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
        except sqlite3.OperationalError:
            row = None
        if row is None or row[0] != VERSION:
            database.close()
            discard_state(self.path.parent)
            database = sqlite3.connect(self.path, timeout=30)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(_SCHEMA + MEMORY_SCHEMA + SEARCH_SCHEMA + ARTICLE_SCHEMA)
            database.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
            database.commit()
        return database

    def close(self) -> None:
        self._db.close()

    def commit(self) -> None:
        self._db.commit()

    def get(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def put(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    # Articles

    def known(self) -> dict[str, Known]:
        rows = self._db.execute("SELECT id, origin, signature, fingerprint, tail FROM article")
        return {row[0]: Known(*row[1:]) for row in rows}

    def put_article(
        self,
        record: ArticleRecord,
        *,
        origin: str,
        signature: str,
        digest: bytes,
        fingerprint: str,
        mentions: Iterable[Mention],
        wants: Iterable[tuple[Role, str]],
        missing: int,
        findings: int,
    ) -> None:
        self.remove_article(record.id)
        encode = msgspec.json.encode
        self._db.execute(
            "INSERT INTO article VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                record.id,
                origin,
                signature,
                fingerprint,
                record.tail,
                record.published,
                encode(record),
                digest,
                missing,
                findings,
            ),
        )
        self._db.executemany(
            "INSERT INTO mention VALUES (?, ?, ?, ?, ?)",
            [(each.kind, each.slug, each.name, record.id, encode(each.data)) for each in mentions],
        )
        keys = {unit_key(source) for _, source in wants}
        self._db.executemany("INSERT OR IGNORE INTO want VALUES (?, ?)", [(key, record.id) for key in keys])
        self.articles.forget_relations(record.id)

    def remove_article(self, article_id: str) -> None:
        self.articles.forget_relations(article_id)
        for table in ("article", "mention", "want", "failed", "search", *ARTICLE_TABLES):
            self._db.execute(f"DELETE FROM {table} WHERE id = ?", (article_id,))

    def invalidate(self, ids: Iterable[str]) -> None:
        """These articles must be digested again; remembered even where this run does not come to it."""
        rows = [(each,) for each in ids]
        self._db.executemany("UPDATE article SET signature = '' WHERE id = ?", rows)
        self._db.executemany("UPDATE failed SET signature = '' WHERE id = ?", rows)

    def failed(self) -> dict[str, tuple[str, str, bytes]]:
        """id → (origin, signature, what put_failed was given) of the raw articles that could not be digested."""
        rows = self._db.execute("SELECT id, origin, signature, data FROM failed ORDER BY id")
        return {row[0]: (row[1], row[2], bytes(row[3])) for row in rows}

    def put_failed(self, article_id: str, *, origin: str, signature: str, data: bytes) -> None:
        self.remove_article(article_id)
        self._db.execute("INSERT INTO failed VALUES (?, ?, ?, ?)", (article_id, origin, signature, data))

    def signatures(self, table: Literal["po", "note", "collection"]) -> dict[str, str]:
        """name → stat signature of the files of one kind when they were last read."""
        return dict(self._db.execute(f"SELECT * FROM {table}"))

    def put_signatures(self, table: Literal["po", "note", "collection"], now: Mapping[str, str]) -> None:
        before = self.signatures(table)
        self._db.executemany(f"DELETE FROM {table} WHERE {_NAME[table]} = ?", [(one,) for one in before.keys() - now])
        changed = [(name, value) for name, value in now.items() if before.get(name) != value]
        self._db.executemany(f"INSERT OR REPLACE INTO {table} VALUES (?, ?)", changed)

    def digest(self, article_id: str) -> bytes:
        row = self._db.execute("SELECT digest FROM article WHERE id = ?", (article_id,)).fetchone()
        return bytes(row[0])

    def totals(self) -> tuple[int, int, int]:
        """Articles, missing translations, findings."""
        row = self._db.execute("SELECT count(*), coalesce(sum(missing), 0), coalesce(sum(findings), 0) FROM article")
        articles, missing, findings = row.fetchone()
        return articles, missing, findings

    # The index of listings (site.index.Index)

    def records(self) -> Iterator[ArticleRecord]:
        """Newest first, undated last, then by id."""
        rows = self._db.execute("SELECT record FROM article ORDER BY published IS NULL, published DESC, id")
        decode = msgspec.json.Decoder(ArticleRecord).decode
        return (decode(row[0]) for row in rows)

    def slugs(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        rows = self._db.execute(
            "SELECT slug, group_concat(DISTINCT name), count(*) FROM mention"
            " WHERE kind = ? GROUP BY slug ORDER BY slug",
            (kind,),
        ).fetchall()
        for slug, joined, count in rows:
            names = (joined,)
            if "," in joined:
                found = self._db.execute(
                    "SELECT DISTINCT name FROM mention WHERE kind = ? AND slug = ? ORDER BY name", (kind, slug)
                )
                names = tuple(row[0] for row in found)
            yield slug, names, count

    def mentions(self, kind: str, slug: str) -> Iterator[tuple[ArticleRecord, Mention]]:
        rows = self._db.execute(
            "SELECT record, name, data FROM mention JOIN article USING (id) WHERE kind = ? AND slug = ?"
            " ORDER BY published IS NULL, published DESC, article.id, name",
            (kind, slug),
        )
        decode = msgspec.json.Decoder(ArticleRecord).decode
        for record, name, data in rows:
            mention = Mention(kind, slug, name, msgspec.json.decode(data))  # type: ignore[arg-type]
            yield decode(record), mention

    def dated(self, kind: str, slug: str) -> int:
        return len(self.articles.newest(kind, slug, NEWEST))

    def brief(self, article_id: str) -> ArticleBrief:
        return self.articles.brief(article_id)

    def first_cited(self) -> Iterator[tuple[str, str, str]]:
        rows = self._db.execute(
            "SELECT slug, min(name), min(published) FROM mention JOIN article USING (id)"
            " WHERE kind = 'document' AND published IS NOT NULL GROUP BY slug ORDER BY slug"
        )
        yield from rows

    def signed(self) -> Iterator[tuple[str, str, str]]:
        yield from self._db.execute(
            "SELECT slug, min(name), min(json_extract(CAST(data AS TEXT), '$.date')) AS signed FROM mention"
            " WHERE kind = 'document' GROUP BY slug HAVING signed IS NOT NULL ORDER BY slug"
        )

    def naming_any(self, kind: str, slugs: Collection[str]) -> int:
        # Answered from the index mention_by_slug alone; the rows, large with sentences, are not read.
        marks = ", ".join("?" * len(slugs))
        row = self._db.execute(
            f"SELECT count(DISTINCT id) FROM mention WHERE kind = ? AND slug IN ({marks})", (kind, *slugs)
        ).fetchone()
        count: int = row[0]
        return count

    # Outputs

    def outputs(self) -> dict[str, tuple[str, str]]:
        """path → (key of what it was made from, its stat signature when it was written)."""
        return {row[0]: (row[1], row[2]) for row in self._db.execute("SELECT path, key, stat FROM output")}

    def put_outputs(self, rows: Iterable[tuple[str, str, str]]) -> None:
        self._db.executemany("INSERT OR REPLACE INTO output VALUES (?, ?, ?)", rows)

    def remove_outputs(self, paths: Iterable[str]) -> None:
        self._db.executemany("DELETE FROM output WHERE path = ?", [(path,) for path in paths])


def discard_state(folder: Path) -> None:
    """Remove the state's files; the next State starts empty."""
    with disk(folder):
        for ending in ("", "-wal", "-shm"):
            (folder / f"state.sqlite{ending}").unlink(missing_ok=True)
