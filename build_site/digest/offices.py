"""Terms of office: `nhiệm kỳ 2020-2025`."""

from __future__ import annotations

import re

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.digest.people import sentences_of
from build_site.folding import fold
from build_site.model import Article, TermOfOffice

_YEARS = r"(?:(?P<from>(?:19|20)\d\d)\s?[-–]\s?(?P<to>(?:19|20)\d\d))"
LONGEST_OFFICE = 10
"""Years that a term of office can last; a longer range is something else."""


def find_terms_of_office(article: Article, facts: DigestFacts) -> tuple[TermOfOffice, ...]:
    """`nhiệm kỳ 2020-2025, 2021-2026`, in order of first mention."""
    opening = re.compile(rf"{any_of(map(fold, facts.terms_of_office))}[ :]{{0,2}}(?=\d{{4}})")
    years = re.compile(_YEARS)
    joint = re.compile(r"\s?[,;]\s|\s(?:\w{1,3}|&)\s(?=\d{4})")
    found: dict[tuple[int, int], set[int]] = {}
    for number, block in enumerate(article.blocks):
        for text in sentences_of(block):
            for match in opening.finditer(fold(text)):
                at = match.end()
                while span := years.match(text, at):
                    start, end = int(span["from"]), int(span["to"])
                    if 0 < end - start <= LONGEST_OFFICE:
                        found.setdefault((start, end), set()).add(number)
                    link = joint.match(text, span.end())
                    at = link.end() if link else len(text)
    return tuple(TermOfOffice(start, end, tuple(sorted(blocks))) for (start, end), blocks in found.items())
