"""Terms of office: `nhiệm kỳ 2020-2025`."""

from __future__ import annotations

import re
from functools import lru_cache

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of, first_words
from build_site.digest.people import sentences_of
from build_site.digest.sentence import KEPT, sentence
from build_site.folding import fold
from build_site.model import Article, TermOfOffice

_YEARS = re.compile(r"(?:(?P<from>(?:19|20)\d\d)\s?[-–]\s?(?P<to>(?:19|20)\d\d))")
_JOINT = re.compile(r"\s?[,;]\s|\s(?:\w{1,3}|&)\s(?=\d{4})")
LONGEST_OFFICE = 10
"""Years that a term of office can last; a longer range is something else."""


def find_terms_of_office(article: Article, facts: DigestFacts) -> tuple[TermOfOffice, ...]:
    """`nhiệm kỳ 2020-2025, 2021-2026`, in order of first mention."""
    found: dict[tuple[int, int], set[int]] = {}
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            for years in _in_sentence(text, facts):
                found.setdefault(years, set()).add(number)
    return tuple(TermOfOffice(start, end, tuple(sorted(blocks))) for (start, end), blocks in found.items())


@lru_cache(maxsize=KEPT)
def _in_sentence(text: str, facts: DigestFacts) -> tuple[tuple[int, int], ...]:
    read = sentence(text)
    opening, words = _opening(facts)
    if not read.has_digit or words.isdisjoint(read.bag):
        return ()
    found = []
    for match in opening.finditer(read.folded):
        at = match.end()
        while span := _YEARS.match(text, at):
            start, end = int(span["from"]), int(span["to"])
            if 0 < end - start <= LONGEST_OFFICE:
                found.append((start, end))
            link = _JOINT.match(text, span.end())
            at = link.end() if link else len(text)
    return tuple(found)


@lru_cache(maxsize=8)
def _opening(facts: DigestFacts) -> tuple[re.Pattern[str], frozenset[str]]:
    """What a term of office is called, and its first words."""
    words = tuple(map(fold, facts.terms_of_office))
    return re.compile(rf"{any_of(words)}[ :]{{0,2}}(?=\d{{4}})"), first_words(words)
