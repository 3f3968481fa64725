"""build/manifest.json and the files below build/manifest/: the SHA-256 of every file of the site and of every seed.

The files of the site, in the order of their paths, are cut into parts wherever a path's checksum says so, on average
after 128: where a part begins does not depend on what else there is, so an edit changes the parts of its own files and
the root, which names all parts. A site that grew has the same parts as one made at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable, Iterator

import msgspec
from msgspec import Struct

from build_site import __version__
from build_site.errors import PlanProblem

ROOT, FOLDER = "manifest.json", "manifest"
OWNER = "manifest"
EVERY = 128
FORMAT = 1
_FEW = 2_000
"""Changed files up to which the parts are looked for one by one."""
Row = tuple[str, str, str]
"""Path, SHA-256, and of an article's data its seed as `<SHA-256> <name>`."""


class Part(Struct, frozen=True):
    """A part as the root names it."""

    path: str
    first: str
    """The path that it begins with; empty of the first part, whatever it begins with."""
    files: int
    sha256: str


class Root(Struct, frozen=True):
    """manifest.json."""

    format: int
    program: str
    files: int
    """All files of the site but for the manifest's own."""
    parts: tuple[Part, ...]
    sha256: str = ""
    """Of all the rest, as `sealed` has it: it tells damage, not forgery."""


class Content(Struct, frozen=True):
    """A part."""

    files: dict[str, str]
    """Path → SHA-256."""
    seeds: dict[str, str] = {}
    """Name of a seed below seeds/ → SHA-256 of its bytes, beside the article's data."""


def begins(path: str) -> bool:
    """Whether a part begins with a path."""
    return zlib.crc32(path.encode()) % EVERY == 0


def part_path(first: str) -> str:
    return f"{FOLDER}/{hashlib.sha256(first.encode()).hexdigest()[:16]}.json"


def part_bytes(rows: Collection[Row]) -> bytes:
    """A part of some files, one a line."""
    named = (seed.partition(" ") for _, _, seed in rows if seed)
    seeds = {name: sha256 for sha256, _, name in named}
    content = Content({path: sha256 for path, sha256, _ in rows}, dict(sorted(seeds.items())))
    return msgspec.json.format(msgspec.json.encode(content), indent=1) + b"\n"


def root_bytes(parts: Collection[Part]) -> bytes:
    root = Root(FORMAT, f"build_site {__version__}", sum(part.files for part in parts), tuple(parts))
    return (
        msgspec.json.format(msgspec.json.encode(msgspec.structs.replace(root, sha256=sealed(root))), indent=1) + b"\n"
    )


def sealed(root: Root) -> str:
    """SHA-256 of a root without its own."""
    return hashlib.sha256(msgspec.json.encode(msgspec.structs.replace(root, sha256=""))).hexdigest()


class ManifestParts:
    """The parts of the files that the tables `made` and `coming` name, in an open state. The manifest's own files are
    in them too: the key of a part says how many files it names, and the path that it begins with."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def known(self) -> tuple[dict[str, Part], bool]:
        """The parts by the paths that they begin with, as they were; and whether they and the root stand."""
        sql = "SELECT path, key, stat, sha256 FROM made WHERE owner = ?"
        rows = self._db.execute(sql, (OWNER,)).fetchall()
        named = [(path, key.partition(" "), sha256) for path, key, _, sha256 in rows if path != ROOT]
        found = {first: Part(path, first, int(files), sha256) for path, (files, _, first), sha256 in named}
        return found, len(named) < len(rows) and all(stat != "lost" for _, _, stat, _ in rows)

    def changed(self, gone: Collection[str]) -> set[str] | None:
        """The files that come and those that are gone; None where they are so many that every part is made again."""
        count = self._db.execute("SELECT count(*) FROM coming").fetchone()[0]
        if count + len(gone) > _FEW:
            return None
        return {*gone, *(row[0] for row in self._db.execute("SELECT path FROM coming"))}

    def touched(self, changed: Collection[str]) -> Iterator[tuple[str, list[Row]]]:
        """(the path that it begins with, its files) of every part that has one of these files, or has lost it."""
        firsts = set()
        for path in changed:
            firsts.add(self._first(path))
            if begins(path):
                # It begins a part now, or no more: the part before it ends elsewhere.
                firsts.add(self._first(path, before=True))
        for first in sorted(firsts):
            yield next(self.all(first), (first, []))

    def _first(self, path: str, *, before: bool = False) -> str:
        sql = f"SELECT path FROM made WHERE path {'<' if before else '<='} ? AND owner IS NOT ? ORDER BY path DESC"
        return next((row[0] for row in self._db.execute(sql, (path, OWNER)) if begins(row[0])), "")

    def all(self, first: str = "") -> Iterator[tuple[str, list[Row]]]:
        """Every part, or those from one on that begins with a path."""
        rows: list[Row] = []
        sql = "SELECT path, sha256, seed FROM made WHERE path >= ? AND owner IS NOT ? ORDER BY path"
        for row in self._db.execute(sql, (first, OWNER)):
            if begins(row[0]) and row[0] != first:
                yield first, rows
                first, rows = row[0], []
            rows.append(row)
        yield first, rows

    def admit(self, files: Iterable[tuple[Part, str]], gone: Iterable[str]) -> None:
        """The manifest's own files, each with where it waits, behind all others. Raises PlanProblem where another has
        the place of one."""
        self._db.executemany("DELETE FROM made WHERE path = ? AND owner = ?", ((path, OWNER) for path in gone))
        for part, waits in files:
            sql = "SELECT 1 FROM made WHERE path = ? AND owner IS NOT ?"
            if self._db.execute(sql, (part.path, OWNER)).fetchone():
                what = "two pages want this address"
                raise PlanProblem(what, where=part.path, hint="The manifest of the site has it: rename the file.")
            key = f"{part.files} {part.first}"
            row = (part.path, OWNER, key, 0, part.sha256, "", waits)
            self._db.execute("INSERT INTO coming VALUES (?, ?, ?, ?, ?, ?, ?)", row)
            self._db.execute(
                "INSERT INTO made VALUES (?, ?, ?, 'new', 0, ?, '')"
                " ON CONFLICT (path) DO UPDATE SET key = excluded.key, stat = '', sha256 = excluded.sha256",
                (part.path, OWNER, key, part.sha256),
            )
