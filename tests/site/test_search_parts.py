"""The search's index: words, numbers, shards, and what an article gives to it."""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from build_site.model import Term
from build_site.site.records import make_record
from build_site.site.search.entry import BODY, names_within
from build_site.site.search.files import Name, index_files
from build_site.site.search.numbers import decode, encode, encode_all
from build_site.site.search.shards import cut, file_name
from build_site.site.search.words import bare, form, stem, words
from tests.site.samples import gia_lam

LOOK = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize(
    ("printed", "exact", "plain"),
    [
        ("Đảng", "đang?", "dang"),
        ("uỷ", "uy?", "uy"),
        ("ủy", "uy?", "uy"),
        ("hoà", "hoa`", "hoa"),
        ("hòa", "hoa`", "hoa"),
        ("KHOÁ", "khoa'", "khoa"),
        ("phường", "phương`", "phuong"),
        ("Lâm", "lâm", "lam"),
        ("14", "14", "14"),
    ],
)
def test_forms(printed: str, exact: str, plain: str) -> None:
    """A form keeps the letters and the tone, wherever it was placed; a bare form keeps neither mark nor đ."""
    assert form(printed) == exact
    assert bare(printed) == plain


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("outsiders", "outsider"),
        ("appointing", "appoint"),
        ("appointed", "appoint"),
        ("planning", "plan"),
        ("policies", "policy"),
        ("branches", "branch"),
        ("committees", "committe"),
        ("committee", "committe"),
        ("congress", "congress"),
        ("status", "status"),
        ("lead", "lead"),
        ("made", "made"),
    ],
)
def test_stems(word: str, root: str) -> None:
    """Inflected forms meet in one stem; words that only look inflected stay."""
    assert stem(word) == root


def test_words_of_a_document_number() -> None:
    """A document number is its parts, side by side; a possessive is its noun."""
    assert words("Kế hoạch 14-HD/BTCTU của T.Ư") == ["Kế", "hoạch", "14", "HD", "BTCTU", "của", "T", "Ư"]
    assert words("the People’s Committee's") == ["the", "People", "Committee"]


@given(st.lists(st.integers(min_value=0, max_value=10**9)))
def test_numbers_come_back(numbers: list[int]) -> None:
    """Numbers written as text are the same numbers again, in characters that a JavaScript string holds as they are."""
    text = encode_all(numbers)
    assert decode(text) == numbers
    assert json.dumps(text) == f'"{text}"'


def test_small_numbers_are_short() -> None:
    """One character below 52, two below 1,820: what most steps from word to word need."""
    assert [len(encode(number)) for number in (0, 51, 52, 1819, 1820)] == [1, 1, 2, 2, 3]


@given(st.lists(st.text("abcd", min_size=1, max_size=6), unique=True, min_size=1, max_size=60), st.integers(1, 200))
def test_shards_hold_every_key_once(keys: list[str], limit: int) -> None:
    """Every key has one file, files keep to the limit unless one key alone is larger, and starts are in order."""
    keys = sorted(keys)
    sizes = [len(key) * 7 for key in keys]
    starts = cut(keys, sizes, limit)
    assert starts[0] == ""
    assert starts == sorted(set(starts))
    inside: dict[str, list[int]] = {}
    for key, size in zip(keys, sizes, strict=True):
        inside.setdefault(starts[bisect_right(starts, key) - 1], []).append(size)
    assert all(sum(own) <= limit or len(own) == 1 for own in inside.values())


@given(st.lists(st.text("abcd", min_size=1, max_size=5), unique=True, min_size=2, max_size=60), st.integers(10, 90))
def test_a_key_that_grows_moves_only_its_own_prefix(keys: list[str], limit: int) -> None:
    """A longer posting changes the cuts among keys of the same first letter, and no others."""
    keys = sorted(keys)
    before = cut(keys, [7] * len(keys), limit)
    after = cut(keys, [70 if key == keys[0] else 7 for key in keys], limit)
    letter = keys[0][0]
    inner = [start for start in before if len(start) > 1 and start[0] != letter]
    assert [start for start in after if len(start) > 1 and start[0] != letter] == inner


