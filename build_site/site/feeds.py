"""Feeds: Atom (RFC 4287), and of the whole site JSON Feed 1.1 from the same entries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from msgspec import Struct

from build_site.site.public import address
from build_site.site.xml_text import element, escape

NEWEST = 20
"""Articles that a feed holds."""
ATOM, JSON = "feed.xml", "feed.json"


class Entry(Struct, frozen=True):
    """An article, or a correction, as a feed carries it."""

    path: str
    """Of its page: `en/articles/2023/x/index.html`. With the site's address it is the entry's id: it never moves."""
    title: str
    title_lang: str
    published: str | None
    """RFC 3339, as `moment` gives it."""
    updated: str
    content: str = ""
    """HTML, escaped already; each passage in another language than the feed's carries `lang`. Empty: the summary
    alone."""
    anchor: str = ""
    """Of a place on that page."""
    summary: str = ""
    summary_lang: str = ""
    authors: tuple[str, ...] = ()
    """Of the original; none: the feed's author."""
    original: str | None = None
    """Address at which the original was published."""
    tags: tuple[tuple[str, str], ...] = ()
    """(slug, name)"""
    image: str | None = None
    """Path of a picture that stands for it."""


class Feed(Struct, frozen=True):
    lang: str
    folder: str
    """Below the site's root, with a slash at its end: `en/tags/cadre-work/`. The feed stands beside its index page."""
    title: str
    author: str
    entries: tuple[Entry, ...]
    """At least one: a feed without any has no date."""
    subtitle: str = ""
    whole: bool = False
    """All articles: there is a JSON Feed too."""


def moment(iso: str | None, utc_offset: str) -> str | None:
    """An RFC 3339 time: a date alone is its first second where the articles come from (`2023-02-04` →
    `2023-02-04T00:00:00+07:00`); None for what is no date."""
    try:
        time = datetime.fromisoformat(iso or "")
    except ValueError:
        return None
    return time.isoformat(timespec="seconds") + ("" if time.tzinfo else utc_offset)


def latest(moments: Sequence[str | None]) -> str:
    """The last of some RFC 3339 times; None among them do not count. Raises ValueError where there is none."""
    return max(filter(None, moments), key=datetime.fromisoformat)


def feed_files(feed: Feed, base_url: str) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of the feed in its formats. `base_url` ends with a slash."""
    yield feed.folder + ATOM, atom(feed, base_url)
    if feed.whole:
        yield feed.folder + JSON, json_feed(feed, base_url)


def atom(feed: Feed, base_url: str) -> bytes:
    home, own = base_url + feed.folder, base_url + feed.folder + ATOM
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escape(feed.lang)}">',
        element("id", own),
        element("title", feed.title),
        *([element("subtitle", feed.subtitle)] if feed.subtitle else []),
        element("updated", latest([entry.updated for entry in feed.entries])),
        f"<author>{element('name', feed.author)}{element('uri', base_url)}</author>",
        element("link", rel="self", type_="application/atom+xml", href=own),
        element("link", rel="alternate", type_="text/html", hreflang=feed.lang, href=home),
        element("icon", base_url + "assets/icon-192.png"),
        *(line for entry in feed.entries for line in _atom_entry(entry, feed, base_url)),
        "</feed>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _atom_entry(entry: Entry, feed: Feed, base_url: str) -> Iterator[str]:
    def foreign(lang: str) -> str | None:
        return lang if lang and lang != feed.lang else None

    where = _where(entry, base_url)
    yield "<entry>"
    yield element("id", where)
    yield element("title", entry.title, xml_lang=foreign(entry.title_lang))
    yield element("link", rel="alternate", type_="text/html", hreflang=feed.lang, href=where)
    if entry.original:
        yield element("link", rel="via", href=entry.original)
    if entry.published:
        yield element("published", entry.published)
    yield element("updated", entry.updated)
    for name in entry.authors:
        yield f"<author>{element('name', name)}</author>"
    for slug, name in entry.tags:
        yield element("category", term=slug, scheme=f"{base_url}{feed.lang}/tags/", label=name)
    if entry.summary:
        yield element("summary", entry.summary, xml_lang=foreign(entry.summary_lang))
    if entry.content:
        yield element("content", entry.content, type_="html")
    yield "</entry>"


def json_feed(feed: Feed, base_url: str) -> bytes:
    data: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": base_url + feed.folder,
        "feed_url": base_url + feed.folder + JSON,
        "description": feed.subtitle,
        "icon": base_url + "assets/icon-512.png",
        "favicon": base_url + "assets/icon-192.png",
        "language": feed.lang,
        "authors": [{"name": feed.author, "url": base_url}],
        "items": [_kept(_item(entry, base_url)) for entry in feed.entries],
    }
    return msgspec.json.format(msgspec.json.encode(_kept(data)), indent=1) + b"\n"


def _item(entry: Entry, base_url: str) -> dict[str, Any]:
    where = _where(entry, base_url)
    return {
        "id": where,
        "url": where,
        "external_url": entry.original,
        "title": entry.title,
        "content_html": entry.content,
        "summary": entry.summary,
        "image": base_url + entry.image if entry.image else None,
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors],
        "tags": [name for _, name in entry.tags],
    }


def _where(entry: Entry, base_url: str) -> str:
    return address(base_url, entry.path) + (f"#{entry.anchor}" if entry.anchor else "")


def _kept(data: dict[str, Any]) -> dict[str, Any]:
    """Without what is empty: a reader takes an empty field for a statement."""
    return {key: value for key, value in data.items() if value}
