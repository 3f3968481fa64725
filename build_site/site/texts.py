"""The editor's own pages, written in Markdown: about, method, corrections."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import unquote, urlsplit

from build_site.model import Page
from build_site.site.prose import Outline
from build_site.site.urls import relative
from build_site.site.view import MarkdownPage, SiteView


def text_pages(pages: Sequence[MarkdownPage], *, site: SiteView) -> Iterator[Page]:
    """<lang>/<name>/index.html for each page; `alone` tells that the other language has no page of that name."""
    written = {(page.lang, page.name) for page in pages}
    for page in pages:
        other = next(lang for lang in site.reading if lang != page.lang)
        path = address(page)
        context = {
            "lang": page.lang,
            "path": path,
            "title": page.title,
            "markdown_text": page.body,
            "links": links_of(page, pages),
            "contents": contents(page.inner),
            "alone": (other, page.name) not in written,
        }
        yield Page(path, "text.html", context)


def links_of(page: MarkdownPage, pages: Sequence[MarkdownPage]) -> dict[str, str]:
    """The page's links that name files of other pages, each with where it leads; all others stay as they are."""
    return {link: to for link, to in leading(page, addresses(pages)).items() if to is not None}


def address(page: MarkdownPage) -> str:
    """The file of the site that the page is."""
    return "/".join(filter(None, (page.lang, page.name, "index.html")))


def addresses(pages: Sequence[MarkdownPage]) -> dict[str, str]:
    """File of each page, as links name it → the file of the site that it is."""
    return {page.file: address(page) for page in pages}


def contents(found: Outline) -> list[list[object]]:
    """Level, id and text of each heading, as templates see them."""
    return [[heading.level, heading.id, heading.text] for heading in found.headings]


def targets(page: MarkdownPage) -> dict[str, str]:
    """The files that a page's links name: the link → the file, from the folder above all pages."""
    found = {}
    for link in page.outline.links:
        parts = urlsplit(link)
        if parts.path and not parts.scheme and not parts.netloc and not parts.path.startswith("/"):
            file = posixpath.normpath(posixpath.join(posixpath.dirname(page.file), unquote(parts.path)))
            found[link] = file
    return found


def leading(page: MarkdownPage, known: Mapping[str, str]) -> dict[str, str | None]:
    """A page's links to files → the same from where the page stands in the site; None for files that are not `known`
    (file → file of the site)."""
    found: dict[str, str | None] = {}
    for link, file in targets(page).items():
        to, _, place = known.get(file), *link.partition("#")[1:]
        found[link] = relative(address(page), to + (f"#{place}" if place else "")) if to else None
    return found
