"""charts/index.html: articles by month, by province, by place, and tags that go together. Of what grows with each
article it tells two digits, as much as a bar or a shade shows, so that one more seldom changes the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from build_site.model import Page
from build_site.site.charts.lettering import text_width
from build_site.site.charts.provinces import tile_map
from build_site.site.charts.timeline import SMALL
from build_site.site.charts.together import tags_together
from build_site.site.index import Index
from build_site.site.rows import about
from build_site.site.survey import Survey
from build_site.site.view import SiteView

FOLDER = "charts"
_PLACES = 15
_MOST_MONTHS = 72
"""Months that stand side by side on a phone; a longer time is drawn by year."""
_ROOM = 11.0
"""Percent of a phone's width that four digits and a gap need."""
_NARROWEST = 560.0
"""The drawing is at least so wide where numbers stand over its bars."""


def chart_pages(index: Index, whole: Survey, *, site: SiteView) -> Iterator[Page]:
    """en/charts/ and vi/charts/."""
    if not index.moved("year", "month", "place", "province", "tag"):
        return
    places = [(slug, names[0], about(count)) for slug, names, count in index.most("place", _PLACES)]
    most = max((count for _, _, count in places), default=1)
    columns = _columns(whole.months)
    shared: dict[str, Any] = {
        "total": about(whole.total),
        "columns": columns,
        "years": _years(whole.months, by_month=not (columns and columns["by_year"])),
        "map": tile_map(index, site.units, site.tiles),
        "places": [[slug, name, count, round(100 * count / most, 1)] for slug, name, count in places],
        "together": tags_together(index),
    }
    for lang in site.reading:
        path = f"{lang}/{FOLDER}/index.html"
        yield Page(path, "charts.html", shared | {"lang": lang, "path": path})


def _years(months: Sequence[tuple[str, int]], *, by_month: bool) -> list[list[Any]]:
    """[year, articles, [[month, articles], …]], newest first; of a month None where years are drawn."""
    years = []
    for year, same in groupby(months, lambda month: month[0][:4]):
        of_year = list(same)
        told = [[month, about(count) if by_month else None] for month, count in of_year]
        years.append([year, about(sum(count for _, count in of_year)), told])
    return years[::-1]


def _columns(months: Sequence[tuple[str, int]]) -> dict[str, Any] | None:
    """A column a month from the first to the last, empty ones too; a column a year where these are too many.
    Positions are percentages."""
    if not months:
        return None
    counts = dict(months)
    (first, _), (last, _) = months[0], months[-1]
    span = [f"{n // 12:04}-{n % 12 + 1:02}" for n in range(_number(first), _number(last) + 1)]
    by_year = len(span) > _MOST_MONTHS
    if by_year:
        years: Counter[str] = Counter()
        for month, count in months:
            years[month[:4]] += count
        counts, span = years, [str(year) for year in range(int(first[:4]), int(last[:4]) + 1)]
    if len(span) < 2:
        return None
    counts = {date: about(count) for date, count in counts.items()}
    slot = 100 / len(span)
    most = max(counts.values())
    every = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * slot >= _ROOM)
    bars: list[dict[str, Any]] = [
        {
            "x": round(n * slot, 2),
            "date": date,
            "count": counts.get(date, 0),
            "height": round(2 + 98 * counts[date] / most, 1) if date in counts else 0,
        }
        for n, date in enumerate(span)
    ]
    ticks = [
        {"x": bar["x"], "year": bar["date"][:4]}
        for n, bar in enumerate(bars)
        if (int(bar["date"]) % every == 0 if by_year else n == 0 or bar["date"].endswith("-01"))
    ]
    return {
        "bars": bars,
        "slot": round(slot, 2),
        "most": most,
        "by_year": by_year,
        "ticks": [tick for tick, after in zip(ticks, [*ticks[1:], None], strict=True) if _clear(tick, after)],
        "numbers": text_width(f"{most:,}", SMALL) + 2 <= slot / 100 * _NARROWEST,
    }


def _clear(tick: dict[str, Any], after: dict[str, Any] | None) -> bool:
    """Whether a year's number has room before the next one."""
    room = (after["x"] if after else 100.0) - tick["x"]
    return bool(room >= _ROOM)


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1
