"""What the preview says below an article's page: from which lines of which files each paragraph comes, and what of it
wants an editor's eye."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from build_site.errors import BuildSiteError
from build_site.model import Digest, TranslationUnit
from build_site.preview.problems import Place, Places
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.store.files import read_text
from build_site.store.project import Project
from build_site.translate.po import parse

Key = tuple[str, str]
"""Role and original of an entry of a PO file."""


class Doubt(Struct, frozen=True):
    """A sentence that wants an editor's eye."""

    anchor: str
    what: str
    place: Place | None
    """Its entry, where it has one."""


class Row(Struct, frozen=True):
    """A paragraph."""

    anchor: str
    text: str
    """Its beginning."""
    seed: Place | None
    entries: tuple[Place, ...]
    """Of its sentences, in the article's own PO file."""


class Bar(Struct, frozen=True):
    seed: Place | None
    memory: Place | None
    rows: tuple[Row, ...]
    doubts: tuple[Doubt, ...]
    findings: tuple[tuple[str, Place | None], ...]
    """Of the file itself."""


SHOWN = 60
"""Letters of a paragraph."""
_SAID: dict[Literal["human", "approved", "machine", "stale", "missing"], str] = {
    "machine": "a machine's translation, read by nobody",
    "stale": "the original has changed since",
    "missing": "not translated",
}


def make_bar(digest: Digest, project: Project, places: Places) -> Bar:
    """Of an article as it was digested last, with the places in its files as they are now."""
    article = digest.article
    name = article.file.partition("#")[0]
    path = project.site_src / digest.credit.file
    entries = _entries(digest, project)
    memory = places.at(path, 1) if path.is_file() else None

    def entry(unit: TranslationUnit) -> Place | None:
        line = entries.get((unit.role, unit.source))
        return places.at(path, line) if line else None

    def seed(line: int) -> Place | None:
        return places.of(f"seeds/{name}:{line}") if line else places.of(f"seeds/{name}")

    rows, doubts = [], list(_doubts("top", digest.title, entry(digest.title)))
    for anchor, block, units in zip(block_anchors(article), article.blocks, digest.units, strict=False):
        found = tuple(place for place in map(entry, units) if place)
        rows.append(Row(anchor, _begun(block.text), seed(block.lines[0] if block.lines else 0), found))
        for number, unit in enumerate(units):
            doubts += _doubts(sentence_anchor(anchor, number), unit, entry(unit))
    findings = tuple((finding.what, seed(finding.line)) for finding in article.findings)
    return Bar(seed(0), memory, tuple(rows), tuple(doubts), findings)


def _doubts(anchor: str, unit: TranslationUnit, place: Place | None) -> Iterator[Doubt]:
    if said := _SAID.get(unit.state):
        yield Doubt(anchor, said, place)
    for finding in unit.findings:
        yield Doubt(anchor, finding.message, place)


def _entries(digest: Digest, project: Project) -> dict[Key, int]:
    """Line of each entry of the article's PO file; none where it has none, or a damaged one."""
    try:
        text = read_text(project.site_src / digest.credit.file)
        catalog = parse(text, digest.credit.file) if text else None
    except BuildSiteError:
        return {}
    return {(each.context or "", each.source): each.line for each in catalog.entries} if catalog else {}


def _begun(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN].rpartition(' ')[0]} …"
