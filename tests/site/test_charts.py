"""What the charts count."""

from __future__ import annotations

import re
from itertools import groupby
from typing import Any

import pytest
from msgspec import structs

from build_site.digest.units import gazetteer
from build_site.model import ArticleRecord, Mention, Page
from build_site.site.charts.dates import around_year, dates_of, whole_chart, year_chart
from build_site.site.charts.page import chart_pages
from build_site.site.charts.posts import post_chart
from build_site.site.charts.provinces import tile_map
from build_site.site.charts.together import tags_together
from build_site.site.render import Renderer
from build_site.site.survey import survey
from build_site.site.timeline import timeline_pages
from build_site.site.told import tell_periods
from build_site.store.packs import load_pair
from tests.site.samples import ROOT, MemoryIndex, many, templates, view

PACK, _ = load_pair("vi", "en")
UNITS = gazetteer(PACK.digest)


def record(number: int, published: str | None, tags: tuple[str, ...] = ()) -> ArticleRecord:
    return ArticleRecord(
        id=f"a{number}",
        tail=f"articles/2023/a{number}",
        published=published,
        published_from="stamp",
        title=f"Bài {number}",
        headline=None,
        agency=None,
        place=None,
        tags=tags,
        people=(),
        states={"human": 1},
    )


def index_of(*articles: tuple[ArticleRecord, tuple[Mention, ...]]) -> MemoryIndex:
    index = MemoryIndex()
    for each, mentions in articles:
        index.kept.append(each)
        named = dict.fromkeys(unit.partition("/")[0] for each in mentions for unit in each.data.get("units", ()))
        tags = (Mention("tag", tag, tag) for tag in each.tags)
        for mention in (*mentions, *tags, *(Mention("province", province, province) for province in named)):
            index.held.setdefault((mention.kind, mention.slug), []).append((each, mention))
    return index


def place(slug: str, *units: str) -> Mention:
    return Mention("place", slug, slug, {"kind": None, "units": list(units)})


def test_the_map_has_every_province_once() -> None:
    """One tile for each of today's provinces as the list of units has them, none on another's place."""
    today = {unit.since_province for unit in UNITS.units.values()}
    assert {province for _, _, province in PACK.charts.tiles} == today
    assert len(PACK.charts.tiles) == len(today) == 34
    assert len({(column, row) for column, row, _ in PACK.charts.tiles}) == 34
    css = (ROOT / "templates" / "assets" / "site.css").read_text("utf-8")
    for column, row, _ in PACK.charts.tiles:
        assert f".c{column}{{" in css
        assert f".r{row}{{" in css


def test_the_map_lies_as_the_country_lies() -> None:
    """Neighbours keep their order from north to south and from west to east."""
    at = {province.partition(" ")[2].removeprefix("phố "): (row, column) for column, row, province in PACK.charts.tiles}
    south = ["Cao Bằng", "Thái Nguyên", "Bắc Ninh", "Hưng Yên", "Thanh Hóa", "Nghệ An", "Hà Tĩnh", "Quảng Trị"]
    south += ["Đà Nẵng", "Quảng Ngãi", "Gia Lai", "Đắk Lắk", "Lâm Đồng", "Hồ Chí Minh", "Vĩnh Long", "Cà Mau"]
    rows = [at[name][0] for name in south]
    assert rows == sorted(set(rows))
    for line in (["Điện Biên", "Sơn La", "Phú Thọ", "Thái Nguyên", "Lạng Sơn"], ["Tây Ninh", "Đồng Nai", "Lâm Đồng"]):
        columns = [at[name][1] for name in line]
        assert columns == sorted(set(columns))


