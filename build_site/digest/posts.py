"""The posts that stand directly before or behind a person's name."""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.folding import fold, fold_tones

_CLAUSE = re.compile(r"[;:()“”\"…!?\[\]]|(?<![A-ZĐ])\.(?=\s|$)")
_JOINT = re.compile(r",\s+|\s?[-–—]\s+")
_NEXT = re.compile(r"\s*(?:[,(:]|[-–—])\s*")
_AND = re.compile(r"(?<!\w)và (?=(\w))")
LONGEST_POSTS = 600
"""Characters behind a name in which its posts may stand."""
Span = tuple[int, int]
_HIDDEN = "\x00"
"""Stands for a comma that does not divide; one character for one, so that spans stay valid."""


class PostRules(Struct, frozen=True):
    opener: re.Pattern[str]
    """On folded text."""
    continuation: re.Pattern[str]
    ends: re.Pattern[str]
    """On tone-folded text in its own case: verbs are lower case, parts of an office's name are not.
    Group 1 ends a post."""
    unbroken: tuple[tuple[str, str], ...]
    honorific: re.Pattern[str]


class Clause(Struct, frozen=True):
    """One sentence, prepared: three texts of equal length."""

    text: str
    toned: str
    folded: str


@lru_cache(maxsize=8)
def post_rules(facts: DigestFacts) -> PostRules:
    lower = tuple(map(fold_tones, facts.post_phrases))
    phrases = (*lower, *(phrase[0].upper() + phrase[1:] for phrase in lower))
    return PostRules(
        opener=re.compile(any_of(map(fold, facts.post_openers))),
        continuation=re.compile(any_of(map(fold, facts.post_continuations))),
        ends=re.compile(rf"{any_of(phrases)}|({any_of(map(fold_tones, facts.post_ends))})"),
        unbroken=tuple((fold(words), fold(words).replace(",", _HIDDEN)) for words in facts.unbroken if "," in words),
        honorific=re.compile(any_of(map(fold, (*facts.honorifics, "các")))),
    )


def prepare(text: str, facts: DigestFacts) -> Clause:
    folded = fold(text)
    for words, hidden in post_rules(facts).unbroken:
        folded = folded.replace(words, hidden)
    marked = text
    if _HIDDEN in folded:
        marked = "".join(_HIDDEN if f == _HIDDEN else t for t, f in zip(text, folded, strict=True))
    return Clause(marked, fold_tones(marked), folded)


def posts_after(clause: Clause, end: int, names: Sequence[int], facts: DigestFacts) -> list[Span]:
    """Spans of the posts behind a name that ends at `end`: `…, Ủy viên Ban Thường vụ, Trưởng Ban …`.

    `names` are the starts of all names in the sentence, ascending: a part that runs into one belongs to that person.
    """
    rules = post_rules(facts)
    opening = _NEXT.match(clause.text, end)
    if not opening or opening.end() == end:
        return []
    limit = min(len(clause.text), opening.end() + LONGEST_POSTS)
    stop = _CLAUSE.search(clause.text, opening.end(), limit)
    limit = stop.start() if stop else limit
    found: list[Span] = []
    at = opening.end()
    while at < limit:
        joint = _JOINT.search(clause.text, at, limit)
        while joint and clause.text[joint.start()] != "," and not rules.opener.match(clause.folded, joint.end()):
            joint = _JOINT.search(clause.text, joint.end(), limit)  # a dash within a post: Văn hóa - Xã hội
        part_end = joint.start() if joint else limit
        if found and rules.continuation.match(clause.folded, at):
            closed = _cut(clause, at, part_end, rules, names, skip=True)
            found[-1] = (found[-1][0], closed)
        elif rules.opener.match(clause.folded, at):
            closed = _cut(clause, at, part_end, rules, names)
            if _name_from(names, at) < closed + 2:
                break  # `…, Giám đốc Sở B Nguyễn Văn C`: C's post
            found.append((at, closed))
        else:
            break
        if closed < part_end or not joint:
            break
        at = joint.end()
    return found


def _name_from(names: Sequence[int], at: int) -> float:
    """Start of the first name at or behind `at`."""
    place = bisect_left(names, at)
    return names[place] if place < len(names) else math.inf


def _cut(clause: Clause, start: int, end: int, rules: PostRules, names: Sequence[int], *, skip: bool = False) -> int:
    """Where a post that opens at `start` is over: before a verb, before `và` and a small letter."""
    first = clause.text.find(" ", start, end)
    if first < 0:
        return end
    if skip:  # the word that opens a continuation may itself be a verb
        first = max(first, clause.text.find(" ", first + 1, end))
    stops = [end]
    verb = _verb(clause, first, end, rules)
    if verb is not None:
        stops.append(verb)
    for joint in _AND.finditer(clause.toned, first, end):
        follows = joint.end()
        other = rules.opener.match(clause.folded, follows) or rules.honorific.match(clause.folded, follows)
        if not joint[1].isupper() or other or _name_from(names, follows) == follows:
            stops.append(joint.start())
            break
    others = rules.honorific.search(clause.folded, first, end)
    if others and clause.text[others.start()].islower():
        stops.append(others.start())
    return start + len(clause.text[start : min(stops)].rstrip(" ,"))


def _verb(clause: Clause, start: int, end: int, rules: PostRules) -> int | None:
    return next((match.start() for match in rules.ends.finditer(clause.toned, start, end) if match[1]), None)


def posts_before(clause: Clause, start: int, floor: int, facts: DigestFacts) -> list[Span]:
    """Spans of the posts that end directly before a name at `start`: `Trưởng Ban Tổ chức Thành ủy Vũ Đức Bảo`.

    Nothing before `floor` is looked at: it belongs to the person before.
    """
    rules = post_rules(facts)
    bound = floor
    for stop in _CLAUSE.finditer(clause.text, floor, start):
        bound = stop.end()
    spans: list[Span] = []
    end = start - 1
    while end > bound:
        comma = clause.text.rfind(", ", bound, end)
        part = comma + 2 if comma >= 0 else bound
        opener = _last_opener(clause, part, end, rules)
        if opener is None:
            break
        spans.insert(0, (opener, end))
        # Only a part that is a post from its first word can have another post before it.
        if comma < 0 or clause.text[part:opener].strip():
            break
        end = comma
    return spans


def _last_opener(clause: Clause, start: int, end: int, rules: PostRules) -> int | None:
    """The first opener with a capital from which no verb stands before `end`."""
    for match in rules.opener.finditer(clause.folded, start, end):
        if not clause.text[match.start()].isupper():
            continue
        rest = clause.text.find(" ", match.start(), end)
        if rest >= 0 and (
            _verb(clause, rest, end, rules) is not None or rules.honorific.search(clause.toned, rest, end)
        ):
            continue
        joint = next((m for m in _AND.finditer(clause.toned, match.start(), end) if not m[1].isupper()), None)
        if joint is None:
            return match.start()
    return None


def printed(clause: Clause, span: Span) -> str:
    """The post as printed, blanks single."""
    return " ".join(clause.text[span[0] : span[1]].replace(_HIDDEN, ",").split()).rstrip(" ,.")
