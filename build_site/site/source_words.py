"""Words of the source's language within a text of the reader's, set apart so that a voice may say them as they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2
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
    if not own.search(text):
        return ((text, False),) if text else ()
    runs: list[tuple[str, bool]] = []
    done = at = 0
    words = list(_WORD.finditer(text))
    while at < len(words):
        end = at
        while end < len(words) and _goes_on(text, words, at, end, own):
            end += 1
        if end - at >= _LEAST:
            start, stop = words[at].start(), words[end - 1].end()
            runs += [(text[done:start], False)] if start > done else []
            runs.append((text[start:stop], True))
            done = stop
        at = max(end, at + 1)
    return (*runs, (text[done:], False)) if done < len(text) else tuple(runs)


def _goes_on(text: str, words: list[re.Match[str]], first: int, here: int, own: re.Pattern[str]) -> bool:
    word = words[here][0]
    marked = own.search(word) is not None
    if here == first:
        return marked
    joined = text[words[here - 1].end() : words[here].start()] == " "
    return joined and (marked or (word[0].isupper() and len(word) <= _SHORT))
