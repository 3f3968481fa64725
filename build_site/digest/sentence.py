"""A sentence as all finders share it: folded once, cut into words once."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from operator import itemgetter

from build_site.folding import fold, fold_tones

_DIGIT = re.compile(r"\d")
_NO_WORD = re.compile(r"[^\w ]")
_word = itemgetter(0)
KEPT = 256
"""Sentences whose readings are kept: those of the article at hand, which several finders and the checks of
translations ask for, and those that many articles have in common."""


class Sentence:
    """Three texts of equal length, and where the words stand in them."""

    __slots__ = ("bag", "folded", "has_digit", "parts", "text", "toned", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = folded = fold(text)
        self.toned = fold_tones(text)
        self.parts = _parts(folded)
        """What stands between blanks and signs, each of which is one character: joined by blanks it is as long as the
        text."""
        self.words = _words(self.parts)
        """Folded, with where they start."""
        self.bag = frozenset(map(_word, self.words))
        self.has_digit = _DIGIT.search(text) is not None

    def standing(self, words: frozenset[str]) -> list[tuple[str, int]]:
        """Which of some words stand in it and where, from left to right."""
        if words.isdisjoint(self.bag):
            return []
        return [each for each in self.words if each[0] in words]


def words_of(text: str) -> list[tuple[str, int]]:
    """(word, start) of all runs of letters and digits."""
    return _words(_parts(text))


def _parts(text: str) -> list[str]:
    return _NO_WORD.sub(" ", text).split(" ")


def _words(parts: Iterable[str]) -> list[tuple[str, int]]:
    found, start = [], 0
    for part in parts:
        if part:
            found.append((part, start))
        start += len(part) + 1
    return found


@lru_cache(maxsize=KEPT)
def sentence(text: str) -> Sentence:
    return Sentence(text)
