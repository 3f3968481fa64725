"""Abbreviations in a text: words in capitals that are neither numerals, nor initials, nor words printed large."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters, and what abbreviations are joined with; what opens with a digit is a document's number, explained by itself.
_TOKEN = re.compile(r"(?<![\w@./&-])[^\W\d]\w*(?:[.&/-]\w+)*")
_PART = re.compile(r"\w+")
_ROMAN = re.compile(r"[IVX]+")
_INITIALS = re.compile(r"(?:[A-ZĐ][.-])+[A-ZĐ]")
_ADDRESS = re.compile(r"\.(?:com|vn|net|org|gov|html?)\b", re.IGNORECASE)
_LARGE = 0.75
"""The share of capitals among a line's letters from which on the line is printed in capitals."""
_SMALL_LETTERS = 2
"""As many as an abbreviation may have: `TTg`, `QĐi`, `ThS`."""


def abbreviations(text: str, syllable: str) -> Iterator[tuple[int, int]]:
    """(start, end) of every abbreviation in NFC `text`: at least two capitals (`UBND`, `T.Ư`, `HĐND&UBND`, `TTg`).

    Not Roman numerals, initials of people (`N.V.A`), codes with digits but for a term's number behind letters
    (`UBTVQH15`), web addresses, nor words in capitals: a whole line of them, a word with a tone (`HÀ`), or a run of
    words all shaped like syllables. `syllable`: pattern of these without tones; empty: that is not looked at.
    """
    start = 0
    for line in text.splitlines(keepends=True):
        capitals = sum(map(str.isupper, line))
        if capitals <= _LARGE * (capitals + sum(map(str.islower, line))) or " " not in line.strip():
            for one, other in _in_line(line, syllable):
                yield start + one, start + other
        start += len(line)


def parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The parts of an abbreviation that stand for something by themselves: `QĐ` and `UBND` in `QĐ-UBND`."""
    found = [(match.start(), match.end()) for match in _PART.finditer(text, start, end)]
    return [span for span in found if _capitals(text[span[0] : span[1]]) > 1] or found


def is_explained(text: str, start: int, end: int, spans: list[tuple[int, int, str]]) -> bool:
    """Whether terms (`Matcher.find`) cover an abbreviation, or all of its parts."""

    def covered(one: int, other: int) -> bool:
        return any(left <= one and other <= right for left, right, _ in spans)

    return covered(start, end) or all(covered(*span) for span in parts(text, start, end))


def _in_line(line: str, syllable: str) -> Iterator[tuple[int, int]]:
    found = [match for match in _TOKEN.finditer(line) if _capitals(match[0]) > 1]
    words = [bool(syllable) and _is_word(match[0], syllable) for match in found]
    for number, match in enumerate(found):
        beside = any(
            words[other] and line[found[left].end() : found[right].start()] == " "
            for other, left, right in ((number - 1, number - 1, number), (number + 1, number, number + 1))
            if 0 <= other < len(found)
        )
        if _is_abbreviation(match[0]) and not (words[number] and (beside or _marked(match[0]))):
            yield match.span()


def _capitals(token: str) -> int:
    return sum(map(str.isupper, token))


def _is_abbreviation(token: str) -> bool:
    letters = [part.rstrip("0123456789") for part in _PART.findall(token)]
    if _ROMAN.fullmatch(token) or (all(len(part) == 1 for part in letters) and _INITIALS.fullmatch(token)):
        return False
    if _ADDRESS.search(token) or any(char.isdigit() for part in letters for char in part):
        return False
    if any(char.isdigit() for char in token) and not (len(letters[0]) > 2 and len(token) <= len(letters[0]) + 2):
        return False
    small = sum(map(str.islower, token))
    return small <= _SMALL_LETTERS and small < _capitals(token) and not any(_marked(part) for part in letters)


def _is_word(token: str, syllable: str) -> bool:
    return token.isupper() and bool(_syllable(syllable).fullmatch(_bare(token)))


def _marked(token: str) -> bool:
    """Whether a letter has a mark that no abbreviation has: all but `Đ` and `Ư`."""
    return any(len(unicodedata.normalize("NFD", char)) > 1 for char in token.replace("Ư", "U").replace("ư", "u"))


def _bare(token: str) -> str:
    kept = {"ư": "ư", "đ": "đ"}
    return "".join(kept.get(char) or unicodedata.normalize("NFD", char)[0] for char in token.lower())


@lru_cache(maxsize=8)
def _syllable(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
