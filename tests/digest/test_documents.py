"""Which documents a text cites, and which terms of office it names."""

from __future__ import annotations

import pytest

from build_site.digest.documents import find_documents
from build_site.digest.facts import DigestFacts
from build_site.digest.offices import find_terms_of_office
from build_site.model import Article
from tests.digest.conftest import cases, write_article

SEEDS = {
    "000": [],
    "001": ["01-CTr/HU", "09-NQ/TU", "09-ĐA/HU", "06"],
    "002": ["06-KL/BTCTW", "18-NQ/TW", "21-NQ/TW", "28-KL/TW", "50-QĐ/TW"],
    "003": ["35", "15-NQ/TU", "21-ĐA/TU", "14/TT-BVN", "14-HD/BTCTU", "15-CT/TU"],
    "004": ["540-QĐ/TU", "102-KH/HU", "320-QĐ/HU", "319-QĐ/HU"],
}


@pytest.mark.parametrize(("text", "expected"), cases("documents.txt"), ids=lambda value: str(value)[:30])
def test_documents_of_a_sentence(text: str, expected: list[str], facts: DigestFacts) -> None:
    """Number letter for letter; kind, date and issuer as far as they stand beside it."""
    found = [
        " ".join(" | ".join(field or "" for field in (d.number, d.kind, d.kind_target, d.date, d.issuer)).split())
        for d in find_documents(write_article(text), facts)
    ]
    assert found == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_documents_of_the_seeds(seed: str, seeds: dict[str, Article], facts: DigestFacts) -> None:
    """Each once, in order of first citation."""
    assert [document.number for document in find_documents(seeds[seed], facts)] == SEEDS[seed]


def test_every_citing_block_is_named(seeds: dict[str, Article], facts: DigestFacts) -> None:
    """01-CTr/HU is cited in lines 6 and 12 of seed 001."""
    article = seeds["001"]
    document = find_documents(article, facts)[0]
    assert [article.blocks[block].lines[0] for block in document.blocks] == [6, 12]


def test_an_impossible_date_is_no_date(facts: DigestFacts) -> None:
    """31/15/2020 stays out rather than becoming something else."""
    (document,) = find_documents(write_article("Nghị quyết số 1-NQ/TW ngày 31/15/2020 của Bộ Chính trị."), facts)
    assert (document.date, document.issuer) == (None, "Bộ Chính trị")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nhiệm kỳ 2025- 2030, 2026-2031 đã thực hiện", [(2025, 2030), (2026, 2031)]),
        ("nhiệm kỳ 2020-2025 và 2021–2026", [(2020, 2025), (2021, 2026)]),
        ("giai đoạn 2016-2020, nhiệm kỳ 2025-2020, nhiệm kỳ 1975-2025", []),
    ],
)
def test_terms_of_office(text: str, expected: list[tuple[int, int]], facts: DigestFacts) -> None:
    """Ranges of years that are called a term; a period or an impossible range is none."""
    assert [(term.start, term.end) for term in find_terms_of_office(write_article(text), facts)] == expected
