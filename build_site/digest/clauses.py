"""A sentence prepared for reading posts in it, and what a post begins and ends with."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import Phrases, any_of
from build_site.digest.sentence import sentence
from build_site.folding import fold, fold_tones

_INNER = re.compile(r"(?<=\w) \(([^()]{1,40})\)(?= (\w))")
Span = tuple[int, int]
HIDDEN, OPEN, CLOSE = "\x00\x01\x02"
"""Stand for a comma and brackets that do not divide; one character for one, so that spans stay valid."""


class PostRules(Struct, frozen=True):
    opener: re.Pattern[str]
    """On folded text."""
    lead: re.Pattern[str]
    """What may stand before a post and is none of it: `tân `. On folded text."""
    only_capital: re.Pattern[str]
    """Openers that say too little in small letters."""
    prefix_before: re.Pattern[str]
    all_former: re.Pattern[str]
    """`nguyên: `, for all posts that follow."""
    body_before: re.Pattern[str]
    title_before: re.Pattern[str]
    rank: re.Pattern[str]
    continuation: re.Pattern[str]
    highest: frozenset[str]
    """Folded."""
    never_beside: re.Pattern[str]
    on_behalf: re.Pattern[str]
    joint: re.Pattern[str]
    body: re.Pattern[str]
    """On tone-folded text in its own case, as `parent` and `ends`."""
    parent: re.Pattern[str]
    """A body, or the kind of a place."""
    conjunct: re.Pattern[str]
    ends: Phrases
    """What ends a post, on tone-folded text in its own case: verbs are lower case, parts of an office's name are
    not."""
    phrases: Phrases
    """In which such a verb ends nothing."""
    unbroken: tuple[tuple[str, str], ...]
    honorific: re.Pattern[str]
    plural: re.Pattern[str]
    before_list: re.Pattern[str]
    """`, gồm` before the colon of a list, on folded text."""
    aside: re.Pattern[str]
    """Age or origin between a name and its posts, on folded text."""


class Clause(Struct, frozen=True):
    """One sentence, prepared: five texts of equal length."""

    printed: str
    text: str
    """Without the commas and brackets that do not divide."""
    toned: str
    folded: str
    plain: str
    """Folded, with all its commas and brackets."""
    words: list[tuple[str, int]]
    """Folded, with where they start."""


@lru_cache(maxsize=8)
def post_rules(facts: DigestFacts) -> PostRules:
    abroad = (f"{word} {name}" for word in facts.abroad_words for name in (*facts.countries, *facts.foreign_cities))
    lower = tuple(map(fold_tones, (*facts.post_phrases, *abroad)))
    phrases = (*lower, *(phrase[0].upper() + phrase[1:] for phrase in lower))
    people = (*facts.honorifics, *(f"{mark} {word}" for mark in facts.plural_marks[:1] for word in facts.honorifics))
    bodies = tuple(map(fold_tones, facts.post_parents))
    never = any_of(map(fold, facts.never_posts))
    origin = rf", {any_of(map(fold, facts.origin_words))}[^,;:.()]{{1,40}}(?=,)"
    return PostRules(
        opener=re.compile(rf"(?!{never}){any_of(map(fold, (*facts.post_openers, *facts.post_prefixes)))}"),
        lead=re.compile(any_of(map(fold, facts.before_posts), before=" ")),
        only_capital=re.compile(any_of(map(fold, facts.only_capital_posts))),
        prefix_before=re.compile(any_of(map(fold, facts.post_prefixes), before=" $")),
        all_former=re.compile(any_of(map(fold, facts.post_prefixes), before=": ")),
        body_before=re.compile(any_of(map(fold, facts.body_openers), before=" $")),
        title_before=re.compile(any_of(map(fold, facts.honorifics), before=" $")),
        rank=re.compile(any_of(map(fold, facts.rank_titles))),
        continuation=re.compile(any_of(map(fold, facts.post_continuations))),
        highest=frozenset(map(fold, facts.highest_posts)),
        never_beside=re.compile(any_of(map(fold, facts.never_beside_highest))),
        on_behalf=re.compile(any_of(map(fold, (*facts.on_behalf, *facts.appointed)), before=" $")),
        joint=re.compile(any_of(map(fold, facts.post_joints), before=r" (?=\w)")),
        body=re.compile(any_of(bodies)),
        parent=re.compile(any_of((*bodies, *(fold_tones(kind) for kind, _ in facts.place_kinds)))),
        conjunct=re.compile(any_of(map(fold, facts.post_conjuncts))),
        ends=Phrases(map(fold_tones, facts.post_ends)),
        phrases=Phrases(phrases),
        unbroken=tuple((fold(words), fold(words).replace(",", HIDDEN)) for words in facts.unbroken if "," in words),
        honorific=re.compile(any_of(map(fold, people))),
        before_list=re.compile(",? " + any_of(map(fold, facts.before_lists), before="$")),
        plural=re.compile(any_of(map(fold, facts.plural_marks[:2]))),
        aside=re.compile(rf",? \d{{1,3}} {any_of(map(fold, facts.age_words))}|{origin}"),
    )


def prepare(text: str, facts: DigestFacts) -> Clause:
    read = sentence(text)
    plain = folded = read.folded
    if "," in text:
        for words, hidden in post_rules(facts).unbroken:
            folded = folded.replace(words, hidden)
    marked = text
    if HIDDEN in folded:
        marked = "".join(HIDDEN if char == HIDDEN else printed for char, printed in zip(folded, text, strict=True))
    if " (" in text:
        for inner in _INNER.finditer(text):
            if inner[2].isupper():  # `Hội đồng hương (HĐH) Quảng Nam`
                opening, closing = inner.start(1) - 1, inner.end(1)
                marked = f"{marked[:opening]}{OPEN}{marked[opening + 1 : closing]}{CLOSE}{marked[closing + 1 :]}"
    return Clause(text, marked, fold_tones(marked), folded, plain, read.words)


def printed(clause: Clause, span: Span, facts: DigestFacts) -> list[str]:
    """The post as printed, blanks single; two where it joins two: `Phó Chỉ huy trưởng kiêm Tham mưu trưởng`."""
    rules = post_rules(facts)
    parts: list[str] = []
    start = span[0]
    for joint in rules.joint.finditer(clause.folded, span[0], span[1]):
        if rules.opener.match(clause.folded, joint.end()):
            parts.append(clause.printed[start : joint.start()])
            start = joint.end()
    parts.append(clause.printed[start : span[1]])
    return [post for part in parts if (post := _trimmed(part))]


def _trimmed(part: str) -> str:
    text = " ".join(part.split()).rstrip(" ,./-–—")
    if text.endswith(")") and " (" in text:
        text = text[: text.rindex(" (")]
    return text
