"""The head that tools write above a text they have saved: `key: value` lines between two lines of `---`, in the part of
YAML that such heads use. Evidence of what the page said, not an editor's word."""

from __future__ import annotations

import re

import msgspec
from msgspec import Struct

from build_site.model import Evidence
from build_site.source.address import web_address

FENCE = "---"
MOST_LINES = 80
"""Lines that a head may have."""
MOST, LONGEST = 12, 2_000
"""Values of a kind that are kept, and their characters."""
_KEY = re.compile(r"([A-Za-z][\w.-]{0,40}):(?:\s+(.*))?$")
_ITEM = re.compile(r"\s{0,8}-\s+(\S.*)$")
_PART = re.compile(r"\"(?:[^\"\\]|\\.){0,500}\"|'[^']{0,500}'|[^,\"'\s][^,]{0,500}")
_TITLES, _DATES, _AUTHORS = (
    ("title",),
    ("date", "published", "pubdate", "date_published"),
    ("author", "authors", "byline"),
)
_ADDRESSES, _SITES = ("url", "source", "link", "canonical"), ("sitename", "site", "site_name")
_SECTIONS, _KEYWORDS = ("section", "categories", "category"), ("tags", "keywords")
_KNOWN = {*_TITLES, *_DATES, *_AUTHORS, *_ADDRESSES, *_SITES, *_SECTIONS, *_KEYWORDS}


class ToldHead(Struct, frozen=True):
    """What such a head says, and where it ends."""

    evidence: Evidence
    end: int
    """Lines that it takes, both `---` included."""


def read_head(text: str) -> ToldHead | None:
    """The head of a text; None where its first lines are none, which is nearly always."""
    if not text.startswith(FENCE):
        return None
    lines = text.split("\n", MOST_LINES)[:MOST_LINES]
    ends = (number for number, line in enumerate(lines) if number and line.rstrip() == FENCE)
    end = next(ends, 0)
    if lines[0].rstrip() != FENCE or not end:
        return None
    fields = _fields(lines[1:end])
    if fields is None or not _KNOWN & fields.keys():
        return None
    return ToldHead(_evidence(fields), end + 1)


def _fields(lines: list[str]) -> dict[str, list[str]] | None:
    """Key in small letters → its values; None where a line is nothing that such a head has."""
    fields: dict[str, list[str]] = {}
    values: list[str] | None = None
    for line in lines:
        if not line.strip() or line.startswith("#"):
            continue
        if values is not None and (item := _ITEM.match(line)):
            values.append(_scalar(item[1]))
        elif found := _KEY.match(line.rstrip()):
            values = fields.setdefault(found[1].lower(), [])
            values += _values(found[2] or "")
        elif values is not None and line[0].isspace():
            values[-1:] = [f"{values[-1] if values else ''} {line.strip()}".strip()]
        else:
            return None
    return fields


def _values(text: str) -> list[str]:
    text = text.strip()
    if text in ("", "|", ">", "|-", ">-", "[]", "null", "~"):
        return []
    if text[0] == "[" and text[-1] == "]":
        return [_scalar(part[0]) for part in _PART.finditer(text[1:-1])]
    return [_scalar(text)]


def _scalar(text: str) -> str:
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] == '"':
        try:
            return msgspec.json.decode(text, type=str)
        except (msgspec.DecodeError, UnicodeError):
            return text[1:-1]
    if len(text) > 1 and text[0] == text[-1] == "'":
        return text[1:-1].replace("''", "'")
    return text


def _evidence(fields: dict[str, list[str]]) -> Evidence:
    from build_site.source.html.evidence import machine_date

    def told(keys: tuple[str, ...]) -> list[str]:
        values = (value[:LONGEST].strip("[] ") for key in keys for value in fields.get(key, ())[:MOST])
        return [value for value in values if value][:MOST]

    authors = [name.strip() for value in told(_AUTHORS) for name in value.split(";")]
    keywords = [word.strip() for value in told(_KEYWORDS) for word in value.split(",")]
    return Evidence(
        titles=tuple(told(_TITLES)),
        dates=tuple(filter(None, map(machine_date, told(_DATES)))),
        authors=tuple(filter(None, authors)),
        url=next(filter(None, map(web_address, told(_ADDRESSES))), None),
        site=next(iter(told(_SITES)), None),
        section=next(iter(told(_SECTIONS)), None),
        keywords=tuple(filter(None, keywords)),
    )
