"""The files of the built site as the state remembers them: what each was made from."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct
from msgspec.structs import astuple

from build_site.errors import PlanProblem
from build_site.store import manifest
from build_site.store.files import signature
from build_site.store.standing import in_folder

SCHEMA = """
CREATE TABLE made (
  path TEXT PRIMARY KEY, owner TEXT, key TEXT, stat TEXT, listed INTEGER, sha256 TEXT, seed TEXT, part TEXT
) WITHOUT ROWID;
CREATE INDEX made_by_part ON made (part, path, sha256, seed) WHERE part IS NOT NULL;
CREATE INDEX made_by_owner ON made (owner, path) WHERE owner IS NOT NULL;
CREATE INDEX made_in_capitals ON made (lower(path)) WHERE path <> lower(path);
CREATE TABLE folder (path TEXT PRIMARY KEY, time INTEGER) WITHOUT ROWID;
CREATE TABLE left_behind (tail TEXT PRIMARY KEY) WITHOUT ROWID;
"""
ASSET, DATA, SEARCH, SITEMAP = "assets", "data files", "search files", "sitemap"
"""Owners of what is copied as it is, of what holds parts of many articles, of the search's index, and of what names all
pages."""

DOUBTED = "doubted"
"""Key of files that stand, and are made again whatever they are made from."""


class Made(Struct, frozen=True):
    """A file of the site."""

    path: str
    owner: str | None
    """What it comes and goes with; None for the files of an article, which its address tells."""
    key: str
    """Fingerprint of what it was made from."""
    listed: int = 0
    """1 where the sitemap names it, 2 where it does and the other language lacks the page."""
    sha256: str = ""
    seed: str = ""
    """These two as `publish.Written` has them."""


class Outputs:
    """The tables `made`, `folder` and `left_behind` of an open state."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database
        self.manifest = manifest.ManifestParts(database)

    def made(self, paths: Iterable[str]) -> list[Made]:
        """What is remembered of these files."""
        return [made for path in paths for made in self._rows("path = ?", path)]

    def forget(self, paths: Iterable[str]) -> None:
        """These files must be made again."""
        self._db.executemany("UPDATE made SET stat = 'lost' WHERE path = ?", [(path,) for path in paths])

    def forget_keys(self) -> None:
        """What stands and what comes is made again at the next build, whatever it is to be made from."""
        for table in ("main.made", "temp.coming"):
            self._db.execute(f"UPDATE {table} SET key = ? WHERE owner IS NOT ?", (DOUBTED, manifest.OWNER))

    def _rows(self, where: str, *values: str) -> list[Made]:
        return [
            Made(*row) for row in self._db.execute(f"SELECT path, owner, key, listed FROM made WHERE {where}", values)
        ]

    # What is there

    def empty(self) -> bool:
        return self._db.execute("SELECT 1 FROM made LIMIT 1").fetchone() is None

    def key(self, path: str) -> str:
        """Of what stands there; empty where nothing does that may stay."""
        row = self._db.execute("SELECT key FROM made WHERE path = ? AND stat <> 'lost'", (path,)).fetchone()
        return row[0] if row else ""

    def stand(self, paths: Iterable[str], key: str) -> bool:
        """Whether all of these files are there, made from that."""
        return all(self.key(path) == key for path in paths)

    def standing(self, owner: str) -> dict[str, str]:
        """The files of an owner that are there, each with the key of what it was made from."""
        rows = self._db.execute("SELECT path, key FROM made WHERE owner = ? AND stat <> 'lost'", (owner,))
        return dict(rows.fetchall())

    def owned(self, owner: str) -> list[str]:
        """The files of an owner, whether they stand or are lost."""
        return [path for (path,) in self._db.execute("SELECT path FROM made WHERE owner = ?", (owner,))]

    def untouched(self, path: str, out: str) -> bool:
        """Whether a file has size and time as it was written."""
        row = self._db.execute("SELECT stat FROM made WHERE path = ?", (path,)).fetchone()
        return bool(row) and row[0] == signature(f"{out}/{path}")

    def owner(self, path: str, otherwise: str | None = None) -> str | None:
        """`otherwise`: where there is no such file."""
        row = self._db.execute("SELECT owner FROM made WHERE path = ?", (path,)).fetchone()
        return row[0] if row else otherwise

    def knows(self, path: str) -> bool:
        """Whether it is one of the site's files, there or lost."""
        return self._db.execute("SELECT 1 FROM made WHERE path = ?", (path,)).fetchone() is not None

    def owners(self) -> list[str]:
        """But for the manifest, which comes after all of them."""
        sql = "SELECT DISTINCT owner FROM made WHERE owner IS NOT NULL AND owner IS NOT ?"
        return [row[0] for row in self._db.execute(sql, (manifest.OWNER,))]

    def listed(self, gone: Collection[str]) -> Iterator[tuple[str, bool]]:
        """(path, whether the other language lacks it) of each page that a sitemap names, but for those of articles."""
        rows = self._db.execute(
            "SELECT path, listed FROM coming WHERE listed > 0 AND owner IS NOT NULL UNION SELECT path, listed FROM made"
            " WHERE listed > 0 AND owner IS NOT NULL AND path NOT IN (SELECT path FROM coming) ORDER BY path"
        )
        return ((path, listed == 2) for path, listed in rows if path not in gone)

    def listed_anew(self, gone: Iterable[str]) -> list[str]:
        """The pages that a sitemap comes to name, or to name no more, but for those of articles."""
        new = self._db.execute(
            "SELECT path FROM coming LEFT JOIN made USING (path)"
            " WHERE coming.listed IS NOT coalesce(made.listed, 0) AND coming.owner IS NOT NULL"
        )
        sql = "SELECT path FROM made WHERE path = ? AND listed > 0 AND owner IS NOT NULL"
        old = (self._db.execute(sql, (path,)).fetchone() for path in gone if path.endswith(".html"))
        return [row[0] for row in (*new, *filter(None, old))]

    def paths(self) -> Iterator[str]:
        return (row[0] for row in self._db.execute("SELECT path FROM made ORDER BY path"))

    # What a build makes of it: begin, expect, accept, settle

    def begin(self) -> None:
        self._db.execute("DROP TABLE IF EXISTS temp.coming")
        self._db.execute(
            "CREATE TEMP TABLE coming"
            " (path TEXT UNIQUE, owner TEXT, key TEXT, listed INTEGER, sha256 TEXT, seed TEXT, waits TEXT,"
            " part TEXT)"
        )

    def expect(self, files: Iterable[tuple[Made, str]]) -> None:
        """Files that have been made and will take their places, each with where it waits. Raises PlanProblem."""
        rows = [(*astuple(made), waits, manifest.part_of(made.path)) for made, waits in files]
        try:
            self._db.executemany("INSERT INTO coming VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        except sqlite3.IntegrityError:
            known = {row[0] for row in self._db.execute("SELECT path FROM coming")}
            raise _taken(next((row[0] for row in rows if row[0] in known), rows[0][0])) from None

    def expected(self, path: str) -> bool:
        return self._db.execute("SELECT 1 FROM coming WHERE path = ?", (path,)).fetchone() is not None

    def new(self) -> Iterator[str]:
        """What comes to a place where nothing stood."""
        rows = self._db.execute("SELECT path FROM coming JOIN made USING (path) WHERE stat = 'new' ORDER BY path")
        return (row[0] for row in rows)

    def waiting(self) -> Iterator[tuple[str, str]]:
        """(path, where it waits), in the order in which they were made."""
        yield from self._db.execute("SELECT path, waits FROM coming WHERE waits <> '' ORDER BY rowid")

    def accept(self, gone: Iterable[str]) -> int:
        """Forget what is gone and remember what comes; returns how many pages more there are. Raises PlanProblem where
        two would have one address, whatever their capitals (disks differ), or where a file would stand in the place of
        a folder."""
        leaving = [(path,) for path in gone]
        left = sum(1 for (path,) in leaving if path.endswith(".html") and self.owner(path, ASSET) != ASSET)
        self._db.executemany("DELETE FROM made WHERE path = ?", leaving)
        sql = (
            "SELECT count(*) FROM coming LEFT JOIN made USING (path)"
            " WHERE path LIKE '%.html' AND coming.owner IS NOT ? AND made.path IS NULL"
        )
        come: int = self._db.execute(sql, (ASSET,)).fetchone()[0]
        row = self._db.execute(
            "SELECT path FROM coming JOIN made USING (path) WHERE made.owner IS NOT coming.owner ORDER BY path LIMIT 1"
        ).fetchone()
        if row:
            raise _taken(row[0])
        self._db.execute(
            "INSERT INTO made SELECT path, owner, key, 'new', listed, sha256, seed, part FROM coming WHERE true"
            " ON CONFLICT (path) DO UPDATE SET key = excluded.key, stat = '', listed = excluded.listed,"
            " sha256 = excluded.sha256, seed = excluded.seed"
        )
        capitals = self._db.execute("SELECT path FROM made INDEXED BY made_in_capitals WHERE path <> lower(path)")
        seen: dict[str, str] = {}
        for (path,) in capitals:
            if self.key(path.lower()) or seen.setdefault(path.lower(), path) != path:
                raise _taken(path)
        for path in self.owned(ASSET):
            folders = [path[:at] for at, char in enumerate(path) if char == "/"]
            below = self._db.execute("SELECT 1 FROM made WHERE path > ? AND path < ?", (f"{path}/", f"{path}0"))
            if below.fetchone() or any(self.key(folder) for folder in folders):
                what = "a file would stand where the site needs a folder"
                raise PlanProblem(what, where=path, hint="Rename the file.")
        return come - left

    def settle(self, out: str, gone: Iterable[str]) -> None:
        """Remember size and time of the files that have taken their places, and the times of the folders that this has
        touched."""
        folders = {path.rpartition("/")[0] for path in gone}

        def made() -> Iterator[tuple[str, str]]:
            for (path,) in self._db.execute("SELECT path FROM coming"):
                folders.add(path.rpartition("/")[0])
                yield signature(f"{out}/{path}"), path

        self._db.executemany("UPDATE made SET stat = ? WHERE path = ?", made())
        for folder in folders:
            try:
                time = os.stat(f"{out}/{folder}").st_mtime_ns  # noqa: PTH116
            except OSError:
                self._db.execute("DELETE FROM folder WHERE path = ?", (folder,))
            else:
                self._db.execute("INSERT OR REPLACE INTO folder VALUES (?, ?)", (folder, time))

    # Addresses that articles have left

    def leave(self, tail: str) -> None:
        self._db.execute("INSERT OR IGNORE INTO left_behind VALUES (?)", (tail,))

    def of_no_article(self, everything: bool) -> set[str]:
        """Files of articles that are gone, or have another address now. Where everything was made anew, all that was
        not."""
        if everything:
            rows = self._db.execute(
                "SELECT path FROM made WHERE owner IS NULL AND path NOT IN (SELECT path FROM coming)"
            )
            return {row[0] for row in rows}
        left = self._db.execute("SELECT tail FROM left_behind WHERE tail NOT IN (SELECT tail FROM article)").fetchall()
        found: set[str] = set()
        for (tail,) in left:
            for tree in self._trees():
                files = in_folder(self._db, f"{tree}/{tail}")
                found |= {path for path, _ in files if self.owner(path) is None or path.endswith("/card.png")}
            # Also where it is lost: a build that was killed may have removed it.
            found |= {made.path for made in self._rows("path = ?", f"search/{tail}.js")}
        return found

    def _trees(self) -> list[str]:
        """The folders at the root in which pages of articles stand."""
        rows = self._db.execute("SELECT DISTINCT substr(path, 1, instr(path, '/') - 1) FROM made WHERE owner = 'front'")
        return [row[0] for row in rows if row[0]]

    def strike_left(self) -> None:
        self._db.execute("DELETE FROM left_behind")


def _taken(path: str) -> PlanProblem:
    return PlanProblem("two pages want this address", where=path, hint="Rename one of the articles, tags or pages.")
