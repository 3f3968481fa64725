"""A record of a collection (`.jsonl`, `.jsonl.xz`): one article a line, with its text and what is known of it."""

from __future__ import annotations

import hashlib
import html
import re
from typing import Any

import msgspec
from msgspec import Struct, structs

from build_site.errors import SourceProblem
from build_site.model import Evidence, Source
from build_site.source.address import web_address
from build_site.source.html import decode_html
from build_site.source.text import decode_text


class Record(Struct, frozen=True):
    """The fields that are read; others are passed over. One of `text` and `html` is needed."""

    id: str | int | None = None
    text: str | None = None
    html: str | None = None
    title: str | None = None
    lead: str | None = None
    url: str | None = None
    date: str | None = None
    """ISO 8601."""
    byline: str | None = None
    section: str | None = None


def read_record(name: str, line: bytes) -> Record:
    """One line of a collection. Raises SourceProblem; `name` says where, for messages."""
    try:
        return msgspec.json.decode(line, type=Record)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceProblem(f"not a record: {error}", where=name, hint="A line is one JSON object; see docs.") from None


def decode_record(name: str, line: bytes) -> Source:
    """The article of one line. A title, a lead and a byline that the text does not hold come before and after it as
    lines of their own. Raises SourceProblem."""
    record = read_record(name, line)
    title, lead, byline = _plain(record.title), _plain(record.lead), _plain(record.byline)
    evidence = Evidence(
        titles=(title,) if title else (),
        dates=(record.date,) if record.date else (),
        authors=(byline,) if byline else (),
        url=web_address(record.url),
        section=record.section,
    )
    if record.html and not record.text:
        page = decode_html(name, record.html.encode("utf-8", "surrogatepass"))
        known = {field: value for field in evidence.__struct_fields__ if (value := getattr(evidence, field))}
        return structs.replace(page, **_identity(line), evidence=structs.replace(page.evidence, **known))
    if not record.text:
        raise SourceProblem("the record has no text", where=name, hint="Give it a field `text` (or `html`).")
    parts = [part for part in (title, lead) if part and part not in record.text]
    parts += [record.text, *(part for part in (byline,) if part and part not in record.text)]
    source = decode_text(name, "\n\n".join(parts).encode("utf-8", "surrogatepass"))
    return structs.replace(source, **_identity(line), kind="record", evidence=evidence)


def _plain(field: str | None) -> str:
    """A field as text: aggregators leave markup and entities in titles (`Trực tiếp <b>Việt Nam</b>`)."""
    return " ".join(html.unescape(_TAG.sub("", field)).split()) if field else ""


_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,100}>")


def _identity(line: bytes) -> dict[str, Any]:
    """The size and hash of a record are its line's."""
    return {"sha256": hashlib.sha256(line.strip()).hexdigest(), "size": len(line.strip())}
