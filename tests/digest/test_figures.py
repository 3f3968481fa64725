"""Which numbers are key figures, and what they count in both languages."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.figures import find_figures
from build_site.digest.numbers import in_other_marks
from build_site.model import Role, TranslationUnit
from tests.digest.conftest import cases, write_article


def unit(source: str, target: str) -> dict[tuple[Role, str], TranslationUnit]:
    return {("body", source): TranslationUnit("body", source, target, "human")}


@pytest.mark.parametrize(("source", "lines"), cases("figures.txt"), ids=lambda value: str(value)[:30])
def test_figures_of_a_sentence(source: str, lines: list[str], facts: DigestFacts) -> None:
    """Only numbers that both sides give once, with what they count in a few words."""
    found = find_figures(write_article(source), unit(source, lines[0]), facts)
    assert [f"{f.value} | {f.what} || {f.value_source} | {f.what_source}" for f in found] == lines[1:]


def test_spread_over_the_text(facts: DigestFacts) -> None:
    """At most two of a block and six in all, in document order."""
    sources = [
        f"Có {n}1 đảng viên mới, {n}2 chi bộ nông thôn, {n}3 tổ dân vận, {n}4 chi hội phụ nữ." for n in (2, 3, 4, 5)
    ]
    units: dict[tuple[Role, str], TranslationUnit] = {}
    for n, source in zip((2, 3, 4, 5), sources, strict=True):
        target = (
            f"There are {n}1 new Party members, {n}2 rural Party cells, {n}3 mobilisation teams, {n}4 union branches."
        )
        units |= unit(source, target)
    figures = find_figures(write_article(*sources), units, facts)
    assert len(figures) == 6
    assert [figure.block for figure in figures] == sorted(figure.block for figure in figures)
    assert max([figure.block for figure in figures].count(block) for block in range(4)) == 2


def test_an_untranslated_sentence_has_no_figures(facts: DigestFacts) -> None:
    """Without a translation nothing is paired."""
    assert find_figures(write_article("Kết nạp 76 đảng viên mới."), {}, facts) == ()


def test_marks_of_the_other_language(facts: DigestFacts) -> None:
    """Thousands and decimals change places."""
    assert in_other_marks("1,599.5", facts.reader, facts.figures) == "1.599,5"
