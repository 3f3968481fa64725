"""The order of a dictionary: letters in the order of a language's alphabet, tone marks after letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from build_site.site.urls import slug

_CHARACTERS = 4096
"""Kept as they were looked up: a language has few, a list of names has many."""


def collation(alphabet: str, tones: str) -> Callable[[str], Any]:
    """A sort key. `alphabet` gives the order of letters (`aăâbcdđ…`), `tones` that of the combining tone marks.

    Letters decide first, then tones, then case; what the alphabet lacks sorts behind it, by code point.
    """
    order = {letter: n for n, letter in enumerate(unicodedata.normalize("NFC", alphabet), start=1)}

    @lru_cache(maxsize=_CHARACTERS)
    def place(char: str) -> tuple[tuple[int, str], int]:
        bare, tone = _split(char, tones)
        if bare in order:
            return (order[bare], ""), tone
        return ((0, "") if bare.isspace() or bare in "-–," else (len(order) + 1, bare)), tone

    def key(text: str) -> Any:
        places = [place(char) for char in text.lower()]
        return [letter for letter, _ in places], [tone for _, tone in places], text

    return key


def first_letter(text: str, alphabet: str, tones: str) -> str:
    """The letter under which a dictionary lists `text`: `Ủy ban` → `U`, `đảng` → `Đ`, `35` → `#`."""
    for char in text.lower():
        bare, _ = _split(char, tones)
        if bare in unicodedata.normalize("NFC", alphabet):
            return bare.upper()
        if bare.isdecimal():
            return "#"
    return "#"


def by_bare_letter(letters: Iterable[str]) -> dict[str, list[str]]:
    """Letters under the bare one that a keyboard without marks types for them: `D` → `D`, `Đ`; both in the order
    given."""
    found: dict[str, list[str]] = {}
    for letter in letters:
        found.setdefault(slug(letter).upper() if letter.isalpha() else letter, []).append(letter)
    return found


@lru_cache(maxsize=_CHARACTERS)
def _split(char: str, tones: str) -> tuple[str, int]:
    """The letter without its tone mark, and the mark's place among the tones from 1 on; 0 without one."""
    parts = unicodedata.normalize("NFD", char)
    tone = next((tones.index(mark) + 1 for mark in parts if mark in tones), 0)
    bare = unicodedata.normalize("NFC", "".join(mark for mark in parts if mark not in tones))
    return bare, tone
