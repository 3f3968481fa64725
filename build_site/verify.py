"""`check` for readers: every file of a copy is what its manifest says, every sentence what seed and memory say."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from operator import attrgetter
from pathlib import Path

import msgspec
from msgspec import Struct

from build_site import __version__
from build_site.built_page import read_page, sentences
from build_site.check import Problem
from build_site.errors import SourceProblem, StoreProblem
from build_site.source import decode_source
from build_site.source.unicode import one_line
from build_site.store.addresses import Addresses
from build_site.store.contents import files_below
from build_site.store.files import disk
from build_site.store.manifest import FORMAT, ROOT, Content, Part, Root, part_of, part_path, sealed
from build_site.store.memory import Memory
from build_site.store.publish import MANIFEST
from build_site.store.seeds import Seed, all_seeds, list_seeds, read_seed
from build_site.translate.memory import units
from build_site.translate.wanted import normalised
from build_site.work.workshop import Workshop

_DAMAGED = "it is not what manifest.json says"
_HEADERS = "_headers"
"""What it says, hosts say; they do not hand it out."""
_PARTS = 16
"""Parts of the manifest that are in memory at once."""
_AT_ONCE = 50_000
"""Sentences that are looked for in the whole memory at once."""


class Verified(Struct, frozen=True):
    """What has been compared, and what is wrong."""

    files: int = 0
    seeds: int = 0
    sentences: int = 0
    problems: tuple[Problem, ...] = ()
    alike: tuple[tuple[str, str], ...] = ()
    """Seeds that have the whole text of another, in whatever encoding, and the article of that."""


def verify_copy(out: Path) -> Verified:
    """Compare every file of a copy of the site with its manifest; nothing but the copy is needed. A few parts of
    the manifest are in memory at a time. Raises StoreProblem where there is no manifest."""
    problems: list[Problem] = []
    count = 0
    with disk(out):
        data = _bytes(out / ROOT)
        if data is None:
            hint = "Name the folder of a built site; a site of an older version has none: build it again."
            raise StoreProblem(f"there is no {ROOT}", where=str(out), hint=hint)
        if found := _of_another_format(data):
            return Verified(problems=(found,))
        try:
            root = msgspec.json.decode(data, type=Root)
        except (msgspec.DecodeError, UnicodeDecodeError):
            return Verified(problems=(Problem(ROOT, "it cannot be read"),))
        if root.format != FORMAT or sealed(root) != root.sha256:
            problems.append(Problem(ROOT, "it has been altered"))
        for part in root.parts:
            files, what = _files_of(out, part)
            if what:
                problems.append(Problem(part.path, what))
            count += len(files)
        whole = not problems
        for part in root.parts:
            for path, sha256 in _files_of(out, part)[0].items():
                there = _sha256(out / path) if _is_within(path) else None
                if there is None and path != _HEADERS:
                    problems.append(Problem(path, "it is missing"))
                elif there not in (None, sha256):
                    problems.append(Problem(path, _DAMAGED))
        # Of a part that is damaged nobody knows what it named.
        problems += (Problem(path, "manifest.json does not name it") for path in (_unnamed(out, root) if whole else ()))
    return Verified(count, problems=tuple(problems))


def _files_of(out: Path, part: Part) -> tuple[dict[str, str], str]:
    """Path → SHA-256 of what a part names, and what is wrong with it: then nothing."""
    data = _bytes(out / part.path) if _is_within(part.path) else None
    if data is None or hashlib.sha256(data).hexdigest() != part.sha256:
        return {}, "it is missing" if data is None else _DAMAGED
    try:
        return msgspec.json.decode(data, type=Content).files, ""
    except (msgspec.DecodeError, UnicodeDecodeError):
        return {}, "it cannot be read"


def _unnamed(out: Path, root: Root) -> Iterator[str]:
    """Every file that its part does not name."""
    parts = {part.path: part for part in root.parts}
    own = {ROOT, MANIFEST, *parts}

    @lru_cache(maxsize=_PARTS)
    def named(part: str) -> frozenset[str]:
        return frozenset(_files_of(out, parts[part])[0] if part in parts else ())

    for path, _ in files_below(str(out)):
        if path not in own and path not in named(part_path(part_of(path))):
            yield path


class _Head(Struct, frozen=True):
    """What a manifest of any format says of itself."""

    format: int = FORMAT
    program: str = "another program"


def _of_another_format(data: bytes) -> Problem | None:
    try:
        head = msgspec.json.decode(data, type=_Head)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    if head.format == FORMAT:
        return None
    what = f"it is of format {head.format}, and this program, build_site {__version__}, reads format {FORMAT}"
    return Problem(ROOT, what, f"Check this copy with the program that made it: {one_line(head.program)[:100]}.")


def _is_within(path: str) -> bool:
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _sha256(path: Path) -> str | None:
    try:
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        pass
    return None


def verify_sentences(shop: Workshop) -> Verified:
    """Compare each sentence on the pages of articles in the site with its seed and with the memory. One article is in
    memory at a time, and of the others' translations what is asked for."""
    out, folder = shop.project.out, shop.project.seeds
    addresses = Addresses(shop.project.site_src / "urls.csv").by_address
    of_article = {article: address for address, article in addresses.items()}
    elsewhere = _Elsewhere(shop.memory)
    problems: list[Problem] = []
    met: set[str] = set()
    first: dict[bytes, str] = {}
    alike: list[tuple[str, str]] = []
    seeds = count = 0
    with disk(out):
        tops = sorted(each.name for each in out.iterdir() if (each / "articles").is_dir())
        for seed in all_seeds(folder, list_seeds(folder)):
            if not isinstance(seed, Seed) or seed.id in met or seed.id not in of_article:
                continue
            met.add(seed.id)
            names = [f"{top}/{of_article[seed.id]}/index.html" for top in tops]
            names = [name for name in names if (out / name).is_file()]
            if not names:
                continue
            seeds += 1
            text, own = _text(shop, seed), _own(shop.memory, seed.id)
            other = first.setdefault(hashlib.blake2b(text.encode(), digest_size=12).digest(), seed.id)
            if text and other != seed.id:
                alike.append((seed.name, other))
            for name in names:
                for anchor, source, target in sentences(read_page((out / name).read_bytes())):
                    count += 1
                    if source and normalised(source) not in text:
                        problems.append(Problem(f"{name}#{anchor}", f"the seed does not say “{_cut(source)}”"))
                    elif target and target not in own.get(normalised(source), ()):
                        elsewhere.ask(f"{name}#{anchor}", normalised(source), target)
        for page_path in out.glob("*/articles/*/*/index.html"):
            name = page_path.relative_to(out).as_posix()
            if addresses.get(name.partition("/")[2].removesuffix("/index.html")) not in met:
                problems.append(Problem(name, "no seed has this address in site_src/urls.csv"))
    problems += elsewhere.problems()
    return Verified(0, seeds, count, tuple(sorted(problems, key=attrgetter("where"))), tuple(alike))


