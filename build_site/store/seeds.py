"""The raw articles on disk: which there are, and their bytes."""

from __future__ import annotations

import codecs
import hashlib
import lzma
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import msgspec
from msgspec import Struct

from build_site.errors import SourceProblem, StoreProblem
from build_site.source import COLLECTIONS, ENDINGS, MAX_BYTES, article_id
from build_site.source.unread import BESIDE, SYSTEM_FILES, page_of, unread_ending
from build_site.source.unread import RECORD as HINT
from build_site.store.files import disk, entries_of, input_version

LONGEST_NAME = 200
"""Bytes of a file's name or a record's id."""
REFUSED = "it cannot be read"
"""How the message begins where a seed may not be read: it may be the next time, without being another."""


class Seed(Struct, frozen=True):
    """One article's raw form: a file below seeds/, or a line of a collection."""

    name: str
    """Path below seeds/, with slashes; of a record `web.jsonl#id`."""
    id: str
    signature: str
    """Of its bytes and of its name: a file that is renamed is read in another way."""
    record: bytes | None = None
    """The line, where it is one of a collection: it has been read already."""

    @property
    def file(self) -> str:
        """The file below seeds/ that it stands in."""
        return self.name if self.record is None else self.name.rpartition("#")[0]


class Collection(Struct, frozen=True):
    """A file that holds one article a line (`.jsonl`, `.jsonl.xz`)."""

    name: str
    signature: str


class Listing(Struct, frozen=True):
    """What seeds/ holds, each in the order of its name."""

    seeds: tuple[Seed, ...] = ()
    collections: tuple[Collection, ...] = ()
    problems: tuple[SourceProblem, ...] = ()


def list_seeds(folder: Path) -> Listing:
    """All seeds, and a problem for each file that cannot be one. Hidden files are passed over; links and special files
    are never opened."""
    return listing_of(ask_seeds(folder))


def ask_seeds(folder: Path) -> dict[str, str]:
    """What the disk says of each file below seeds/ (`files.input_version`; empty where it is no plain file), by its
    path with slashes, in order. Hidden files are passed over. A folder that is not looked into has a slash behind its
    path: why, and in another line what to do."""
    found: dict[str, str] = {}
    _walk(str(folder), "", found)
    return found


def listing_of(asked: Mapping[str, str]) -> Listing:
    """What of that, or of some of it, are seeds."""
    seeds: dict[str, Seed] = {}
    collections: dict[str, Collection] = {}
    problems: list[SourceProblem] = []
    for name, version in asked.items():
        if name[-1] == "/":
            what, _, hint = version.rpartition("\n")
            problems.append(_problem(name[:-1], what, hint))
            continue
        signature, size = f"{name}:{version}", int(version.partition(":")[0] or 0)
        if plain(name) and version and size <= MAX_BYTES and name[:-4] not in seeds:
            # Nearly all seeds are such files.
            seeds[name[:-4]] = Seed(name, name[:-4], signature)
            continue
        known, ending = article_id(name), name[-12:].lower()
        if fault := _name_fault(name):
            problems.append(_problem(_printable(name), fault, "Rename it."))
        elif not version:
            problems.append(_problem(name, "not a plain file; it was not opened", "Copy the file itself here."))
        elif ending.endswith(COLLECTIONS):
            known = article_id(f"{name}#")
            if known in collections:
                problems.append(_problem(name, f"{collections[known].name} has the same name but for its ending"))
            else:
                collections[known] = Collection(name, signature)
        elif not ending.endswith(ENDINGS):
            unread = unread_ending(name, ENDINGS)
            problems.append(_problem(name, unread.what, unread.hint))
        elif size > MAX_BYTES:
            what = f"{size:,} bytes are more than the {MAX_BYTES:,} that an article may have; it was not read"
            hint = "Split it, one article each, or make it a collection (.jsonl)."
            if ending.endswith((".html", ".htm")):
                hint = "Move it out of seeds/, and run: python -m build_site new FILE, which leaves its pictures out."
            problems.append(_problem(name, what, hint))
        elif known in seeds:
            what = f"{seeds[known].name} has the same name but for its ending, or the form of its letters"
            problems.append(_problem(name, what))
        else:
            seeds[known] = Seed(name, known, signature)
    return Listing(
        tuple(seeds[name] for name in sorted(seeds)),
        tuple(collections[name] for name in sorted(collections)),
        tuple(problems),
    )


def read_seed(folder: Path, seed: Seed) -> bytes:
    """The bytes of one seed; at most one byte more than MAX_BYTES is read. Raises SourceProblem where the file is gone
    or may not be read, StoreProblem where the disk fails: a network drive that is lost takes no article off the
    site."""
    if seed.record is not None:
        return seed.record
    path = folder / seed.name
    with disk(path):
        try:
            with path.open("rb") as file:
                return file.read(MAX_BYTES + 1)
        except (PermissionError, FileNotFoundError) as error:
            raise _problem(seed.name, f"{REFUSED}: {error.strerror}", "Check who may read the file.") from None


class _Named(Struct):
    id: str | int | None = None


