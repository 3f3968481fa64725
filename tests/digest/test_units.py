"""Which unit of the list of administrative units a text means, and what the list says of it."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from msgspec.structs import replace

from build_site.digest.facts import DigestFacts
from build_site.digest.places import find_places
from build_site.digest.units import COMMUNE, DISTRICT, PROVINCE, gazetteer
from build_site.site.place_units import units_of
from build_site.store.packs import load_pack
from tests.digest.conftest import write_article


def test_the_list_is_complete(facts: DigestFacts) -> None:
    """63 provinces, 696 districts, 10,035 communes before the merger; 34 provinces and 3,321 communes since."""
    units = gazetteer(facts).units.values()
    assert [sum(unit.level == level and unit.old for unit in units) for level in range(3)] == [63, 696, 10035]
    assert len({unit.since_province for unit in units}) == 34
    since = {(unit.since_province, name) for unit in units if unit.level != PROVINCE for name in unit.since}
    assert len(since) == 3321


def test_the_provinces_of_the_pack_are_those_of_the_list(facts: DigestFacts) -> None:
    """One set of names on either side of the merger; Thừa Thiên Huế is Huế in the list."""
    units = [unit for unit in gazetteer(facts).units.values() if unit.level == PROVINCE]
    renamed = {name for name, _ in facts.renamed_units}
    before = {province.name for province in facts.provinces if province.until_2025} - renamed
    assert before | {"Huế"} == {unit.name for unit in units if unit.old}
    merged = {gazetteer(facts).bare(unit.since_province) for unit in units}
    assert {province.name for province in facts.provinces if province.since_2025} == merged


@pytest.mark.parametrize(
    ("text", "date", "units"),
    [
        ("Huyện Gia Lâm họp.", None, ["thành phố Hà Nội/huyện Gia Lâm"]),
        ("Xã Tân Phú họp.", None, [None]),
        ("Xã Tân Phú, huyện Châu Thành, tỉnh Long An.", None, [None, "tỉnh Long An/huyện Châu Thành", "tỉnh Long An"]),
        (
            "Xã Phù Đổng, huyện Gia Lâm.",
            None,
            ["thành phố Hà Nội/huyện Gia Lâm", "thành phố Hà Nội/huyện Gia Lâm/xã Phù Đổng"],
        ),
        ("Xã Phù Đổng, Hà Nội.", "2025-08-01", ["thành phố Hà Nội", "thành phố Hà Nội/xã Phù Đổng"]),
        ("Huyện Châu Thành họp.", None, [None]),
        ("Tỉnh Thừa Thiên Huế; các tỉnh Nam Bộ; Quận Đoàn Tân Bình.", "2024-01-01", ["thành phố Huế"]),
        ("Thôn Tân Minh; Pháp.", None, [None, None]),
        ("Thị xã Gia Nghĩa (Đắk Nông).", None, ["tỉnh Đắk Nông", "tỉnh Đắk Nông/thành phố Gia Nghĩa"]),
        ("Thị xã Gia Nghĩa.", None, [None]),
    ],
)
def test_which_unit_is_meant(text: str, date: str | None, units: list[str | None], facts: DigestFacts) -> None:
    """A district of one name is certain; a commune needs its district or province, and its own time."""
    article = replace(write_article(text), published=date)
    found = [place.unit for place in find_places(article, facts)]
    assert sorted(found, key=str) == sorted(units, key=str)


@pytest.mark.parametrize(
    ("path", "key", "units"),
    [
        ("tỉnh Bắc Giang", "unit_part_of", [("tỉnh", "Bắc Ninh")]),
        ("tỉnh Bắc Ninh", "unit_merged", [("tỉnh", "Bắc Giang"), ("tỉnh", "Bắc Ninh")]),
        ("tỉnh Cao Bằng", "unit_unchanged", []),
        (
            "tỉnh Quảng Ninh/huyện Cô Tô",
            "unit_no_district",
            [("đặc khu", "Cô Tô"), ("tỉnh", "Quảng Ninh")],
        ),
        (
            "thành phố Hà Nội/quận Ba Đình/phường Phúc Xá",
            "unit_part_of",
            [("phường", "Hồng Hà"), ("thành phố", "Hà Nội")],
        ),
        (
            "tỉnh Quảng Ninh/đặc khu Cô Tô",
            "unit_new",
            [("thị trấn", "Cô Tô"), ("xã", "Đồng Tiến"), ("xã", "Thanh Lân")],
        ),
    ],
)
def test_what_became_of_a_unit(path: str, key: str, units: list[tuple[str, str]], facts: DigestFacts) -> None:
    """Merged, unchanged, abolished or new, with the units concerned."""
    (said,) = units_of([path, path, "tỉnh Nowhere"], gazetteer(facts))
    assert (said["key"], said["units"]) == (key, units)


def test_the_page_names_the_list_it_quotes() -> None:
    """The interface names the package and version that the list's head names."""
    head = resources.files("build_site").joinpath("language", "units.vi.txt").read_text("utf-8")[:600]
    source = re.search(r"# Source: (\S+ [\d.]+) ", head)
    assert source
    for code in ("en", "vi"):
        assert source[1] in load_pack(code).ui["unit_source"]


def test_levels_are_in_order() -> None:
    """From the province down."""
    assert PROVINCE < DISTRICT < COMMUNE
