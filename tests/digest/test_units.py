"""Which unit of the list of administrative units a text means, and what the list says of it."""

from __future__ import annotations

import re
from importlib import resources

import pytest
from msgspec import json
from msgspec.structs import replace

from build_site.digest.facts import DigestFacts
from build_site.digest.places import find_places
from build_site.digest.unit_list import COMMUNE, DISTRICT, PROVINCE, Listed
from build_site.digest.units import Gazetteer, gazetteer
from build_site.folding import fold_tones
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


def test_a_list_that_was_kept_says_the_same() -> None:
    """Every unit by its path and by its name, from what is kept between builds as from the text."""
    kinds = ("tỉnh", "huyện", "quận", "xã", "phường")
    plain = Gazetteer(LIST, kinds)
    kept = Gazetteer(json.decode(json.encode(plain.listed), type=Listed), kinds)
    assert dict(kept.units) == dict(plain.units)
    assert kept.districts == plain.districts
    names = [fold_tones(unit.name) for unit in plain.units.values()]
    assert [kept.named(name) for name in names] == [plain.named(name) for name in names]


LIST = """# A comment
tỉnh An > tỉnh Bình
 huyện Lạc
  xã Mới > xã Đông; xã Tây
  xã Mới Hạ > xã Đông
# Another
 quận Lạc
  phường Hoà > phường Hoà
tỉnh Bình > tỉnh Bình
 huyện Xa > xã Đông"""


def test_a_unit_is_made_of_its_line() -> None:
    """Found by its path or its name, below the right unit; with what it became, and what those since the merger were
    made of. A path that goes on differently, or stops short, is none."""
    listed = Gazetteer(LIST, ("tỉnh", "huyện", "quận", "xã", "phường"))
    units = listed.units
    assert list(units)[6:] == ["tỉnh Bình", "tỉnh Bình/huyện Xa", *(f"tỉnh Bình/{x}" for x in SINCE)]
    district = units["tỉnh An/huyện Lạc"]
    assert (district.since, district.since_province) == (("xã Đông", "xã Tây"), "tỉnh Bình")
    assert units["tỉnh An/quận Lạc/phường Hoà"].above == ("tỉnh An", "quận Lạc")
    assert units["tỉnh Bình"].former == ("tỉnh An", "tỉnh Bình")
    east = units["tỉnh Bình/xã Đông"]
    assert (east.level, east.old, east.above) == (COMMUNE, False, ("tỉnh Bình",))
    assert east.former == ("tỉnh An/huyện Lạc/xã Mới", "tỉnh An/huyện Lạc/xã Mới Hạ", "tỉnh Bình/huyện Xa")
    assert [unit.path for unit in listed.named("Lạc")] == ["tỉnh An/huyện Lạc", "tỉnh An/quận Lạc"]
    assert [unit.old for unit in listed.named("Hòa")] == [True, False]
    for path in ("tỉnh An/huyện Lạc/xã Mớ", "tỉnh An/huyện", "tỉnh An/quận Lạc/xã Mới", "tỉnh", "", "tỉnh An/xã Mới"):
        assert path not in units
    assert [unit.path for unit in units.provinces()] == ["tỉnh An", "tỉnh Bình"]
    assert not Gazetteer().named("Lạc")


SINCE = ("xã Đông", "xã Tây", "phường Hoà")


def test_every_unit_is_found_by_its_path_and_its_name(facts: DigestFacts) -> None:
    """What the list says of a unit leads back to it."""
    listed = gazetteer(facts)
    for unit in listed.units.values():
        assert listed.units[unit.path] is unit
        assert unit in listed.named(fold_tones(unit.name))
        for path in unit.former if unit.level == COMMUNE else ():
            assert listed.bare(unit.path.rpartition("/")[2]) in {listed.bare(x) for x in listed.units[path].since}


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
        assert source[1] in load_pack(code, "vi").ui["unit_source"]


def test_levels_are_in_order() -> None:
    """From the province down."""
    assert PROVINCE < DISTRICT < COMMUNE
