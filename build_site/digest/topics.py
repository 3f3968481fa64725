"""Tags of an article, each with what spoke for it.

A topic is worth what the article's terms, section, title and words say for it: a term counts by how rare its domain is
in the termbase and by how much of a phrase it is (`huyện` says less than `Ban Thường vụ Huyện ủy`), more where the
title uses it; the section and the topic's keywords count by themselves.

Two to six topics are taken: those near the best one, of which the text speaks more than in passing. Where fewer than
two are, the next best that more than one thing speaks for are added, then those that the file marks `last_resort`.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.digest.patterns import any_of, trie_of
from build_site.folding import fold
from build_site.model import Article, Tag, Term, TermMatch, Topic

FEWEST, MOST = 2, 6
NEAR = 0.3
"""A topic is taken where it is worth this share of the best one."""
LEAST = 1.0
"""Less than this says nothing of what an article is about: a virus or a working group named in passing."""
STRONG = 2.0
"""One thing alone speaks for a topic only where it is worth this: a title, a section, a word said again and again."""
SECTION, TITLE_KEYWORD, KEYWORD, TITLE_TERM = 3.0, 3.0, 1.0, 2.0
PHRASE = 3
"""Syllables from which on a term counts in full."""
REASONS = 3

Reasons = dict[str, list[tuple[float, str]]]
"""Slug → what speaks for the topic: worth, and words."""


class TopicRules(Struct, frozen=True):
    """What topics listen for, compiled once; folded words to slugs."""

    keyword: re.Pattern[str]
    keywords: dict[str, tuple[str, ...]]
    section: re.Pattern[str]
    sections: dict[str, tuple[str, ...]]
    domains: dict[str, tuple[str, ...]]


@lru_cache(maxsize=8)
def _rules(topics: tuple[Topic, ...]) -> TopicRules:
    def index(field: str, *, folded: bool = True) -> dict[str, tuple[str, ...]]:
        slugs: dict[str, tuple[str, ...]] = {}
        for topic in topics:
            for word in getattr(topic, field):
                key = fold(word) if folded else word
                slugs[key] = (*slugs.get(key, ()), topic.slug)
        return slugs

    keywords, sections = index("keywords"), index("sections")
    return TopicRules(
        keyword=re.compile(rf"(?<!\w)(?:{trie_of(keywords)})" if keywords else r"(?!)"),
        keywords=keywords,
        section=re.compile(any_of(sections)),
        sections=sections,
        domains=index("domains", folded=False),
    )


def find_tags(
    article: Article, matches: Sequence[TermMatch], terms: Mapping[str, Term], topics: Sequence[Topic]
) -> tuple[Tag, ...]:
    """Tags in order of worth. An empty tuple only where there are no topics."""
    rules = _rules(tuple(topics))
    reasons: Reasons = {topic.slug: [] for topic in topics}
    _section(article, rules, reasons)
    _keywords(article, rules, reasons)
    _terms(matches, terms, rules, reasons)
    for found in reasons.values():
        found.sort(key=lambda reason: -reason[0])
    worth = {slug: sum(value for value, _ in found) for slug, found in reasons.items()}
    borne = {slug: len(found) > 1 or worth[slug] >= STRONG for slug, found in reasons.items()}
    best = max((worth[slug] for slug in worth if borne[slug]), default=0.0)
    enough = {slug: borne[slug] and worth[slug] >= max(NEAR * best, LEAST) for slug in worth}
    near = [topic for topic in topics if enough[topic.slug]]
    # Stable: the file's order where nothing else decides.
    ordered = sorted(
        topics,
        key=lambda topic: (
            not enough[topic.slug],
            not borne[topic.slug],
            not (borne[topic.slug] or topic.last_resort),
            -worth[topic.slug],
        ),
    )
    return tuple(
        Tag(
            topic.slug,
            topic.vi,
            topic.en,
            tuple(words for _, words in reasons[topic.slug][:REASONS]) or ("no other topic fits better",),
        )
        for topic in ordered[: max(FEWEST, min(len(near), MOST))]
    )


def _section(article: Article, rules: TopicRules, reasons: Reasons) -> None:
    spoken = {slug for word in rules.section.findall(fold(article.section or "")) for slug in rules.sections[word]}
    for slug in spoken:
        reasons[slug].append((SECTION, f"section “{article.section}”"))


def _keywords(article: Article, rules: TopicRules, reasons: Reasons) -> None:
    """Each keyword once: in the title, or else by how often the text says it. Of keywords that open at one place the
    longest is heard."""
    in_title = set(rules.keyword.findall(fold(article.title)))
    body = "\n".join([*(fold(block.text) for block in article.blocks), *map(fold, article.keywords)])
    said = Counter(rules.keyword.findall(body))
    for word in dict.fromkeys((*sorted(in_title), *said)):
        for slug in rules.keywords[word]:
            if word in in_title:
                reasons[slug].append((TITLE_KEYWORD, f"title says “{word}”"))
            else:
                reasons[slug].append((KEYWORD * math.log1p(said[word]), f"text says “{word}”"))


def _terms(matches: Sequence[TermMatch], terms: Mapping[str, Term], rules: TopicRules, reasons: Reasons) -> None:
    common = Counter(term.domain for term in terms.values() if term.domain)
    every = math.log1p(sum(common.values()))
    counts = Counter(match.term for match in matches)
    in_title = {match.term for match in matches if match.block < 0}
    for term_id, count in counts.items():
        term = terms[term_id]
        slugs = rules.domains.get(term.domain, ())
        if slugs:
            rarity = 1 - math.log(common[term.domain]) / every
            phrase = min(term.term.count(" ") + 1, PHRASE) / PHRASE
            factor = TITLE_TERM if term_id in in_title else 1.0
            for slug in slugs:
                reasons[slug].append((rarity * phrase * math.log1p(count) * factor, f"term {term.term}"))
