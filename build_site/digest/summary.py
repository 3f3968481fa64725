"""A summary of the article's own sentences, each shown through its translation and tied to its block."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from build_site.digest.facts import DigestFacts
from build_site.digest.ranking import Forest, grown, rank
from build_site.digest.standing import Sentence, standings
from build_site.digest.traits import NAMES, measure
from build_site.folding import fold
from build_site.model import Article, Role, SummarySentence, TranslationUnit

SENTENCES = 3
ROOM = 150
"""How full a summary should be, in syllables: the more, the longer the sentences that are worth their length."""
AGAIN = 0.9
"""How much of its worth a sentence loses whose words are all said already."""
SAME = 0.85
"""Sentences as alike as this say the same: the second is never taken."""


def summarise(
    article: Article,
    units: Mapping[tuple[Role, str], TranslationUnit],
    facts: DigestFacts,
    *,
    length: int = SENTENCES,
) -> tuple[SummarySentence, ...]:
    """`length` sentences of the body, or as many as can be shown, in document order."""
    sentences = [
        Sentence(segment.source, number, position)
        for number, block in enumerate(article.blocks)
        if block.kind in ("paragraph", "item")
        for position, segment in enumerate(block.segments)
        if segment.source
    ]
    result = []
    for sentence in choose(sentences, article.title, facts, length=length):
        role = article.blocks[sentence.block].role
        unit = units.get((role, sentence.text), TranslationUnit(role, sentence.text))
        result.append(SummarySentence(unit.target, sentence.text, sentence.block, sentence.segment, unit.state))
    return tuple(result)


def choose(
    sentences: Sequence[Sentence], title: str, facts: DigestFacts, *, length: int = SENTENCES, room: int = ROOM
) -> list[Sentence]:
    """The best sentences in document order.

    A sentence's worth is the share of it that a summary made by a person would tell. One after the other, that one
    is taken which makes the most of what is told, less what is said already, over the room that it takes: the F1 of
    an overlap, which ROUGE measures too, with a summary of `room` syllables.
    """
    texts = [sentence.text for sentence in sentences]
    found = standings(sentences, facts)
    measured = measure(texts, [standing == "leaning" for standing in found], title, _stop_words(facts))
    forest = _forest(facts)
    worth = rank(measured.rows, forest) if forest.values else [_plain(row) for row in measured.rows]
    bags, sizes = measured.bags, measured.sizes
    said = [0.0] * len(sentences)
    picked: list[int] = []
    told, taken = 0.0, float(room)
    while len(picked) < length:
        open_to = _open(found, said, picked)
        if not open_to:
            break
        best = max(
            open_to, key=lambda n: ((told + worth[n] * sizes[n] * (1 - AGAIN * said[n])) / (taken + sizes[n]), -n)
        )
        told += worth[best] * sizes[best] * (1 - AGAIN * said[best])
        taken += sizes[best]
        picked.append(best)
        if len(picked) < length:
            chosen = bags[best]
            said = [max(before, len(bag & chosen) / (len(bag) or 1)) for before, bag in zip(said, bags, strict=True)]
    return [sentences[n] for n in sorted(picked)]


def _open(found: Sequence[str], said: Sequence[float], picked: Sequence[int]) -> list[int]:
    """What may be taken next: those that stand alone; where there are none left, spare ones, then such as lean on a
    sentence that is taken; the rest only for a summary that has nothing yet."""
    left = [n for n in range(len(found)) if n not in picked and said[n] <= SAME]
    for standing in ("alone", "spare"):
        if ones := [n for n in left if found[n] == standing]:
            return ones
    ones = [n for n in left if found[n] == "leaning" and n - 1 in picked]
    return ones if picked else left


def _plain(row: Sequence[float]) -> float:
    """Worth for a language without a trained ranking: the title's words, the centre of the text, an early place."""
    named = dict(zip(NAMES, row, strict=True))
    return named["title"] + named["centre"] + 1 / (1 + named["position"])


@lru_cache(maxsize=8)
def _stop_words(facts: DigestFacts) -> frozenset[str]:
    return frozenset(word for phrase in facts.stop_words for word in fold(phrase).split())


@lru_cache(maxsize=8)
def _forest(facts: DigestFacts) -> Forest:
    return grown(facts.ranking, NAMES)
