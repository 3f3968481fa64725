"""Posts that a list of people shares: `các Ủy viên Trung ương Đảng: A; B`, `hai Phó Chủ tịch A và B`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from build_site.digest.clauses import Clause, Span, printed
from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import Endings, any_of
from build_site.digest.posts import posts_of_list
from build_site.folding import fold

_COUNT = re.compile(r"(?<![\w.,/])\d{1,2} $")
LONGEST_JOINT = 60
FARTHEST = 120
"""Characters between the colon of a list and its first name, where that person has posts of its own there."""


@lru_cache(maxsize=8)
def _plural_before(facts: DigestFacts) -> Endings:
    marks = tuple(map(fold, facts.plural_marks))
    people = (f"{mark} {word}" for mark in marks for word in map(fold, facts.honorifics))
    return Endings(phrase + blank for phrase in (*marks, *people) for blank in ("", " "))


def _is_plural(clause: Clause, low: int, end: int, facts: DigestFacts) -> bool:
    """`các đồng chí `, `hai `, `3 ` directly before `end`."""
    return _plural_before(facts).start(clause.folded, low, end) >= 0 or bool(_COUNT.search(clause.folded, low, end))


def is_list_joint(between: str, facts: DigestFacts) -> bool:
    """`, `, ` và `, `; các đồng chí `: what may stand between two people of one list."""
    return len(between) <= LONGEST_JOINT and bool(_joints(facts).fullmatch(fold(between)))


def is_thing_joint(between: str, facts: DigestFacts) -> bool:
    """The same between two streets or schools, where a dash may stand too."""
    return between.strip() in ("-", "–") or is_list_joint(between, facts)


@lru_cache(maxsize=8)
def _joints(facts: DigestFacts) -> re.Pattern[str]:
    words = any_of((*map(fold, facts.honorifics), *map(fold, facts.plural_marks)))
    return re.compile(rf"\s?(?:[,;] |và |; và )(?:{words} ?){{0,3}}")


def shared_posts(clause: Clause, start: int, floor: int, before: Sequence[Span], facts: DigestFacts) -> tuple[str, ...]:
    """Posts, as printed, that the person named at `start` shares with those who follow in the list; `before` are the
    posts directly before the name."""
    if before and _is_plural(clause, floor, before[0][0], facts):
        return tuple(post for span in before for post in printed(clause, span, facts))
    colon = clause.text.rfind(": ", max(floor, start - FARTHEST), start)
    opening = min((span[0] for span in before), default=start)
    if colon < 0 or (clause.text[colon + 2 : opening].strip() and not _only_title(clause, colon + 2, opening, facts)):
        return ()
    spans = posts_of_list(clause, colon, floor, facts)
    if not spans or not _is_plural(clause, floor, spans[0][0], facts):
        return ()
    return tuple(post for span in spans for post in printed(clause, span, facts))


def _only_title(clause: Clause, start: int, end: int, facts: DigestFacts) -> bool:
    return any(fold(word) == clause.folded[start:end].strip() for word in facts.honorifics)
