"""The glossary as TBX-Basic (ISO 30042:2008), which Weblate, OmegaT and term banks read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lxml import etree

from build_site.model import Term
from build_site.translate.exchange_xml import XML_LANG, clean, write_xml

_STATUS = {
    "preferred": "preferredTerm-admn-sts", "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts", "forbidden": "supersededTerm-admn-sts",
}  # fmt: skip


def write_tbx(terms: Iterable[Term], pair: tuple[str, str], title: str) -> bytes:
    """All concepts, each with its terms in both languages and their status."""
    root = etree.Element("martif", {"type": "TBX-Basic", XML_LANG: pair[1]})
    header = etree.SubElement(root, "martifHeader")
    description = etree.SubElement(header, "fileDesc")
    etree.SubElement(etree.SubElement(description, "titleStmt"), "title").text = clean(title)
    etree.SubElement(etree.SubElement(description, "sourceDesc"), "p").text = "Exported from the digest’s glossary."
    encoding = etree.SubElement(header, "encodingDesc")
    etree.SubElement(encoding, "p", type="XCSURI").text = "TBXBasicXCSV02.xcs"
    body = etree.SubElement(etree.SubElement(root, "text"), "body")
    for number, term in enumerate(terms, 1):
        _concept(body, term, pair, f"c{number}-{term.id}")
    return write_xml(root, '<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">')


def _concept(body: Any, term: Term, pair: tuple[str, str], name: str) -> None:
    concept = etree.SubElement(body, "termEntry", id=name)
    for kind, text in (("subjectField", term.domain),):
        if text:
            etree.SubElement(concept, "descrip", type=kind).text = clean(text)
    if term.note:
        etree.SubElement(concept, "note").text = clean(term.note)
    source = etree.SubElement(concept, "langSet", {XML_LANG: pair[0]})
    for text in (term.term, *term.variants):
        _term(source, text, "preferred" if text == term.term else "admitted", term)
    abbreviations = {code: [one for one in term.abbr if one.isascii() == (code == pair[1])] for code in pair}
    for text in abbreviations[pair[0]]:
        _term(source, text, "admitted", term, "abbreviation")
    target = etree.SubElement(concept, "langSet", {XML_LANG: pair[1]})
    if term.definition:
        group = etree.SubElement(target, "descripGrp")
        etree.SubElement(group, "descrip", type="definition").text = clean(term.definition)
        if term.source:
            etree.SubElement(group, "admin", type="source").text = clean(term.source)
    _term(target, term.target, term.status, term)
    for text in term.alternatives:
        _term(target, text, "admitted", term)
    for text in abbreviations[pair[1]]:
        _term(target, text, "admitted", term, "abbreviation")
    for text in term.forbidden:
        _term(target, text, "forbidden", term)


def _term(side: Any, text: str, status: str, term: Term, kind: str = "") -> None:
    group = etree.SubElement(side, "tig")
    etree.SubElement(group, "term").text = clean(text)
    etree.SubElement(group, "termNote", type="administrativeStatus").text = _STATUS[status]
    if term.pos:
        etree.SubElement(group, "termNote", type="partOfSpeech").text = "noun" if "noun" in term.pos else term.pos
    if kind:
        etree.SubElement(group, "termNote", type="termType").text = kind
    if term.do_not_translate:
        etree.SubElement(group, "note").text = "Not translated."