def read_records(folder: Path, collection: Collection) -> Iterator[Seed | SourceProblem]:
    """The articles of a collection, one after the other; the file is never in memory whole. A line that is no
    record, is
    too long, or has the id of another is a problem and is passed over."""
    seen: set[str] = set()
    path = folder / collection.name
    with disk(path), _opened(path) as file:
        number = 0
        try:
            while line := file.readline(MAX_BYTES + 1):
                number += 1
                if number == 1:
                    line = line.removeprefix(codecs.BOM_UTF8)
                whole = line.endswith(b"\n") or len(line) <= MAX_BYTES
                while not line.endswith(b"\n") and len(line) > MAX_BYTES and (more := file.readline(MAX_BYTES)):
                    line = more if more.endswith(b"\n") else line
                if whole and not line.strip():
                    continue
                yield (
                    _record(collection.name, number, line, seen)
                    if whole
                    else _line_problem(collection.name, number, f"the line is longer than {MAX_BYTES:,} bytes")
                )
        except (lzma.LZMAError, EOFError) as error:
            yield _line_problem(collection.name, number + 1, f"the compressed file is damaged: {error}")


def all_seeds(folder: Path, listing: Listing) -> Iterator[Seed | SourceProblem]:
    """Every article there is: files first, then the records of each collection."""
    yield from listing.seeds
    for collection in listing.collections:
        yield from read_records(folder, collection)


def _record(name: str, number: int, line: bytes, seen: set[str]) -> Seed | SourceProblem:
    try:
        given = msgspec.json.decode(line, type=_Named).id
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        return _line_problem(name, number, f"not a record: {error}")
    record = re.sub(r"[^\w.-]", "-", str(given if given is not None else number)).strip(".") or str(number)
    full = f"{name}#{record}"
    if record in seen:
        what = f"the id {record} stands twice" if given is not None else f"it has no id, and {record} is another’s"
        return _line_problem(name, number, what, "Give each record an id of its own; of two the first is read.")
    if fault := _name_fault(article_id(full)):
        return _line_problem(name, number, f"the id: {fault}")
    seen.add(record)
    return Seed(full, article_id(full), f"{name}:{hashlib.blake2b(line.strip(), digest_size=16).hexdigest()}", line)


def plain(name: str) -> bool:
    """Whether a file's name has no fault, and all before `.txt` is the article's id."""
    simple = name.isascii() and name.isprintable() and "#" not in name
    return simple and name.endswith(".txt") and len(name) <= LONGEST_NAME


def _name_fault(name: str) -> str:
    """Why a name cannot be that of an article, whose files elsewhere have it too; empty where it can."""
    if name.isascii() and name.isprintable() and len(name) <= LONGEST_NAME:
        return ""
    try:
        parts = name.encode("utf-8").split(b"/")
    except UnicodeEncodeError:
        return "the file's name is not UTF-8"
    if max(map(len, parts)) > LONGEST_NAME:
        return f"the name is longer than {LONGEST_NAME} bytes"
    if not name.isprintable():
        return "the file's name has characters that nobody sees"
    return ""


def _printable(name: str) -> str:
    """For messages: what nobody sees is written as an escape."""
    return "".join(char if char.isprintable() else char.encode("unicode_escape").decode() for char in name)


def _opened(path: Path) -> BinaryIO | lzma.LZMAFile:
    return lzma.open(path, "rb") if path.suffix.lower() == ".xz" else path.open("rb")


def _problem(name: str, what: str, hint: str = "Rename one of them, or delete it.") -> SourceProblem:
    return SourceProblem(what, where=f"seeds/{name}", hint=hint)


def _line_problem(name: str, number: int, what: str, hint: str = HINT) -> SourceProblem:
    return SourceProblem(what, where=f"seeds/{name}:{number}", hint=hint)


def _walk(folder: str, above: str, asked: dict[str, str]) -> None:
    """Adds what is below one folder. `above`: its path below seeds/ with a slash."""
    found: list[tuple[str, str | None]] = []
    try:
        with entries_of(folder) as entries:
            # Every build asks for every seed: what is done for one is written out.
            for entry in entries:
                name = entry.name
                if name[0] in ".~" or name[-1] == "~" or name in SYSTEM_FILES:
                    continue
                if entry.is_file(follow_symlinks=False):
                    found.append((name, input_version(entry.stat(follow_symlinks=False))))
                else:
                    found.append((name, None if entry.is_dir(follow_symlinks=False) else ""))
    except OSError as error:
        if not above:
            hint = "Check that it is a folder, and who may read it."
            if isinstance(error, FileNotFoundError):
                hint = "Put it back, or make it: it is where the articles go."
            raise StoreProblem(error.strerror or str(error), where=folder, hint=hint) from None
        asked[above] = f"the folder cannot be read: {error.strerror}\nCheck who may read it."
        return
    found.sort()
    for name, version in found:
        if version is not None:
            asked[above + name] = version
        elif name.endswith(BESIDE) and (page := page_of(name, {other for other, _ in found})):
            hint = "Delete it: of a saved page only the .html file is read."
            asked[f"{above}{name}/"] = f"the folder of pictures and styles of {page} is left out\n{hint}"
        else:
            _walk(f"{folder}/{name}", f"{above}{name}/", asked)
