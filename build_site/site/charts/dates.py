"""What has a date on the whole site, counted in one pass: the timeline's chart and those of the years are windows on
it. No more articles are kept than a chart can show as dots."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, islice
from typing import Any

from msgspec import Struct

from build_site.model import ArticleRecord, Mention
from build_site.site.charts.lettering import shorten
from build_site.site.charts.timeline import DOTS_UP_TO, Attested, Lane, Mark, Span, draw_timeline
from build_site.site.index import Index
from build_site.site.rows import at_least
from build_site.site.survey import Survey
from build_site.site.view import SiteView

_YEARS_AROUND = 12
"""Documents older than this before the first article, and terms of office later than this after the last one, are left
to the tables: one decision of 1945 would squeeze everything else into a corner."""
_LONELY, _FAR = 0.02, 8
"""So small a part of the articles, so many years away from the others, is left to the lists as well."""
_LABEL = 24
"""Letters of a label that is cut from a headline."""
_NAMED = 5
"""Articles of a term of office that the table names; the drawing leads to the first of these."""
_ROWS = 60
"""Documents of a table; beyond, they are counted by year."""

Signed = tuple[str, str, str]
"""Of a document: the date it was signed, its slug, its name."""


class Dates(Struct, frozen=True):
    months: list[tuple[str, int]]
    """(`2023-02`, number of articles), oldest first."""
    articles: dict[str, list[ArticleRecord]]
    """Year → its articles, oldest first; only years with as many as a lane shows as dots."""
    documents: list[Signed]
    """Oldest first."""
    offices: list[Span]
    """Each with its newest articles."""
    lasting: list[Span]
    """The same with about how many articles there are, and the oldest: so the page of a year tells of them, which an
    article of another year seldom changes."""


def dates_of(index: Index, whole: Survey) -> Dates:
    """At most sixty records of a year are read."""
    few = [year for year, count in whole.years if year.isdecimal() and count <= DOTS_UP_TO]
    articles = {year: [record for record, _ in index.mentions("year", year)][::-1] for year in few}
    documents = sorted((date, slug, name) for slug, name, date in index.signed())
    offices, lasting = [], []
    for slug, _, count in index.slugs("office"):
        if slug[:4] < slug[5:9]:
            newest, oldest = (
                tuple(map(_attested, index.mentions("office", slug, start, _NAMED)))
                for start in (0, max(0, count - _NAMED))
            )
            offices.append(Span(int(slug[:4]), int(slug[5:9]), count, newest))
            lasting.append(Span(int(slug[:4]), int(slug[5:9]), at_least(count), oldest[::-1]))
    return Dates(whole.months, articles, documents, offices, lasting)


def _attested(said: tuple[ArticleRecord, Mention]) -> Attested:
    record, mention = said
    anchor = "".join(f"#{anchor}" for anchor in mention.data["anchors"][:1])
    return Attested(f"{record.tail}/index.html{anchor}", record.title, record.headline, record.published)


def whole_chart(dates: Dates, lang: str, site: SiteView) -> dict[str, Any] | None:
    """The chart of all years; None where no article has a date."""
    if not dates.months:
        return None
    counts: Counter[int] = Counter()
    for month, count in dates.months:
        counts[int(month[:4])] += count
    years = _together(counts)
    low, high = years[0] - _YEARS_AROUND, years[-1] + _YEARS_AROUND
    near = [year for year in (int(date[:4]) for date, _, _ in dates.documents) if low <= year <= years[-1] + 1]
    spans = [span for span in dates.offices if low <= span.start and span.end <= high]
    first = min([*years, *near, *(span.start for span in spans)])
    last = max([year + 1 for year in (*years, *near)] + [span.end for span in spans])
    return _chart(dates, spans, (first, last), lang, site)


def year_chart(dates: Dates, year: str, lang: str, site: SiteView) -> dict[str, Any]:
    """The chart of one year: its months."""
    return _chart(dates, dates.lasting, (int(year), int(year) + 1), lang, site)


def around_year(dates: Dates, year: str) -> list[Any]:
    """What the chart of a year is made from besides its own articles; nothing for the undated."""
    if not year.isdecimal():
        return []
    start, end = (bisect_left(dates.documents, (each,)) for each in (year, str(int(year) + 1)))
    return [dates.documents[start:end], [span for span in dates.lasting if span.start <= int(year) < span.end]]


def _chart(dates: Dates, offices: Sequence[Span], window: tuple[int, int], lang: str, site: SiteView) -> dict[str, Any]:
    first, last = window
    months = [(month, count) for month, count in dates.months if first <= int(month[:4]) < last]
    articles = Lane(_dots(dates, months, lang, site), months)
    start, end = bisect_left(dates.documents, (str(first),)), bisect_left(dates.documents, (str(last),))
    signed = dates.documents[start:end]
    by_month = Counter(date[:7] for date, _, _ in signed)
    same_day = [(date, [each[1:] for each in same]) for date, same in groupby(signed, lambda each: each[0])]
    marks = [_document(date, same) for date, same in same_day] if len(same_day) <= DOTS_UP_TO else []
    within = [span for span in offices if span.start < last and span.end > first]
    drawn = draw_timeline(articles, Lane(marks, sorted(by_month.items())), within, first, last)
    listed = (
        [[date, [list(each) for each in same]] for date, same in same_day]
        if len(signed) <= _ROWS
        else [[year, sum(1 for _ in same)] for year, same in groupby(signed, lambda each: each[0][:4])]
    )
    total = sum(count for _, count in dates.months)
    return drawn | {
        "articles": articles.total,
        "elsewhere": total - articles.total if last - first > 1 else 0,
        "signed": len(signed),
        "listed": listed,
        "listed_singly": len(signed) <= _ROWS,
        "offices": [
            [span.start, span.end, span.count, [_told(each, lang, site) for each in span.named]] for span in within
        ],
        "by_month": [list(month) for month in months] if last - first == 1 else [],
        "by_year": [] if last - first == 1 else _by_year(months),
    }


def _together(counts: Counter[int]) -> list[int]:
    """The years with articles, without lonely ones far from the others at either end."""
    years = sorted(counts)
    total = sum(counts.values())
    while len(years) > 1 and years[1] - years[0] > _FAR and counts[years[0]] <= _LONELY * total:
        years.pop(0)
    while len(years) > 1 and years[-1] - years[-2] > _FAR and counts[years[-1]] <= _LONELY * total:
        years.pop()
    return years


def _told(article: Attested, lang: str, site: SiteView) -> list[str | None]:
    """[path, title in the page's language where there is one, its language, date]."""
    target, source = site.reading
    own = article.headline if lang == target else None
    return [article.path, own or article.title, target if own else source, article.published]


def _by_year(months: Sequence[tuple[str, int]]) -> list[list[Any]]:
    return [[year, sum(count for _, count in same)] for year, same in groupby(months, lambda month: month[0][:4])]


def _dots(dates: Dates, months: Sequence[tuple[str, int]], lang: str, site: SiteView) -> list[Mark]:
    """A mark an article where they are few enough, else nothing."""
    if sum(count for _, count in months) > DOTS_UP_TO:
        return []
    years = dict.fromkeys(month[:4] for month, _ in months)
    return [_article(record, lang, site) for year in years for record in dates.articles[year]]


def _article(record: ArticleRecord, lang: str, site: SiteView) -> Mark:
    target, source = site.reading
    own = record.headline if lang == target and record.headline else record.title
    own_lang = target if lang == target and record.headline else source
    label = (record.place or "").partition(",")[0]
    return Mark(
        record.published or "",
        label or shorten(own, _LABEL),
        f"{record.tail}/index.html",
        own,
        source if label else own_lang,
        own_lang,
        record.published_from != "text",
    )


def _document(date: str, same: Sequence[tuple[str, ...]]) -> Mark:
    names = [name for _, name in same]
    label = ", ".join(islice(names, 2)) if sum(map(len, names[:2])) <= _LABEL else names[0]
    shown = label.count(",") + 1
    path = f"documents/{same[0][0]}/index.html" if len(same) == 1 else "documents/index.html"
    more = f" +{len(names) - shown}" if len(names) > shown else ""
    return Mark(date, label + more, path, ", ".join(names))
