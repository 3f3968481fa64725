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
_FOREIGN = re.compile(r"[A-Z][a-z]{3,29}")
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
    plain = _plain(told)
    seen: set[str] = set()
    for name in names:
        seen.add(name)
        if _there(name, told):
            continue
        if _plain(name) in plain:
            yield f"{name} has lost some of its marks"
        elif not _given(name, told):
            yield f"{name} is missing"
    if told.isascii():
        return
    for run in _runs(source):
        if run not in seen and not _there(run, told) and _plain(run) in plain:
            seen.add(run)
            yield f"{run} has lost some of its marks"


def lost_names(source: str, target: str, syllable: str) -> Iterator[str]:
    """Capitalised words of the source that are no syllable of its language, and that nothing in the target is like.

    `syllable`: see CheckRules. Four letters at least, ASCII alone.
    """
    if not syllable:
        return
    own = _compiled(syllable)
    names = dict.fromkeys(
        word for word in _WORD.findall(source) if _FOREIGN.fullmatch(word) and not own.fullmatch(word.lower())
    )
    if not names:
        return
    words = set(_WORD.findall(_plain(target)))
    glued = "".join(_WORD.findall(_plain(target)))
    for name in islice(names, MOST):
        lower = name.lower()
        if lower not in glued and not any(_alike(lower, word) for word in words):
            yield f"{name} is missing"


@lru_cache(maxsize=8)
def _compiled(syllable: str) -> re.Pattern[str]:
    return re.compile(syllable)


def _alike(one: str, other: str) -> bool:
    """Of one length, more or less, and alike; long texts have few such words, so this is seldom asked."""
    if abs(len(one) - len(other)) > len(one) // 2:
        return False
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE


def _there(name: str, told: str) -> bool:
    """With all its marks or with none; `told` has one tone placement."""
    lower = told.casefold()
    return fold_tones(name).casefold() in lower or bare(name).casefold() in lower


def _given(name: str, told: str) -> bool:
    """Whether the last syllable of a name, the given name, stands in the target as a word."""
    given = name.rpartition(" ")[2]
    return not {fold_tones(given), bare(given)}.isdisjoint(_WORD.findall(told))


def bare(text: str) -> str:
    """Without marks: `Đặng Xá` → `Dang Xa`."""
    split = unicodedata.normalize("NFD", text)
    return "".join(char for char in split if not unicodedata.combining(char)).replace("đ", "d").replace("Đ", "D")


def _plain(text: str) -> str:
    return bare(text).casefold()


def _runs(text: str) -> Iterator[str]:
    """Two to five capitalised words in a row, two of which have marks."""
    words = text.split(" ")
    run: list[str] = []
    for word in [*words, ""]:
        stripped = word.strip(".,;:!?…“”\"'‘’()[]«»")
        good = bool(stripped) and stripped[0].isupper() and stripped[1:].islower() and stripped.isalpha()
        if good and word.startswith(stripped):
            run.append(stripped)
            if word == stripped:
                continue
        if len(run) >= _LEAST and sum(not one.isascii() for one in run) >= _LEAST:
            yield " ".join(run[:5])
        run = [stripped] if good and not word.startswith(stripped) and word.endswith(stripped) else []
