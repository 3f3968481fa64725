"""The timeline: a drawing of articles, dated documents and terms of office, and the list of articles by year."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from build_site.model import ArticleRecord, Page
from build_site.site.index import Index
from build_site.site.paging import paged
from build_site.site.rows import row
from build_site.site.survey import Survey, year_of
from build_site.site.timeline_chart import DOTS_UP_TO, Mark, Span, draw
from build_site.site.view import SiteView

ONE_PAGE = 200
"""Above this number of articles every year has pages of its own."""


def timeline_pages(index: Index, whole: Survey, *, site: SiteView) -> Iterator[Page]:
    """timeline/index.html in both trees, and timeline/<year>/… when there are more than 200 articles."""
    by_year = whole.total > ONE_PAGE
    documents = _documents(index)
    offices = [Span(int(slug[:4]), int(slug[5:9]), count) for slug, _, count in index.slugs("office")]
    articles = _articles(index, whole, by_year)
    chart = None
    if articles:
        chart = {
            "wide": draw(articles, documents, offices, narrow=False),
            "narrow": draw(articles, documents, offices, narrow=True),
            "documents": len(documents),
            "offices": len(offices),
        }
    years: list[dict[str, Any]] = [{"year": year, "count": count, "rows": []} for year, count in whole.years]
    if not by_year:
        cited = _cited(index)
        for year, (_, records) in zip(
            years, groupby(index.records(), lambda record: year_of(record.published)), strict=True
        ):
            year["rows"] = [row(record) | {"cites": cited.get(record.tail, [])} for record in records]
    shared = {"chart": chart, "total": whole.total, "by_year": by_year, "years": years}
    for lang in site.reading:
        path = f"{lang}/timeline/index.html"
        yield Page(path, "timeline.html", shared | {"lang": lang, "path": path})
    if by_year:
        yield from _year_pages(index, whole, site)


def _year_pages(index: Index, whole: Survey, site: SiteView) -> Iterator[Page]:
    totals = dict(whole.years)
    order = [year for year, _ in whole.years]
    for year, records in groupby(index.records(), lambda record: year_of(record.published)):
        at = order.index(year)
        beside = {
            "newer_year": order[at - 1] if at else None,
            "older_year": order[at + 1] if at + 1 < len(order) else None,
        }
        for path, page, paging in paged((row(record) for record in records), totals[year], f"timeline/{year}"):
            shared = beside | {"year": year, "total": totals[year], "rows": page, "paging": paging}
            for lang in site.reading:
                where = f"{lang}/{path}"
                yield Page(where, "year.html", shared | {"lang": lang, "path": where})


def _articles(index: Index, whole: Survey, by_year: bool) -> list[Mark]:
    """A mark an article, or beyond sixty a mark a month."""
    if sum(count for _, count in whole.months) <= DOTS_UP_TO:
        return [_dot(record) for record in index.records() if record.published][::-1]
    address = "timeline/{}/index.html" if by_year else "timeline/index.html#y{}"
    return [Mark(month, "", address.format(month[:4]), size=count) for month, count in whole.months]


def _dot(record: ArticleRecord) -> Mark:
    label = (record.place or record.agency or "").partition(",")[0]
    return Mark(record.published or "", label, f"{record.tail}/index.html", exact=record.published_from != "text")


def _documents(index: Index) -> list[Mark]:
    """A mark a date on which documents were signed; beyond sixty dates a mark a month."""
    dated: dict[str, list[tuple[str, str]]] = {}
    for slug, names, _ in index.slugs("document"):
        for _, mention in index.mentions("document", slug):
            if mention.data.get("date"):
                dated.setdefault(mention.data["date"], []).append((names[0], slug))
                break
    if len(dated) <= DOTS_UP_TO:
        return [
            Mark(date, _joined([name for name, _ in same]), _document_path(same), size=len(same))
            for date, same in sorted(dated.items())
        ]
    months: dict[str, int] = {}
    for date, same in sorted(dated.items()):
        months[date[:7]] = months.get(date[:7], 0) + len(same)
    return [Mark(month, "", "documents/index.html", size=count) for month, count in months.items()]


def _joined(names: list[str]) -> str:
    return ", ".join(names[:2]) + (f" +{len(names) - 2}" if len(names) > 2 else "")


def _document_path(same: list[tuple[str, str]]) -> str:
    return f"documents/{same[0][1]}/index.html" if len(same) == 1 else "documents/index.html"


def _cited(index: Index) -> dict[str, list[list[str]]]:
    """The documents that each article cites, by the article's tail: [slug, name]."""
    cited: dict[str, list[list[str]]] = {}
    for slug, names, _ in index.slugs("document"):
        for record, _mention in index.mentions("document", slug):
            cited.setdefault(record.tail, []).append([slug, names[0]])
    return cited
