"""Feeds as files: Atom, RSS 2.0 and RSS 1.0."""

from __future__ import annotations

from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from typing import Any

from lxml import etree

from build_site.source.address import web_address
from build_site.source.export.entry import Entry, plain
from build_site.source.html.evidence import machine_date

TEASER = 600
"""Characters of a summary from which on it may be the article."""
FEEDS = ("feed", "rss", "RDF")


def parse(data: bytes) -> Any:
    """The root element; None for what is no XML. Entities of its own are not expanded, and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=False, remove_comments=True)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def local(element: Any) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def read_feed(root: Any) -> Iterator[Entry]:
    """The articles of a feed, in its order."""
    head = next((each for each in root if local(each) == "channel"), root)
    site = plain(_text(head, "title"))
    for element in root.iter():
        if local(element) == "entry":
            yield _atom(element, site)
        elif local(element) == "item":
            yield _rss(element, site)


def _atom(entry: Any, site: str) -> Entry:
    links = [each for each in entry if local(each) == "link" and each.get("rel", "alternate") == "alternate"]
    content, summary = _markup(entry, "content"), _markup(entry, "summary")
    origin = next((each for each in entry if local(each) == "source"), None)
    people = [each for each in entry if local(each) == "author"]
    return Entry(
        title=plain(_text(entry, "title")),
        url=next((found for each in links if (found := web_address(each.get("href")))), ""),
        date=machine_date(_text(entry, "published") or _text(entry, "updated")) or "",
        authors=tuple(filter(None, (plain(_text(each, "name")) for each in people))),
        site=(plain(_text(origin, "title")) if origin is not None else "") or site,
        keywords=tuple(
            filter(None, (each.get("label") or each.get("term") for each in entry if local(each) == "category"))
        ),
        html=content or summary,
        teaser=not content and len(plain(summary)) < TEASER,
    )


def _rss(item: Any, site: str) -> Entry:
    content, summary = _text(item, "encoded"), _text(item, "description")
    author = plain(_text(item, "creator") or _text(item, "author"))
    guid = next((each.text or "" for each in item if local(each) == "guid"), "")
    return Entry(
        title=plain(_text(item, "title")),
        url=web_address(_text(item, "link")) or web_address(guid) or "",
        date=_mail_date(_text(item, "pubDate")) or machine_date(_text(item, "date")) or "",
        authors=(author,) if author else (),
        site=site,
        keywords=tuple(filter(None, (plain(each.text or "") for each in item if local(each) == "category"))),
        html=content or summary,
        teaser=not content and len(plain(summary)) < TEASER,
    )


def _text(element: Any, name: str) -> str:
    found = next((each for each in element if local(each) == name), None)
    return "".join(found.itertext()).strip() if found is not None else ""


def _markup(element: Any, name: str) -> str:
    """The HTML of a part of an entry: escaped, or as elements where it says XHTML."""
    found = next((each for each in element if local(each) == name), None)
    if found is None:
        return ""
    if found.get("type") == "xhtml":
        return "".join(etree.tostring(each, encoding="unicode", method="html") for each in found)
    return "".join(found.itertext()).strip()


def _mail_date(text: str) -> str:
    """`Sat, 12 Sep 2026 08:00:00 +0700` in ISO 8601; empty for what is no such date."""
    try:
        return parsedate_to_datetime(text).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
