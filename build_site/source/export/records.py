"""Articles in JSON: JSON Feed, what FreshRSS and other readers with Google Reader's form export, Miniflux's answers,
and trafilatura's files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from build_site.source.address import web_address
from build_site.source.export.entry import Entry, plain
from build_site.source.html.evidence import machine_date

LISTS = ("items", "entries", "articles")


def read_records(data: Any) -> Iterator[Entry] | None:
    """The articles of a decoded file; None where it is no such export."""
    site = ""
    if isinstance(data, dict):
        found = next((data[name] for name in LISTS if isinstance(data.get(name), list)), None)
        site = _string(data.get("title")) if found is not None and "version" in data else ""
        data = found if found is not None else [data]
    if not isinstance(data, list) or not any(isinstance(item, dict) and _body(item) != ("", "") for item in data):
        return None
    return (_entry(item, site) for item in data if isinstance(item, dict))


def _entry(item: dict[str, Any], site: str) -> Entry:
    html, text = _body(item)
    origin = next((value for name in ("origin", "feed") if isinstance(value := item.get(name), dict)), {})
    addresses = [item.get("url"), *_hrefs(item.get("canonical")), *_hrefs(item.get("alternate")), item.get("source")]
    dates = (item.get(name) for name in ("date_published", "published_at", "published", "date"))
    tags = item.get("tags")
    keywords = tags.split(",") if isinstance(tags, str) else tags if isinstance(tags, list) else []
    return Entry(
        title=plain(_string(item.get("title"))),
        url=next((found for each in addresses if (found := web_address(_string(each)))), ""),
        date=next((found for each in dates if (found := _date(each))), ""),
        authors=tuple(filter(None, map(plain, _people(item)))),
        site=plain(_string(origin.get("title")) or _string(item.get("source-hostname")) or site),
        section=plain(_string(item.get("categories"))),
        keywords=tuple(filter(None, (plain(_string(word)) for word in keywords))),
        html=html,
        text=text,
    )


def _body(item: dict[str, Any]) -> tuple[str, str]:
    """(HTML, text) of an article; one of the two is empty, or both."""
    nested = [value.get("content") for name in ("content", "summary") if isinstance(value := item.get(name), dict)]
    markup = [item.get("content_html"), item.get("html"), *nested, item.get("content")]
    html = next(filter(None, map(_string, markup)), "")
    text = next(
        filter(None, map(_string, (item.get(name) for name in ("content_text", "text", "maintext", "body")))), ""
    )
    if html and not _ELEMENT.search(html):
        return "", html  # some exports have plain text there
    return (html, "") if html else ("", text)


_ELEMENT = re.compile(r"</?[a-z][a-z0-9]{0,15}(?:\s[^<>]{0,500})?/?>|&#?\w{2,8};", re.IGNORECASE)


def _people(item: dict[str, Any]) -> list[str]:
    several = item.get("authors")
    people = several if isinstance(several, list) else [item.get("author")]
    names = [_string(each.get("name")) if isinstance(each, dict) else _string(each) for each in people]
    return [name.strip() for each in names for name in each.split(";")]


def _hrefs(value: Any) -> list[Any]:
    return [each.get("href") for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _date(value: Any) -> str:
    """ISO 8601 of a date in words of a machine, or of seconds since 1970."""
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < 10**10:
        return datetime.fromtimestamp(value, UTC).isoformat()
    return machine_date(_string(value)) or ""


def _string(value: Any) -> str:
    return value if isinstance(value, str) else ""
