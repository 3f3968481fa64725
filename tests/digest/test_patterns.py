"""Phrases found word by word are those that one regular expression of all of them finds."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import Endings, Phrases, any_of, end_of, spans_of, word_at
from build_site.digest.runs import run_end, runs
from build_site.digest.sentence import sentence, words_of
from build_site.folding import fold
from tests.conftest import SEEDS

ODD = ("“xanh”", "4.0", "5g", "đ/c", "t.ư", "a_b", "covid-19", "ban", "ban thường vụ", "thường vụ huyện ủy", "ủy")
TEXTS = (
    "(đ/c Nam), 5G, 15g; “xanh” và“xanh”.",
    "ban thường vụ huyện ủy",
    "T.Ư a_b xa_b covid-19, covid-190; 4.0 14.0",
    "",
    "ban",
)


def _lines() -> Iterator[str]:
    yield from TEXTS
    for seed in SEEDS:
        yield from filter(None, seed.read_text("utf-8").splitlines())


@pytest.fixture(scope="module")
def phrases(facts: DigestFacts) -> tuple[str, ...]:
    return (*map(fold, (*facts.post_openers, *facts.post_ends, *facts.before_things, *facts.issuer_ends)), *ODD)


def test_a_pattern_branches_where_phrases_part() -> None:
    """What phrases share is told once, the longer is tried first, and a sign stands for itself."""
    assert any_of(["a b", "ac", "a", "x.", "a"]) == r"(?<!\w)(?:a(?:\ b(?!\w)|c(?!\w)|(?!\w))|x\.(?!\w))"
    assert any_of(["a"], before="$") == r"(?<!\w)a$"
    assert any_of([]) == "(?!)"


def test_phrases_are_those_of_the_pattern(phrases: tuple[str, ...]) -> None:
    """The same spans, and one by one from any place up to any limit."""
    chance = random.Random(7)
    pattern, found = re.compile(any_of(phrases)), Phrases(phrases)
    for line in _lines():
        text = fold(line)
        assert found.spans(words_of(text), text) == [match.span() for match in pattern.finditer(text)]
        for word, start in words_of(text):
            limit = chance.randint(start, len(text))
            match, limited = pattern.match(text, start), pattern.match(text, start, limit)
            assert found.end(text, start, word_at(text, start)) == (match.end() if match else 0)
            assert found.end(text, start, word, limit) == (limited.end() if limited else 0)


def test_endings_are_those_of_the_pattern(phrases: tuple[str, ...]) -> None:
    """Where the longest phrase starts that a text ends with, within any bounds."""
    pattern, endings = re.compile(any_of(phrases, before="$")), Endings(phrases)
    chance = random.Random(7)
    for line in _lines():
        text = fold(line)
        for _ in range(20):
            end = chance.randint(0, len(text))
            low = chance.randint(max(0, end - 30), end)
            match = pattern.search(text, low, end)
            assert endings.start(text, low, end) == (match.start() if match else -1)


def test_a_few_phrases_without_a_pattern(phrases: tuple[str, ...]) -> None:
    """`spans_of` and `end_of` agree with the pattern too, however the phrases overlap."""
    chance = random.Random(7)
    for line in _lines():
        text = fold(line)[:300]
        few = (*chance.sample(phrases, 12), *ODD)
        pattern = re.compile(any_of(few))
        assert spans_of(few, text) == [match.span() for match in pattern.finditer(text)]
        longest = sorted(few, key=len, reverse=True)
        for at in range(len(text)):
            match = pattern.match(text, at)
            assert end_of(longest, text, at) == (match.end() if match else 0)


def test_words_are_cut_once() -> None:
    """The words of a sentence are its runs of letters and digits, folded, where they stand."""
    read = sentence("Uỷ ban 15-NQ/TU, H’Yim")
    assert read.words == [("ủy", 0), ("ban", 3), ("15", 7), ("nq", 10), ("tu", 13), ("h", 17), ("yim", 19)]
    assert read.has_digit


def test_a_capital_behind_digits_opens_a_run() -> None:
    """`2Anh`, as a text without its blank prints it, and names with marks inside."""
    text = "2Anh Nam và H’Yim Kđoh, Díaz-Canel, UBND"
    assert [run.words for run in runs(text)] == [
        ("Anh", "Nam"),
        ("H’Yim", "Kđoh"),
        ("Díaz",),
        ("Canel",),
    ]


def test_a_capital_within_a_word_opens_no_run() -> None:
    """`iPhone`, `d’Ivoire`: what stands before the capital is of the same word; behind a sign it is not."""
    text = "iPhone Nam, d’Ivoire Lan; “Hà Nội”, ’Minh Anh"
    assert [run.words for run in runs(text)] == [("Nam",), ("Lan",), ("Hà", "Nội"), ("Minh", "Anh")]


def test_where_a_run_ends() -> None:
    """From any of its words; 0 where none opens; a very long one is looked at as far as 60 characters."""
    text = "UBND huyện Gia Lâm và " + "Thanh Trì " * 9
    assert [run_end(text, text.index(word)) for word in ("Gia", "Lâm", "huyện", "UBND")] == [18, 18, 0, 0]
    long = text.index("Thanh")
    assert text[long : run_end(text, long)] == text[long : long + 60].rstrip()
