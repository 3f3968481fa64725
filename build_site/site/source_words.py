"""Words of the source's language within a text of the reader's, set apart so that a voice may say them as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 5
"""Letters of a capitalised word that may be a syllable without marks: `Mai`, `Giang`."""


Runs = tuple[tuple[str, bool], ...]


@lru_cache(maxsize=4)  # the pages of both languages hold the same texts
def source_words(letters: str) -> Callable[[str], Runs]:
    """text → its runs: (text, whether it is in the source's language). Runs, joined, are the text.

    `letters` are those that the source's language has and the reader's has not; alone one proves nothing, in two words
    on end it does. A run is two marked words or more with blanks between them, and short capitalised words behind the
    first: `At it Nguyễn Thị Tuyết Mai spoke` → `At it `, `Nguyễn Thị Tuyết Mai`, ` spoke`.
    """
    if not letters:
        return lambda text: ((text, False),) if text else ()
    own = re.compile(f"[{re.escape(letters)}]")
    # What the glossary says of a term stands on the page of every article that uses it.
    return lru_cache(maxsize=2048)(lambda text: _runs(text, own))


def _runs(text: str, own: re.Pattern[str]) -> Runs:
    runs: list[tuple[str, bool]] = []
    done = 0
    marked = own.search(text)
    while marked:
        start = marked.start()
        while start and text[start - 1].isalnum() and not text[start - 1].isdecimal():
            start -= 1
        stop = first = _end_of_word(text, marked.start())
        while text[stop : stop + 1] == " " and (end := _goes_on(text, stop + 1, own)):
            stop = end
        if stop > first:
            runs += [(text[done:start], False)] if start > done else []
            runs.append((text[start:stop], True))
            done = stop
        marked = own.search(text, stop)
    return (*runs, (text[done:], False)) if done < len(text) else tuple(runs)


def _goes_on(text: str, start: int, own: re.Pattern[str]) -> int:
    """The end of a word that goes on with a run; 0 where none does."""
    end = _end_of_word(text, start)
    short = end - start <= _SHORT and text[start : start + 1].isupper()
    return end if end > start and (short or own.search(text, start, end)) else 0


def _end_of_word(text: str, start: int) -> int:
    word = _WORD.match(text, start)
    return word.end() if word else start
