"""What is measured of a sentence before it is ranked for the summary: numbers, in the order of NAMES."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain, pairwise
from operator import itemgetter

from msgspec import Struct

from build_site.digest.sentence import KEPT, sentence

_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+")
_first = itemgetter(0)

NAMES = (
    "position",  # 0 is the first sentence
    "place",  # position as a share of the sentences
    "count",  # sentences of the article
    "syllables",
    "title",  # share of the title's words that it has
    "title pairs",  # the same of the title's pairs of neighbouring syllables
    "centre",  # cosine with the whole article, words weighed by the sentences that have them
    "centre of best",  # the same as a share of the article's highest
    "recurring",  # share of its pairs that another sentence has too
    "shared",  # mean share of the sentences that have its words
    "figures",
    "capitals",  # words with a capital, as a share: names and posts
    "like first",  # share of its words that the first sentence has; -1 for the first
    "like last",  # share of its words that the sentence before has
    "stop words",  # share of syllables that are stop words or said again
    "commas",  # a syllable
    "followed",  # the next sentence leans on it
)


class Measured(Struct, frozen=True):
    """Of the sentences of one article, in parallel."""

    rows: list[list[float]]
    bags: list[frozenset[str]]
    """Words that are not stop words."""
    sizes: list[int]
    """In syllables."""


class _Own(Struct, frozen=True):
    """What is counted in a sentence, whatever stands around it."""

    size: int
    """In syllables."""
    bag: frozenset[str]
    """Words that are not stop words."""
    pairs: frozenset[tuple[str, str]]
    """Neighbouring words."""
    figures: int
    capitals: int
    commas: int


@lru_cache(maxsize=KEPT)
def _own(text: str, stop_words: frozenset[str]) -> _Own:
    read = sentence(text)
    words, bag = list(map(_first, read.words)), read.bag
    if "_" in text:
        words = _WORD.findall(read.folded)
        bag = frozenset(words)
    capitals = sum(map(str.isupper, map(_first, text.split())))
    return _Own(
        size=len(words),
        bag=bag - stop_words,
        pairs=frozenset(pairwise(words)),
        figures=len(_FIGURE.findall(text)) if read.has_digit else 0,
        capitals=capitals,
        commas=text.count(","),
    )


def measure(texts: Sequence[str], leaning: Sequence[bool], title: str, stop_words: frozenset[str]) -> Measured:
    """`leaning` says of each sentence whether it leans on the one before it."""
    own = [_own(text, stop_words) for text in texts]
    bags = [one.bag for one in own]
    told = Counter(chain.from_iterable(bags))
    once: set[tuple[str, str]] = set()
    again: set[tuple[str, str]] = set()
    for one in own:
        again |= once & one.pairs
        once |= one.pairs
    weights = {word: _weight(count) for word, count in told.items()}
    # Words come out of a set in another order in every process; `fsum` gives the same sum in any.
    norms = [math.sqrt(math.fsum(map(weights.__getitem__, bag))) for bag in bags]
    whole = math.sqrt(math.fsum(weights.values())) or 1.0
    highest = max(norms, default=0.0) or 1.0
    named = _own(title, stop_words)
    of_title, of_pairs = len(named.bag) or 1, len(named.pairs) or 1
    count = len(texts)
    rows: list[list[float]] = []
    before: frozenset[str] = frozenset()
    for number, (one, norm) in enumerate(zip(own, norms, strict=True)):
        bag = one.bag
        size, kinds = one.size or 1, len(bag) or 1
        rows.append(
            [
                number,
                number / count,
                count,
                size,
                len(bag & named.bag) / of_title,
                len(one.pairs & named.pairs) / of_pairs,
                norm / whole,
                norm / highest,
                len(one.pairs & again) / size,
                sum(map(told.__getitem__, bag)) / (kinds * count),
                one.figures,
                one.capitals / size,
                len(bag & bags[0]) / kinds if number else -1.0,
                len(bag & before) / kinds,
                1 - len(bag) / size,
                one.commas / size,
                leaning[number + 1] if number + 1 < count else False,
            ]
        )
        before = bag
    return Measured(rows, bags, [one.size for one in own])


@cache  # of how many sentences have a word: few numbers
def _weight(count: int) -> float:
    return math.log1p(count) ** 2
