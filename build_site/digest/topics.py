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
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.digest.patterns import any_of, trie_of
from build_site.folding import fold
from build_site.model import NO_TITLE, Article, CitedDocument, Reason, Tag, Term, TermMatch, TermUse, Topic

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


class TopicRules(Struct, frozen=True):
    """What topics listen for, compiled once; folded words to slugs."""

    keyword: re.Pattern[str]
    keywords: dict[str, tuple[str, ...]]
    section: re.Pattern[str]
    sections: dict[str, tuple[str, ...]]
    domains: dict[str, tuple[str, ...]]
    documents: dict[str, tuple[str, ...]]
    """Whole numbers, and behind a `*` the ends of numbers."""


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
        documents=index("documents"),
    )


def tags_of(topics: Sequence[Topic]) -> tuple[Topic, ...]:
    """The topics that articles can have: all but the headings over others."""
    headings = {topic.parent for topic in topics}
    return tuple(topic for topic in topics if topic.slug not in headings)


def find_tags(
    article: Article,
    matches: Sequence[TermMatch],
    terms: Mapping[str, Term],
    topics: Sequence[Topic],
    documents: Sequence[CitedDocument] = (),
) -> tuple[Tag, ...]:
    """Tags in order of worth; none where nothing speaks for one."""
    given = tags_of(topics)
    rules = _rules(given)
    reasons: Reasons = {topic.slug: [] for topic in given}
    _section(article, rules, reasons)
    _keywords(article, rules, reasons)
    _documents(documents, rules, reasons)
    _terms(matches, terms, rules, reasons)
    for found in reasons.values():
        found.sort(key=lambda reason: -reason[0])
    worth = {slug: sum(value for value, _ in found) for slug, found in reasons.items()}
    least = max(NEAR * max(worth.values(), default=0.0), LEAST)
    near = sorted((topic for topic in given if worth[topic.slug] >= least), key=lambda topic: -worth[topic.slug])
    return tuple(
        Tag(
            topic.slug,
            topic.vi,
            topic.en,
            tuple(reason for _, reason in reasons[topic.slug][:REASONS]),
            topic.parent,
        )
        for topic in near[:MOST]
    )


def find_subjects(uses: Sequence[TermUse], topics: Sequence[Topic]) -> tuple[str, ...]:
    """Ids of the terms that tell what an article is about: words of a topic's domain, of several syllables and no
    everyday ones and no verbs, that the title or more than one sentence uses."""
    domains = {domain for topic in topics for domain in topic.domains}
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
    in_title = set() if borrowed else set(rules.keyword.findall(fold(article.title)))
    texts = [fold(block.text) for block in article.blocks]
    said = Counter(rules.keyword.findall("\n".join([*texts, *map(fold, article.keywords)])))
    opening = set(rules.keyword.findall(texts[0])) if texts else set()
    for word in dict.fromkeys((*sorted(in_title), *said)):
        for slug in rules.keywords[word]:
            if word in in_title:
                reasons[slug].append((TITLE + KEYWORD * math.log1p(said[word]), Reason("title", word)))
            else:
                worth = KEYWORD * math.log1p(said[word]) + (LEAD if word in opening else 0.0)
                reasons[slug].append((worth, Reason("keyword", word)))


def _documents(documents: Sequence[CitedDocument], rules: TopicRules, reasons: Reasons) -> None:
    for document in documents:
        number = fold(document.number)
        for wanted, slugs in rules.documents.items():
            if number == wanted or (wanted.startswith("*") and number.endswith(wanted[1:])):
                for slug in slugs:
                    reasons[slug].append((DOCUMENT, Reason("document", document.number)))


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
                worth = TERM * rarity * phrase * math.log1p(count) * factor
                reasons[slug].append((worth, Reason("term", term.term)))
