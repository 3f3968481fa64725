"""How alike two sentences are, and which known sentences resemble a new one (fuzzy matches, in per cent)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from typing import Generic, TypeVar

from build_site.folding import fold

LEAST = 75
"""Per cent from which a fuzzy match helps a translator; below it, reading it costs more than it saves."""
_WORD = re.compile(r"\w+(?:[.,/-]\w+)*|[^\w\s]")
_MOST_CANDIDATES = 50

T = TypeVar("T")


def words(text: str) -> tuple[str, ...]:
    """Syllables, numbers and punctuation marks, in lower case and one tone placement: what a match counts in."""
    return tuple(_WORD.findall(fold(text)))


def alike(one: tuple[str, ...], other: tuple[str, ...]) -> int:
    """Per cent of the words that two texts share in one order, rounded down; 100 only for equal ones."""
    total = len(one) + len(other)
    if not total:
        return 0
    if 200 * min(len(one), len(other)) < LEAST * total:
        return 200 * min(len(one), len(other)) // total
    same = sum(block.size for block in SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks())
    return 200 * same // total


class FuzzyIndex(Generic[T]):
    """Known texts, each with something of the caller's. Finds every one that is at least LEAST per cent like another,
    but for very common texts, of which it weighs the 50 that share the most words."""

    def __init__(self, items: Iterable[tuple[str, T]] = ()) -> None:
        self._items: list[tuple[tuple[str, ...], T]] = []
        self._places: dict[str, list[int]] = {}
        for text, item in items:
            self.add(text, item)

    def add(self, text: str, item: T) -> None:
        known = words(text)
        for word in set(known):
            self._places.setdefault(word, []).append(len(self._items))
        self._items.append((known, item))

    def matches(self, text: str) -> list[tuple[int, T]]:
        """(per cent, item), the most alike first, of equals the first added."""
        wanted = words(text)
        there = sorted((word for word in wanted if word in self._places), key=lambda word: len(self._places[word]))
        # A match of 75 % shares at least 60 % of these words. So of the rarest 40 % and one more it has one; of some
        # more of them so many more, which leaves far fewer to look at.
        misses = len(wanted) * 2 // 5 - (len(wanted) - len(there))
        if misses < 0:
            return []
        rare = there[: misses + 1 + len(wanted) // 4]
        shared: Counter[int] = Counter()
        for word in rare:
            shared.update(self._places[word])
        least = len(rare) - misses
        candidates = (index for index, count in shared.items() if count >= least)
        near = [(known, index) for index in candidates if self._near(wanted, known := self._items[index][0])]
        near.sort(key=lambda each: (-(Counter(each[0]) & Counter(wanted)).total(), each[1]))
        scored = [(alike(wanted, known), index) for known, index in near[:_MOST_CANDIDATES]]
        found = sorted((each for each in scored if each[0] >= LEAST), key=lambda each: (-each[0], each[1]))
        return [(score, self._items[index][1]) for score, index in found]

    @staticmethod
    def _near(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
        """Whether so many words are the same that the two could reach LEAST in whatever order."""
        total = len(one) + len(other)
        if 200 * min(len(one), len(other)) < LEAST * total:
            return False
        return 200 * (Counter(one) & Counter(other)).total() >= LEAST * total
