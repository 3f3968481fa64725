"""What the state keeps so that articles can tell of each other: what others may tell of each, and which are related."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from build_site.digest.related import COMMON
from build_site.model import ArticleBrief, ArticleRecord, Related

SCHEMA = """
CREATE TABLE brief (id TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE related (id TEXT PRIMARY KEY, data BLOB) WITHOUT ROWID;
CREATE TABLE chosen (id TEXT, place INTEGER, other TEXT, wanted INTEGER);
CREATE TABLE piece (file TEXT, id TEXT, key TEXT, start INTEGER, length INTEGER, records INTEGER,
  PRIMARY KEY (file, id)) WITHOUT ROWID;
CREATE INDEX chosen_by_article ON chosen (id, place);
CREATE INDEX chosen_by_other ON chosen (other);
"""
TABLES = ("brief", "related", "chosen")
"""Those of which an article has rows of its own."""
Piece = tuple[str, int, int, int]
"""An article's part of a data file: key of what it was made from, where it starts, its length, its records."""
Named = tuple[str, str, str]
"""A thing that articles name: kind, slug and name of its mentions."""
_KINDS = "'document', 'person', 'place', 'subject'"
_OLDEST_FIRST = "ORDER BY published IS NOT NULL, published, id"
_RELATED = tuple[Related, ...]


class ArticleIndex:
    """The tables `brief`, `related` and `chosen` (what editors say of neighbours) of an open state; it reads `article`
    and `mention`."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def put(self, article_id: str, brief: ArticleBrief, related: Iterable[str], not_related: Iterable[str]) -> None:
        """What others may tell of an article, and which an editor names as related, or not."""
        self._db.execute("INSERT OR REPLACE INTO brief VALUES (?, ?)", (article_id, msgspec.json.encode(brief)))
        rows = [
            (article_id, place, other, wanted)
            for wanted, others in ((1, related), (0, not_related))
            for place, other in enumerate(others)
        ]
        self._db.execute("DELETE FROM chosen WHERE id = ?", (article_id,))
        self._db.executemany("INSERT INTO chosen VALUES (?, ?, ?, ?)", rows)

    def brief(self, article_id: str) -> ArticleBrief:
        """What others may tell of the article; nothing where there is none of that id."""
        row = self._db.execute("SELECT data FROM brief WHERE id = ?", (article_id,)).fetchone()
        return msgspec.json.decode(row[0], type=ArticleBrief) if row else ArticleBrief()

    # Feeds

    def newest(self, kind: str, slug: str, most: int) -> tuple[str, ...]:
        """Ids of the newest dated articles under a slug, newest first; of all articles where `kind` is empty."""
        named = "AND id IN (SELECT id FROM mention WHERE kind = ? AND slug = ?)" if kind else ""
        rows = self._db.execute(
            f"SELECT id FROM article WHERE published IS NOT NULL {named} ORDER BY published DESC, id LIMIT ?",
            (kind, slug, most) if kind else (most,),
        )
        return tuple(row[0] for row in rows)

    def tails(self, ids: Iterable[str]) -> dict[str, str]:
        """id → address of some articles."""
        found = (self._db.execute("SELECT id, tail FROM article WHERE id = ?", (each,)).fetchone() for each in ids)
        return dict(row for row in found if row)

    # Whole digests, oldest first, undated before all: a new article comes last

    def fingerprints(self) -> Iterator[tuple[str, str, str]]:
        """(id, fingerprint of the digest, address) of every article."""
        yield from self._db.execute(f"SELECT id, fingerprint, tail FROM article {_OLDEST_FIRST}")

    # Where in a data file each article's part stands

    def pieces(self, file: str) -> dict[str, Piece]:
        rows = self._db.execute("SELECT id, key, start, length, records FROM piece WHERE file = ?", (file,))
        return {row[0]: row[1:] for row in rows}

    def put_pieces(self, file: str, pieces: Mapping[str, Piece]) -> None:
        """Replaces all of the file's."""
        self._db.execute("DELETE FROM piece WHERE file = ?", (file,))
        rows = ((file, article_id, *piece) for article_id, piece in pieces.items())
        self._db.executemany("INSERT INTO piece VALUES (?, ?, ?, ?, ?, ?)", rows)

    # Related articles

    def forget_relations(self, article_id: str) -> None:
        """The articles that this one may be related to must be related anew: called when it comes, changes or goes,
        while its mentions stand in the index."""
        if self._db.execute("SELECT 1 FROM related LIMIT 1").fetchone() is None:
            return
        self._db.execute("DELETE FROM related WHERE id = ?", (article_id,))
        self._db.execute("DELETE FROM related WHERE id IN (SELECT id FROM chosen WHERE other = ?)", (article_id,))
        for named in self.named_by(article_id):
            # One more than may share it: whether it is common or not may have changed just now.
            near = self.naming(named, COMMON + 1)
            self._db.executemany("DELETE FROM related WHERE id = ?", [(each,) for each in near])

    def forget_all_relations(self) -> None:
        self._db.execute("DELETE FROM related")

    def unrelated(self) -> list[str]:
        """The articles that must be related."""
        rows = self._db.execute("SELECT id FROM article WHERE id NOT IN (SELECT id FROM related) ORDER BY id")
        return [row[0] for row in rows]

    def named_by(self, article_id: str) -> list[Named]:
        """The documents, people and places that an article names, and the terms that it is about."""
        found = self._db.execute(
            f"SELECT DISTINCT kind, slug, name FROM mention WHERE id = ? AND kind IN ({_KINDS})", (article_id,)
        )
        return found.fetchall()

    def naming(self, named: Named, most: int = COMMON) -> tuple[str, ...]:
        """The articles that name a thing; none where more than `most` do."""
        found = self._db.execute(
            "SELECT DISTINCT id FROM mention WHERE kind = ? AND slug = ? AND name = ? LIMIT ?", (*named, most + 1)
        ).fetchall()
        return tuple(row[0] for row in found) if len(found) <= most else ()

    def chosen(self, article_id: str) -> tuple[list[str], list[str]]:
        """What an editor names as related to the article, and what as not related."""
        rows = self._db.execute(
            "SELECT other, wanted FROM chosen WHERE id = ? ORDER BY place", (article_id,)
        ).fetchall()
        return [other for other, wanted in rows if wanted], [other for other, wanted in rows if not wanted]

    def chosen_in_vain(self) -> list[tuple[str, str]]:
        """(article, what its notes name as related or not related) where there is no such article."""
        rows = self._db.execute(
            "SELECT id, other FROM chosen WHERE other NOT IN (SELECT id FROM article) OR other = id ORDER BY id, place"
        )
        return rows.fetchall()

    def facts(self, article_id: str) -> tuple[str | None, frozenset[str]] | None:
        """Date and tags of an article; None where there is none of that id."""
        row = self._db.execute("SELECT published FROM article WHERE id = ?", (article_id,)).fetchone()
        if row is None:
            return None
        tags = self._db.execute("SELECT slug FROM mention WHERE id = ? AND kind = 'tag'", (article_id,))
        return row[0], frozenset(tag for (tag,) in tags)

    def put_related(self, article_id: str, related: tuple[Related, ...]) -> None:
        self._db.execute("INSERT OR REPLACE INTO related VALUES (?, ?)", (article_id, msgspec.json.encode(related)))

    def related(self, article_id: str) -> list[tuple[ArticleRecord, Related]]:
        """The articles related to this one, those first that come first."""
        row = self._db.execute("SELECT data FROM related WHERE id = ?", (article_id,)).fetchone()
        found = []
        for each in msgspec.json.decode(row[0], type=_RELATED) if row else ():
            record = self._db.execute("SELECT record FROM article WHERE id = ?", (each.id,)).fetchone()
            if record:
                found.append((msgspec.json.decode(record[0], type=ArticleRecord), each))
        return found
