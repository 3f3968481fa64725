"""Names keep their marks, or lose all of them: Nguyễn Văn Hải or Nguyen Van Hai, never Nguyen Văn Hai; and foreign
names stay whom they name: Schumacher is no Kilimanjaro."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

from build_site.folding import fold_tones

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2
# A whole word; the letter before it is looked at behind the capital, so that the search may leap from one to the next.
_FOREIGN = re.compile(r"[A-Z](?<![^\W\d_][A-Z])[a-z]{3,29}(?![^\W\d_])")
_MARKED = re.compile(r"[^\x00-\x7f]+")
MOST = 40
"""Foreign names of one sentence that are looked for: a list of more is checked in part."""
ALIKE = 0.58
"""How much of a foreign name its form in another language shares with it: Campuchia and Cambodia, Italia and Italy."""


def wrong_names(source: str, target: str, people: Iterable[str]) -> Iterator[str]:
    """`people`: full names of persons in the source. Each must stand in the target with all its marks or with none, or
    its given name must (`Ms Hương`); no other name that stands there may be half one way and half the other."""
    told = fold_tones(target)
    names = list(people)
    if not names and told.isascii():
        return
    lower = told.casefold()
    seen: set[str] = set()
    for name in names:
        seen.add(name)
        marked, unmarked = _spellings(name)
        if marked in lower or unmarked in lower:
            continue
        if unmarked in _plain(told):
            yield f"{name} has lost some of its marks"
        elif not _given(name, told):
            yield f"{name} is missing"
    if told.isascii():  # no marks at all
        return
    for run in _runs(source):
        marked, unmarked = _spellings(run)
        if run not in seen and marked not in lower and unmarked not in lower and unmarked in _plain(told):
            seen.add(run)
            yield f"{run} has lost some of its marks"


def lost_names(source: str, target: str, syllable: str) -> Iterator[str]:
    """Capitalised words of the source that are no syllable of its language, and that nothing in the target is like.

    `syllable`: see CheckRules. Four letters at least, ASCII alone.
    """
    if not syllable:
        return
    names = dict.fromkeys(word for word in _FOREIGN.findall(source) if not _is_syllable(word.lower(), syllable))
    if not names:
        return
    plain = _plain(target)
    missing = [name for name in islice(names, MOST) if name.lower() not in plain]
    if not missing:
        return
    words = _WORD.findall(plain)
    glued = "".join(words)
    for name in missing:
        lower = name.lower()
        if lower not in glued and not any(_alike(lower, word) for word in words):
            yield f"{name} is missing"


@lru_cache(maxsize=8192)
def _is_syllable(word: str, syllable: str) -> bool:
    return re.fullmatch(syllable, word) is not None


@lru_cache(maxsize=8192)
def _alike(one: str, other: str) -> bool:
    """Of one length, more or less, and alike."""
    if abs(len(one) - len(other)) > len(one) // 2:
        return False
    # A ratio is twice what both have, by their letters; few words have so many letters in common that it pays to ask.
    both = sum(min(one.count(letter), other.count(letter)) for letter in set(one))
    if 2 * both / (len(one) + len(other)) < ALIKE:
        return False
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


@lru_cache(maxsize=4096)
def _spellings(name: str) -> tuple[str, str]:
    """A name with all its marks, tones placed in one way, and with none; both in small letters."""
    return fold_tones(name).casefold(), _plain(name)


def _given(name: str, told: str) -> bool:
    """Whether the last syllable of a name, the given name, stands in the target as a word."""
    given = name.rpartition(" ")[2]
    return not {fold_tones(given), bare(given)}.isdisjoint(_WORD.findall(told))


def bare(text: str) -> str:
    """Without marks: `Đặng Xá` → `Dang Xa`."""
    return text if text.isascii() else _MARKED.sub(lambda match: _bare(match[0]), text)


@lru_cache(maxsize=4096)
def _bare(letters: str) -> str:
    """Letters with marks stand alone, or few together: texts use few such groups, again and again."""
    split = unicodedata.normalize("NFD", letters)
    return "".join(char for char in split if not unicodedata.combining(char)).replace("đ", "d").replace("Đ", "D")


@lru_cache(maxsize=64)  # asked for where a name is not there as it should be, and then for the next name too
def _plain(text: str) -> str:
    return bare(text).casefold()


@lru_cache(maxsize=512)
def _runs(text: str) -> tuple[str, ...]:
    return tuple(_capitalised(text))


def _capitalised(text: str) -> Iterator[str]:
    """Two to five capitalised words in a row, two of which have marks."""
    words = text.split(" ")
    run: list[str] = []
    for word in [*words, ""]:
        if not run and word.islower():
            continue  # as most are
        stripped = word.strip(".,;:!?…“”\"'‘’()[]«»")
        good = bool(stripped) and stripped[0].isupper() and stripped[1:].islower() and stripped.isalpha()
        if good and word.startswith(stripped):
            run.append(stripped)
            if word == stripped:
                continue
        if len(run) >= _LEAST and sum(not one.isascii() for one in run) >= _LEAST:
            yield " ".join(run[:5])
        run = [stripped] if good and not word.startswith(stripped) and word.endswith(stripped) else []
