"""build/manifest.json and the files below build/manifest/: the SHA-256 of every file of the site and of every seed.

A file's path alone says in which part it is named: that of the glossary, of the documents, of a quarter of a year's
articles. What one edit changes stands together in few parts, with both languages of a page in one; an edit changes the
parts of its own files and the root, which names all parts. A site that grew has the same parts as one made at once.
"""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections.abc import Collection, Iterable

import msgspec
from msgspec import Struct

from build_site import __version__
from build_site.errors import PlanProblem

ROOT, FOLDER = "manifest.json", "manifest"
OWNER = "manifest"
FORMAT = 2
SHARE = 4
"""Parts of a year's articles."""
Row = tuple[str, str, str]
"""Path, SHA-256, and of an article's data its seed as `<SHA-256> <name>`."""


class Part(Struct, frozen=True):
    """A part as the root names it."""

    path: str
    first: str
    """The first path that it names."""
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


def part_of(path: str) -> str:
    """The name of the part that names a file: `articles-2023-7`, `glossary`."""
    below = path.partition("/")[2]
    folder, *rest = below.removesuffix(".js").split("/")
    if folder == "articles" and len(rest) > 1:
        return f"{folder}-{rest[0]}-{zlib.crc32(rest[1].encode()) % SHARE:x}"
    if any(each.startswith("page-") for each in rest):
        return "older-pages"
    return folder if folder in ("documents", "glossary") else "site"


def part_path(name: str) -> str:
    return f"{FOLDER}/{name}.json"


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
    in them too: the key of a part says how many files it names, and the first of them."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._db = database

    def known(self) -> tuple[dict[str, Part], bool]:
        """Path → the part, as the parts were; and whether they and the root stand."""
        sql = "SELECT path, key, stat, sha256 FROM made WHERE owner = ?"
        rows = self._db.execute(sql, (OWNER,)).fetchall()
        named = [(path, key.partition(" "), sha256) for path, key, _, sha256 in rows if path != ROOT]
        found = {path: Part(path, first, int(files), sha256) for path, (files, _, first), sha256 in named}
        return found, len(named) < len(rows) and all(stat != "lost" for _, _, stat, _ in rows)

    def changed(self, gone: Collection[str]) -> set[str]:
        """The names of the parts of which files come or go."""
        return {*map(part_of, gone), *(row[0] for row in self._db.execute("SELECT DISTINCT part FROM coming"))}

    def names(self) -> set[str]:
        """Of all parts."""
        return {row[0] for row in self._db.execute("SELECT DISTINCT part FROM made WHERE part IS NOT NULL")}

    def files(self, name: str) -> list[Row]:
        """What a part names, in order."""
        sql = "SELECT path, sha256, seed FROM made WHERE part = ? ORDER BY path"
        return self._db.execute(sql, (name,)).fetchall()

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
            row = (part.path, OWNER, key, 0, part.sha256, "", waits, None)
            self._db.execute("INSERT INTO coming VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)
            self._db.execute(
                "INSERT INTO made VALUES (?, ?, ?, 'new', 0, ?, '', NULL)"
                " ON CONFLICT (path) DO UPDATE SET key = excluded.key, stat = '', sha256 = excluded.sha256",
                (part.path, OWNER, key, part.sha256),
            )
