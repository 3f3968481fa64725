"""The disposable state of a project, `.build_site/state.sqlite`: digests, records, who names what, the memory's index,
the outputs, and what of them is stale.
A file that is damaged or of another version is thrown away; that costs time, nothing else."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct, structs

from build_site.model import ArticleRecord, Role
from build_site.model import State as TranslationState
from build_site.site.states import lowest
from build_site.store.article_index import SCHEMA as ARTICLE_SCHEMA
from build_site.store.article_index import ArticleIndex, Chosen
from build_site.store.files import disk
from build_site.store.marking import Marking
from build_site.store.memory_index import SCHEMA as MEMORY_SCHEMA
from build_site.store.memory_index import MemoryIndex, unit_key
from build_site.store.naming import SCHEMA as NAMING_SCHEMA
from build_site.store.naming import Named, Naming, Thing, mark_of
from build_site.store.opening import WAIT, freeze, open_reading, open_writing
from build_site.store.order import rank
from build_site.store.outputs import SCHEMA as OUTPUT_SCHEMA
from build_site.store.outputs import Outputs
from build_site.store.search_index import SCHEMA as SEARCH_SCHEMA
from build_site.store.search_index import SearchIndex
from build_site.store.shelves import SCHEMA as SHELF_SCHEMA
from build_site.store.shelves import Shelves
from build_site.store.stale import ARTICLE, RELATIONS, Stale
from build_site.store.stale import SCHEMA as STALE_SCHEMA

VERSION = "10"
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE article (
  id TEXT PRIMARY KEY, origin TEXT, signature TEXT, fingerprint TEXT, tail TEXT, rank TEXT, published TEXT, record BLOB,
  face INTEGER, missing INTEGER, findings INTEGER,
  human INTEGER, approved INTEGER, machine INTEGER, stale INTEGER, untranslated INTEGER
);
CREATE INDEX article_by_rank ON article (rank, id);
CREATE INDEX article_by_tail ON article (tail);
CREATE TABLE digest (id TEXT PRIMARY KEY, data BLOB);
CREATE TABLE want (key INTEGER, id TEXT, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE INDEX want_by_article ON want (id);
CREATE TABLE po (file TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE note (id TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE collection (name TEXT PRIMARY KEY, signature TEXT) WITHOUT ROWID;
CREATE TABLE failed (id TEXT PRIMARY KEY, origin TEXT, signature TEXT, data BLOB) WITHOUT ROWID;
"""
_SCHEMAS = (
    _SCHEMA,
    MEMORY_SCHEMA,
    SEARCH_SCHEMA,
    ARTICLE_SCHEMA,
    NAMING_SCHEMA,
    SHELF_SCHEMA,
    STALE_SCHEMA,
    OUTPUT_SCHEMA,
)
_NAME = {"po": "file", "note": "id", "collection": "name"}
STATES: tuple[TranslationState, ...] = ("human", "approved", "machine", "stale", "missing")
"""In the order of the columns that count them."""


class Known(Struct, frozen=True):
    """What the state remembers of an article."""

    origin: str
    """The file below seeds/ that it stands in."""
    signature: str
    """Of its raw form; empty where it must be digested again."""
    fingerprint: str
    tail: str


