"""The search's index: words, numbers, shards, and what an article gives to it."""

from __future__ import annotations

import hashlib
import json
import statistics
import tracemalloc
from bisect import bisect_right
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from build_site.model import Term
from build_site.site.search.blocks import cut_blocks, reach
from build_site.site.search.entry import BODY, Entry, Indexer
from build_site.site.search.files import Name, block_files, block_paths, name_files, slug_files, whole_files
from build_site.site.search.merging import STEP, make_run, merge
from build_site.site.search.named import NAMES, TITLES, Names
from build_site.site.search.numbers import decode, encode, encode_all
from build_site.site.search.shards import cut, file_name
from build_site.site.search.words import bare, form, stem, words

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
        ("organization", "organisation"),
        ("organisations", "organisation"),
        ("mobilizing", "mobilis"),
        ("mobilised", "mobilis"),
        ("organizer", "organiser"),
        ("labour", "labor"),
        ("labor", "labor"),
        ("centre", "center"),
        ("centers", "center"),
        ("programmes", "program"),
        ("program", "program"),
        ("defense", "defenc"),
        ("defence", "defenc"),
        ("license", "licenc"),
        ("four", "four"),
        ("sense", "sens"),
        ("size", "size"),
    ],
)
def test_stems(word: str, root: str) -> None:
    """Inflected forms, and British and American spellings, meet in one stem; words that only look so stay."""
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


def names_of(*terms: Term) -> Names:
    return Indexer((frozenset(), frozenset()), terms).names


FRONT = Term("mttq", "Mặt trận Tổ quốc", "Fatherland Front", abbr=("MTTQ",))


def test_a_longer_name_is_found_by_the_shorter_one_in_it() -> None:
    """An article that says UBMTTQ is found by MTTQ, since the one name is within the other."""
    committee = Term("ubmttq", "Ủy ban Mặt trận Tổ quốc", "Fatherland Front committee", abbr=("UBMTTQ",))
    names = names_of(FRONT, committee)
    assert names.within("ubmttq") == ("ubmttq", "mttq")
    assert names.within("mttq") == ("mttq",)
    assert names.within("gone") == ()
    assert names.abbreviations["UBMTTQ"] == "ubmttq"


def test_an_abbreviation_of_several_meanings_names_no_term() -> None:
    """CT is a chair in one place and a directive in the other: an article that prints it is found by neither name."""
    chair = Term("chu-tich", "chủ tịch", "chair", abbr=("CT",))
    assert names_of(chair, structs.replace(FRONT, context=("MTTQ: tỉnh",))).abbreviations == {}


def places(text: str, lengths: str) -> tuple[list[tuple[int, int]], list[tuple[list[int], list[int]]]]:
    """(article, place in it) of each occurrence, then (articles, places that they share): what search.js reads."""
    ends = [STEP * sum(decode(lengths)[: number + 1]) for number in range(len(decode(lengths)))]
    own, *shared = text.split("#")
    found = []
    for place in accumulate(decode(own), initial=-1):
        if place >= 0:
            article = bisect_right(ends, place)
            found.append((article, place - (ends[article - 1] if article else 0)))
    groups = []
    for part in shared:
        count, *steps = decode(part)
        articles = list(accumulate(steps[:count], initial=-1))[1:]
        groups.append((articles, list(accumulate(steps[count:], initial=-1))[1:]))
    return found, groups


WORDS = st.lists(st.sampled_from(["", "xã", "Xã", "xa", "đảng", "the", "2023"]), max_size=90)


@given(st.lists(st.tuples(WORDS, WORDS), max_size=6), st.integers(1, 6))
def test_a_block_says_where_each_word_stands(texts: list[tuple[list[str], list[str]]], together: int) -> None:
    """Of each word the article and the place in it, in both languages, with a mark where it has a capital; stop words
    are left out. It is the same however many articles have been read together."""
    names = Indexer((frozenset(), frozenset({"the"})), ()).names
    entries = [Entry(" ".join(one), " ".join(other), "", "", "") for one, other in texts]
    starts = range(0, len(entries), together)
    merged = merge((make_run(entries[start : start + together], names.keys) for start in starts), names)
    assert merged == merge([make_run(entries, names.keys)], names)
    found: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for bare_word, forms in merged.words.items():
        for each in json.loads(forms).split(" "):
            spelt, *sides = each.split("%")
            capital = spelt.removeprefix("^") or bare_word, spelt.startswith("^")
            for side, text in enumerate(sides):
                for place in places(text, merged.lengths)[0]:
                    found.setdefault((side, f"{capital[1]:d}{capital[0]}"), []).append(place)
    expected: dict[tuple[int, str], list[tuple[int, int]]] = {}
    for article, text in enumerate(texts):
        for side, line in enumerate(text):
            for place, word in enumerate(line):
                if word and not (side and word == "the"):
                    expected.setdefault((side, f"{word[0].isupper():d}{form(word)}"), []).append((article, place))
    assert found == expected


def test_a_block_takes_little_more_memory_than_its_files() -> None:
    """Of what is put together to a block no more is held at once than a few times the text of its files."""
    names = Indexer((frozenset(), frozenset()), ()).names
    texts = [" ".join(f"w{article * word % 4001}x" for word in range(1, 400)) for article in range(1, 257)]
    entries = [Entry(text, text, "", "", "") for text in texts]
    runs = [make_run(entries[start : start + 32], names.keys) for start in range(0, len(entries), 32)]
    tracemalloc.start()
    try:
        size = sum(len(data) for _, data in block_files("b", [], runs, names)[2])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6 * size


