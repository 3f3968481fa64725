"""Long lists in pages counted from the oldest, so that a page once full never changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

PAGE = 100

T = TypeVar("T")


def paged(items: Iterable[T], total: int, folder: str) -> Iterator[tuple[str, list[T], dict[str, Any] | None]]:
    """(path, items, paging) for each page of a list that comes newest first; `folder` is its address, `tags/x`.

    `<folder>/index.html` holds what is newer than the last full hundred; `<folder>/page-1/` holds the oldest hundred.
    `paging` is None for a list of one page; else it tells the positions shown, of which 1 is the oldest, and the paths
    of the pages beside it. What changes with every new item (`total`) stands on the newest page alone, so that a new
    item changes that page and, once in a hundred times, the way from the page below it; no older page.
    """
    stream = iter(items)
    full = max(0, (total - 1) // PAGE)
    for number in range(full + 1, 0, -1):
        newest = number > full
        page = list(islice(stream, total - full * PAGE if newest else PAGE))
        paging = None
        if full:
            paging = {
                "number": None if newest else number,
                "first": (number - 1) * PAGE + 1,
                "last": (number - 1) * PAGE + len(page),
                "total": total if newest else None,
                "newer": None if newest else _path(folder, number + 1, full),
                "older": None if number == 1 else _path(folder, number - 1, full),
                "newest": _path(folder, full + 1, full),
            }
        yield _path(folder, number, full), page, paging


def is_newest(paging: dict[str, Any] | None) -> bool:
    """Whether a page is the one that changes with every new item."""
    return paging is None or paging["number"] is None


def _path(folder: str, number: int, full: int) -> str:
    return f"{folder}/index.html" if number > full else f"{folder}/page-{number}/index.html"
