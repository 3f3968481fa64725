"""What the front page and the timeline need to know of the whole site, counted."""

from __future__ import annotations

from typing import Any

from msgspec import Struct

from build_site.site.index import Index
from build_site.site.rows import row

LATEST = 20
UNDATED = "undated"
"""What stands for the year of articles without a date."""


class Survey(Struct, frozen=True):
    total: int
    latest: list[dict[str, Any]]
    """Rows of the newest twenty articles."""
    years: list[tuple[str, int]]
    """(`2023` or `undated`, number of articles), newest first."""
    months: list[tuple[str, int]]
    """(`2023-02`, number of dated articles), oldest first."""


def survey(index: Index) -> Survey:
    """Counted already; no more than the rows of the newest articles are read."""
    years = [(year, total) for year, _, total in index.slugs("year")]
    months = [(month, total) for month, _, total in index.slugs("month")]
    latest = [row(record) for record in index.records(LATEST)]
    return Survey(sum(total for _, total in years), latest, sorted(years, key=lambda each: _newest(each[0])), months)


def year_of(published: str | None) -> str:
    """`2023-02-04` → `2023`; None → `undated`."""
    return published[:4] if published else UNDATED


def _newest(year: str) -> tuple[bool, int]:
    return not year.isdecimal(), -int(year) if year.isdecimal() else 0
