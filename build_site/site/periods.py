"""Pages for every year and month that has articles: what they tell in brief, then the articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from build_site.model import Page
from build_site.site.charts.dates import Dates, around_year, year_chart
from build_site.site.index import Index
from build_site.site.paging import PAGE, is_newest, shelved, standing
from build_site.site.rows import row
from build_site.site.survey import Survey
from build_site.site.told import Periods
from build_site.site.view import SiteView


def period_pages(
    index: Index, whole: Survey, periods: Periods, dates: Dates, *, site: SiteView, undated: bool
) -> Iterator[Page]:
    """timeline/<year>/… and timeline/<year>/<month>/… in both trees; timeline/undated/… where `undated`. Of a period
    without a change only what stands around it can be new: what others tell of it, and the periods beside it."""
    months: dict[str, list[tuple[str, int]]] = {}
    for month, count in reversed(whole.months):
        months.setdefault(month[:4], []).append((month, count))
    years = [year for year, _ in whole.years]
    for year, total in whole.years:
        shared = _beside(year, years) | {"year": year, "total": total, "months": months.get(year, [])}
        told = dict(periods.get(year, {}))
        around = {"shared": shared, "most": told.pop("most", []), "told": told, "chart": around_year(dates, year)}
        another = index.remember("year", year, around)
        dated = year.isdecimal()
        if not dated and not undated:
            continue
        # The undated have a page of their own from some number of articles on: any other year may have brought it.
        if another or index.is_stale("year", year) or (not dated and index.changed("year")):
            chart = partial(year_chart, dates, year) if dated else None
            yield from _pages("year.html", index, "year", year, shared, told or None, f"timeline/{year}", site, chart)
    order = [month for month, _ in reversed(whole.months)]
    same = not (index.moved("month") or index.redated())
    for month, total in reversed(whole.months):
        if same and not index.is_stale("month", month):
            continue
        shared = _beside(month, order) | {"month": month, "year": month[:4], "total": total}
        another = index.remember("month", month, {"shared": shared, "told": periods[month]})
        if another or index.is_stale("month", month):
            yield from _pages("month.html", index, "month", month, shared, periods[month], month_folder(month), site)


def month_folder(month: str) -> str:
    """`2023-07` → `timeline/2023/07`."""
    return f"timeline/{month[:4]}/{month[5:7]}"


def _beside(period: str, order: list[str]) -> dict[str, Any]:
    """The next newer and older period; `order` has the newest first."""
    at = order.index(period)
    return {"newer": order[at - 1] if at else None, "older": order[at + 1] if at + 1 < len(order) else None}


def _pages(
    template: str,
    index: Index,
    kind: str,
    slug: str,
    shared: dict[str, Any],
    told: dict[str, Any] | None,
    folder: str,
    site: SiteView,
    chart: Callable[[str, SiteView], dict[str, Any]] | None = None,
) -> Iterator[Page]:
    """The pages of a list; the first opens with what is told, and the chart where there is one. The articles of a year
    that has many are on the pages of its months alone."""
    pages = shelved(index, kind, slug, shared["total"], folder, None)
    if shared.get("months") and shared["total"] > PAGE:
        pages = iter([(f"{folder}/index.html", [], None)])
    for path, page, paging in pages:
        if page is None:
            yield from standing(path, site)
            continue
        # What grows with every article stands on the newest page alone: an older one never changes.
        newest = is_newest(paging)
        fixed: dict[str, Any] = {} if newest else {"total": None, "newer": None, "older": None}
        if "months" in shared and not newest:
            fixed["months"] = []
        rows = [row(record) for record, _ in page]
        for lang in site.reading:
            where = f"{lang}/{path}"
            context = {"lang": lang, "path": where, "rows": rows, "paging": paging, "told": told if newest else None}
            context["chart"] = chart(lang, site) if chart and newest else None
            yield Page(where, template, shared | context | fixed)
