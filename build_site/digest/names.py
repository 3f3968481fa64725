"""Runs of capitalised syllables, and which of them may be a person's full name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.folding import fold, fold_tones

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
LONGEST_NAME = 5


class Run(Struct, frozen=True):
    """Capitalised words with single blanks between them."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    end: int


class Candidate(Struct, frozen=True):
    """A span that reads like a full name: two to five capitalised syllables, the first one a family name."""

    name: str
    start: int
    end: int
    sure: bool
    """Long enough, and its family name plain enough, to be a person without a post or an honorific beside it."""
    lead: str
    """The capitalised words directly before it, in the same run: `Ông`, `Sở Công Thương`."""


class NameRules(Struct, frozen=True):
    surnames: frozenset[str]
    rare: frozenset[str]
    never: frozenset[str]
    places: frozenset[str]
    honorific_before: re.Pattern[str]
    thing_before: re.Pattern[str]
    cut: re.Pattern[str]


@lru_cache(maxsize=8)
def name_rules(facts: DigestFacts) -> NameRules:
    def before(words: tuple[str, ...]) -> re.Pattern[str]:
        return re.compile(any_of(map(fold, words), before="$"))

    rare = frozenset(map(fold_tones, facts.rare_surnames))
    places = tuple(province.name for province in facts.provinces)
    return NameRules(
        surnames=frozenset(map(fold_tones, facts.surnames)) | rare,
        rare=rare,
        never=frozenset(map(fold_tones, (*facts.never_people, *places, *facts.never_places))),
        places=frozenset(map(fold_tones, places)),
        honorific_before=before(facts.honorifics),
        thing_before=before(facts.before_things),
        cut=re.compile(any_of(fold_tones(opener) for opener in facts.post_openers)),
    )


def is_name_word(word: str) -> bool:
    """`Văn`, `A`, `H'Yim`; not `UBND`, `ủy`."""
    return word[0].isupper() and (len(word) == 1 or word[1:].islower() or "'" in word or "’" in word)


def runs(text: str) -> Iterator[Run]:
    words: list[str] = []
    starts: list[int] = []
    end = -2
    for match in _WORD.finditer(text):
        word = match.group()
        if not is_name_word(word):
            continue
        if words and not (match.start() == end + 1 and text[end] == " "):
            yield Run(tuple(words), tuple(starts), end)
            words, starts = [], []
        words.append(word)
        starts.append(match.start())
        end = match.end()
    if words:
        yield Run(tuple(words), tuple(starts), end)


def candidates(text: str, facts: DigestFacts) -> Iterator[Candidate]:
    """At most one for each run, from left to right. `text` is NFC."""
    rules = name_rules(facts)
    toned = fold_tones(text)
    for run in runs(text):
        inside = _in_places(run, rules)
        rare_after_thing = len(run.words) >= 4 and after_thing(text, run.starts[0], facts)
        for at, word in enumerate(run.words[:-1]):
            if at < inside or fold_tones(word) not in rules.surnames:
                continue
            if at == 0 and rare_after_thing and fold_tones(word) in rules.rare:
                continue  # `Thành ủy Châu Đốc Lâm Quang Thi`
            end = _name_end(toned, run, at, rules)
            size = sum(start < end for start in run.starts[at : at + LONGEST_NAME + 1])
            name = text[run.starts[at] : end]
            if not 2 <= size <= LONGEST_NAME or fold_tones(name) in rules.never:
                continue
            sure = at == 0 and size >= 3 and fold_tones(word) not in rules.rare
            yield Candidate(name, run.starts[at], end, sure, text[run.starts[0] : run.starts[at]].rstrip())
            break


def _in_places(run: Run, rules: NameRules) -> int:
    """Number of words that the name of a province takes at the start of the run: 2 in `Quảng Ninh Đặng Xuân Phương`."""
    for size in (3, 2):
        if len(run.words) > size and fold_tones(" ".join(run.words[:size])) in rules.places:
            return size
    return 0


def _name_end(toned: str, run: Run, at: int, rules: NameRules) -> int:
    """The name ends with its run, or before a post that follows it without a comma."""
    following = run.starts[at + 1 : at + LONGEST_NAME + 1]
    return next((start - 1 for start in following if rules.cut.match(toned, start)), run.end)


def after_honorific(text: str, start: int, facts: DigestFacts) -> bool:
    """`đồng chí`, `các đồng chí:`, `Ông` directly before `start`."""
    return bool(name_rules(facts).honorific_before.search(fold(text[max(0, start - 40) : start]).rstrip(" :")))


def after_thing(text: str, start: int, facts: DigestFacts) -> bool:
    """`xã`, `đường`, `Trường THPT` directly before `start`: what follows is the name of a place or a thing."""
    return bool(name_rules(facts).thing_before.search(fold(text[max(0, start - 40) : start]).rstrip(" ")))
