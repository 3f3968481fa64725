"""Words of the source's language within a text of the reader's, set apart so that a voice may say them as they are."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+")
_OWN = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9àáâãèéêìíòóôõùúýÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝ]")
"""A letter that words of Vietnamese have; alone it proves nothing, in two words on end it does."""
_LEAST = 2
_SHORT = 5
"""Letters of a capitalised word that may be a syllable without marks: `Mai`, `Giang`."""


@lru_cache(maxsize=4096)  # what the glossary says of a term stands on the page of every article that uses it
def source_words(text: str) -> tuple[tuple[str, bool], ...]:
    """The text in runs: (text, whether it is in the source's language). Runs, joined, are the text.

    A run is two marked words or more with blanks between them, and short capitalised words behind the first:
    `At it Nguyễn Thị Tuyết Mai spoke` → `At it `, `Nguyễn Thị Tuyết Mai`, ` spoke`.
    """
    if not _OWN.search(text):
        return ((text, False),) if text else ()
    runs: list[tuple[str, bool]] = []
    done = at = 0
    words = list(_WORD.finditer(text))
    while at < len(words):
        end = at
        while end < len(words) and _goes_on(text, words, at, end):
            end += 1
        if end - at >= _LEAST:
            start, stop = words[at].start(), words[end - 1].end()
            runs += [(text[done:start], False)] if start > done else []
            runs.append((text[start:stop], True))
            done = stop
        at = max(end, at + 1)
    return (*runs, (text[done:], False)) if done < len(text) else tuple(runs)


def _goes_on(text: str, words: list[re.Match[str]], first: int, here: int) -> bool:
    word = words[here][0]
    marked = _OWN.search(word) is not None
    if here == first:
        return marked
    joined = text[words[here - 1].end() : words[here].start()] == " "
    return joined and (marked or (word[0].isupper() and len(word) <= _SHORT))
