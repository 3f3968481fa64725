"""An article as a row of a list: the same small dict on every page that lists it."""

from __future__ import annotations

from typing import Any

from build_site.model import ArticleRecord
from build_site.site.states import lowest

EXACT = 9
"""Up to so many articles lists of names tell their number."""


def at_least(articles: int) -> int:
    """A number of articles as lists of many names tell it: up to nine it is the number, above the last of 10, 20, 50,
    100, 200 … that it has reached. So one article more seldom changes a page that tells of all names."""
    if articles <= EXACT:
        return articles
    tens = int("1".ljust(len(str(articles)), "0"))
    return max(step * tens for step in (1, 2, 5) if step * tens <= articles)


def about(number: int, digits: int = 2) -> int:
    """The number with so many digits that count: 23_812_345 → 24_000_000."""
    return round(number, min(0, digits - len(str(number))))


def row(record: ArticleRecord) -> dict[str, Any]:
    """Raw values; the template says them in the page's language."""
    return {
        "tail": record.tail,
        "date": record.published,
        "from": record.published_from,
        "title": record.title,
        "headline": record.headline,
        "place": record.place,
        "agency": record.agency,
        "tags": list(record.tags),
        "state": lowest(record.states),
    }
