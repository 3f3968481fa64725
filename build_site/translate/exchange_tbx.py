"""The glossary as TBX-Basic, written as ISO 30042:2008 (what Weblate, OmegaT and the Translate Toolkit read) or as the
2019 edition (TBX version 3, DCA style), and read from either."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree
from msgspec import Struct

from build_site.errors import MemoryProblem
from build_site.model import Term
from build_site.translate.exchange_xml import XML_LANG, children, clean, name_of, read_xml, text_of, write_xml


class _Edition(Struct, frozen=True):
    """How an edition of the standard calls its elements."""

    concept: str
    language: str
    term: str


_EDITIONS = {"2008": _Edition("termEntry", "langSet", "tig"), "2019": _Edition("conceptEntry", "langSec", "termSec")}
_NAMESPACE = "urn:iso:std:iso:30042:ed-2"
_STATUS = {
    "preferred": "preferredTerm-admn-sts", "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts", "forbidden": "supersededTerm-admn-sts",
}  # fmt: skip


_POS = {name: name for name in ("noun", "verb", "adjective", "adverb")} | {"proper noun": "properNoun"}
_READ_POS = {name: ours for ours, name in _POS.items()}
_MEANT = {status: name for name, status in _STATUS.items()}
_LISTS = ("abbr", "variants", "alternatives", "forbidden")


def write_tbx(terms: Iterable[Term], pair: tuple[str, str], title: str, edition: str = "2008") -> bytes:
    """All concepts, each with its terms in both languages and their status. `edition`: 2008 or 2019."""
    names = _EDITIONS[edition]
    new = edition == "2019"
    root = etree.Element("tbx" if new else "martif", {"type": "TBX-Basic", XML_LANG: pair[1]})
    if new:
        root.set("style", "dca")
        root.set("xmlns", _NAMESPACE)
    header = etree.SubElement(root, "tbxHeader" if new else "martifHeader")
    description = etree.SubElement(header, "fileDesc")
    etree.SubElement(etree.SubElement(description, "titleStmt"), "title").text = clean(title)
    etree.SubElement(etree.SubElement(description, "sourceDesc"), "p").text = "Exported from the digest’s glossary."
    if not new:
        encoding = etree.SubElement(header, "encodingDesc")
        etree.SubElement(encoding, "p", type="XCSURI").text = "TBXBasicXCSV02.xcs"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        _concept(body, term, pair, f"c{number}-{term.id}", names)
    return write_xml(root, None if new else '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">')


def _concept(body: Any, term: Term, pair: tuple[str, str], name: str, names: _Edition) -> None:
    concept = etree.SubElement(body, names.concept, id=name)
    if term.domain:
        etree.SubElement(concept, "descrip", type="subjectField").text = clean(term.domain)
    if term.note:
        etree.SubElement(concept, "note").text = clean(term.note)
    source = etree.SubElement(concept, names.language, {XML_LANG: pair[0]})
    for text in (term.term, *term.variants):
        _term(names, source, text, "preferred" if text == term.term else "admitted", term)
    abbreviations = {code: [one for one in term.abbr if one.isascii() == (code == pair[1])] for code in pair}
    for text in abbreviations[pair[0]]:
        _term(names, source, text, "admitted", term, "abbreviation")
    target = etree.SubElement(concept, names.language, {XML_LANG: pair[1]})
    if term.definition:
        group = etree.SubElement(target, "descripGrp")
        etree.SubElement(group, "descrip", type="definition").text = clean(term.definition)
        if term.source:
            etree.SubElement(group, "admin", type="source").text = clean(term.source)
    _term(names, target, term.target, term.status, term)
    for text in term.alternatives:
        _term(names, target, text, "admitted", term)
    for text in abbreviations[pair[1]]:
        _term(names, target, text, "admitted", term, "abbreviation")
    for text in term.forbidden:
        _term(names, target, text, "forbidden", term)


def _term(names: _Edition, side: Any, text: str, status: str, term: Term, kind: str = "") -> None:
    group = etree.SubElement(side, names.term)
    etree.SubElement(group, "term").text = clean(text)
    etree.SubElement(group, "termNote", type="administrativeStatus").text = _STATUS[status]
    if term.pos:
        etree.SubElement(group, "termNote", type="partOfSpeech").text = _POS.get(term.pos, "other")
    if kind:
        etree.SubElement(group, "termNote", type="termType").text = kind
    if term.do_not_translate:
        etree.SubElement(group, "note").text = "Not translated."


def read_tbx(data: bytes, pair: tuple[str, str], where: str) -> list[dict[str, str]]:
    """Rows of the termbase, by column, one a concept that has a term in both languages; columns that the file says
    nothing of are absent. Raises MemoryProblem where it is no TBX."""
    root = read_xml(data, where)
    if name_of(root) not in ("martif", "tbx"):
        raise MemoryProblem(f"<{name_of(root)}> is no TBX", where=f"{where}:1", hint="Export the glossary as TBX.")
    names = _EDITIONS["2019" if name_of(root) == "tbx" else "2008"]
    rows = [_row(concept, pair, names) for concept in root.iter("{*}" + names.concept)]
    return [row for row in rows if row.get("term") and row.get("target")]


def _row(concept: Any, pair: tuple[str, str], names: _Edition) -> dict[str, str]:
    row: dict[str, str] = {}
    lists: dict[str, list[str]] = {name: [] for name in _LISTS}
    for side in children(concept, names.language):
        code = side.get(XML_LANG, side.get("lang", "")).split("-")[0].lower()
        if code in pair:
            for group in (*children(side, names.term), *children(side, "ntig")):
                _read_term(group, row, lists, own=code == pair[0])
    for element in concept.iter():
        kind, text = element.get("type"), " ".join(text_of(element).split())
        if name_of(element) == "descrip" and kind in ("subjectField", "definition"):
            row.setdefault("domain" if kind == "subjectField" else "definition", text)
        elif name_of(element) == "admin" and kind == "source":
            row.setdefault("source", text)
    notes = [" ".join(text_of(note).split()) for note in children(concept, "note")]
    row |= {"note": " ".join(notes)} if notes else {}
    return row | {name: "; ".join(dict.fromkeys(texts)) for name, texts in lists.items() if texts}


def _read_term(group: Any, row: dict[str, str], lists: dict[str, list[str]], *, own: bool) -> None:
    """A term of the source's language (`own`) or of the target's, into the row."""
    text = " ".join(text_of(next(group.iter("{*}term"), None)).split())
    notes = {note.get("type"): (note.text or "").strip() for note in group.iter("{*}termNote")}
    status = _MEANT.get(notes.get("administrativeStatus", ""), "preferred")
    if not text:
        return
    if notes.get("termType") in ("abbreviation", "acronym"):
        lists["abbr"].append(text)
    elif own:
        if "term" in row:
            lists["variants"].append(text)
        else:
            row["term"] = text
            pos = _READ_POS.get(notes.get("partOfSpeech", ""))
            row |= {"pos": pos} if pos else {}
    elif "target" not in row:
        row |= {"target": text, "status": status}
        if any("Not translated." in (note.text or "") for note in children(group, "note")):
            row["do_not_translate"] = "yes"
    else:
        lists["forbidden" if status == "forbidden" else "alternatives"].append(text)
