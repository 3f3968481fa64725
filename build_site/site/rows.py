"""An article as a row of a list: the same small dict on every page that lists it."""

from __future__ import annotations

from typing import Any

from build_site.model import ArticleRecord
from build_site.site.states import lowest


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
