"""trafilatura's XML, its own and TEI: one article a file."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from typing import Any

from build_site.source.address import web_address
from build_site.source.export.entry import Entry, plain
from build_site.source.export.feeds import local
from build_site.source.html.evidence import machine_date

EXTRACTED = ("doc", "TEI")
"""Names of the root elements."""
_TAGS = {
    "p": "p",
    "ab": "h2",
    "head": "h2",
    "item": "li",
    "list": "ul",
    "quote": "blockquote",
    "table": "table",
    "row": "tr",
    "cell": "td",
    "code": "pre",
    "lb": "br",
}
"""Element → HTML; of others only what they hold counts."""
_DEEPEST = 40


def read_extracted(root: Any) -> Iterator[Entry]:
    """The article of the file."""
    if local(root) == "doc":
        yield _own(root)
    else:
        yield _tei(root)


def _own(root: Any) -> Entry:
    told = {name: plain(value) for name, value in root.attrib.items()}
    addresses = (told.get(name) for name in ("url", "source"))
    return Entry(
        title=told.get("title", ""),
        url=next((found for each in addresses if (found := web_address(each))), ""),
        date=machine_date(told.get("date", "")) or "",
        authors=_names(told.get("author", "")),
        site=told.get("sitename", ""),
        section=told.get("categories", "").partition(";")[0],
        keywords=_words(told.get("tags", "")),
        html=_body(next((each for each in root if local(each) == "main"), None), told.get("title", "")),
    )


def _tei(root: Any) -> Entry:
    header = next((each for each in root if local(each) == "teiHeader"), None)
    full = _find(header, "biblFull")
    source = full if full is not None else header
    terms = [(each.get("type", ""), plain(each.text or "")) for each in _all(header, "term")]
    title = plain(_said(source, "title"))
    addresses = (web_address(each.get("target")) for each in _all(source, "ptr"))
    entries = (each for each in _all(root, "div") if each.get("type") == "entry")
    return Entry(
        title=title,
        url=next(filter(None, addresses), ""),
        date=machine_date(_said(source, "date")) or "",
        authors=tuple(name for each in _all(source, "author") for name in _names(plain("".join(each.itertext())))),
        site=plain(_said(source, "publisher")).rpartition(" (")[0],
        section=next((text for kind, text in terms if kind == "categories"), "").partition(",")[0],
        keywords=tuple(word for kind, text in terms if kind == "tags" for word in _words(text)),
        html=_body(next(entries, None), title),
    )


def _body(element: Any, title: str) -> str:
    """The article as HTML; a heading that says the title again is left out."""
    if element is None:
        return ""
    parts = list(element)
    if parts and local(parts[0]) in ("head", "ab") and plain("".join(parts[0].itertext())) == title:
        parts = parts[1:]
    return "\n".join(filter(None, (_markup(each, 0).strip() for each in parts)))


def _markup(element: Any, depth: int) -> str:
    """An element and what stands behind it."""
    name, tail = local(element), escape(element.tail or "", quote=False)
    if not name or name == "graphic" or depth > _DEEPEST:
        return tail
    inner = escape(element.text or "", quote=False) + "".join(_markup(each, depth + 1) for each in element)
    tag = _TAGS.get(name)
    if tag == "br":
        return f"<br>{tail}"
    return f"<{tag}>{inner}</{tag}>{tail}" if tag else f"{inner}{tail}"


def _all(element: Any, name: str) -> Iterator[Any]:
    return (each for each in (element.iter() if element is not None else ()) if local(each) == name)


def _find(element: Any, name: str) -> Any:
    return next(_all(element, name), None)


def _said(element: Any, name: str) -> str:
    found = _find(element, name)
    return "".join(found.itertext()).strip() if found is not None else ""


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(";") if name.strip())


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.replace(";", ",").split(",") if word.strip())
