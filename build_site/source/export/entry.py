"""One article of an export, and the page that it becomes."""

from __future__ import annotations

import re
from html import escape, unescape

from msgspec import Struct

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")


class Entry(Struct, frozen=True):
    """What an export says of an article; empty where it says nothing."""

    title: str
    url: str = ""
    date: str = ""
    """ISO 8601."""
    authors: tuple[str, ...] = ()
    site: str = ""
    """The name of the feed or site."""
    section: str = ""
    keywords: tuple[str, ...] = ()
    html: str = ""
    text: str = ""
    """The article, as HTML or, where there is none, as lines of text."""
    teaser: bool = False
    """It is only what a feed says to make one click."""


def as_page(entry: Entry) -> bytes:
    """The entry as a page: what is said of it in the head, where saved pages say it, the article below. The same entry
    is the same bytes. A browser that opens it runs and fetches nothing."""
    told = [
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">',
        f"<title>{escape(entry.title)}</title>",
        canonical(entry),
        _meta("property", "og:site_name", entry.site),
        _meta("property", "article:published_time", entry.date),
        *(_meta("name", "author", name) for name in entry.authors),
        _meta("property", "article:section", entry.section),
        _meta("name", "keywords", ", ".join(entry.keywords)),
    ]
    lines = ["<!DOCTYPE html>", "<html>", "<head>", '<meta charset="utf-8">', *filter(None, told), "</head>"]
    body = entry.html.strip() or _paragraphs(entry.text, entry.title)
    lines += ["<body>", "<article>", f"<h1>{escape(entry.title)}</h1>", body, "</article>", "</body>", "</html>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def canonical(entry: Entry) -> str:
    """The line of the page that names the article's address; empty where it has none."""
    return f'<link rel="canonical" href="{escape(entry.url)}">' if entry.url else ""


def plain(value: str) -> str:
    """A title or name without markup and entities, which exports leave in them."""
    return " ".join(unescape(_TAG.sub("", value)).split())


def _meta(kind: str, name: str, value: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(value)}">' if value else ""


def _paragraphs(text: str, title: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    if lines and lines[0] == title:
        lines = lines[1:]
    return "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)
