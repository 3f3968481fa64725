"""Geometry of the timeline: articles, dated documents and terms of office in three lanes on one axis.

Three drawings of the same marks, for a desk, a tablet (and paper) and a phone, since letters must not shrink with the
drawing. Lengths are SVG user units, close to CSS pixels.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from build_site.site.charts.axis import Axis, month_ticks, year_ticks
from build_site.site.charts.lettering import text_width
from build_site.site.charts.placing import place_labels, rows_of, stack

DOTS_UP_TO = 60
"""Beyond so many articles of a drawing, its lane has bars."""
LABEL, SMALL = 13.0, 12.0
"""Type sizes; those of site.css."""
_ROW, _LEVEL = 19.0, 13.0
_LEVELS = 7
"""Dots are stacked so high; where that is not enough the lane has bars."""
_BAR_TALLEST = 56.0
_OFFICE_ROWS = 8


class Mark(Struct, frozen=True):
    """Something with a date. `path` is below the language's tree, maybe with a fragment."""

    date: str
    label: str
    path: str
    name: str = ""
    """What the label leaves out: an article's headline."""
    label_lang: str = ""
    name_lang: str = ""
    exact: bool = True


class Attested(Struct, frozen=True):
    """An article that speaks of a term of office. `path` is below the language's tree, with the paragraph."""

    path: str
    title: str
    headline: str | None
    published: str | None


class Span(Struct, frozen=True):
    """A term of office, how many articles speak of it, and some of them: the newest first, or the oldest."""

    start: int
    end: int
    count: int
    named: tuple[Attested, ...] = ()


class Lane(Struct, frozen=True):
    """What a lane shows: its marks, oldest first, where they are few, and in any case how many there are by month."""

    marks: Sequence[Mark]
    months: Sequence[tuple[str, int]]

    @property
    def total(self) -> int:
        return sum(count for _, count in self.months)


class _Size(Struct, frozen=True):
    name: str
    width: float
    left: float
    right: float
    labels: bool
    titles_above: bool
    radius: float
    tick_room: float
    years_of_months: int
    """So many years at most are drawn with a bar a month; more with a bar a year."""


_SIZES = (
    _Size("wide", 1180, 232, 1174, True, False, 6.0, 64, 24),
    _Size("middle", 760, 6, 752, True, True, 6.0, 58, 24),
    _Size("narrow", 330, 6, 322, False, True, 5.0, 52, 6),
)


def draw_timeline(articles: Lane, documents: Lane, offices: Sequence[Span], first: int, last: int) -> dict[str, Any]:
    """Everything the template needs for the three drawings of the years `first` to `last` (exclusive)."""
    return {
        "first": first,
        "last": last,
        "marks": [_told(mark) for mark in articles.marks],
        "documents": [_told(mark) for mark in documents.marks],
        "drawings": [_draw(articles, documents, offices, first, last, size) for size in _SIZES],
    }


def _told(mark: Mark) -> dict[str, Any]:
    return {name: getattr(mark, name) for name in mark.__struct_fields__}


def _draw(
    articles: Lane, documents: Lane, offices: Sequence[Span], first: int, last: int, size: _Size
) -> dict[str, Any]:
    axis = Axis(first, last, size.left, size.right)
    lanes: dict[str, Any] = {}
    bottom = 26.0
    for name, lane in (("articles", articles), ("documents", documents)):
        if lane.total:
            drawn, height = _lane(lane, axis, size, name)
            drawn["title_y"] = bottom + 20 if size.titles_above else None
            drawn["y"] = round(bottom + height + (30 if size.titles_above else 12), 1)
            bottom = drawn["y"] + (14 if size.titles_above else 30)
            lanes[name] = drawn
        else:
            lanes[name] = None
    spans, rows = _offices(offices, axis)
    pitch = 28.0 if size.name == "narrow" else 32.0
    top = bottom + (30 if size.titles_above else 18)
    for span in spans:
        span["y"] = round(top + span.pop("row") * pitch, 1)
    lanes["offices"] = {"y": top, "title_y": bottom + 20, "height": pitch - 6, "spans": spans} if spans else None
    bottom = top + rows * pitch if spans else bottom + 4
    one_year = axis.years == 1
    return {
        "size": size.name,
        "width": size.width,
        "height": round(bottom + 6, 1),
        "left": size.left,
        "right": size.right,
        "bottom": round(bottom, 1),
        "radius": size.radius,
        "years": [] if one_year else year_ticks(axis, size.tick_room),
        "months": month_ticks(axis) if one_year else [],
        **lanes,
    }