def _text(shop: Workshop, seed: Seed) -> str:
    """The seed's text on one line; empty where it cannot be read."""
    try:
        source = decode_source(seed.name, read_seed(shop.project.seeds, seed))
    except SourceProblem:
        return ""
    return normalised(source.text)


def _own(memory: Memory, article_id: str) -> dict[str, set[str]]:
    """Source → its translations in the article's own file."""
    found: dict[str, set[str]] = {}
    catalog, _ = memory.read_good(article_id)
    for (_, source), unit in units(catalog).items() if catalog else ():
        if unit.target:
            found.setdefault(source, set()).add(unit.target)
    return found


class _Elsewhere:
    """Sentences whose article has not their translation: whether another article has it. The memory is read through
    once for so many of them."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._asked: dict[tuple[str, str], list[str]] = {}
        """(source, target) → where on the pages."""
        self._found: list[Problem] = []

    def ask(self, where: str, source: str, target: str) -> None:
        self._asked.setdefault((source, target), []).append(where)
        if len(self._asked) >= _AT_ONCE:
            self._answer()

    def problems(self) -> list[Problem]:
        self._answer()
        return self._found

    def _answer(self) -> None:
        asked, self._asked = self._asked, {}
        sources, targets = ({pair[place] for pair in asked} for place in (0, 1))
        known: set[str] = set()
        said: set[str] = set()
        for article_id in self._memory.signatures() if asked else ():
            for source, translations in _own(self._memory, article_id).items():
                said |= translations & targets
                if source in sources:
                    known.add(source)
                    for target in translations:
                        asked.pop((source, target), None)
        # Of a sentence that has changed since, the memory still has the old original.
        self._found += (
            Problem(where, f"the memory does not say “{_cut(target)}”")
            for (source, target), places in asked.items()
            if source in known or target not in said
            for where in places
        )


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"
