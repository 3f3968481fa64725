"""Which of a sentence's terms a translation must have in the glossary's English: for the check, not for the page."""

from __future__ import annotations

import re
from functools import lru_cache

from build_site.digest.patterns import Phrases
from build_site.digest.sentence import sentence
from build_site.digest.terms import Matcher
from build_site.folding import fold
from build_site.model import Term

_NUMBER_NEXT = re.compile(r" (?:\d|[IVX]+(?!\w))")
_ROMAN = frozenset("IVX")
# `HNP - ` at the head of a text: the agency's dateline, which a translation may leave to the page's head.
_DATELINE = re.compile(r"[^\W\d_]{2,12} ?[-–—:] ")
_SHORT = 2
"""Syllables up to which a variant is no more than a part of its term: `đại hội` for `đại hội đảng bộ`."""


def asked_terms(text: str, matcher: Matcher, unasked: Phrases) -> list[Term]:
    """The terms whose own English a translation must have, one for each occurrence.

    Not those that English takes into a number (`khóa XIII`: the 13th), nor what is part of an `unasked` phrase (`trên
    địa bàn`: in). Words of everyday language (`chương trình`, of a television also) only where another term of the
    sentence tells that it speaks of the glossary's field; so too short variants.
    """
    spans = matcher.find(text)
    if not spans:
        return []
    read = sentence(text)
    taken = unasked.spans(read.standing(unasked.words), read.folded)
    dateline = _DATELINE.match(text)
    found: list[tuple[Term, bool]] = []
    for start, end, name in spans:
        if taken and any(first <= start and end <= last for first, last in taken):
            continue
        if _has_number(text, end) or _has_number(text, text.rfind(" ", start, end)):
            continue
        if dateline and end < dateline.end() and text[start:end].isupper():
            continue
        term = matcher.terms[name]
        found.append((term, term.common or _is_short_variant(text[start:end], term)))
    telling = {term.id for term, common in found if not common}
    if len(telling) > 1:
        return [term for term, _ in found]
    return [term for term, common in found if not common or telling - {term.id}]


def _has_number(text: str, blank: int) -> bool:
    """Whether a number stands behind a blank."""
    first = text[blank + 1 : blank + 2]
    return (first in _ROMAN or first.isdecimal()) and blank >= 0 and _NUMBER_NEXT.match(text, blank) is not None


@lru_cache(maxsize=4096)
def _is_short_variant(printed: str, term: Term) -> bool:
    if printed.count(" ") >= _SHORT or printed.isupper() or printed in term.abbr:
        return False
    return fold(printed) != fold(term.term)
