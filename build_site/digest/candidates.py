"""What a termbase may lack: abbreviations that no term explains, and phrases that recur (C-value over syllables)."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from build_site.digest.abbreviations import abbreviations, is_explained
from build_site.digest.facts import DigestFacts
from build_site.digest.terms import Matcher
from build_site.folding import fold

LONGEST = 5
"""Syllables of a phrase."""
LEAST = 3
"""Occurrences, and articles, below which a phrase is no candidate."""
PIECE = 0.7
"""The share of its occurrences inside one longer phrase from which on a phrase is but a piece of it."""
_CLAUSE = re.compile(r"[^\W\d_]+(?: [^\W\d_]+)*")


class Passage(Struct, frozen=True):
    """A sentence, and where it stands."""

    article: str
    where: str
    """file:line"""
    text: str


class Candidate(Struct, frozen=True):
    """A form that an editor may want to explain."""

    form: str
    kind: str
    """`abbreviation` or `phrase`."""
    score: float
    """C-value of a phrase; of an abbreviation its count."""
    count: int
    articles: int
    where: str
    """file:line of the example."""
    example: str


def unknown_abbreviations(passages: Iterable[Passage], matcher: Matcher, facts: DigestFacts) -> list[Candidate]:
    """Abbreviations that no term covers, the most frequent first, each with its first sentence."""
    counts: Counter[str] = Counter()
    articles: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Passage] = {}
    for passage in passages:
        found = list(abbreviations(passage.text, facts.syllable))
        spans = matcher.find(passage.text) if found else []
        for start, end in found:
            if not is_explained(passage.text, start, end, spans):
                form = passage.text[start:end]
                counts[form] += 1
                articles[form].add(passage.article)
                first.setdefault(form, passage)
    ranked = sorted(counts, key=lambda form: (-counts[form], form))
    return [
        Candidate(
            form, "abbreviation", counts[form], counts[form], len(articles[form]), first[form].where, first[form].text
        )
        for form in ranked
    ]


def recurring_phrases(passages: Sequence[Passage], matcher: Matcher, facts: DigestFacts) -> list[Candidate]:
    """Runs of two to five syllables by C-value: what recurs, and not only as a part of one longer phrase.

    A phrase neither opens nor closes with a stop word, and holds no term, nor a piece of one.
    """
    edges = {fold(word) for word in (*facts.stop_words, *facts.never_term_edges)}
    texts = [_without_terms(passage.text, matcher) for passage in passages]
    counts = _counts(texts, edges)
    values = _c_values(counts)
    articles: dict[str, set[str]] = defaultdict(set)
    first: dict[str, Passage] = {}
    wanted = {phrase for phrase in values if not matcher.find(phrase)}
    for passage, text in zip(passages, texts, strict=True):
        for phrase in _phrases(text, wanted):
            articles[phrase].add(passage.article)
            first.setdefault(phrase, passage)
    ranked = sorted((p for p in wanted if len(articles[p]) >= LEAST), key=lambda phrase: (-values[phrase], phrase))
    return [
        Candidate(
            phrase, "phrase", round(values[phrase], 1), counts[phrase], len(articles[phrase]),
            first[phrase].where, first[phrase].text,
        )
        for phrase in ranked
    ]  # fmt: skip


def _without_terms(text: str, matcher: Matcher) -> str:
    """The text with a bar for each term of several words: runs end there."""
    parts, done = [], 0
    for start, end, _ in matcher.find(text):
        if " " in text[start:end]:
            parts.append(text[done:start])
            done = end
    return "|".join((*parts, text[done:]))


def _counts(texts: Sequence[str], edges: Collection[str]) -> Counter[str]:
    """Phrases that occur often enough. A longer one is only counted where what it begins with is
    frequent, which keeps the memory needed small however much text there is."""
    kept: Counter[str] = Counter()
    frequent: set[str] | None = None
    for size in range(2, LONGEST + 1):
        found: Counter[str] = Counter()
        for text in texts:
            found.update(_runs(text, size, frequent))
        frequent = {run for run, count in found.items() if count >= LEAST}
        kept.update({run: found[run] for run in frequent if _edges_fit(run, edges)})
        if not frequent:
            break
    return kept


def _runs(text: str, size: int, frequent: set[str] | None) -> Iterator[str]:
    for clause in _CLAUSE.findall(fold(text)):
        words = clause.split(" ")
        for at in range(len(words) - size + 1):
            run = " ".join(words[at : at + size])
            if frequent is None or (" ".join(words[at : at + size - 1]) in frequent):
                yield run


def _phrases(text: str, wanted: Collection[str]) -> Iterator[str]:
    for size in range(2, LONGEST + 1):
        yield from (run for run in _runs(text, size, None) if run in wanted)


def _edges_fit(run: str, edges: Collection[str]) -> bool:
    words = run.split(" ")
    return words[0] not in edges and words[-1] not in edges and len(words[0]) > 1


def _c_values(counts: Counter[str]) -> dict[str, float]:
    """log2(syllables) × (count − mean count of the longer phrases that hold it): Frantzi and Ananiadou's C-value. What
    hardly occurs outside one longer phrase is a piece of it, and is left out."""
    holders: dict[str, list[int]] = defaultdict(list)
    for phrase, count in counts.items():
        words = phrase.split(" ")
        for size in range(2, len(words)):
            for at in range(len(words) - size + 1):
                holders[" ".join(words[at : at + size])].append(count)
    values = {}
    for phrase, count in counts.items():
        longer = holders.get(phrase, [])
        if longer and max(longer) > PIECE * count:
            continue
        value = math.log2(phrase.count(" ") + 1) * (count - (sum(longer) / len(longer) if longer else 0))
        if value > 0:
            values[phrase] = value
    return values
