"""Which places a text names, and where it happens."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.main_place import main_place
from build_site.digest.places import find_places
from build_site.model import Article
from tests.digest.conftest import cases, write_article


@pytest.mark.parametrize(("text", "expected"), cases("places.txt"), ids=lambda value: str(value)[:30])
def test_places_of_a_sentence(text: str, expected: list[str], facts: DigestFacts) -> None:
    """Names with their kind; people, oceans and fragments are none."""
    found = [f"{place.name} | {place.kind or ''}".strip() for place in find_places(write_article(text), facts)]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("seed", "place"),
    [
        ("000", "Gia Lâm, Hà Nội"),
        ("001", "Thanh Trì, Hà Nội"),
        ("002", "Bắc Giang"),
        ("003", "Long Biên, Hà Nội"),
        ("004", "Văn Lâm, Hưng Yên"),
    ],
)
def test_where_the_seeds_happen(seed: str, place: str, seeds: dict[str, Article], facts: DigestFacts) -> None:
    """The district with its province where the text ties them, the province where it is about one, no guess beyond."""
    assert main_place(seeds[seed], find_places(seeds[seed], facts), facts) == place


def test_title_and_lead_weigh_more(facts: DigestFacts) -> None:
    """The most named place is first; the title (block -1) counts three times, the lead twice."""
    article = write_article(
        "Huyện Gia Lâm họp.", "Huyện Đông Anh và huyện Đông Anh.", title="Gia Lâm: đổi mới công tác cán bộ"
    )
    places = find_places(article, facts)
    assert [(place.name, place.blocks) for place in places] == [("Gia Lâm", (-1, 0)), ("Đông Anh", (1,))]


@pytest.mark.parametrize(
    "paragraphs",
    [
        ("Hội nghị họp hôm nay.", "Ông quê ở xã Phù Đổng, huyện Gia Lâm, thành phố Hà Nội."),
        ("Các huyện Gia Lâm, Đông Anh, Sóc Sơn, Mê Linh, Thanh Trì cùng dự.",),
        ("Hội nghị họp hôm nay.",),
    ],
    ids=["a birthplace", "a list of districts", "no place"],
)
def test_no_place_is_better_than_a_wrong_one(paragraphs: tuple[str, ...], facts: DigestFacts) -> None:
    """A place named in passing or in a list is not where the article happens."""
    article = write_article(*paragraphs)
    assert main_place(article, find_places(article, facts), facts) is None


def test_a_visitor_s_province_is_not_the_district_s(facts: DigestFacts) -> None:
    """A province that is merely named in the text is not added to the district: the list of units has its own."""
    article = write_article("Huyện Duy Xuyên đón đoàn khách TP. Hồ Chí Minh.", "Huyện Duy Xuyên cảm ơn.")
    assert main_place(article, find_places(article, facts), facts) == "Duy Xuyên, Quảng Nam"


def test_the_provinces_are_complete(facts: DigestFacts) -> None:
    """63 until the mergers of July 2025, 34 since."""
    assert sum(province.until_2025 for province in facts.provinces) == 63
    assert sum(province.since_2025 for province in facts.provinces) == 34


def test_a_number_is_no_main_place(facts: DigestFacts) -> None:
    """`quận 8` would be shown as 8: the city alone is the article's place."""
    article = write_article("Sáng 3/2, UBND quận 8, TP Hồ Chí Minh họp.", "TP Hồ Chí Minh có quận 8.")
    assert main_place(article, find_places(article, facts), facts) == "Hồ Chí Minh"
