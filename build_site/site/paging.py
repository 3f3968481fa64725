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
    `paging` is None for a list of one page; else it tells the positions shown (counted from the newest) and the
    paths of the pages beside it.
    """
    stream = iter(items)
    full = max(0, (total - 1) // PAGE)
    shown = 0
    for number in range(full + 1, 0, -1):
        page = list(islice(stream, total - full * PAGE if number > full else PAGE))
        paging = None
        if full:
            paging = {
                "first": shown + 1,
                "last": shown + len(page),
                "total": total,
                "newer": None if number > full else _path(folder, number + 1, full),
                "older": None if number == 1 else _path(folder, number - 1, full),
            }
        yield _path(folder, number, full), page, paging
        shown += len(page)


def _path(folder: str, number: int, full: int) -> str:
    return f"{folder}/index.html" if number > full else f"{folder}/page-{number}/index.html"
