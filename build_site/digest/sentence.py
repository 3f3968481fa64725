"""A sentence as all finders share it: folded once, cut into words once."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import lru_cache
from itertools import accumulate
from operator import itemgetter

from build_site.folding import fold, fold_tones

_DIGIT = re.compile(r"\d")
_WORDS = re.compile(r"(\w+)")
_word = itemgetter(0)
KEPT = 512
"""Sentences whose readings are kept: those of the article at hand, which several finders and the checks of
translations ask for, and those that many articles have in common."""


class Sentence:
    """Three texts of equal length, and where the words stand in them."""

    __slots__ = ("bag", "folded", "has_digit", "text", "toned", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.folded = folded = fold(text)
        self.toned = fold_tones(text)
        self.words = words_of(folded)
        """Folded."""
        self.bag = frozenset(map(_word, self.words))
        self.has_digit = _DIGIT.search(text) is not None

    def cues(self, first: Container[str]) -> list[int]:
        """Where words of `first` stand, from left to right."""
        return [start for word, start in self.words if word in first]


def words_of(text: str) -> list[tuple[str, int]]:
    """(word, start) of all runs of letters and digits."""
    parts = _WORDS.split(text)  # what stands between words, and words, in turn
    return list(zip(parts[1::2], list(accumulate(map(len, parts)))[::2], strict=False))


@lru_cache(maxsize=KEPT)
def sentence(text: str) -> Sentence:
    return Sentence(text)
