"""What TMX, XLIFF and TBX share: reading XML from strangers, and the fields that only we know, as one line of text.
lxml is imported where XML is read: a build of an edit writes TMX and reads none."""

from __future__ import annotations

import re
from typing import Any, get_args

from build_site.errors import MemoryProblem
from build_site.model import Role, State
from build_site.translate.exchange import Exchanged

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_OURS = ("article", "role", "state", "engine", "date", "base", "waive")
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut", "x", "sub"})


def read_xml(data: bytes, where: str) -> Any:
    """The root element. No entity is expanded, nothing else is opened. Raises MemoryProblem, located."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise MemoryProblem(
            f"not XML: {error.msg}", where=f"{where}:{error.lineno}", hint="Export the file again."
        ) from None
    subset = root.getroottree().docinfo.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise MemoryProblem(
            "the file defines entities of its own",
            where=f"{where}:1",
            hint="Translation files need none; export it again.",
        )
    return root


def write_xml(root: Any, doctype: str | None = None) -> bytes:
    from lxml import etree

    data: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, doctype=doctype, pretty_print=True)
    return data


def clean(text: str) -> str:
    """The text without the control characters that XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def name_of(element: Any) -> str:
    """A tag without its namespace; empty for comments and the like."""
    from lxml import etree

    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def children(element: Any, name: str) -> list[Any]:
    return [child for child in element if name_of(child) == name]


def text_of(element: Any | None) -> str:
    """All text inside, without what stands in inline codes of the other program."""
    if element is None:
        return ""
    parts = [element.text or ""]
    for child in element:
        if name_of(child) and name_of(child) not in _CODES:
            parts.append(text_of(child))
        parts.append(child.tail or "")
    return "".join(parts)


def fields_of(item: Exchanged) -> dict[str, str]:
    """The fields of an item that formats have no place for."""
    return {name: value for name in _OURS if (value := getattr(item, name))}


def item_of(source: str, target: str, fields: dict[str, str], confirmed: bool, where: str, **more: Any) -> Exchanged:
    """An item from its texts and our own fields, where the file has kept them. `confirmed`: the other program says that
    a person has finished it; that counts more than the state at the export."""
    role, state = fields.get("role"), fields.get("state", "machine" if target else "missing")
    if state not in get_args(State) or role not in (None, *get_args(Role)):
        raise MemoryProblem(f"no such state or role: {state!r}, {role!r}", where=where, hint="Export the file again.")
    if confirmed and state not in ("human", "approved"):
        state = "human"
    rest = {name: fields.get(name) for name in ("article", "engine", "date", "base", "waive")}
    return Exchanged(source, target, state, role=role, **rest, **more)  # type: ignore[arg-type]
