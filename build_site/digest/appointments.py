"""The posts that a sentence says a person takes up or holds: `giữ chức Bí thư Huyện ủy`, `là Giám đốc Sở Y tế`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.digest.clauses import Clause, Span, post_rules
from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.digest.posts import chain
from build_site.folding import fold

FARTHEST = 160
"""Characters between a person and the words of appointment."""
NOT_YET = 60
"""Characters before the words of appointment in which others say that it is proposed."""


class AppointmentRules(Struct, frozen=True):
    appointed: re.Pattern[str]
    being: re.Pattern[str]
    no_longer: re.Pattern[str]
    not_yet: re.Pattern[str]
    passing: re.Pattern[str]
    handed: re.Pattern[str]
    honorific: re.Pattern[str]
    career: re.Pattern[str]
    career_start: re.Pattern[str]


@lru_cache(maxsize=8)
def appointment_rules(facts: DigestFacts) -> AppointmentRules:
    def phrases(words: tuple[str, ...], before: str = r"(?!\w)") -> re.Pattern[str]:
        return re.compile(any_of(map(fold, words), before=before))

    return AppointmentRules(
        appointed=phrases(facts.appointed, " "),
        being=phrases(facts.being, " "),
        no_longer=phrases(facts.no_longer),
        not_yet=phrases(facts.not_yet),
        passing=phrases(facts.passing_posts),
        handed=phrases(facts.handed_to),
        honorific=phrases(facts.honorifics),
        career=phrases(facts.career),
        career_start=phrases(facts.career_openers, r" \d"),
    )


def tells_a_career(clause: Clause, facts: DigestFacts) -> bool:
    """`Từ 1/2004 - 3/2008: …`, `từng giữ chức …`: posts of the past, which are not those of the article's date."""
    rules = appointment_rules(facts)
    return bool(rules.career_start.match(clause.folded.lstrip("-+* ")) or rules.career.search(clause.folded))


def posts_taken(clause: Clause, end: int, limit: int, names: Sequence[int], facts: DigestFacts) -> tuple[Span, ...]:
    """Spans of the posts that a person takes up whose name, with what is chained to it, ends at `end`.

    `limit` is where the next person's name, or the sentence, says that the words are no longer of this person.
    """
    rules, posts = appointment_rules(facts), post_rules(facts)
    limit = min(limit, end + FARTHEST)
    semicolon = clause.text.find(";", end, limit)
    limit = limit if semicolon < 0 else semicolon
    here = end + len(clause.text[end:limit]) - len(clause.text[end:limit].lstrip(" ,"))
    being = rules.being.match(clause.folded, here, limit)
    if being:
        at = being.end()
        small = posts.only_capital.match(clause.folded, at) and clause.text[at].islower()
        if small or rules.passing.match(clause.folded, at):
            return ()
        return chain(clause, at, len(clause.text), names, facts).spans
    for taken in rules.appointed.finditer(clause.folded, end, limit):
        if not rules.no_longer.search(clause.folded, max(end, taken.start() - 25), taken.start()):
            if rules.not_yet.search(clause.folded, max(0, taken.start() - NOT_YET), taken.start()):
                continue
            spans = chain(clause, taken.end(), len(clause.text), names, facts).spans
            if spans:  # none where `được bổ nhiệm` is followed by `giữ chức`
                return () if rules.handed.match(clause.folded, spans[-1][1] + 1) else spans
    return ()


def posts_handed(clause: Clause, start: int, floor: int, names: Sequence[int], facts: DigestFacts) -> tuple[Span, ...]:
    """Spans of the posts that are given to the person named at `start`: `bổ nhiệm chức vụ Chủ nhiệm … cho ông A`."""
    rules = appointment_rules(facts)
    for taken in rules.appointed.finditer(clause.folded, max(floor, start - FARTHEST), start):
        if rules.no_longer.search(clause.folded, max(floor, taken.start() - 25), taken.start()):
            continue
        spans = chain(clause, taken.end(), start, names, facts).spans
        if spans and (to := rules.handed.match(clause.folded, spans[-1][1] + 1)):
            between = clause.folded[to.end() : start].strip()
            return spans if not between or rules.honorific.fullmatch(between) else ()
    return ()
