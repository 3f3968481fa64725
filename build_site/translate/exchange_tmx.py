"""TMX 1.4b: the memory for OmegaT and other CAT tools."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

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
    told = (
        f'creationtool="build_site" creationtoolversion="{version}" segtype="sentence" adminlang="en"'
        f' srclang="{pair[0]}" datatype="plaintext" o-tmf="PO"'
    )
    inner = "".join(f"  <note>{_content(note)}</note>\n" for note in notes)
    header = f"<header {told}>\n{inner}</header>\n" if notes else f"<header {told}/>\n"
    yield b"<?xml version='1.0' encoding='UTF-8'?>\n"
    yield b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n'
    yield header.encode()
    yield b"<body>\n"
    for item in items:
        if item.target:
            yield tmx_unit(item, pair)
    yield b"</body>\n</tmx>\n"


def tmx_unit(item: Exchanged, pair: tuple[str, str]) -> bytes:
    """One `<tu>` as `tmx_parts` writes it. Put together as lxml would, which makes an object of each element first."""
    lines = ["<tu>"]
    if item.note:
        lines.append(f"  <note>{_content(item.note)}</note>")
    fields = fields_of(item) | ({"previous": item.previous} if item.previous else {})
    lines += [f'  <prop type="x-{name}">{_content(value)}</prop>' for name, value in fields.items()]
    for code, text in zip(pair, (item.source, item.target or ""), strict=True):
        lines += (f'  <tuv xml:lang="{code}">', f"    <seg>{_content(text)}</seg>", "  </tuv>")
    lines.append("</tu>\n")
    return "\n".join(lines).encode()


def _content(text: str) -> str:
    """As the content of an element."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


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
