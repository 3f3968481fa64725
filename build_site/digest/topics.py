"""Tags of an article, each with what spoke for it.

A topic is worth what the article's section, title, words, terms and cited documents say for it: the section, a keyword
of the title and a document most; a keyword by how often the text says it, more where the lead does; a term by how rare
its domain is in the termbase and by how much of a phrase it is (`huyện` says less than `Ban Thường vụ Huyện ủy`).

Up to five topics are taken: those near the best one, of which the text speaks more than in passing. An article that
speaks of none of them has no tag: a wrong one is worse.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from build_site.digest.patterns import Phrases, any_of
from build_site.digest.people import sentences_of
from build_site.digest.sentence import KEPT, sentence
from build_site.digest.terms import Matcher
from build_site.folding import fold
from build_site.model import NO_TITLE, Article, CitedDocument, Reason, Tag, TermMatch, TermUse, Topic

MOST = 5
NEAR = 0.35
"""A topic is taken where it is worth this share of the best one."""
LEAST = 2.0
"""Less than this says nothing of what an article is about: a virus or a working group named in passing."""
SECTION, TITLE, LEAD, KEYWORD, DOCUMENT, TITLE_TERM = 3.0, 3.0, 1.0, 1.0, 2.0, 2.0
TERM = 0.5
PHRASE = 3
"""Syllables from which on a term counts in full."""
REASONS = 3

Reasons = dict[str, list[tuple[float, Reason]]]
"""Slug → what speaks for the topic, and how much."""


class TopicRules(Struct, frozen=True, eq=False):
    """What topics listen for, compiled once; folded words to slugs."""

    given: tuple[Topic, ...]
    """Those that articles can have."""
    spoken: frozenset[str]
    """All domains."""
    keyword: Phrases
    keywords: dict[str, tuple[str, ...]]
    section: re.Pattern[str]
    sections: dict[str, tuple[str, ...]]
    domains: dict[str, tuple[str, ...]]
    documents: dict[str, tuple[str, ...]]
    """Whole numbers, and behind a `*` the ends of numbers."""


@lru_cache(maxsize=8)
def _rules(topics: tuple[Topic, ...]) -> TopicRules:
    given = tags_of(topics)

    def index(field: str, *, folded: bool = True) -> dict[str, tuple[str, ...]]:
        slugs: dict[str, tuple[str, ...]] = {}
        for topic in given:
            for word in getattr(topic, field):
                key = fold(word) if folded else word
                slugs[key] = (*slugs.get(key, ()), topic.slug)
        return slugs

    keywords, sections = index("keywords"), index("sections")
    return TopicRules(
        given=given,
        spoken=frozenset(domain for topic in topics for domain in topic.domains),
        keyword=Phrases(keywords),
        keywords=keywords,
        section=re.compile(any_of(sections)),
        sections=sections,
        domains=index("domains", folded=False),
        documents=index("documents"),
    )


def tags_of(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics that articles can have: all but the headings over others."""
    headings = {topic.parent for topic in topics}
    return tuple(topic for topic in topics if topic.slug not in headings)


def find_tags(
    article: Article,
    matches: Sequence[TermMatch],
    matcher: Matcher,
    topics: Sequence[Topic],
    documents: Sequence[CitedDocument] = (),
) -> tuple[Tag, ...]:
    """Tags in order of worth; none where nothing speaks for one."""
    rules = _rules(tuple(topics))
    given = rules.given
    reasons: Reasons = {topic.slug: [] for topic in given}
    _section(article, rules, reasons)
    _keywords(article, rules, reasons)
    _documents(documents, rules, reasons)
    _terms(matches, matcher, rules, reasons)
    for found in reasons.values():
        found.sort(key=lambda reason: -reason[0])
    worth = {slug: sum(value for value, _ in found) for slug, found in reasons.items()}
    least = max(NEAR * max(worth.values(), default=0.0), LEAST)
    near = sorted((topic for topic in given if worth[topic.slug] >= least), key=lambda topic: -worth[topic.slug])
    return tuple(
        Tag(
            topic.slug,
            topic.source,
            topic.target,
            tuple(reason for _, reason in reasons[topic.slug][:REASONS]),
            topic.parent,
        )
        for topic in near[:MOST]
    )


