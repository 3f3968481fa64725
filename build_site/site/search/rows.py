"""What results show of each article, and what they can be narrowed by."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from build_site.model import ArticleRecord
from build_site.site.search.numbers import encode_all
from build_site.site.states import LOWEST_FIRST, lowest

COLUMNS = ("year", "tag", "place", "state")
_PLACES = 200
"""Places that a reader can choose from: the most frequent."""
Column = tuple[tuple[str, ...], str]
"""(the values that a block's articles have, for each article which of them, with blanks between the articles)."""


class Row(Struct, frozen=True, array_like=True):
    """An article in the list of results."""

    tail: str
    title: str
    headline: str
    date: str
    place: str
    state: str
    tags: tuple[str, ...]


class Block(Struct, frozen=True, array_like=True):
    """What the whole index says of a block."""

    name: str
    articles: int
    starts: tuple[str, ...]
    """The first word of each of its files."""
    lengths: str
    """Places that each of its articles takes, in steps."""
    columns: tuple[Column, ...]
    counts: tuple[dict[str, int], ...]
    """Articles by value, of each column."""


def make_row(record: ArticleRecord) -> Row:
    date, place = record.published or "", record.place or ""
    return Row(record.tail, record.title, record.headline or "", date, place, lowest(record.states), record.tags)


def make_columns(rows: Sequence[Row]) -> tuple[tuple[Column, ...], tuple[dict[str, int], ...]]:
    """The columns of a block, and how many of its articles have each value."""
    values: tuple[list[Iterable[str]], ...] = (
        [filter(None, [row.date[:4]]) for row in rows],
        [row.tags for row in rows],
        [dict.fromkeys(filter(None, map(str.strip, row.place.split(",")))) for row in rows],
        [[row.state] for row in rows],
    )
    columns: list[Column] = []
    counts = []
    for column in values:
        own = [list(each) for each in column]
        count = Counter(value for each in own for value in each)
        numbers = {value: number for number, value in enumerate(sorted(count))}
        packed = " ".join(encode_all(map(numbers.__getitem__, each)) for each in own)
        columns.append((tuple(numbers), packed))
        counts.append(dict(sorted(count.items())))
    return tuple(columns), tuple(counts)


def choices(blocks: Iterable[Block]) -> dict[str, list[tuple[str, int]]]:
    """What can be chosen in each column, each with its number of articles."""
    totals: dict[str, Counter[str]] = {name: Counter() for name in COLUMNS}
    for block in blocks:
        for total, count in zip(totals.values(), block.counts, strict=True):
            total.update(count)
    best_first = [*reversed(LOWEST_FIRST)]
    most = sorted(totals["place"].items(), key=lambda item: (-item[1], item[0]))[:_PLACES]
    return {
        "year": sorted(totals["year"].items(), reverse=True),
        "tag": sorted(totals["tag"].items()),
        "place": sorted(most),
        "state": sorted(totals["state"].items(), key=lambda item: best_first.index(item[0])),  # type: ignore[arg-type]
    }
