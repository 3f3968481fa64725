"""Geometry of the timeline: three lanes on one axis, as numbers that the template draws. Lengths are SVG user units."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

DOTS_UP_TO = 60
_LABEL_ROWS = 4
_ROW = 19.0
_LETTER = 7.3
_OFFICE_ROWS = 8
_YEARS_AROUND = 12
"""Documents older than this before the first article, and terms of office later than this after the last one, are left
to the lists: one decision of 1945 would squeeze everything else into a corner."""


class Mark(Struct, frozen=True):
    """Something with a date. `path` is below the language's tree, maybe with a fragment."""

    date: str
    label: str
    path: str
    exact: bool = True
    size: int = 1
    """Articles in a month, where the mark is a bar."""


class Span(Struct, frozen=True):
    """A term of office, and how many articles mention it."""

    start: int
    end: int
    count: int


class Axis(Struct, frozen=True):
    """Years from `first` to `last` (exclusive) between the positions `left` and `right`."""

    first: int
    last: int
    left: float
    right: float

    def x(self, date: str) -> float:
        """`2023-02-04…`, `2023-02` or `2023`: a month without a day counts from its middle."""
        year, month, day = int(date[:4]), date[5:7], date[8:10]
        part = (int(month) - 1) / 12 + (int(day) - 1 if day else 15) / 372 if month else 0.0
        return round(self.left + (year + part - self.first) / (self.last - self.first) * (self.right - self.left), 1)


def axis_of(
    articles: Sequence[Mark], documents: Sequence[Mark], spans: Sequence[Span], left: float, right: float
) -> Axis:
    """The years that the marks need; articles are always inside, the rest within a dozen years of them."""
    of_articles = [int(mark.date[:4]) for mark in articles]
    low, high = min(of_articles) - _YEARS_AROUND, max(of_articles) + _YEARS_AROUND
    near = [year for year in (int(mark.date[:4]) for mark in documents) if low <= year <= high]
    ends = [year for span in spans if _within(span, low, high) for year in (span.start, span.end)]
    years = of_articles + near
    return Axis(min(years + ends), max([year + 1 for year in years] + ends), left, right)


def draw(articles: Sequence[Mark], documents: Sequence[Mark], spans: Sequence[Span], *, narrow: bool) -> dict[str, Any]:
    """Everything the template needs for one of the two drawings. Lanes of marks that would crowd are drawn as bars."""
    left, right = (4.0, 346.0) if narrow else (232.0, 1178.0)
    axis = axis_of(articles, documents, spans, left, right)
    low, high = axis.first, axis.last
    kept = [mark for mark in documents if low <= int(mark.date[:4]) < high]
    if narrow:
        lane_articles, lane_documents, office_top, row = 62.0, 122.0, 172.0, 28.0
        article_marks, document_marks = _bare(articles, axis), _bare(kept, axis)
    else:
        article_marks, rows = _labelled(articles, axis)
        lane_articles = 58.0 + max(1, rows) * _ROW
        document_marks, rows = _labelled(kept, axis)
        lane_documents = lane_articles + 62.0 + max(1, rows) * _ROW
        office_top, row = lane_documents + 66.0, 34.0
    offices, rows = _offices(spans, axis, office_top, row)
    bottom = office_top + rows * row if rows else lane_documents + 30.0
    return {
        "width": 350 if narrow else 1180,
        "height": round(bottom + 8, 1),
        "ticks": _ticks(axis, 58.0 if narrow else 64.0),
        "first": axis.first,
        "last": axis.last,
        "left": left,
        "right": right,
        "bottom": bottom,
        "bar": round(max(1.0, min(8.0, (right - left) / (axis.last - axis.first) / 12 * 0.72)), 1),
        "articles": {"y": lane_articles, "bars": len(articles) > DOTS_UP_TO, "marks": article_marks},
        "documents": {"y": lane_documents, "bars": len(kept) > DOTS_UP_TO, "marks": document_marks},
        "offices": {"y": office_top, "spans": offices, "height": row - (5.0 if narrow else 8.0)},
    }


