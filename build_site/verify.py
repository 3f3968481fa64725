"""`check` for readers: every file of a copy is what its manifest says, every sentence what seed and memory say."""

from __future__ import annotations

import hashlib
from html.parser import HTMLParser
from pathlib import Path

import msgspec
from msgspec import Struct

from build_site.check import Problem
from build_site.errors import SourceProblem, StoreProblem
from build_site.source import decode_source
from build_site.store.addresses import Addresses
from build_site.store.files import disk
from build_site.store.manifest import FORMAT, ROOT, Content, Root, sealed
from build_site.store.publish import MANIFEST
from build_site.store.seeds import Seed, all_seeds, list_seeds, read_seed
from build_site.translate.memory import units
from build_site.translate.wanted import normalised
from build_site.work.workshop import Workshop

_DAMAGED = "it is not what manifest.json says"
_HEADERS = "_headers"
"""What it says, hosts say; they do not hand it out."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class Verified(Struct, frozen=True):
    """What has been compared, and what is wrong."""

    files: int = 0
    seeds: int = 0
    sentences: int = 0
    problems: tuple[Problem, ...] = ()


def verify_copy(out: Path) -> Verified:
    """Compare every file of a copy of the site with its manifest; nothing but the copy is needed. Raises StoreProblem
    where there is no manifest."""
    problems: list[Problem] = []
    with disk(out):
        data = _bytes(out / ROOT)
        if data is None:
            hint = "Name the folder of a built site; a site of an older version has none: build it again."
            raise StoreProblem(f"there is no {ROOT}", where=str(out), hint=hint)
        try:
            root = msgspec.json.decode(data, type=Root)
        except msgspec.DecodeError:
            return Verified(problems=(Problem(ROOT, "it cannot be read"),))
        if root.format != FORMAT or sealed(root) != root.sha256:
            problems.append(Problem(ROOT, "it has been altered"))
        known: dict[str, str] = {}
        for part in root.parts:
            data = _bytes(out / part.path) if _is_within(part.path) else None
            if data is None or hashlib.sha256(data).hexdigest() != part.sha256:
                problems.append(Problem(part.path, "it is missing" if data is None else _DAMAGED))
                continue
            known.update(msgspec.json.decode(data, type=Content).files)
        whole = not problems
        for path, sha256 in known.items():
            data = _bytes(out / path) if _is_within(path) else None
            if data is None and path == _HEADERS:
                continue
            if data is None or hashlib.sha256(data).hexdigest() != sha256:
                problems.append(Problem(path, "it is missing" if data is None else _DAMAGED))
        own = {ROOT, MANIFEST, *(part.path for part in root.parts)}
        # Of a part that is damaged nobody knows what it named.
        for path in _files(out) if whole else ():
            if path not in known and path not in own:
                problems.append(Problem(path, "manifest.json does not name it"))
    return Verified(len(known), problems=tuple(problems))


def _is_within(path: str) -> bool:
    return not path.startswith("/") and not {"", ".", ".."} & set(path.split("/"))


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None
    except OSError:
        return None


def _files(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_symlink() or not path.is_dir())


def verify_sentences(shop: Workshop) -> Verified:
    """Compare each sentence on the pages of articles in the site with its seed and with the memory."""
    out, folder = shop.project.out, shop.project.seeds
    given = Addresses(shop.project.site_src / "urls.csv").by_address
    seeds = {seed.id: seed for seed in all_seeds(folder, list_seeds(folder)) if isinstance(seed, Seed)}
    memory = _memory(shop)
    everything = set().union(*memory.values())
    problems: list[Problem] = []
    read: set[str] = set()
    texts: dict[str, str] = {}
    count = 0
    with disk(out):
        for path in sorted(out.glob("*/articles/*/*/index.html")):
            name = path.relative_to(out).as_posix()
            tail = name.partition("/")[2].removesuffix("/index.html")
            seed = seeds.get(given.get(tail, ""))
            if seed is None:
                problems.append(Problem(name, "no seed has this address in site_src/urls.csv"))
                continue
            if seed.id not in texts:
                texts[seed.id] = _text(shop, seed)
                read.add(seed.id)
            page = _Sentences()
            page.feed(path.read_text("utf-8", errors="replace"))
            for anchor, source, target in page.found:
                count += 1
                if source and normalised(source) not in texts[seed.id]:
                    problems.append(Problem(f"{name}#{anchor}", f"the seed does not say “{_cut(source)}”"))
                elif target and target not in memory.get(normalised(source), everything):
                    # Of a sentence that has changed since, the memory still has the old original.
                    problems.append(Problem(f"{name}#{anchor}", f"the memory does not say “{_cut(target)}”"))
    return Verified(0, len(read), count, tuple(problems))


def _text(shop: Workshop, seed: Seed) -> str:
    """The seed's text on one line; empty where it cannot be read."""
    try:
        source = decode_source(seed.name, read_seed(shop.project.seeds, seed))
    except SourceProblem:
        return ""
    return normalised(source.text)


def _memory(shop: Workshop) -> dict[str, set[str]]:
    """Source → all its translations in the memory."""
    found: dict[str, set[str]] = {}
    for article_id, _ in shop.memory.signatures():
        catalog, _ = shop.memory.read_good(article_id)
        for (_, source), unit in units(catalog).items() if catalog else ():
            if unit.target:
                found.setdefault(source, set()).add(unit.target)
    return found


def _cut(text: str) -> str:
    return text if len(text) <= 80 else f"{text[:79]}…"


class _Sentences(HTMLParser):
    """The sentences of an article's page: (id, source, target), each empty where the page has it not."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self._open: list[str] = []
        """Of each open element within a sentence, what its text belongs to."""
        self._id = ""
        self._texts = {"en": "", "vi": ""}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = dict(attrs)
        kinds = (given.get("class") or "").split()
        if not self._open:
            if tag == "span" and kinds[:1] == ["s"] and given.get("id"):
                self._id, self._texts, self._open = given["id"] or "", {"en": "", "vi": ""}, [""]
            return
        within = self._open[-1]
        if {"sn", "flag", "st", "none"} & set(kinds):
            within = ""
        elif not within and kinds[:1] in (["en"], ["vi"]):
            within = kinds[0]
        self._open.append(within)

    def handle_endtag(self, tag: str) -> None:
        if self._open and tag not in _VOID:
            self._open.pop()
            if not self._open:
                self.found.append((self._id, self._texts["vi"].strip(), self._texts["en"].strip()))

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1]:
            self._texts[self._open[-1]] += data
