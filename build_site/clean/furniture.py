"""The page around the article: comment forms, share bars, lists of other articles, image keywords."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from build_site.clean.facts import CleanFacts, Furniture
from build_site.clean.phrases import bare, opener
from build_site.clean.reading import Reading, ends_sentence
from build_site.folding import fold

TEASER = "related-teaser"


def drop_furniture(reading: Reading, facts: CleanFacts) -> None:
    """Lines that a rule of the language pack names. After a heading of related articles, once the article has begun,
    everything is a teaser."""
    begun = ended = False
    for line in reading.unclaimed():
        folded, core = fold(line.text), bare(line.text)
        for furniture in facts.furniture:
            if core in _exact(furniture) or opener(furniture.prefix).match(folded.lstrip(" *•-")):
                reading.drop(line, furniture.rule)
                ended = ended or (begun and furniture.ends_article)
                break
        else:
            if ended:
                reading.drop(line, TEASER)
            begun = begun or (line.words > 25 and ends_sentence(line.text))


def drop_keywords(reading: Reading, facts: CleanFacts) -> None:
    """A line of comma-separated words that stands in the text again and again is the keywords of its images."""
    counts = Counter(line.text for line in reading.unclaimed())
    for line in reading.unclaimed():
        if counts[line.text] > 1 and line.text.count(",") >= 2 and not ends_sentence(line.text):
            for keyword in line.text.split(","):
                if keyword.strip() and keyword.strip() not in reading.keywords:
                    reading.keywords.append(keyword.strip())
            reading.drop(line, "image-keywords")


def drop_teasers(reading: Reading, facts: CleanFacts) -> None:
    """What follows the byline belongs to other articles."""
    byline = max((line.number for line in reading.lines if line.kind == "byline"), default=None)
    if byline is not None:
        for line in reading.unclaimed():
            if line.number > byline:
                reading.drop(line, TEASER)


@lru_cache(maxsize=64)
def _exact(furniture: Furniture) -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in furniture.exact)
