"""One walk over all records: what the front page and the timeline need to know of the whole site."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct

from build_site.site.index import Index
from build_site.site.rows import row

LATEST = 20


class Survey(Struct, frozen=True):
    total: int
    latest: list[dict[str, Any]]
    """Rows of the newest twenty articles."""
    years: list[tuple[str, int]]
    """(`2023` or `undated`, number of articles), newest first."""
    months: list[tuple[str, int]]
    """(`2023-02`, number of dated articles), oldest first."""


def survey(index: Index) -> Survey:
    """Counts in one pass; keeps no more than the rows of the newest articles."""
    latest: list[dict[str, Any]] = []
    years: Counter[str] = Counter()
    months: Counter[str] = Counter()
    total = 0
    for record in index.records():
        total += 1
        if len(latest) < LATEST:
            latest.append(row(record))
        years[year_of(record.published)] += 1
        if record.published:
            months[record.published[:7]] += 1
    return Survey(total, latest, sorted(years.items(), key=lambda item: _newest(item[0])), sorted(months.items()))


def year_of(published: str | None) -> str:
    """`2023-02-04` → `2023`; None → `undated`."""
    return published[:4] if published else "undated"


def _newest(year: str) -> tuple[bool, int]:
    return not year.isdecimal(), -int(year) if year.isdecimal() else 0
