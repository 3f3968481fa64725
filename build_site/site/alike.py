"""Articles of the same title, whose pages need more than that to be told apart in a list of tabs or of results."""

from __future__ import annotations

from collections.abc import Iterable

from build_site.model import ArticleRecord


class Alike:
    """Which titles, and which titles of one day, several articles have. Keeps four numbers an article."""

    def __init__(self, records: Iterable[ArticleRecord]) -> None:
        once: set[int] = set()
        self._again: set[int] = set()
        for record in records:
            for key in {key for keys in _keys(record) for key in keys}:
                (self._again if key in once else once).add(key)

    def apart(self, record: ArticleRecord) -> str:
        """`date` where the title alone is another's too, the article's id where title and day are; empty where the
        title is its own."""
        titles, days = _keys(record)
        if self._again.isdisjoint(titles):
            return ""
        return "date" if record.published and self._again.isdisjoint(days) else record.id


def _keys(record: ArticleRecord) -> tuple[set[int], set[int]]:
    """Of its titles, and of them with its day. Numbers, for there may be very many."""
    titles = {text.casefold() for text in (record.title, record.headline) if text}
    day = (record.published or "")[:10]
    return {hash((text, None)) for text in titles}, {hash((text, day)) for text in titles}
