"""Whether what was read is an article at all."""

from __future__ import annotations

from collections import Counter
from functools import lru_cache

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere
from build_site.clean.reading import Reading
from build_site.clean.stamps import read_stamp
from build_site.folding import fold

ENOUGH_WORDS, FEW_WORDS = 120, 80
"""Fewer words, such as a handful of captions, hardly show in which language they are; none at all of its words does."""
PLAIN_WORDS = 25
"""From which on a text without a single letter beyond A to Z is none of a language that has such letters."""
SAMPLE_WORDS = 300
FUNCTION_WORDS = 0.005
"""Share of a text that is function words, at least. In Vietnamese news it is .16, in lists of names and posts down to
.009; in a text of another language next to none."""
SPAM_PHRASES, SPAM_PER_100 = 4, 2.0
BRAND_TIMES, BRAND_PER_100 = 3, 1.5
DATED_LINES = 5
LONG_WORDS = 45
_FOREIGN = "it is not in the language of the seeds"


def refuse(reading: Reading, facts: CleanFacts) -> str | None:
    """Why the file is not an article, as a sentence's end; None where it is one."""
    kept = [line for line in reading.lines if line.kind in ("paragraph", "heading", "item", "caption")]
    text = "\n".join((fold(reading.title or ""), *(line.folded for line in kept)))
    words = text.split()
    return _advertises(text, len(words), facts) or _foreign(words, facts) or _lists(reading, facts)


def _advertises(text: str, words: int, facts: CleanFacts) -> str | None:
    if not [phrase for phrase in _shortest((*facts.spam_brands, *facts.spam_phrases)) if phrase in text]:
        return None
    brands = anywhere(facts.spam_brands).findall(text)
    phrases = Counter(anywhere(facts.spam_phrases).findall(text))
    many = len(phrases) >= SPAM_PHRASES and 100 * (phrases.total() + len(brands)) >= SPAM_PER_100 * words
    if many or (len(brands) >= BRAND_TIMES and 100 * len(brands) >= BRAND_PER_100 * words):
        named = ", ".join(f"“{phrase}”" for phrase in list(dict.fromkeys((*brands, *phrases)))[:3])
        return f"it advertises gambling or pirated broadcasts ({named})"
    return None


@lru_cache(maxsize=8)
def _shortest(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """Without those that hold another: a text that has none of the rest has none of them."""
    return tuple(one for one in phrases if not any(other in one for other in phrases if other != one))


def _foreign(words: list[str], facts: CleanFacts) -> str | None:
    if not facts.function_words or len(words) < PLAIN_WORDS:
        return None
    known = set(facts.function_words)
    if len(words) < FEW_WORDS:
        # Too short to tell by its words, but not by its letters, where the language has letters of its own.
        marked = not all(map(str.isascii, known))
        return _FOREIGN if marked and all(map(str.isascii, words)) and known.isdisjoint(words) else None
    words = words[:SAMPLE_WORDS]
    found = sum(map(known.__contains__, words))
    if not found or (len(words) >= ENOUGH_WORDS and found < FUNCTION_WORDS * len(words)):
        return _FOREIGN
    return None


def _lists(reading: Reading, facts: CleanFacts) -> str | None:
    """Many dated lines and no paragraph of some length: headlines with their dates."""
    if any(line.kind == "paragraph" and line.words >= LONG_WORDS for line in reading.lines):
        return None
    dated = 0
    for line in reading.lines:
        if len(line.text) <= 80 and any(char.isdigit() for char in line.text):
            stamp = read_stamp(line.text, facts)
            dated += stamp is not None and len(stamp.rest) <= 20
    return f"it is a list of {dated} dated headlines" if dated >= DATED_LINES else None
