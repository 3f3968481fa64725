"""Geometry of the timeline."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import Any

import pytest

from build_site.site.charts.axis import Axis, moment
from build_site.site.charts.lettering import shorten, text_width
from build_site.site.charts.placing import place_labels, stack
from build_site.site.charts.timeline import LABEL, Lane, Mark, Span, draw_timeline

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
NAMES = ("Gia Lâm", "Thành phố Hồ Chí Minh", "Huế", "Bà Rịa - Vũng Tàu", "Cần Thơ", "Mường La")


def lane(marks: list[Mark]) -> Lane:
    """Marks with their months counted."""
    months: dict[str, int] = {}
    for mark in sorted(marks, key=lambda mark: mark.date):
        months[mark.date[:7]] = months.get(mark.date[:7], 0) + 1
    return Lane(sorted(marks, key=lambda mark: mark.date), list(months.items()))


def crowd(number: int, years: int = 4) -> list[Mark]:
    """So many marks, unevenly over some years."""
    days = [(n * n * 7919 + n * 104729) % (years * 336) for n in range(number)]
    return [
        Mark(f"{2019 + day // 336}-{day % 336 // 28 + 1:02}-{day % 28 + 1:02}", NAMES[n % len(NAMES)], f"m{n}")
        for n, day in enumerate(days)
    ]


def drawings(articles: list[Mark], documents: list[Mark] = DOCUMENTS, years: tuple[int, int] = (2012, 2031)) -> Any:
    return draw_timeline(lane(articles), lane(documents), OFFICES, *years)


@pytest.mark.parametrize("date", ["2023", "2023-01", "2023-06", "2024-02-29", "2023-12-31T23:59:00+07:00"])
def test_a_moment_lies_in_its_year(date: str) -> None:
    """Every date lies between its year and the next one."""
    assert int(date[:4]) <= moment(date) < int(date[:4]) + 1


def test_dates_stand_in_order_within_the_axis() -> None:
    """A later date is further right; everything is inside the drawing, whatever its size."""
    for drawing in drawings(ARTICLES)["drawings"]:
        places = [dot["x"] for dot in drawing["articles"]["dots"]]
        assert places == sorted(places)
        dots = drawing["articles"]["dots"] + drawing["documents"]["dots"]
        assert all(drawing["left"] <= dot["x"] <= drawing["right"] <= drawing["width"] for dot in dots)
        assert drawing["bottom"] < drawing["height"]


@pytest.mark.parametrize("number", [5, 12, 30, 60])
@pytest.mark.parametrize("years", [1, 4, 12])
def test_labels_never_touch(number: int, years: int) -> None:
    """No label meets another one or another mark's leader line, and a dozen marks of some years all have theirs."""
    marks = lane(crowd(number, years)).marks
    axis = Axis(2019, 2019 + years, 232, 1174)
    xs = [axis.x(mark.date) for mark in marks]
    widths = [text_width(mark.label, LABEL) for mark in marks]
    placed = place_labels(xs, widths, 192, 1180)
    found = [
        (place.row, x + 5 if place.side == "start" else x - 5 - width, width, x)
        for x, width, place in zip(xs, widths, placed, strict=True)
        if place
    ]
    for (row, start, width, x), (other, left, wide, at) in combinations(found, 2):
        assert row != other or start + width < left or left + wide < start
        assert other < row or not start < at < start + width
        assert row < other or not left < x < left + wide
    assert all(start >= 192 and start + width <= 1180 for _, start, width, _ in found)
    if number <= 12 and years > 1:
        assert len(found) == number


def test_dots_that_would_hide_each_other_are_stacked() -> None:
    """Dots of one level keep their distance; the first one of a place stands on the line."""
    xs = [10.0, 12.0, 13.0, 30.0, 31.0, 60.0]
    levels = stack(xs, 13)
    assert levels == [0, 1, 2, 0, 1, 0]


def test_every_drawing_has_every_article() -> None:
    """Sixty articles are sixty marks, or bars that count sixty, in the wide, the middle and the narrow drawing."""
    for number in (5, 12, 30, 60, 61, 300):
        for drawing in drawings(crowd(number), years=(2019, 2023))["drawings"]:
            articles = drawing["articles"]
            counted = len(articles["dots"] or ()) + sum(bar["count"] for bar in articles["bars"] or ())
            assert counted == number
            assert articles["bars"] if number > 60 else True


def test_many_articles_become_bars() -> None:
    """Past sixty articles the lane is drawn by month, on a phone and over a long time by year; the bars meet the
    pages of their time."""
    months = [(f"{2010 + n // 12}-{n % 12 + 1:02}", n) for n in range(1, 90)]
    wide, middle, narrow = draw_timeline(Lane((), months), Lane((), ()), (), 2010, 2018)["drawings"]
    assert not wide["articles"]["by_year"]
    assert not middle["articles"]["by_year"]
    assert narrow["articles"]["by_year"]
    assert wide["articles"]["bars"][0]["path"] == "timeline/2010/02/index.html"
    assert narrow["articles"]["bars"][0]["path"] == "timeline/2010/index.html"
    assert max(bar["height"] for bar in wide["articles"]["bars"]) == 56.0
    assert wide["documents"] is None
    for drawing in (wide, middle, narrow):
        bars = drawing["articles"]["bars"]
        assert all(one["x"] + one["slot"] <= other["x"] + 0.2 for one, other in pairwise(bars))


def test_terms_of_office_do_not_overlap() -> None:
    """Spans of one row follow each other, and all that fit are drawn."""
    for drawing in drawings(ARTICLES)["drawings"]:
        spans = drawing["offices"]["spans"]
        assert len(spans) == len(OFFICES)
        for one, other in combinations(spans, 2):
            assert one["y"] != other["y"] or one["end"] <= other["start"] or other["end"] <= one["start"]


def test_a_term_of_office_says_its_years_where_they_fit() -> None:
    """In full, or in two digits, or not at all: never past the edge of its box."""
    for drawing in drawings(ARTICLES)["drawings"]:
        for span in drawing["offices"]["spans"]:
            assert span["label"] in (f"{span['start']}–{span['end']}", f"{span['start'] % 100}–{span['end'] % 100}")
            assert text_width(span["label"], 12) <= span["width"]


def test_a_year_has_months() -> None:
    """The drawing of one year has twelve months; terms of office are cut at its edges."""
    drawing = draw_timeline(lane(ARTICLES[-2:]), lane(DOCUMENTS[-1:]), OFFICES, 2023, 2024)["drawings"][0]
    assert [tick["month"] for tick in drawing["months"]] == list(range(1, 13))
    assert drawing["years"] == []
    assert {(span["x"], span["width"]) for span in drawing["offices"]["spans"]} == {(233.0, 940.0)}


def test_a_cut_label_says_so() -> None:
    """A long label ends between words, with an ellipsis; a short one stays."""
    assert shorten("Gia Lâm", 10) == "Gia Lâm"
    assert shorten("Đổi mới phương thức lãnh đạo", 16) == "Đổi mới phương…"
    assert shorten("Đổi mới phương thức lãnh đạo", 15) == "Đổi mới phương…"
    assert shorten("Pneumonoultramicroscopic", 8) == "Pneumon…"