def _ticks(axis: Axis, room: float) -> list[dict[str, Any]]:
    """A line a year (while lines have room) and a label where one fits."""
    years = axis.last - axis.first
    width = (axis.right - axis.left) / years
    step = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * width >= room)
    lines = next(step for step in (1, 2, 5, 10, 20, 50, 100, 1000) if step * width >= room / 2)
    ticks = []
    for year in range(axis.first, axis.last + 1):
        if (year - axis.first) % lines and (year - axis.first) % step:
            continue
        anchor = "start" if year == axis.first else "end" if year == axis.last else "middle"
        clear = axis.x(str(year)) - axis.left >= 0.8 * room and axis.right - axis.x(str(year)) >= 0.8 * room
        labelled = anchor != "middle" or (clear and (year - axis.first) % step == 0)
        ticks.append({"x": axis.x(str(year)), "year": year if labelled else None, "anchor": anchor})
    return ticks


def _bare(marks: Sequence[Mark], axis: Axis) -> list[dict[str, Any]]:
    most = max((mark.size for mark in marks), default=1)
    return [_mark(mark, axis, most) for mark in marks]


def _mark(mark: Mark, axis: Axis, most: int) -> dict[str, Any]:
    return {
        "x": axis.x(mark.date),
        "date": mark.date,
        "label": mark.label,
        "path": mark.path,
        "exact": mark.exact,
        "size": mark.size,
        "height": round(4 + 32 * mark.size / most, 1),
        "row": None,
        "side": None,
    }


def _labelled(marks: Sequence[Mark], axis: Axis) -> tuple[list[dict[str, Any]], int]:
    """Marks with their labels set greedily into rows above the lane, to the right or the left of a leader line.

    A label that finds no room is left out (`row` None): its mark keeps its accessible name.
    """
    out = _bare(marks, axis)
    if len(marks) > DOTS_UP_TO:
        return out, 2
    boxes: list[tuple[int, float, float]] = []
    leaders: list[tuple[int, float]] = []
    out.sort(key=lambda mark: mark["x"])
    for position, mark in enumerate(out):
        width = len(mark["label"]) * _LETTER + 10
        later = [other["x"] for other in out[position + 1 :]]
        for row, side, start in _tries(mark["x"], width, later):
            if _free(row, start, start + width, mark["x"], boxes, leaders, axis):
                mark["row"], mark["side"] = row, side
                boxes.append((row, start, start + width))
                leaders.append((row, mark["x"]))
                break
    return out, 1 + max((mark["row"] for mark in out if mark["row"] is not None), default=0)


def _tries(x: float, width: float, later: list[float]) -> list[tuple[int, str, float]]:
    """Places for a label, best first: (row, text-anchor, left end).

    A label above a later mark closes that mark's way up: never on the lowest row, elsewhere only as a second choice.
    """
    places = []
    for row in range(_LABEL_ROWS):
        sides = [(row, "start", x + 5), (row, "end", x - 5 - width)]
        clear = [side for side in sides if not any(side[2] - 3 < at < side[2] + width + 3 for at in later)]
        places += clear + [side for side in sides if row and side not in clear]
    return places


def _free(
    row: int,
    start: float,
    end: float,
    x: float,
    boxes: list[tuple[int, float, float]],
    leaders: list[tuple[int, float]],
    axis: Axis,
) -> bool:
    if start < axis.left - 60 or end > axis.right + 2:
        return False
    if any(other == row and start < right and left < end for other, left, right in boxes):
        return False
    # A leader line must not cross a label below it, nor a new label cover a line that runs higher.
    if any(other < row and left - 2 < x < right + 2 for other, left, right in boxes):
        return False
    return not any(other > row and start - 3 < at < end + 3 for other, at in leaders)


def _within(span: Span, low: int, high: int) -> bool:
    return low <= span.start < span.end <= high


def _offices(spans: Sequence[Span], axis: Axis, top: float, height: float) -> tuple[list[dict[str, Any]], int]:
    """Terms of office stacked so that none overlaps another; the most mentioned ones when there are too many."""
    shown = [span for span in spans if _within(span, axis.first, axis.last)]
    ends: list[int] = []
    out: list[dict[str, Any]] = []
    for span in sorted(shown, key=lambda span: (span.start, span.end)):
        row = next((n for n, end in enumerate(ends) if end <= span.start), len(ends))
        if row == _OFFICE_ROWS:
            continue
        if row == len(ends):
            ends.append(span.end)
        ends[row] = span.end
        x = axis.x(str(span.start))
        out.append(
            {
                "x": round(x + 1, 1),
                "y": round(top + row * height, 1),
                "width": round(axis.x(str(span.end)) - x - 2, 1),
                "start": span.start,
                "end": span.end,
                "count": span.count,
            }
        )
    return out, len(ends)
