"""Runs of capitalised syllables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from msgspec import Struct

from build_site.digest.sentence import KEPT

CAPITALS = "".join(filter(str.isupper, map(chr, range(0x1F00))))
_WORD = re.compile(rf"[{CAPITALS}][^\W\d_]*(?:['’][^\W\d_]+|-[a-z]+)*")
"""A word that opens with a capital, or the rest of one that has a capital within: `YouTube`."""
_WITHIN = re.compile(r"(?<=[^\W\d_])|(?<=[^\W\d_]['’])")
WINDOW = 60
"""Characters of a run that are looked at behind the kind of a place."""
_DASH = re.compile(r" ?[-–] ?$")


class Run(Struct, frozen=True):
    """Capitalised words with single blanks between them."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    end: int


def is_name_word(word: str) -> bool:
    """`Văn`, `A`, `H'Yim`; not `UBND`, `ủy`."""
    return word[0].isupper() and (len(word) == 1 or word[1:].islower() or "'" in word or "’" in word)


def runs(text: str, wanted: Callable[[str], bool] = is_name_word) -> Iterator[Run]:
    """The runs of words that are `wanted`, from left to right."""
    held: list[str] = []
    starts: list[int] = []
    end = -2
    for match in _WORD.finditer(text):  # it opens with a set of characters: what finds these runs through the text in C
        start, done = match.span()
        if start and text[start - 1] != " " and _WITHIN.match(text, start):
            continue
        word = match[0]
        if not wanted(word):
            continue
        if held and not (start == end + 1 and text[end] == " "):
            yield Run(tuple(held), tuple(starts), end)
            held, starts = [], []
        held.append(word)
        starts.append(start)
        end = done
    if held:
        yield Run(tuple(held), tuple(starts), end)


@lru_cache(maxsize=KEPT)
def runs_of(text: str) -> tuple[Run, ...]:
    """The runs of a sentence."""
    return tuple(runs(text))


def run_end(text: str, start: int) -> int:
    """Where the run ends that opens at `start`, as far as 60 characters tell; 0 where none does."""
    end = next((run.end for run in runs_of(text) if start in run.starts), 0)
    if end - start < WINDOW:
        return end
    window = text[start : start + WINDOW]
    run = next(runs(window), None)
    return start + run.end if run and run.starts[0] == 0 else 0


def start_of_dashed(text: str, start: int) -> int:
    """Where the first of the names begins that dashes tie to the one at `start`: `Hùng Vương - Trần Quý Cáp`."""
    while dash := _DASH.search(text, max(0, start - 3), start):
        low = max(0, start - 40)
        window = text[low : dash.start()]
        run = next((run for run in runs(window) if run.end == len(window)), None)
        if run is None:
            break
        start = low + run.starts[0]
    return start