def test_an_article_counts_once_for_a_province() -> None:
    """Places of a province, and former provinces that are part of it now, are that province; twice named is once."""
    hanoi = "thành phố Hà Nội"
    index = index_of(
        (record(1, "2023-01-01"), (place("ha-noi", hanoi), place("gia-lam", f"{hanoi}/huyện Gia Lâm"))),
        (record(2, "2023-01-02"), (place("bac-giang", "tỉnh Bắc Giang"), place("bac-ninh", "tỉnh Bắc Ninh"))),
        (record(3, "2023-01-03"), (place("bac-giang", "tỉnh Bắc Giang"), place("cu", "no such unit"))),
    )
    drawn = tile_map(index, UNITS, PACK.charts.tiles)
    assert drawn
    counts = {tile["name"]: tile["count"] for tile in drawn["tiles"] if tile["count"]}
    assert counts == {"Hà Nội": 1, "Bắc Ninh": 2}
    tiles = {tile["name"]: tile for tile in drawn["tiles"]}
    assert tiles["Bắc Ninh"]["former"] == ["Bắc Giang"]
    assert tiles["Hà Nội"]["slug"] == "ha-noi"
    assert tiles["Cà Mau"]["slug"] is None
    assert [tiles[name]["shade"] for name in ("Cà Mau", "Hà Nội", "Bắc Ninh")] == [0, 1, 2]
    assert tile_map(index_of(), UNITS, PACK.charts.tiles) is None
    assert tile_map(index, UNITS, ()) is None


def test_tags_that_meet() -> None:
    """The table is symmetric, its diagonal counts the tag alone, and the list has the pairs by number."""
    index = index_of(
        (record(1, "2023-01-01", ("cadre-work", "party-building")), ()),
        (record(2, "2023-01-01", ("party-building", "cadre-work")), ()),
        (record(3, "2023-01-01", ("party-building", "education")), ()),
    )
    found = tags_together(index)
    assert found
    assert found["tags"] == ["party-building", "cadre-work", "education"]
    assert found["cells"] == [[3, 2, 1], [2, 2, 0], [1, 0, 1]]
    assert found["pairs"] == [["cadre-work", "party-building", 2], ["education", "party-building", 1]]
    assert tags_together(index_of((record(1, "2023-01-01", ("education",)), ()))) is None


def held(number: int, date: str | None, *posts: str) -> tuple[ArticleRecord, Mention]:
    return record(number, date), Mention("person", "x", "X", {"posts": [[post, None, "missing"] for post in posts]})


def test_posts_over_time() -> None:
    """From two dates on; a row a post, the first one first; undated articles are left out; capitals do not matter."""
    assert post_chart([held(1, "2023-01-01", "Bí thư"), held(2, "2023-01-01", "Chủ tịch")]) is None
    assert post_chart([held(1, "2023-01-01", "Bí thư"), held(2, None, "Bí thư")]) is None
    mentions = [
        held(3, "2024-05-01", "Chủ tịch"),
        held(2, "2023-01-01", "bí thư"),
        held(1, "2021-01-01", "Bí thư", "Ủy viên"),
    ]
    drawn = post_chart(mentions)
    assert drawn
    assert [(row["post"][0], row["total"], row["first"], row["last"]) for row in drawn["rows"]] == [
        ("Ủy viên", 1, "2021-01-01", "2021-01-01"),
        ("bí thư", 2, "2021-01-01", "2023-01-01"),
        ("Chủ tịch", 1, "2024-05-01", "2024-05-01"),
    ]
    assert all(0 <= mark[0] <= 100 for row in drawn["rows"] for mark in row["marks"])


def test_a_thousand_articles_of_a_person_are_drawn_by_month() -> None:
    """The drawing of a much-named person stays small."""
    mentions = [held(n, f"20{10 + n % 10}-{n % 12 + 1:02}-{n % 28 + 1:02}", "Bí thư") for n in range(1000)]
    drawn = post_chart(sorted(mentions, key=lambda pair: pair[0].published or "", reverse=True))
    assert drawn
    assert drawn["rows"][0]["total"] == 1000
    assert len(drawn["rows"][0]["marks"]) <= 120


@pytest.mark.parametrize("number", [1, 40, 400])
def test_the_timeline_counts_every_dated_article(number: int) -> None:
    """On the whole chart and on the sum of those of the years; contexts stay small."""
    index, site = MemoryIndex.of(many(number)), view()
    whole = survey(index)
    dates = dates_of(index, whole)
    dated = sum(each.published is not None for each in index.kept)
    chart = whole_chart(dates, "en", site)
    assert chart
    assert chart["articles"] + chart["elsewhere"] == dated
    years = sorted({each.published[:4] for each in index.kept if each.published})
    assert sum(year_chart(dates, year, "en", site)["articles"] for year in years) == dated
    assert sum(count for _, count in chart["by_year"] or chart["by_month"]) == chart["articles"]
    assert len(str(chart)) < 90_000
    assert sum(map(len, dates.articles.values())) <= 60 * len(years)