def test_file_names_are_plain() -> None:
    """Whatever a key is, its file has a name that every disk and host takes; no name is reserved on Windows."""
    assert [file_name(start) for start in ("", "gi", "con", "ß")] == ["0", "0gi", "0con", "0-df-"]


def test_a_longer_name_is_found_by_the_shorter_one_in_it() -> None:
    """An article that says UBMTTQ is found by MTTQ, since the one name is within the other."""
    front = Term("mttq", "Mặt trận Tổ quốc", "Fatherland Front", abbr=("MTTQ",))
    committee = Term("ubmttq", "Ủy ban Mặt trận Tổ quốc", "Fatherland Front committee", abbr=("UBMTTQ",))
    within = names_within([front, committee])
    assert [term.id for term in within["ubmttq"]] == ["ubmttq", "mttq"]
    assert [term.id for term in within["mttq"]] == ["mttq"]
    assert within["UBMTTQ"] == within["ubmttq"]


def test_an_abbreviation_of_several_meanings_names_no_term() -> None:
    """CT is a chair in one place and a directive in the other: an article that prints it is found by neither name."""
    chair = Term("chu-tich", "chủ tịch", "chair", abbr=("CT",))
    front = Term("mttq", "Mặt trận Tổ quốc", "Fatherland Front", abbr=("MTTQ",), context=("MTTQ: tỉnh",))
    assert set(names_within([chair, front])) == {"chu-tich", "mttq"}


def test_an_index_without_articles() -> None:
    """A site without articles has an index all the same, and its page says that nothing is found."""
    files = dict(index_files([], [], []))
    assert b'"docs":0' in files["search/index.js"]
    assert all(data.startswith(b"digestSearch.") and data.endswith(b");\n") for data in files.values())


def test_names_are_found_by_every_word() -> None:
    """A person is suggested for each part of the name, a term for its English and its abbreviation too."""
    names = [
        Name(0, "people/vu-duc-bao", "Vũ Đức Bảo", "", 2),
        Name(2, "glossary/mttq", "Mặt trận", "Front", 1, "MTTQ"),
    ]
    files = dict(index_files([], [], names))
    (shard,) = (data.decode() for path, data in files.items() if path.startswith("search/n"))
    keys = json.loads(shard.partition(",")[2].removesuffix(");\n"))
    assert sorted(keys) == ["bao", "duc", "front", "mat", "mttq", "tran", "vu"]


def test_every_address_can_be_looked_up() -> None:
    """An article's by its number, two of one name in two years both; another page's once, whatever its names are."""
    records = [
        structs.replace(make_record(gia_lam(), f"articles/{year}/gia-lam"), id=year) for year in ("2022", "2023")
    ]
    names = [Name(1, "places/gia-lam", "Gia Lâm", "", 2), Name(1, "places/gia-lam", "Gia-Lâm", "", 1)]
    files = dict(index_files(records, [({}, {})] * 2, names))
    (shard,) = (data.decode() for path, data in files.items() if path.startswith("search/s"))
    pages = json.loads(shard.partition(",")[2].removesuffix(");\n"))
    assert pages == {"gia-lam": [0, 1, ["places/gia-lam", "Gia Lâm", ""]]}


@pytest.mark.parametrize("source", sorted((LOOK / "scripts").glob("*.js")), ids=lambda path: path.name)
def test_the_script_that_readers_get_is_the_one_that_people_edit(source: Path) -> None:
    """Each script of templates/assets/ was made from that of templates/scripts/ as it is now (scripts/minify)."""
    made = (LOOK / "assets" / source.name).read_text("utf-8")
    assert hashlib.sha256(source.read_bytes()).hexdigest()[:16] in made


def test_the_script_counts_as_the_index_does() -> None:
    """Where the body's words begin is the same number in Python and in the script."""
    assert f"BODY = {BODY}," in (LOOK / "scripts" / "search.js").read_text("utf-8")
