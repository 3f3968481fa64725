"""Geometry of the timeline."""

from __future__ import annotations

from itertools import combinations
from typing import Any

from build_site.site.timeline_chart import Mark, Span, draw

ARTICLES = [
    Mark("2019-10-28T17:09:00+07:00", "Long Biên", "a"),
    Mark("2020-03-18", "Thanh Trì", "b"),
    Mark("2022-06-28", "Bắc Giang", "c"),
    Mark("2023-02-04", "Gia Lâm", "d"),
    Mark("2023-07-31", "Văn Lâm", "e", exact=False),
]
DOCUMENTS = [
    Mark(date, name, name)
    for date, name in (
        ("2012-02-27", "09-NQ/TU"),
        ("2022-01-20", "06-KL/BTCTW"),
        ("2022-02-21", "28-KL/TW"),
        ("2022-06-16", "21-NQ/TW"),
        ("2023-05-15", "319-QĐ/HU, 320-QĐ/HU"),
    )
]
OFFICES = [Span(2015, 2020, 1), Span(2020, 2025, 2), Span(2025, 2030, 2), Span(2021, 2026, 1), Span(2022, 2025, 1)]


def boxes(marks: list[dict[str, Any]]) -> list[tuple[int, float, float]]:
    """(row, left, right) of every label that was set."""
    out = []
    for mark in marks:
        if mark["row"] is not None:
            width = len(mark["label"]) * 7.3 + 10
            left = mark["x"] + 5 if mark["side"] == "start" else mark["x"] - 5 - width
            out.append((mark["row"], left, left + width))
    return out


def test_dates_stand_in_order_within_the_axis() -> None:
    """A later date is further right; everything is inside the drawing."""
    for narrow in (False, True):
        chart = draw(ARTICLES, DOCUMENTS, OFFICES, narrow=narrow)
        places = [mark["x"] for mark in chart["articles"]["marks"]]
        assert places == sorted(places)
        marks = chart["articles"]["marks"] + chart["documents"]["marks"]
        assert all(chart["left"] <= mark["x"] <= chart["right"] <= chart["width"] for mark in marks)
        assert chart["bottom"] < chart["height"]


def test_labels_do_not_collide() -> None:
    """Every seed's label and every document's finds room, and no two labels of a row touch."""
    chart = draw(ARTICLES, DOCUMENTS, OFFICES, narrow=False)
    for lane in ("articles", "documents"):
        marks = chart[lane]["marks"]
        assert all(mark["row"] is not None for mark in marks)
        for (row, left, right), (other, start, end) in combinations(boxes(marks), 2):
            assert row != other or right <= start or end <= left


def test_terms_of_office_do_not_overlap() -> None:
    """Spans of one row follow each other."""
    spans = draw(ARTICLES, DOCUMENTS, OFFICES, narrow=False)["offices"]["spans"]
    assert len(spans) == len(OFFICES)
    for one, other in combinations(spans, 2):
        assert one["y"] != other["y"] or one["end"] <= other["start"] or other["end"] <= one["start"]


def test_many_articles_become_bars() -> None:
    """Past sixty marks the lane is drawn as bars without labels."""
    months = [Mark(f"{2010 + n // 12}-{n % 12 + 1:02}", "", "x", size=n) for n in range(1, 90)]
    lane = draw(months, [], [], narrow=False)["articles"]
    assert lane["bars"]
    assert {mark["row"] for mark in lane["marks"]} == {None}
    assert max(mark["height"] for mark in lane["marks"]) == 36.0


def test_far_dates_do_not_squeeze_the_rest() -> None:
    """A document of 1945 and a term of office of 2145 are left to the lists."""
    chart = draw(ARTICLES, [*DOCUMENTS, Mark("1945-09-02", "1-SL", "x")], [*OFFICES, Span(2140, 2145, 1)], narrow=False)
    assert (chart["first"], chart["last"]) == (2012, 2030)
    assert len(chart["documents"]["marks"]) == len(DOCUMENTS)


def test_one_article() -> None:
    """The smallest site has a timeline too."""
    chart = draw(ARTICLES[:1], [], [], narrow=True)
    assert len(chart["articles"]["marks"]) == 1
    assert chart["ticks"][0]["year"] == 2019
