"""Names keep their marks, or lose all of them: Nguyễn Văn Hải or Nguyen Van Hai, never Nguyen Văn Hai."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from build_site.folding import fold_tones

_WORD = re.compile(r"[^\W\d_]+")
_LEAST = 2


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
