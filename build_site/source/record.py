"""A record of a collection (`.jsonl`, `.jsonl.xz`): one article a line, with its text and what is known of it."""

from __future__ import annotations

import hashlib
import re
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

import msgspec
from msgspec import Struct, structs

from build_site.errors import SourceProblem
from build_site.model import Evidence, Finding, Source
from build_site.source.address import web_address
from build_site.source.html import decode_html
from build_site.source.html.evidence import machine_date
from build_site.source.text import decode_text
from build_site.source.unicode import one_line, shown
from build_site.source.unread import RECORD as HINT


class Record(Struct, frozen=True):
    """What is read of a record. One of `text` and `html` is needed."""

    text: str = ""
    html: str = ""
    title: str = ""
    lead: str = ""
    url: str | None = None
    dates: tuple[str, ...] = ()
    """ISO 8601, or as printed."""
    authors: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Fields that say something in a form that cannot be read."""


FIELDS: dict[str, tuple[str, ...]] = {
    "text": ("text", "content_text", "maintext", "content", "body"),
    "html": ("html", "content_html"),
    "title": ("title", "headline"),
    "lead": ("lead", "sapo"),
    "url": ("url", "link", "canonical_url", "source_url"),
    "date": (
        *("date", "published", "published_at", "published_date", "date_published"),
        *("date_publish", "publish_date", "pubdate", "datetime"),
    ),
    "byline": ("byline", "author", "authors"),
    "section": ("section", "category", "categories"),
    "keywords": ("keywords", "tags"),
}
"""What a field may be called, the first one first; in capitals or small letters. Others are passed over."""
_MARKUP = re.compile(r"<(?:p|div|br|h[1-6]|ul|ol|article|section|span)\b[^<>]{0,500}>", re.IGNORECASE)
_MOST = 12
"""Authors and keywords that are read."""
_LONGEST = 80
"""Characters of a field that is shown."""


def read_record(name: str, line: bytes) -> Record:
    """One line of a collection. Raises SourceProblem; `name` says where, for messages."""
    try:
        fields = msgspec.json.decode(line, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SourceProblem(f"not a record: {error}", where=name, hint=HINT) from None
    given = {key.lower(): value for key, value in fields.items() if value not in (None, "", [])}
    told = {known: next((given[each] for each in names if each in given), None) for known, names in FIELDS.items()}
    text = _text(told["text"])
    if not text and told["text"] is not None:
        what = f"the record's text is {_kind(told['text'])}, not text"
        raise SourceProblem(what, where=name, hint=HINT)
    html = told["html"] if isinstance(told["html"], str) else ""
    if not html and "text" not in given and _MARKUP.search(text):
        text, html = "", text
    if not text and not html:
        named = ", ".join(list(fields)[:8]) or "none"
        hint = "Call the field that holds the article `text` (or `html`)."
        raise SourceProblem(f"the record has no text (its fields: {named})", where=name, hint=hint)
    date = _date(told["date"])
    unread = [("date", told["date"])] if told["date"] is not None and not date else []
    unread += [(known, told[known]) for known in ("title", "lead", "url") if not isinstance(told[known], str | None)]
    return Record(
        text,
        html,
        _plain(told["title"]),
        _plain(told["lead"]),
        told["url"] if isinstance(told["url"], str) else None,
        (date,) if date else (),
        tuple(filter(None, map(_plain, _several(told["byline"], ";"))))[:_MOST],
        next(iter(_several(told["section"], "\n")), None),
        tuple(_several(told["keywords"], ","))[:_MOST],
        tuple(Finding(0, f"the field {known} cannot be read: {_shown(value)}") for known, value in unread),
    )


def decode_record(name: str, line: bytes) -> Source:
    """The article of one line. A title, a lead and a byline that the text does not hold come before and after it as
    lines of their own. Raises SourceProblem."""
    record = read_record(name, line)
    title, lead, byline = record.title, record.lead, "; ".join(record.authors)
    evidence = Evidence(
        titles=(title,) if title else (),
        dates=record.dates,
        authors=record.authors,
        url=web_address(record.url),
        section=record.section,
        keywords=record.keywords,
    )
    if record.html and not record.text:
        page = decode_html(name, _titled(record.html, title).encode("utf-8", "surrogatepass"))
        known = {field: value for field in evidence.__struct_fields__ if (value := getattr(evidence, field))}
        told = structs.replace(page.evidence, **known)
        return structs.replace(page, **_identity(line), evidence=told, findings=(*record.findings, *page.findings))
    parts = [part for part in (title, lead) if part and part not in record.text]
    parts += [record.text, *(part for part in (byline,) if part and part not in record.text)]
    source = decode_text(name, "\n\n".join(parts).encode("utf-8", "surrogatepass"))
    findings = (*record.findings, *source.findings)
    return structs.replace(source, **_identity(line), kind="record", evidence=evidence, findings=findings)


def _titled(html: str, title: str) -> str:
    """A bare body with its title above it, where it has none."""
    whole = _WHOLE.search(html)
    return html if whole or not title or title in html else f"<h1>{escape(title)}</h1>\n{html}"


_WHOLE = re.compile(r"<(?:html|head|body|h1)\b", re.IGNORECASE)


def _text(value: Any) -> str:
    """Text, or paragraphs of it."""
    if isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "\n\n".join(value)
    return value if isinstance(value, str) else ""


def _several(value: Any, sign: str) -> list[str]:
    """Names or words: a list of them, or one text with `sign` between them."""
    parts = value if isinstance(value, list) else value.split(sign) if isinstance(value, str) else []
    parts = [each.get("name") if isinstance(each, dict) else each for each in parts]
    return [" ".join(each.split()) for each in parts if isinstance(each, str) and each.strip()]


def _date(value: Any) -> str | None:
    """A date in words of a machine, or seconds or milliseconds since 1970, in ISO 8601; one in words of people as it
    is: which they may be is a matter of the language."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 10**8 < value < 10**13:
        return datetime.fromtimestamp(value / 1000 if value >= 10**11 else value, UTC).isoformat(timespec="seconds")
    return machine_date(value) or one_line(value)[:_LONGEST] if isinstance(value, str) else None


def _kind(value: Any) -> str:
    kinds = {dict: "an object", list: "a list", bool: "a truth value"}
    return kinds.get(type(value), "a number")


def _shown(value: Any) -> str:
    text = value if isinstance(value, str) else msgspec.json.encode(value).decode()
    return " ".join(shown(text).split())[:_LONGEST]


def _plain(field: Any) -> str:
    """A field as text: aggregators leave markup and entities in titles (`Trực tiếp <b>Việt Nam</b>`)."""
    return " ".join(unescape(_TAG.sub("", field)).split()) if isinstance(field, str) else ""


_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")


def _identity(line: bytes) -> dict[str, Any]:
    """The size and hash of a record are its line's."""
    return {"sha256": hashlib.sha256(line.strip()).hexdigest(), "size": len(line.strip())}
