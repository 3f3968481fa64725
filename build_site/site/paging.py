"""Long lists in pages counted from the oldest, so that a page once full never changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from build_site.model import ArticleRecord, Mention, Page

if TYPE_CHECKING:
    from build_site.site.index import Index
    from build_site.site.view import SiteView

PAGE = 50
STANDS = ""
"""Template of a page that stands as the last build has made it."""

T = TypeVar("T")
Paging = dict[str, Any] | None


def paged(items: Sequence[T], total: int, folder: str) -> Iterator[tuple[str, Sequence[T], Paging]]:
    """(path, items, paging) for each page of a list that comes newest first; `folder` is its address, `tags/x`.

    `<folder>/index.html` holds what is newer than the last full page; `<folder>/page-1/` holds the oldest PAGE of them.
    `paging` is None for a list of one page; else it tells the positions shown, of which 1 is the oldest, and the paths
    of the pages beside it. What changes with every new item (`total`) stands on the newest page alone, so that a new
    item changes that page and, once in PAGE times, the way from the page below it; no older page.
    """
    for path, (start, end), paging in _cuts(total, folder):
        yield path, items[start:end], paging


def shelved(
    index: Index, kind: str, slug: str, total: int, folder: str, made_from: Any
) -> Iterator[tuple[str, list[tuple[ArticleRecord, Mention]] | None, Paging]]:
    """The same for the articles under one slug of the index. None for a page that stands: its articles, what each says
    there, and `made_from` (all else that a page but the newest is made from) are as they were in the last plan."""
    standing = index.standing(kind, slug, total, made_from)
    for path, (start, end), paging in _cuts(total, folder):
        if paging and paging["number"] in standing:
            yield path, None, paging
        else:
            yield path, list(index.mentions(kind, slug, start, end - start)), paging


def newest_alone(
    index: Index, kind: str, slug: str, total: int, folder: str, made_from: Any
) -> Iterator[tuple[str, list[tuple[ArticleRecord, Mention]], Paging]]:
    """The same of a list whose older articles are on other lists: one page of the newest, made whenever it is stale."""
    yield f"{folder}/index.html", list(index.mentions(kind, slug, most=PAGE)), None


def standing(path: str, site: SiteView) -> Iterator[Page]:
    """A page that stands, in both trees."""
    for lang in site.reading:
        yield Page(f"{lang}/{path}", STANDS, {})


def _cuts(total: int, folder: str) -> Iterator[tuple[str, tuple[int, int], Paging]]:
    """(path, the places that it shows, of which 0 is the newest, paging)"""
    full = max(0, (total - 1) // PAGE)
    for number in range(full + 1, 0, -1):
        newest = number > full
        start, end = (0, total - full * PAGE) if newest else (total - number * PAGE, total - (number - 1) * PAGE)
        paging = None
        if full:
            paging = {
                "number": None if newest else number,
                "first": (number - 1) * PAGE + 1,
                "last": (number - 1) * PAGE + end - start,
                "total": total if newest else None,
                "newer": None if newest else _path(folder, number + 1, full),
                "older": None if number == 1 else _path(folder, number - 1, full),
                "newest": _path(folder, full + 1, full),
            }
        yield _path(folder, number, full), (start, end), paging


def is_newest(paging: Paging) -> bool:
    """Whether a page is the one that changes with every new item."""
    return paging is None or paging["number"] is None


def _path(folder: str, number: int, full: int) -> str:
    return f"{folder}/index.html" if number > full else f"{folder}/page-{number}/index.html"
