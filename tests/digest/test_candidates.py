"""What the termbase may lack: unknown abbreviations and recurring phrases."""

from __future__ import annotations

import pytest

from build_site.digest.abbreviations import abbreviations, is_explained
from build_site.digest.candidates import Passage, recurring_phrases, unknown_abbreviations
from build_site.digest.terms import Matcher
from build_site.model import Term
from tests.digest.conftest import PACK, cases

FACTS = PACK.digest
MATCHER = Matcher(
    (
        Term("qd", "quyết định", "decision", abbr=("QĐ",)),
        Term("ubnd", "Ủy ban nhân dân", "People’s Committee", abbr=("UBND",)),
        Term("tw", "Trung ương", "the Centre", abbr=("T.Ư",)),
    )
)


@pytest.mark.parametrize(("text", "expected"), cases("abbreviations.txt"))
def test_what_is_an_abbreviation(text: str, expected: list[str]) -> None:
    """Two capitals or more; no numeral, no initials, no code, no word or line printed in capitals."""
    assert [text[start:end] for start, end in abbreviations(text, FACTS.syllable)] == expected


@pytest.mark.parametrize(
    ("text", "explained"), [("QĐ-UBND", True), ("T.Ư", True), ("QĐ-HĐND", False), ("HĐND", False), ("UBND&QĐ", True)]
)
def test_a_whole_is_explained_by_its_parts(text: str, explained: bool) -> None:
    """`QĐ-UBND` needs no term of its own where both parts have one."""
    assert is_explained(text, 0, len(text), MATCHER.find(text)) is explained


def passages(*texts: str) -> list[Passage]:
    return [Passage(f"a{number}", f"a{number}.txt:{number + 3}", text) for number, text in enumerate(texts)]


def test_unknown_abbreviations_come_with_counts_and_an_example() -> None:
    """Most frequent first; a known one is not listed; the example is the first sentence, by file and line."""
    found = unknown_abbreviations(passages("tỉnh họp HĐND và UBND; HĐND bàn", "HĐND bàn về ATVSLĐ"), MATCHER, FACTS)
    assert [(one.form, one.count, one.articles, one.where) for one in found] == [
        ("HĐND", 3, 2, "a0.txt:3"),
        ("ATVSLĐ", 1, 1, "a1.txt:4"),
    ]
    assert found[1].example == "HĐND bàn về ATVSLĐ"


def test_recurring_phrases() -> None:
    """Whole phrases, neither their pieces, nor runs that open or close with a stop word, nor known terms."""
    found = recurring_phrases(
        passages(*(f"Xã {n} có kết cấu hạ tầng và quyết định của Trung ương về kết cấu hạ tầng" for n in "abcd")),
        MATCHER,
        FACTS,
    )
    assert ("kết cấu hạ tầng", 8, 4) in [(one.form, one.count, one.articles) for one in found]
    assert not [one.form for one in found if one.form in ("kết cấu", "hạ tầng", "hạ tầng và", "quyết định")]
