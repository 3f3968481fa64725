"""The disposable state of a project, `.build_site/state.sqlite`: digests, records, who names what, the memory's index,
the outputs, and what of them is stale.
A file that is damaged or of another version is thrown away; that costs time, nothing else."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, structs

from build_site.model import ArticleRecord, Role
from build_site.model import State as TranslationState
from build_site.site.states import lowest
from build_site.store.article_index import ArticleIndex, Chosen
from build_site.store.company import Company
from build_site.store.files import disk
from build_site.store.inputs import Inputs
from build_site.store.memory_index import MemoryIndex, unit_key
from build_site.store.naming import Named, Naming, Thing, mark_of
from build_site.store.opening import close_writing, freeze, is_damaged, open_new, open_reading, open_writing
from build_site.store.order import rank
from build_site.store.outputs import Outputs
from build_site.store.stale import ARTICLE, RELATIONS, Stale
from build_site.store.standing import Standing
from build_site.store.sums import Sums

if TYPE_CHECKING:
    from build_site.store.marking import Marking
    from build_site.store.search_index import SearchIndex
    from build_site.store.shelves import Shelves

VERSION = "18"
STATES: tuple[TranslationState, ...] = ("human", "approved", "machine", "stale", "missing")
"""In the order of the columns that count them."""


class Known(Struct, frozen=True):
    """What the state remembers of an article."""

    origin: str
    """The file below seeds/ that it stands in."""
    signature: str
    """Of its raw form; empty where it must be digested again."""
    tail: str


class State:
    """One connection to the state. `read_only` for workers, which may read while the parent writes; `frozen` for those
    on other machines, which see the state as it was when it was last frozen."""

    def __init__(self, folder: Path, *, read_only: bool = False, frozen: bool = False) -> None:
        self.path, self._writing = folder / "state.sqlite", not read_only
        with disk(self.path):
            folder.mkdir(parents=True, exist_ok=True)
        try:
            self._db = self._open(read_only, frozen)
        except sqlite3.DatabaseError as error:
            if read_only or not is_damaged(error):
                raise
            discard_state(folder)
            self._db = self._open(read_only, frozen)
        self.memory = MemoryIndex(self._db)
        self.articles = ArticleIndex(self._db)
        self.naming = Naming(self._db)
        self.company = Company(self._db)
        self.stale = Stale(self._db)
        self.outputs = Outputs(self._db)
        self.standing = Standing(self._db)
        self.inputs = Inputs(self._db)
        self._planned = not read_only and bool(self.get("planned"))  # a worker may have no use for the file at all
        self._reading, self._sums = read_only, Sums(self._db, read_only=read_only)

    # With much of site/ behind them, loaded by a build that finds something changed.

    @cached_property
    def search(self) -> SearchIndex:
        from build_site.store.search_index import SearchIndex

        return SearchIndex(self._db)

    @cached_property
    def shelves(self) -> Shelves:
        from build_site.store.shelves import Shelves

        return Shelves(self._db, self.naming, self.articles, self.stale)

    @cached_property
    def marking(self) -> Marking:
        from build_site.store.marking import Marking

        return Marking(self.naming, self.articles, self.stale, active=self._planned)

    def _open(self, read_only: bool, frozen: bool) -> sqlite3.Connection:
        if read_only:
            return open_reading(self.path, frozen)
        database = open_writing(self.path, VERSION)
        if database is None:
            discard_state(self.path.parent)
            database = open_new(self.path, VERSION)
        return database

    def freeze(self) -> None:
        """Commit, and let the file stay as it is now for workers that open it `frozen`."""
        self.commit()
        freeze(self._db, self.path)

    def close(self) -> None:
        close_writing(self._db, self.path) if self._writing else self._db.close()

    def commit(self) -> None:
        self.naming.postings.save()
        self.company.save()
        self._db.commit()

    def get(self, key: str) -> str:
        row = self._db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return row[0] if row else ""

    def put(self, key: str, value: str) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))

    def planned(self, version: str, *, drafts: bool) -> None:
        """The site stands as it was planned: nothing is stale any more. `version`: of what all pages are made with;
        empty where it is not known, so that all is planned again."""
        self.stale.strike_all()
        self.outputs.strike_left()
        self.put("planned", version)
        self.put("drafts", "yes" if drafts else "")
        self.commit()

    def doubt(self) -> None:
        """What is about to be published may have been made from something else than its keys say: they are forgotten,
        and all is planned again."""
        self.outputs.forget_keys()
        self.articles.forget_pieces()
        for name in ("planned", "corrections", "corrections read"):
            self.put(name, "")

    def hurried(self) -> None:
        """The pages of articles stand as they were planned; all else that is stale is still to be made."""
        self.stale.strike(ARTICLE)
        self.commit()

    # Articles

    def known(self, ids: Iterable[str] | None = None) -> dict[str, Known]:
        """id → what is remembered; of these articles, as far as they are known, or of all."""
        sql, one = "SELECT id, origin, signature, tail FROM article", " WHERE id = ?"
        ask = self._db.execute
        rows = ask(sql) if ids is None else (row for each in ids for row in ask(sql + one, (each,)))
        return {row[0]: Known(*row[1:]) for row in rows}

    def put_article(
        self,
        record: ArticleRecord,
        *,
        origin: str,
        signature: str,
        content: str,
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
        own, data, added = record.id, msgspec.json.encode(record), self._sums.of(record.id)
        sql = "SELECT record, fingerprint, face FROM article WHERE id = ?"
        before = self._db.execute(sql, (own,)).fetchone()
        old = msgspec.json.decode(before[0], type=ArticleRecord) if before else None
        at, face = rank(record.published), _face(record)
        another = before is None or before[2] != face
        things: set[Thing] = {row[:3] for row in named.listed} | set(named.counted)
        old_things = set(self.naming.of(own)) if old else set()
        same = old and (old.tags, old.published) == (record.tags, record.published)
        relating = things ^ old_things if same else things | old_things
        oldest = (max(at, rank(old.published)) if old else at, own)
        near = self.marking.sharing(relating, oldest)
        if before is None or before[1] != fingerprint:
            self._db.execute("INSERT OR REPLACE INTO digest VALUES (?, ?)", (own, digest))
        counts = [record.states.get(each, 0) for each in STATES]
        times = (record.tail, at, record.published)
        row = (own, origin, signature, content, fingerprint, *times, data, face, missing, findings, *counts)
        self._db.execute(f"INSERT OR REPLACE INTO article VALUES ({', '.join('?' * len(row))})", row)
        self._sums.change(own, added)
        self.marking.lists(self.naming.put(own, at, face, named), oldest[0])
        counted = old and (old.people, old.tags, old.published) == (record.people, record.tags, record.published)
        if not counted or things != old_things:
            if old:
                self.company.count({thing[:2] for thing in old_things}, old, -1)
            self.company.count({thing[:2] for thing in things}, record, 1)
        retold = self.articles.put_brief(own, brief) or another
        if retold:
            self.marking.told(things, at, own)
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
        self.marking.mark(RELATIONS, near | self.marking.sharing(relating, oldest))
        self.marking.members(things ^ old_things)
        if another:
            self.marking.mark(ARTICLE, self.articles.put_titles(record, old))
            self.marking.around(own, {at, rank(old.published) if old else at})
        self.marking.mapped(old, record)
        if another or before[1] != fingerprint:
            brief_told = retold or things != old_things or (old and old.revised) != record.revised
            self.marking.feeds(things | old_things if brief_told else ())
        if old and old.tail != record.tail:
            self.outputs.leave(old.tail)

    def remove_article(self, article_id: str) -> None:
        added = self._sums.of(article_id)
        row = self._db.execute("SELECT record FROM article WHERE id = ?", (article_id,)).fetchone()
        if row:
            old = msgspec.json.decode(row[0], type=ArticleRecord)
            things = set(self.naming.of(article_id))
            self.company.count({thing[:2] for thing in things}, old, -1)
            place = (rank(old.published), article_id)
            near = self.marking.sharing(things, place) | self.articles.choosing(article_id)
            self.marking.around(article_id, place[:1])
            self.marking.lists(self.naming.remove(article_id), place[0])
            self.marking.retold(thing[:2] for thing in things)
            self.marking.feeds(things)
            self.marking.members(things)
            self.marking.mapped(old, None)
            self.marking.mark(ARTICLE, self.articles.put_titles(None, old))
            self.marking.mark(RELATIONS, (near | self.marking.sharing(things, place)) - {article_id})
            self.articles.remove(article_id)
            self.outputs.leave(old.tail)
        for table in ("article", "digest", "want", "failed", "search"):
            self._db.execute(f"DELETE FROM {table} WHERE id = ?", (article_id,))
        self._sums.change(article_id, added)

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

    def digest(self, article_id: str) -> bytes:
        """An article's digest, as `work.storing` makes it."""
        row = self._db.execute("SELECT data FROM digest WHERE id = ?", (article_id,)).fetchone()
        try:
            return zlib.decompress(row[0])
        except zlib.error as error:
            raise sqlite3.DatabaseError("a digest is damaged") from error

    def totals(self) -> tuple[int, int, int]:
        """Articles, missing translations, findings."""
        articles, missing, findings, *_ = self._sums.all()
        return articles, missing, findings

    def states(self) -> dict[str, int]:
        """Titles and sentences of the whole site by translation state."""
        return dict(zip(STATES, self._sums.all()[3:], strict=True))

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
