"""TMX 1.4b: the memory for OmegaT and other CAT tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from lxml import etree

from build_site.errors import MemoryProblem
from build_site.translate.exchange import Exchanged
from build_site.translate.exchange_xml import (
    XML_LANG,
    children,
    clean,
    fields_of,
    item_of,
    name_of,
    read_xml,
    text_of,
)


def write_tmx(items: Iterable[Exchanged], pair: tuple[str, str], version: str) -> bytes:
    """All items that have a translation. `pair`: codes of the source's and the target's language."""
    return b"".join(tmx_parts(items, pair, version))


def tmx_parts(
    items: Iterable[Exchanged], pair: tuple[str, str], version: str, notes: Sequence[str] = ()
) -> Iterator[bytes]:
    """The same, piece by piece: the head, a unit a piece, the foot. `notes` stand in the header."""
    header = etree.Element(
        "header", creationtool="build_site", creationtoolversion=version, segtype="sentence",
        adminlang="en", srclang=pair[0], datatype="plaintext", **{"o-tmf": "PO"},
    )  # fmt: skip
    for note in notes:
        etree.SubElement(header, "note").text = clean(note)
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n"
    yield b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield _piece(header)
    yield b"<body>\n"
    for item in items:
        if item.target:
            yield tmx_unit(item, pair)
    yield b"</body>\n</tmx>\n"


def tmx_unit(item: Exchanged, pair: tuple[str, str]) -> bytes:
    """One `<tu>` as `tmx_parts` writes it."""
    unit = etree.Element("tu")
    if item.note:
        etree.SubElement(unit, "note").text = clean(item.note)
    fields = fields_of(item) | ({"previous": item.previous} if item.previous else {})
    for name, value in fields.items():
        etree.SubElement(unit, "prop", type=f"x-{name}").text = clean(value)
    for code, text in zip(pair, (item.source, item.target), strict=True):
        side = etree.SubElement(unit, "tuv", {XML_LANG: code})
        etree.SubElement(side, "seg").text = clean(text)
    return _piece(unit)


def _piece(element: Any) -> bytes:
    data: bytes = etree.tostring(element, encoding="UTF-8", xml_declaration=False, pretty_print=True)
    return data


def read_tmx(data: bytes, pair: tuple[str, str], where: str) -> tuple[Exchanged, ...]:
    """The units that have both languages (`en-GB` is `en`). A TMX of another program says of no text that a person has
    seen it: what it brings is unreviewed. Raises MemoryProblem, located."""
    root = read_xml(data, where)
    if name_of(root) != "tmx":
        raise MemoryProblem("not a TMX file", where=where, hint="Its root element is <tmx>.")
    found = []
    for unit in root.iter("{*}tu"):
        sides: dict[str, str] = {}
        for side in children(unit, "tuv"):
            code = (side.get(XML_LANG) or side.get("lang") or "").casefold().partition("-")[0]
            sides.setdefault(code, text_of(next(iter(children(side, "seg")), None)))
        if not {*pair} <= sides.keys():
            continue
        fields = {prop.get("type", "").removeprefix("x-"): prop.text or "" for prop in children(unit, "prop")}
        note = next((text_of(one) for one in children(unit, "note")), None)
        line = f"{where}:{unit.sourceline}"
        found.append(
            item_of(sides[pair[0]], sides[pair[1]], fields, False, line, note=note, previous=fields.get("previous"))
        )
    return tuple(found)