class State:
    """One connection to the state. `read_only` for workers, which may read while the parent writes; `frozen` for those
    on other machines, which see the state as it was when it was last frozen."""

    def __init__(self, folder: Path, *, read_only: bool = False, frozen: bool = False) -> None:
        self.path = folder / "state.sqlite"
        with disk(self.path):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._open(read_only, frozen)
        except sqlite3.DatabaseError:
            if read_only:
                raise
            discard_state(folder)
            self._db = self._open(read_only, frozen)
        self.memory = MemoryIndex(self._db)
        self.search = SearchIndex(self._db)
        self.articles = ArticleIndex(self._db)
        self.naming = Naming(self._db)
        self.stale = Stale(self._db)
        self.shelves = Shelves(self._db, self.naming, self.articles, self.stale)
        self.outputs = Outputs(self._db)
        self.marking = Marking(self.naming, self.articles, self.stale, active=bool(self.get("planned")))

    def _open(self, read_only: bool, frozen: bool) -> sqlite3.Connection:
        if read_only:
            return open_reading(self.path, frozen)
        database = open_writing(self.path, VERSION)
        if database is None:
            discard_state(self.path.parent)
            database = sqlite3.connect(self.path, timeout=WAIT)
            database.execute("PRAGMA journal_mode = WAL")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript("".join(_SCHEMAS))
            database.execute("INSERT INTO meta VALUES ('version', ?)", (VERSION,))
            database.commit()
        return database

    def freeze(self) -> None:
        """Commit, and let the file stay as it is now for workers that open it `frozen`."""
        self.commit()
        freeze(self._db, self.path)

    def close(self) -> None:
        self._db.close()

    def commit(self) -> None:
        self.naming.postings.save()
        self._db.commit()

    def get(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def put(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def planned(self, version: str, *, drafts: bool, later: Iterable[str] = ()) -> None:
        """The site stands as it was planned: nothing is stale any more, but for kinds that are left for `later`."""
        self.stale.strike_all()
        self.stale.mark_lists((kind, "") for kind in later)
        self.outputs.strike_left()
        self.put("planned", version)
        self.put("drafts", "yes" if drafts else "")
        self.put("pages", str(self.outputs.pages()))
        self.commit()

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
        named: Named,
        brief: bytes,
        chosen: Chosen,
        wants: Iterable[tuple[Role, str]],
        missing: int,
        findings: int,
    ) -> None:
        """An article that is new or has changed; marks what this makes stale."""
        own, data = record.id, msgspec.json.encode(record)
        sql = "SELECT record, fingerprint, face FROM article WHERE id = ?"
        before = self._db.execute(sql, (own,)).fetchone()
        old = msgspec.json.decode(before[0], type=ArticleRecord) if before else None
        at, face = rank(record.published), _face(record)
        another = before is None or before[2] != face
        things: set[Thing] = {row[:3] for row in named.listed} | set(named.counted)
        old_things = self.marking.named(own) if old else set()
        same = old and (old.tags, old.published) == (record.tags, record.published)
        relating = things ^ old_things if same else things | old_things
        near = self.marking.sharing(relating)
        if before is None or before[1] != fingerprint:
            self._db.execute("INSERT OR REPLACE INTO digest VALUES (?, ?)", (own, digest))
        counts = [record.states.get(each, 0) for each in STATES]
        times = (record.tail, at, record.published)
        row = (own, origin, signature, fingerprint, *times, data, face, missing, findings, *counts)
        self._db.execute(f"INSERT OR REPLACE INTO article VALUES ({', '.join('?' * len(row))})", row)
        self.marking.lists(self.naming.put(own, at, face, named))
        if self.articles.put_brief(own, brief) or another:
            self.marking.told(things, at, own)
        counted = old and (old.people, old.tags, old.published) == (record.people, record.tags, record.published)
        self.marking.retold(thing[:2] for thing in (things ^ old_things if counted else things | old_things))
        if self.articles.put_chosen(own, chosen) or relating:
            near.add(own)
        if before is None:
            near |= self.articles.choosing(own)
        self._db.execute("DELETE FROM want WHERE id = ?", (own,))
        wanted = [(unit_key(source), own) for _, source in wants]
        self._db.executemany("INSERT OR IGNORE INTO want VALUES (?, ?)", wanted)
        self._db.execute("DELETE FROM failed WHERE id = ?", (own,))
        self.marking.mark(ARTICLE, (own,))
        self.marking.mark(RELATIONS, near | self.marking.sharing(relating))
        self.marking.members(things ^ old_things)
        if another:
            self.marking.mark(ARTICLE, self.articles.put_titles(record, old))
            self.marking.around(own, {at, rank(old.published) if old else at})
        self.marking.mapped(old, record)
        if another or before[1] != fingerprint:
            self.marking.feeds(things | old_things)
        if old and old.tail != record.tail:
            self.outputs.leave(old.tail)

    def remove_article(self, article_id: str) -> None:
        row = self._db.execute("SELECT record FROM article WHERE id = ?", (article_id,)).fetchone()
        if row:
            old = msgspec.json.decode(row[0], type=ArticleRecord)
            things = self.marking.named(article_id)
            near = self.marking.sharing(things) | self.articles.choosing(article_id)
            self.marking.around(article_id, (rank(old.published),))
            self.marking.lists(self.naming.remove(article_id))
            self.marking.retold(thing[:2] for thing in things)
            self.marking.feeds(things)
            self.marking.members(things)
            self.marking.mapped(old, None)
            self.marking.mark(ARTICLE, self.articles.put_titles(None, old))
            self.marking.mark(RELATIONS, (near | self.marking.sharing(things)) - {article_id})
            self.articles.remove(article_id)
            self.outputs.leave(old.tail)
        for table in ("article", "digest", "want", "failed", "search"):
            self._db.execute(f"DELETE FROM {table} WHERE id = ?", (article_id,))

    def invalidate(self, ids: Iterable[str]) -> None:
        """These articles must be digested again; remembered even where this run does not come to it."""
        rows = [(each,) for each in ids]
        self.put("inputs", "")
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
        row = self._db.execute("SELECT data FROM digest WHERE id = ?", (article_id,)).fetchone()
        return bytes(row[0])

    def totals(self) -> tuple[int, int, int]:
        """Articles, missing translations, findings."""
        row = self._db.execute("SELECT count(*), coalesce(sum(missing), 0), coalesce(sum(findings), 0) FROM article")
        articles, missing, findings = row.fetchone()
        return articles, missing, findings

    def states(self) -> dict[str, int]:
        """Titles and sentences of the whole site by translation state."""
        row = self._db.execute(
            "SELECT coalesce(sum(human), 0), coalesce(sum(approved), 0), coalesce(sum(machine), 0),"
            " coalesce(sum(stale), 0), coalesce(sum(untranslated), 0) FROM article"
        ).fetchone()
        return dict(zip(STATES, row, strict=True))

    def records(self) -> Iterator[ArticleRecord]:
        """Newest first, undated last, then by id."""
        rows = self._db.execute("SELECT record FROM article ORDER BY rank, id")
        decode = msgspec.json.Decoder(ArticleRecord).decode
        return (decode(row[0]) for row in rows)


def _face(record: ArticleRecord) -> int:
    """A mark of what lists show of an article: of the states of its sentences the lowest, and not when its translation
    was last looked through."""
    shown = structs.replace(record, states={lowest(record.states): 1}, revised=None)
    return mark_of(msgspec.json.encode(shown))


def discard_state(folder: Path) -> None:
    """Remove the state's files; the next State starts empty."""
    with disk(folder):
        for ending in ("", "-wal", "-shm"):
            (folder / f"state.sqlite{ending}").unlink(missing_ok=True)
