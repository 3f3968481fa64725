"""Pages for every year and month that has articles: what they tell in brief, then the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import groupby
from typing import Any

from build_site.model import Page
from build_site.site.charts.dates import Dates, year_chart
from build_site.site.index import Index
from build_site.site.paging import is_newest, paged
from build_site.site.rows import row
from build_site.site.survey import Survey, year_of
from build_site.site.view import SiteView

Periods = dict[str, dict[str, Any]]
"""`2023` and `2023-07` → what is told of them (`told.tell_periods`)."""


def period_pages(
    index: Index, whole: Survey, periods: Periods, dates: Dates, *, site: SiteView, undated: bool
) -> Iterator[Page]:
    """timeline/<year>/… and timeline/<year>/<month>/… in both trees; timeline/undated/… where `undated`."""
    months: dict[str, list[tuple[str, int]]] = {}
    for month, count in reversed(whole.months):
        months.setdefault(month[:4], []).append((month, count))
    years = [year for year, _ in whole.years]
    totals = dict(whole.years)
    for year, records in groupby(index.records(), lambda record: year_of(record.published)):
        if not year.isdecimal() and not undated:
            continue
        shared = _beside(year, years) | {"year": year, "total": totals[year], "months": months.get(year, [])}
        rows = (row(record) for record in records)
        chart = partial(year_chart, dates, year) if year.isdecimal() else None
        yield from _pages("year.html", shared, rows, periods.get(year), f"timeline/{year}", site, chart)
    order = [month for month, _ in reversed(whole.months)]
    counts = dict(whole.months)
    dated = (record for record in index.records() if record.published)
    for month, records in groupby(dated, lambda record: (record.published or "")[:7]):
        shared = _beside(month, order) | {"month": month, "year": month[:4], "total": counts[month]}
        rows = (row(record) for record in records)
        yield from _pages("month.html", shared, rows, periods[month], month_folder(month), site)


def month_folder(month: str) -> str:
    """`2023-07` → `timeline/2023/07`."""
    return f"timeline/{month[:4]}/{month[5:7]}"


def _beside(period: str, order: list[str]) -> dict[str, Any]:
    """The next newer and older period; `order` has the newest first."""
    at = order.index(period)
    return {"newer": order[at - 1] if at else None, "older": order[at + 1] if at + 1 < len(order) else None}


def _pages(
    template: str,
    shared: dict[str, Any],
    rows: Iterator[Any],
    told: dict[str, Any] | None,
    folder: str,
    site: SiteView,
    chart: Callable[[str, SiteView], dict[str, Any]] | None = None,
) -> Iterator[Page]:
    """The pages of a list; the first opens with what is told, and the chart where there is one."""
    for path, page, paging in paged(rows, shared["total"], folder):
        # What grows with every article stands on the newest page alone: an older one never changes.
        newest = is_newest(paging)
        fixed: dict[str, Any] = {} if newest else {"total": None, "newer": None, "older": None}
        if "months" in shared and not newest:
            fixed["months"] = []
        for lang in site.reading:
            where = f"{lang}/{path}"
            context = {"lang": lang, "path": where, "rows": page, "paging": paging, "told": told if newest else None}
            context["chart"] = chart(lang, site) if chart and newest else None
            yield Page(where, template, shared | context | fixed)
