"""Which of a sentence's terms a translation must have in the glossary's English: for the check, not for the page."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from build_site.digest.patterns import any_of
from build_site.digest.terms import Matcher
from build_site.folding import fold
from build_site.model import Term

_NUMBER_NEXT = re.compile(r" (?:\d|[IVX]+(?!\w))")
# `HNP - ` at the head of a text: the agency's dateline, which a translation may leave to the page's head.
_DATELINE = re.compile(r"[^\W\d_]{2,12} ?[-–—:] ")
_SHORT = 2
"""Syllables up to which a variant is no more than a part of its term: `đại hội` for `đại hội đảng bộ`."""


def asked_terms(text: str, matcher: Matcher, unasked: Iterable[str] = ()) -> list[Term]:
    """The terms whose own English a translation must have, one for each occurrence.

    Not those that English takes into a number (`khóa XIII`: the 13th), nor what is part of an `unasked` phrase (`trên
    địa bàn`: in). Words of everyday language (`chương trình`, of a television also) only where another term of the
    sentence tells that it speaks of the glossary's field; so too short variants.
    """
    spans = matcher.find(text)
    if not spans:
        return []
    taken = [match.span() for match in _phrases(frozenset(unasked)).finditer(fold(text))]
    dateline = _DATELINE.match(text)
    found: list[tuple[Term, bool]] = []
    for start, end, name in spans:
        inside = any(first <= start and end <= last for first, last in taken)
        numbered = _NUMBER_NEXT.match(text, end) or _NUMBER_NEXT.match(text, text.rfind(" ", start, end))
        if inside or numbered or (dateline and end < dateline.end() and text[start:end].isupper()):
            continue
        term = matcher.terms[name]
        found.append((term, term.common or _is_short_variant(text[start:end], term)))
    telling = {term.id for term, common in found if not common}
    return [term for term, common in found if not common or telling - {term.id}]


@lru_cache(maxsize=16)
def _phrases(phrases: frozenset[str]) -> re.Pattern[str]:
    return re.compile(any_of(map(fold, phrases)))


def _is_short_variant(printed: str, term: Term) -> bool:
    form = fold(printed)
    if form == fold(term.term) or printed.isupper() or printed in term.abbr:
        return False
    return form.count(" ") < _SHORT
