"""A page of a built site as `check` reads it: its places, its links, and the sentences of an article. Anybody may have
altered a copy: any bytes give a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct

_ADDRESSES = {"href", "src", "poster", "data", "action", "cite"}
_ABSOLUTE = {"canonical", "alternate"}
"""What `<link>` names with the whole address that the site will have."""
_ENDS = re.compile(r"</(?:html|body)\b[^<>]*>", re.IGNORECASE)
"""Browsers show what stands behind them; libxml2 does not read it."""
_SIDES = (["target"], ["source"])
_BESIDE = {"sn", "flag", "st", "none"}
"""Classes of what stands within a sentence and is not said in it."""


class Link(Struct, frozen=True):
    address: str
    line: int
    is_link: bool
    """Whether it is one that a reader follows."""


class Places(Struct, frozen=True):
    """Where a page can be led to, and where it leads."""

    ids: frozenset[str]
    twice: tuple[tuple[str, int], ...]
    """(id, line) of each that stands there before."""
    links: tuple[Link, ...]


def read_page(data: bytes) -> etree._Element:
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    text = _ENDS.sub("", data.decode("utf-8-sig", "replace").replace("\0", "\N{REPLACEMENT CHARACTER}"))
    try:
        root: etree._Element | None = etree.fromstring(text.encode(), parser)
    except (etree.ParserError, etree.XMLSyntaxError, AssertionError):
        root = None
    return etree.Element("html") if root is None else root


def places(page: etree._Element) -> Places:
    ids: set[str] = set()
    twice: list[tuple[str, int]] = []
    links: list[Link] = []
    for element in page.iter(etree.Element):
        attributes = element.attrib
        for name, value in attributes.items() if attributes else ():
            if name == "id":
                if value in ids:
                    twice.append((value, element.sourceline or 0))
                ids.add(value)
            elif name in _ADDRESSES and not (element.tag == "link" and attributes.get("rel") in _ABSOLUTE):
                links.append(Link(value.strip(), element.sourceline or 0, element.tag == "a"))
    return Places(frozenset(ids), tuple(twice), tuple(links))


def sentences(page: etree._Element) -> Iterator[tuple[str, str, str]]:
    """(id, source, target) of each sentence on an article's page, each empty where the page has it not."""
    for sentence in page.iter("span"):
        if sentence.get("class", "").split()[:1] == ["s"] and sentence.get("id"):
            yield sentence.get("id"), *_sides(sentence)


def _sides(sentence: etree._Element) -> tuple[str, str]:
    """Its text in the source's language and in the reader's."""
    texts = {"target": "", "source": "", "": ""}
    within = [""]
    """Of each open element, what its text belongs to."""
    for event, element in etree.iterwalk(sentence, events=("start", "end")):
        if element is sentence:
            continue
        if event == "start":
            kinds = element.get("class", "").split()
            side = within[-1]
            if not _BESIDE.isdisjoint(kinds):
                side = ""
            elif not side and kinds[:1] in _SIDES:
                side = kinds[0]
            within.append(side)
            texts[side] += element.text or ""
        else:
            within.pop()
            texts[within[-1]] += element.tail or ""
    return texts["source"].strip(), texts["target"].strip()