def find_subjects(uses: Sequence[TermUse], topics: Sequence[Topic]) -> tuple[str, ...]:
    """Ids of the terms that tell what an article is about: words of a topic's domain, of several syllables and no
    everyday ones and no verbs, that the title or more than one sentence uses."""
    domains = _rules(tuple(topics)).spoken
    return tuple(
        use.term.id
        for use in uses
        if use.term.domain in domains
        and not use.term.common
        and use.term.pos != "verb"
        and " " in use.term.term
        and (use.count > 1 or use.first_block < 0)
    )


def _section(article: Article, rules: TopicRules, reasons: Reasons) -> None:
    spoken = {slug for word in rules.section.findall(fold(article.section or "")) for slug in rules.sections[word]}
    for slug in spoken:
        reasons[slug].append((SECTION, Reason("section", article.section or "")))


def _keywords(article: Article, rules: TopicRules, reasons: Reasons) -> None:
    """Each keyword once: in the title, or else by how often the text says it, and whether its opening does. Of keywords
    that open at one place the longest is heard."""
    borrowed = any(finding.what == NO_TITLE for finding in article.findings)
    in_title = set() if borrowed else {*_heard(article.title, rules)}
    texts = [[*sentences_of(block)] for block in article.blocks]
    said = Counter(word for text in (*chain(*texts), *article.keywords) for word in _heard(text, rules))
    opening = {word for text in texts[0] for word in _heard(text, rules)} if texts else set()
    for word in dict.fromkeys((*sorted(in_title), *said)):
        for slug in rules.keywords[word]:
            if word in in_title:
                reasons[slug].append((TITLE + KEYWORD * math.log1p(said[word]), Reason("title", word)))
            else:
                worth = KEYWORD * math.log1p(said[word]) + (LEAD if word in opening else 0.0)
                reasons[slug].append((worth, Reason("keyword", word)))


@lru_cache(maxsize=KEPT)
def _heard(text: str, rules: TopicRules) -> tuple[str, ...]:
    """The keywords of a sentence, folded, from left to right."""
    read = sentence(text)
    spans = rules.keyword.spans(read.standing(rules.keyword.words), read.folded)
    return tuple(read.folded[start:end] for start, end in spans)


def _documents(documents: Sequence[CitedDocument], rules: TopicRules, reasons: Reasons) -> None:
    for document in documents:
        number = fold(document.number)
        for wanted, slugs in rules.documents.items():
            if number == wanted or (wanted.startswith("*") and number.endswith(wanted[1:])):
                for slug in slugs:
                    reasons[slug].append((DOCUMENT, Reason("document", document.number)))


def _terms(matches: Sequence[TermMatch], matcher: Matcher, rules: TopicRules, reasons: Reasons) -> None:
    counts = Counter(match.term for match in matches)
    in_title = {match.term for match in matches if match.block < 0}
    for term_id, count in counts.items():
        slugs, own, reason = _said_by(term_id, matcher, rules)
        factor = TITLE_TERM if term_id in in_title else 1.0
        for slug in slugs:
            reasons[slug].append((own * math.log1p(count) * factor, reason))


@lru_cache(maxsize=KEPT)
def _said_by(term_id: str, matcher: Matcher, rules: TopicRules) -> tuple[tuple[str, ...], float, Reason]:
    """The topics that a term speaks for, and what it is worth where it is said once."""
    term, common = matcher.terms[term_id], matcher.domains
    reason = Reason("term", term.term)
    slugs = rules.domains.get(term.domain, ())
    if not slugs:
        return (), 0.0, reason
    rarity = 1 - math.log(common[term.domain]) / math.log1p(sum(common.values()))
    phrase = min(term.term.count(" ") + 1, PHRASE) / PHRASE
    return slugs, TERM * rarity * phrase, reason
