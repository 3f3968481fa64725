"""What is measured of a sentence before it is ranked for the summary: numbers, in the order of NAMES."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter

from msgspec import Struct

from build_site.folding import fold

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
    bags: list[set[str]]
    """Words that are not stop words."""
    sizes: list[int]
    """In syllables."""


def measure(
    texts: Sequence[str],
    folded: Sequence[str],
    leaning: Sequence[bool],
    title: str,
    stop_words: frozenset[str],
) -> Measured:
    """`folded` are the texts folded; `leaning` says of each sentence whether it leans on the one before it."""
    own = [_WORD.findall(text) for text in folded]
    bags = [set(words) - stop_words for words in own]
    pairs = [set(pairwise(words)) for words in own]
    told: Counter[str] = Counter()
    for bag in bags:
        told.update(bag)
    once: set[tuple[str, str]] = set()
    again: set[tuple[str, str]] = set()
    for pair in pairs:
        again |= once & pair
        once |= pair
    weights = {word: math.log1p(times) ** 2 for word, times in told.items()}
    norms = [math.sqrt(sum(map(weights.__getitem__, bag))) for bag in bags]
    whole = math.sqrt(sum(weights.values())) or 1.0
    highest = max(norms, default=0.0) or 1.0
    title_words = _WORD.findall(fold(title))
    title_bag, title_pairs = set(title_words) - stop_words, set(pairwise(title_words))
    rows: list[list[float]] = []
    before: set[str] = set()
    for number, (text, words, bag, pair, norm) in enumerate(zip(texts, own, bags, pairs, norms, strict=True)):
        size, kinds = len(words) or 1, len(bag) or 1
        rows.append(
            [
                number,
                number / len(texts),
                len(texts),
                size,
                len(bag & title_bag) / (len(title_bag) or 1),
                len(pair & title_pairs) / (len(title_pairs) or 1),
                norm / whole,
                norm / highest,
                len(pair & again) / size,
                sum(map(told.__getitem__, bag)) / (kinds * len(texts)),
                len(_FIGURE.findall(text)),
                sum(map(str.isupper, map(_first, text.split()))) / size,
                len(bag & bags[0]) / kinds if number else -1.0,
                len(bag & before) / kinds,
                1 - len(bag) / size,
                text.count(",") / size,
                leaning[number + 1] if number + 1 < len(texts) else False,
            ]
        )
        before = bag
    return Measured(rows, bags, [len(words) for words in own])