def _lane(lane: Lane, axis: Axis, size: _Size, name: str) -> tuple[dict[str, Any], float]:
    """A lane, and how much room it needs above its line."""
    if lane.marks and len(lane.marks) <= DOTS_UP_TO:
        xs = [axis.x(mark.date) for mark in lane.marks]
        levels = stack(xs, 2 * size.radius + 1 if name == "articles" else 3.5)
        if max(levels) < _LEVELS:
            return _dots(lane.marks, xs, levels, size)
    return _bars(lane.months, axis, size, name)


def _dots(
    marks: Sequence[Mark], xs: Sequence[float], levels: Sequence[int], size: _Size
) -> tuple[dict[str, Any], float]:
    widths = [text_width(mark.label, LABEL) for mark in marks]
    low = 0.0 if size.titles_above else size.left - 40
    found = place_labels(xs, widths, low, size.width) if size.labels else [None] * len(marks)
    base = max(levels) * _LEVEL
    dots = [
        {
            "n": number,
            "x": x,
            "up": level * _LEVEL,
            "row": place.row if place else None,
            "side": place.side if place else None,
            "text": round(base + 17 + _ROW * place.row, 1) if place else None,
        }
        for number, (x, level, place) in enumerate(zip(xs, levels, found, strict=True))
    ]
    rows = rows_of(found)
    height = base + (17 + _ROW * rows if rows else size.radius + 6)
    return {"dots": dots, "bars": None, "by_year": False, "unlabelled": sum(place is None for place in found)}, height


def _bars(months: Sequence[tuple[str, int]], axis: Axis, size: _Size, name: str) -> tuple[dict[str, Any], float]:
    """Months as bars where a month has room, else years."""
    slot = (axis.right - axis.left) / axis.years / 12
    by_year = axis.years > size.years_of_months
    counts: Counter[str] = Counter()
    for month, count in months:
        counts[month[:4] if by_year else month] += count
    slot *= 12 if by_year else 1
    most = max(counts.values())
    bars = []
    for date, count in sorted(counts.items()):
        start = axis.x(date) if by_year else axis.at(int(date[:4]) + (int(date[5:7]) - 1) / 12)
        path = f"timeline/{date.replace('-', '/')}/index.html" if name == "articles" else "documents/index.html"
        bars.append(
            {
                "x": round(start, 1),
                "slot": round(slot, 1),
                "width": round(max(1.5, min(slot - 1.5, 44)) if slot > 4 else slot * 0.75, 1),
                "height": round(3 + (_BAR_TALLEST - 3) * count / most, 1),
                "date": date,
                "count": count,
                "path": path,
                "number": text_width(f"{count:,}", SMALL) <= slot - 2,
            }
        )
    return {"dots": None, "bars": bars, "by_year": by_year, "tallest": _BAR_TALLEST, "unlabelled": 0}, _BAR_TALLEST + 20


def _offices(offices: Sequence[Span], axis: Axis) -> tuple[list[dict[str, Any]], int]:
    """Terms of office that the years touch, stacked so that none overlaps another; where they are too many, those that
    most articles speak of."""
    touching = [span for span in offices if span.start < axis.last and span.end > axis.first]
    rows: dict[Span, int] = {}
    for span in sorted(touching, key=lambda span: (-span.count, span.start, span.end)):
        taken = {row for other, row in rows.items() if other.start < span.end and span.start < other.end}
        row = next((row for row in range(_OFFICE_ROWS) if row not in taken), None)
        if row is not None:
            rows[span] = row
    # The rows in the order of time: the one that begins first is the top one.
    order = sorted(set(rows.values()), key=lambda row: min((s.start, s.end) for s, at in rows.items() if at == row))
    out = []
    for span, row in sorted(rows.items(), key=lambda item: (item[0].start, item[0].end)):
        x, end = axis.at(max(span.start, axis.first)), axis.at(min(span.end, axis.last))
        width = round(end - x - 2, 1)
        out.append(
            {
                "x": round(x + 1, 1),
                "row": order.index(row),
                "width": width,
                "start": span.start,
                "end": span.end,
                "count": span.count,
                "path": span.named[0].path if span.named else None,
                "label": _fitting(span, width),
                "beside": width > 190,
            }
        )
    return out, len(order)


def _fitting(span: Span, width: float) -> str | None:
    """`2020–2025`, or `20–25`, or nothing where not even that fits."""
    long, short = f"{span.start}–{span.end}", f"{span.start % 100:02}–{span.end % 100:02}"
    for text in (long, short):
        if text_width(text, SMALL) + 6 <= width:
            return text
    return None
