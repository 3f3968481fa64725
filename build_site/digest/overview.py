"""In brief across articles: what a month, a year or a tag was about, in sentences of the articles' own summaries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from build_site.folding import fold
from build_site.model import SummarySentence

SENTENCES = 5
NEWEST = 200
"""Articles that are weighed, the newest first: the work stays the same however large a tag grows."""
ROOM = 800
"""How full an overview should be, in syllables: the more, the longer the sentences that are worth their length."""
OPENING = 0.3
"""What it is worth to open a summary; the second sentence gets half of it, the third a third."""
ONCE_MORE = 0.3
"""What is left of a sentence's worth where its article has had its word."""
SAME = 0.85
"""A sentence of whose words so many are said is never taken."""
_WORD = re.compile(r"[^\W_]+")


class Told(Struct, frozen=True):
    """What an overview needs to know of one article."""

    article: str
    """Its id."""
    published: str | None
    """ISO 8601, as `ArticleRecord.published`."""
    sentences: tuple[SummarySentence, ...]
    """Its summary, in document order."""


class _Candidate(Struct, frozen=True):
    article: str
    sentence: SummarySentence
    turn: int
    words: frozenset[str]
    size: int
    """In syllables."""


def overview(told: Sequence[Told], *, length: int = SENTENCES) -> tuple[tuple[str, SummarySentence], ...]:
    """Up to `length` (article id, sentence): openings of summaries before what follows them, the newest first.

    A sentence is worth what the other articles tell too, and its place; what is said already counts for nothing.
    Sentences without a translation are taken only where no sentence has one. The work is that of NEWEST articles.
    """
    newest = sorted(told, key=lambda one: (one.published or "", one.article), reverse=True)[:NEWEST]
    translated = any(sentence.target for one in newest for sentence in one.sentences)
    candidates = [
        _candidate(one.article, turn, sentence)
        for one in newest
        for turn, sentence in enumerate(one.sentences)
        if sentence.target or not translated
    ]
    worth = _worth(candidates)
    picked: list[int] = []
    said: set[str] = set()
    heard: set[str] = set()
    gained, taken = 0.0, float(ROOM)
    while len(picked) < length:
        best, most, gain = -1, -1.0, 0.0
        for number, one in enumerate(candidates):
            new = 1 - len(one.words & said) / len(one.words) if one.words else 0.0
            if number in picked or new < 1 - SAME:
                continue
            own = worth[number] * one.size * new * (ONCE_MORE if one.article in heard else 1.0)
            if (gained + own) / (taken + one.size) > most:
                best, most, gain = number, (gained + own) / (taken + one.size), own
        if best < 0:
            break
        picked.append(best)
        said |= candidates[best].words
        heard.add(candidates[best].article)
        gained += gain
        taken += candidates[best].size
    picked.sort(key=lambda number: (candidates[number].turn, number))
    return tuple((candidates[number].article, candidates[number].sentence) for number in picked)


def _candidate(article: str, turn: int, sentence: SummarySentence) -> _Candidate:
    return _Candidate(article, sentence, turn, *_words(sentence.source))


@lru_cache(maxsize=1024)  # a new article is among the newest of its tags, their headings and its month
def _words(text: str) -> tuple[frozenset[str], int]:
    words = _WORD.findall(fold(text))
    return frozenset(words), len(words)


def _worth(candidates: Sequence[_Candidate]) -> list[float]:
    """Of each sentence: the mean share of the other articles that have its words, and its place."""
    of_article: dict[str, set[str]] = {}
    for one in candidates:
        of_article.setdefault(one.article, set()).update(one.words)
    articles = Counter(word for words in of_article.values() for word in words)
    others = max(1, len(of_article) - 1)
    return [
        (sum(map(articles.__getitem__, one.words)) - len(one.words)) / (len(one.words) or 1) / others
        + OPENING / (1 + one.turn)
        for one in candidates
    ]
