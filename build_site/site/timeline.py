"""The timeline: a drawing of articles, dated documents and terms of office, and the list of articles by year, with a
page for each year and month."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from build_site.model import Page
from build_site.site.charts.dates import dates_of, whole_chart
from build_site.site.index import Index
from build_site.site.periods import period_pages
from build_site.site.rows import row
from build_site.site.survey import Survey, year_of
from build_site.site.told import Periods
from build_site.site.view import SiteView

ONE_PAGE = 200
"""Above this number of articles the timeline names them only on the pages of their years."""


def timeline_pages(index: Index, whole: Survey, periods: Periods, *, site: SiteView) -> Iterator[Page]:
    """timeline/index.html in both trees, and the pages of the years and months."""
    if not index.any_stale("year", "month", "document", "office"):
        return
    by_year = whole.total > ONE_PAGE
    dates = dates_of(index, whole)
    months = whole.months[::-1] if by_year else []
    years: list[dict[str, Any]] = [
        {"year": year, "count": count, "rows": [], "months": [each for each in months if each[0][:4] == year]}
        for year, count in whole.years
    ]
    if not by_year:
        cited = _cited(index)
        for year, (_, records) in zip(
            years, groupby(index.records(), lambda record: year_of(record.published)), strict=True
        ):
            year["rows"] = [row(record) | {"cites": cited.get(record.tail, [])} for record in records]
    shared = {"total": whole.total, "by_year": by_year, "years": years}
    # Where it names no article, another title changes nothing of it.
    same = by_year and not (index.moved("year", "month") or index.redated() or index.any_stale("office"))
    for lang in site.reading if not same else ():
        path = f"{lang}/timeline/index.html"
        context = {"lang": lang, "path": path, "chart": whole_chart(dates, lang, site)}
        yield Page(path, "timeline.html", shared | context)
    yield from period_pages(index, whole, periods, dates, site=site, undated=by_year)


def _cited(index: Index) -> dict[str, list[list[str]]]:
    """The documents that each article cites, by the article's tail: [slug, name]."""
    cited: dict[str, list[list[str]]] = {}
    for slug, names, _ in index.slugs("document"):
        for record, _mention in index.mentions("document", slug):
            cited.setdefault(record.tail, []).append([slug, names[0]])
    return cited
