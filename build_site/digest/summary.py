"""A summary of the article's own sentences, each shown through its translation and tied to its block."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.folding import fold
from build_site.model import Article, Role, SummarySentence, TranslationUnit

SENTENCES = 3
SHORTEST, LONGEST = 8, 90
"""Syllables of a sentence that may stand in a summary; longer ones are taken only where nothing else is there."""

# Weights, set by hand on development texts (ROUGE against summaries written by people and against editors' leads).
POSITION, TITLE, CENTRE, FIGURE, CUE, PARAGRAPH = 1.2, 1.2, 2.6, 0.15, 0.1, 0.6
LEANING, UNLIKE, LENGTH = 0.7, 0.7, 0.7
SAME, AGAIN = 0.85, 10.0
"""Sentences as alike as this say the same: the second is taken only where nothing else is left."""
COMFORTABLE = 38
"""Syllables from which on a sentence is worth less the longer it is."""
_WORD = re.compile(r"[^\W_]+")
_DIGIT = re.compile(r"\d")


class Sentence(Struct, frozen=True):
    """A sentence that may be chosen."""

    text: str
    block: int
    segment: int
    opens: bool
    """First of its block."""


class SummaryRules(Struct, frozen=True):
    stop_words: frozenset[str]
    leaning: re.Pattern[str]
    cue: re.Pattern[str]


@lru_cache(maxsize=8)
def _rules(facts: DigestFacts) -> SummaryRules:
    return SummaryRules(
        stop_words=frozenset(word for phrase in facts.stop_words for word in fold(phrase).split()),
        leaning=re.compile(rf"[\W_]*{any_of(map(fold, facts.leaning_openers))}"),
        cue=re.compile(any_of(map(fold, facts.cues))),
    )


def summarise(
    article: Article,
    units: Mapping[tuple[Role, str], TranslationUnit],
    facts: DigestFacts,
    *,
    length: int = SENTENCES,
) -> tuple[SummarySentence, ...]:
    """`length` sentences of the body, or as many as there are, in document order."""
    sentences = [
        Sentence(segment.source, number, position, position == 0)
        for number, block in enumerate(article.blocks)
        if block.kind in ("paragraph", "item")
        for position, segment in enumerate(block.segments)
        if segment.source and not segment.source.endswith(":")
    ]
    chosen = choose(sentences, article.title, facts, length=length)
    result = []
    for sentence in chosen:
        role = article.blocks[sentence.block].role
        unit = units.get((role, sentence.text), TranslationUnit(role, sentence.text))
        result.append(SummarySentence(unit.target, sentence.text, sentence.block, sentence.segment, unit.state))
    return tuple(result)


def choose(sentences: Sequence[Sentence], title: str, facts: DigestFacts, *, length: int = SENTENCES) -> list[Sentence]:
    """The best sentences in document order: each is worth what it says of the whole, less what is said already."""
    rules = _rules(facts)
    bags = [_bag(sentence.text, rules) for sentence in sentences]
    whole: Counter[str] = Counter()
    for bag in bags:
        whole.update(bag.keys())
    weights = {word: math.log1p(count) for word, count in whole.items()}
    norms = [_norm(bag, weights) for bag in bags]
    size = math.sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    head = frozenset(_bag(title, rules))
    worth = [
        _worth(
            sentence,
            number,
            about_title=len(bag.keys() & head) / len(head) if head else 0.0,
            about_whole=norm / size,
            rules=rules,
        )
        for number, (sentence, bag, norm) in enumerate(zip(sentences, bags, norms, strict=True))
    ]
    picked: list[int] = []
    nearest = [0.0] * len(sentences)
    while len(picked) < min(length, len(sentences)):
        best = max(
            (n for n in range(len(sentences)) if n not in picked),
            key=lambda n: (worth[n] - UNLIKE * nearest[n], -n),
        )
        picked.append(best)
        for n in range(len(sentences)):
            alike = _alike(bags[best], bags[n], weights, norms[best] * norms[n])
            nearest[n] = max(nearest[n], alike + AGAIN * (alike > SAME))
    return [sentences[n] for n in sorted(picked)]


def _bag(text: str, rules: SummaryRules) -> Counter[str]:
    return Counter(word for word in _WORD.findall(fold(text)) if word not in rules.stop_words)


def _norm(bag: Counter[str], weights: Mapping[str, float]) -> float:
    return math.sqrt(sum(weights.get(word, 0.0) ** 2 for word in bag)) or 1.0


def _alike(one: Counter[str], other: Counter[str], weights: Mapping[str, float], norms: float) -> float:
    return sum(weights[word] ** 2 for word in one.keys() & other.keys()) / norms


def _worth(sentence: Sentence, number: int, *, about_title: float, about_whole: float, rules: SummaryRules) -> float:
    """`number`: position among the sentences; the other two are shares from 0 to 1."""
    words = len(sentence.text.split())
    folded = fold(sentence.text)
    score = POSITION / math.sqrt((1 + number) ** 1.4) + TITLE * about_title + CENTRE * about_whole
    score += PARAGRAPH * sentence.opens
    score += FIGURE * bool(_DIGIT.search(sentence.text)) + CUE * bool(rules.cue.search(folded))
    score -= LEANING * bool(rules.leaning.match(folded))
    score -= LENGTH * max(0.0, (words - COMFORTABLE) / COMFORTABLE)
    if words < SHORTEST or words > LONGEST:
        score -= 1.0
    return score