def test_articles_that_use_a_term_share_the_places_of_its_names() -> None:
    """The names stand behind every text, once for all articles; the English as often as they have the term, and among
    the titles where they have it there."""
    entries = [Entry("", "", "mttq", "2", "mttq"), Entry("", "", "", "", ""), Entry("", "", "mttq", "1", "")]
    names = names_of(FRONT)
    merged = merge((make_run([each], names.keys) for each in entries), names)
    own, groups = places(json.loads(merged.words["mttq"]).split("%")[1], merged.lengths)
    assert (own, groups) == ([], [([0, 2], [NAMES + 6])])
    english = places(json.loads(merged.words["front"]).split("%")[2], merged.lengths)[1]
    assert english == [([2], [NAMES + 1]), ([0], [NAMES + 1, NAMES + 5]), ([0], [TITLES + 1])]


def ranks(ids: Iterable[int]) -> list[int]:
    return [int(hashlib.sha256(b"%d" % each).hexdigest()[:12], 16) for each in ids]


@given(st.sets(st.integers(0, 400), min_size=40), st.integers(0, 400), st.integers(2, 9))
def test_an_article_more_moves_few_blocks(ids: set[int], another: int, around: int) -> None:
    """Blocks hold every article once, in order, under different names; one article more changes the blocks near it, and
    only them."""
    order = sorted(ids | {another})
    before, after = (
        {name: [own[number] for number in block] for name, block in cut_blocks(ranks(own), around).items()}
        for own in (sorted(ids), order)
    )
    assert [each for block in after.values() for each in block] == order
    assert all(len(block) > around for block in list(before.values())[1:])
    changed = [each for name, block in after.items() if before.get(name) != block for each in block]
    reached = [order.index(each) - order.index(another) for each in changed]
    whole = max(map(len, after.values()))
    assert all(abs(each) <= around + whole for each in reached)


def test_blocks_of_a_large_site_are_larger() -> None:
    """Sites of a few articles have one block; there are never many more than eighty."""
    assert len(cut_blocks(ranks(range(16)), reach(16))) == 1
    assert len(cut_blocks(ranks(range(200)), reach(200))) <= 3
    assert [reach(number) for number in (5, 10_000, 20_480, 20_481, 100_000)] == [128, 128, 128, 256, 1024]


def test_new_articles_come_to_a_small_block() -> None:
    """However large a site is, one more article at its end changes a block of some twenty; a larger one seldom."""
    changed = []
    for number in range(1000, 1100):
        before, after = (cut_blocks(ranks(range(each)), reach(number)) for each in (number, number + 1))
        changed.append(sum(len(block) for name, block in after.items() if before.get(name) != block))
    assert statistics.median(changed) < 40
    assert sum(each > 100 for each in changed) < 10


def test_an_index_without_articles() -> None:
    """A site without articles has an index all the same, and its page says that nothing is found."""
    block, _, files = block_files("0", [], [], names_of())
    assert [path for path, _ in files] == block_paths(block)
    whole = dict(whole_files([block], [""], [""]))
    assert b'"docs":0' in whole["search/index.js"]
    assert all(data.startswith(b"digestSearch.") and data.endswith(b");\n") for data in whole.values())


def shard(files: Iterable[tuple[str, bytes]]) -> Any:
    ((_, data),) = files
    return json.loads(data.decode().partition(",")[2].removesuffix(");\n"))


def test_names_are_found_by_every_word() -> None:
    """A person is suggested for each part of the name, a term for its English and its abbreviation too."""
    names = [
        Name(0, "people/vu-duc-bao", "Vũ Đức Bảo", "", 2),
        Name(2, "glossary/mttq", "Mặt trận", "Front", 1, "MTTQ"),
    ]
    starts, files = name_files(names)
    assert starts == [""]
    assert sorted(shard(files)) == ["bao", "duc", "front", "mat", "mttq", "tran", "vu"]


def test_every_address_can_be_looked_up() -> None:
    """An article's, two of one name in two years both; another page's once, with its name, whatever its names are."""
    names = [Name(1, "places/gia-lam", "Gia Lâm", "", 2), Name(1, "places/gia-lam", "Gia-Lâm", "", 1)]
    _, files = slug_files(("articles/2022/gia-lam", "articles/2023/gia-lam"), names)
    pages = [["articles/2022"], ["articles/2023"], ["places", "Gia Lâm", ""]]
    assert shard(files) == {"gia-lam": pages}


@pytest.mark.parametrize("source", sorted((LOOK / "scripts").glob("*.js")), ids=lambda path: path.name)
def test_the_script_that_readers_get_is_the_one_that_people_edit(source: Path) -> None:
    """Each script of templates/assets/ was made from that of templates/scripts/ as it is now (scripts/minify)."""
    made = (LOOK / "assets" / source.name).read_text("utf-8")
    assert hashlib.sha256(source.read_bytes()).hexdigest()[:16] in made


def test_the_script_counts_as_the_index_does() -> None:
    """Where the body's words begin, where names stand that count as a title, and how long a step is: the same numbers
    in Python and in the script."""
    script = (LOOK / "scripts" / "search.js").read_text("utf-8")
    assert f"BODY = {BODY}," in script
    assert f"TITLES = 1 << {TITLES.bit_length() - 1}," in script
    assert f"end += {STEP} * lengths" in script
