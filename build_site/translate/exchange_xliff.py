"""XLIFF 1.2 and 2.0, for CAT tools: one <file> an article, one unit a text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import Any, Literal

from lxml import etree

from build_site.errors import MemoryProblem
from build_site.model import State
from build_site.translate.exchange import CONFIRMED, Exchanged
from build_site.translate.exchange_xml import children, clean, fields_of, item_of, name_of, read_xml, text_of, write_xml
from build_site.translate.memory import sha

Version = Literal["1.2", "2.0"]
_SPACE = {"1.2": "urn:oasis:names:tc:xliff:document:1.2", "2.0": "urn:oasis:names:tc:xliff:document:2.0"}
_STATES_1: dict[State, str] = {
    "missing": "needs-translation", "machine": "needs-review-translation", "stale": "needs-adaptation",
    "approved": "signed-off", "human": "final",
}  # fmt: skip
_STATES_2: dict[State, str] = {
    "missing": "initial", "machine": "translated", "stale": "translated", "approved": "reviewed", "human": "final",
}  # fmt: skip
_FINISHED = frozenset({"final", "signed-off", "reviewed"})
_OURS, _READERS, _PREVIOUS = "build_site", "note", "previous source"


def write_xliff(items: Iterable[Exchanged], pair: tuple[str, str], version: Version) -> bytes:
    """The items, article by article. `pair`: codes of the source's and the target's language."""
    first = version == "1.2"
    root = etree.Element("xliff", nsmap={None: _SPACE[version]}, version=version)
    if not first:
        root.set("srcLang", pair[0])
        root.set("trgLang", pair[1])
    for number, (article, group) in enumerate(groupby(items, key=lambda item: item.article or ""), 1):
        if first:
            file = etree.SubElement(
                root, "file", original=article,
                **{"source-language": pair[0], "target-language": pair[1], "datatype": "plaintext"},
            )  # fmt: skip
            body = etree.SubElement(file, "body")
        else:
            body = etree.SubElement(root, "file", id=f"f{number}", original=article)
        for place, item in enumerate(group, 1):
            (_write_1 if first else _write_2)(body, item, f"{place}-{item.role}-{sha(item.source)}")
    return write_xml(root)


def _write_1(body: Any, item: Exchanged, name: str) -> None:
    unit = etree.SubElement(body, "trans-unit", id=name, approved="yes" if item.state in CONFIRMED else "no")
    etree.SubElement(unit, "source").text = clean(item.source)
    etree.SubElement(unit, "target", state=_STATES_1[item.state]).text = clean(item.target)
    for kind, text in _notes(item):
        etree.SubElement(unit, "note", {"from": kind}).text = text


def _write_2(body: Any, item: Exchanged, name: str) -> None:
    unit = etree.SubElement(body, "unit", id=name)
    notes = etree.SubElement(unit, "notes")
    for kind, text in _notes(item):
        etree.SubElement(notes, "note", category=kind).text = text
    segment = etree.SubElement(unit, "segment", state=_STATES_2[item.state])
    etree.SubElement(segment, "source").text = clean(item.source)
    if item.target:
        etree.SubElement(segment, "target").text = clean(item.target)


def _notes(item: Exchanged) -> list[tuple[str, str]]:
    ours = " ".join(f"{name}={value}" for name, value in fields_of(item).items() if name != "article")
    notes = [(_OURS, ours), (_READERS, item.note), (_PREVIOUS, item.previous)]
    return [(kind, clean(text)) for kind, text in notes if text]


def read_xliff(data: bytes, where: str) -> tuple[Exchanged, ...]:
    """The units of an XLIFF 1.x or 2.x file. Finished ones (approved, final, signed-off, reviewed) are a person's. Of a
    2.x unit with several segments, the texts are joined. Raises MemoryProblem, located."""
    root = read_xml(data, where)
    if name_of(root) != "xliff":
        raise MemoryProblem("not an XLIFF file", where=where, hint="Its root element is <xliff>.")
    ours = f'"{_OURS}"'
    known = ours in data.decode("utf-8", "replace") or f"'{_OURS}'" in data.decode("utf-8", "replace")
    found = []
    for file in root.iter("{*}file"):
        for unit in file.iter("{*}trans-unit", "{*}unit"):
            old = name_of(unit) == "trans-unit"
            parts = [unit] if old else children(unit, "segment")
            source = "".join(text_of(next(iter(children(part, "source")), None)) for part in parts)
            sides = [side for part in parts for side in children(part, "target")[:1]]
            target = "".join(map(text_of, sides))
            states = {side.get("state") for side in sides} if old else {part.get("state") for part in parts}
            finished = bool(states) and (states <= _FINISHED or (old and unit.get("approved") == "yes"))
            notes = {
                one.get("from") or one.get("category"): text_of(one)
                for holder in (unit, *children(unit, "notes"))
                for one in children(holder, "note")
            }
            fields = dict(pair.split("=", 1) for pair in notes.get(_OURS, "").split() if "=" in pair)
            if known and file.get("original"):
                fields["article"] = file.get("original")
            extra = {"note": notes.get(_READERS), "previous": notes.get(_PREVIOUS)}
            found.append(item_of(source, target, fields, finished, f"{where}:{unit.sourceline}", **extra))
    return tuple(found)