def test_a_lonely_article_does_not_squeeze_the_rest() -> None:
    """One article of 1997 among many of today is left to the list, and the drawing says so; a document of 1945 too."""
    index = MemoryIndex.of(many(200))
    old = structs.replace(index.kept[0], id="old", published="1997-04-01")
    index.kept.append(old)
    law = {"date": "1945-09-02", "units": []}
    index.held["document", "1-sl"] = [(old, Mention("document", "1-sl", "1-SL", law))]
    chart = whole_chart(dates_of(index, survey(index)), "en", view())
    assert chart
    assert chart["first"] > 1997
    assert chart["elsewhere"] == 1


def test_no_dates_no_chart() -> None:
    """A site without a dated article has neither a chart nor a year."""
    index = index_of((record(1, None), ()))
    assert whole_chart(dates_of(index, survey(index)), "en", view()) is None


@pytest.mark.parametrize("number", [0, 1, 5, 200])
def test_the_pages_with_charts(number: int) -> None:
    """They render in both languages for any number of articles; every mark that leads somewhere has a name."""
    index, site = MemoryIndex.of(many(number)), view()
    renderer = Renderer(templates(), site)
    whole = survey(index)
    pages: list[Page] = list(chart_pages(index, whole, site=site))
    pages += list(timeline_pages(index, whole, tell_periods(index), site=site))
    for _, same in groupby(pages, lambda page: page.template):
        for page in list(same)[:4]:
            html = renderer.render(page).decode("utf-8")
            for drawing in re.findall(r"<svg.*?</svg>", html, re.S):
                links = len(re.findall(r"<a ", drawing))
                assert links == len(re.findall(r"<title[^>]*>[^<]+</title>", drawing))
            assert " style=" not in html
            assert "None" not in re.sub(r"<[^>]+>", "", html)


def test_a_long_time_has_its_years_under_it() -> None:
    """Years are written under the columns however long the time is that these cover."""
    for first in range(1950, 2024):
        index = index_of(*((record(n, f"{year}-05-02"), ()) for n, year in enumerate((first, 2025))))
        page = next(chart_pages(index, survey(index), site=view()))
        assert page.context["columns"]["ticks"], first


def test_one_article_more_seldom_changes_the_charts() -> None:
    """Numbers have two digits that count; where years are drawn their months have none, for the drawing has none."""

    def told(articles: int) -> list[dict[str, Any]]:
        place_of = (place("ha-noi", "thành phố Hà Nội"),)
        dates = ["2016-05-02", *["2025-05-02"] * articles]
        index = index_of(
            *((record(n, date, ("cadre-work", "education")), place_of) for n, date in enumerate(dates)),
        )
        site = structs.replace(view(), units=UNITS, tiles=PACK.charts.tiles)
        return [page.context for page in chart_pages(index, survey(index), site=site)]

    assert told(640) == told(641) != told(660)
    (page, _) = told(640)
    assert page["years"] == [["2025", 640, [["2025-05", None]]], ["2016", 1, [["2016-05", None]]]]
    assert told(64) != told(65)


def test_a_year_keeps_what_it_told_of_a_term_of_office() -> None:
    """Articles of later years that speak of it change about how many there are, and not the first ones."""

    def told(articles: int) -> list[Any]:
        term = Mention("office", "2020-2025", "2020–2025", {"anchors": ["p1"]})
        index = index_of(*((record(n, f"{2021 + n // 9}-05-02"), (term,)) for n in range(articles)))
        return around_year(dates_of(index, survey(index)), "2021")

    assert told(21) == told(40)
    (term,) = told(40)[1]
    assert (term.count, [each.published[:4] for each in term.named]) == (20, ["2021"] * 5)


def test_the_key_of_the_map_counts_from_one_to_more() -> None:
    """Where the lighter shade stands for one article, its key says 1, not 1 to 1."""
    index = index_of(
        *((record(n, "2024-05-02"), (place("ha-noi", "thành phố Hà Nội"),)) for n in range(3)),
        (record(3, "2024-05-02"), (place("dien-bien", "tỉnh Điện Biên"),)),
    )
    site = structs.replace(view(), units=UNITS, tiles=PACK.charts.tiles)
    page = Renderer(templates(), site).render(next(chart_pages(index, survey(index), site=site))).decode()
    assert '<i class="swatch shade-1"></i>1</span>' in page
