"""What number words that stand together say: `hai mươi lăm`, `three hundred and five thousand`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from build_site.translate.facts import TranslateFacts

Value = int | Fraction
"""Whole numbers stay int, which is many times as quick; the two are equal, and hash alike, where they mean the same."""

_LONGEST_WORDS = 12


class Run(Struct, frozen=True):
    """What number words that stand together say."""

    values: tuple[tuple[int, Value], ...]
    """The values that they can say, each with the index of the word that it ends with: `hai mươi lăm`, `three hundred
    and five thousand`."""
    size: int
    """Words up to the last that counts below a thousand."""
    sure: Value | None
    """The value of those, where they can mean nothing else: `mười sáu`; not `năm` (year), nor `sáu bảy` (six or
    seven)."""


@lru_cache(maxsize=4096)
def read_run(words: tuple[str, ...], facts: TranslateFacts) -> Run:
    """Texts use few such runs, again and again."""
    values = tuple(
        (first + place, value)
        for first in range(len(words))
        for place, value in _read(words[first : first + _LONGEST_WORDS], facts)
    )
    size = len(words)
    while size and words[size - 1] not in facts.words and words[size - 1] not in facts.multipliers:
        size -= 1
    whole = list(_read(words[:size], facts))
    sure = whole[-1][1] if whole and whole[-1][0] == size - 1 and set(facts.unsure).isdisjoint(words[:size]) else None
    return Run(values, size, sure)


def _read(words: Sequence[str], facts: TranslateFacts) -> Iterator[tuple[int, Value]]:
    """What a run says up to each of its number words, each with its index."""
    total: Value = 0
    current: Value = 0
    started = False
    for place, word in enumerate(words):
        if word in facts.half and current:
            current += Fraction(1, 2)
        elif word in facts.words:
            value = facts.words[word]
            if started and not _fits(value, current, total):
                return
            current += value
        elif word in facts.multipliers:
            factor, below = facts.multipliers[word], current % 100
            current = current - below + (below or 1) * factor if current else factor
        elif word in facts.scales:
            total += (current or int(not total)) * facts.scales[word]
            current = 0
        else:
            continue
        started = True
        yield place, total + current


def _fits(value: int, current: Value, total: Value) -> bool:
    """Whether a number word can go on from what was read: hundred + five, twenty + five, thousand + forty."""
    if not current:
        return bool(total)
    return (value < 10 and current % 10 == 0) or (value < 100 and current % 100 == 0)
