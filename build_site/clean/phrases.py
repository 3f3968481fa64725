"""How phrases of a language pack are compared with lines: without case, tone placement and surrounding punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

from build_site.folding import fold

_EDGE = " \t:.,;*()[]|-–—•>»"


def bare(text: str) -> str:
    """Folded, without punctuation at either end."""
    return strip_edges(fold(text))


def strip_edges(folded: str) -> str:
    """A folded text without punctuation at either end."""
    return folded.strip(_EDGE)


@lru_cache(maxsize=64)
def opener(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Matches a folded text that opens with one of the phrases, as whole words."""
    return re.compile(rf"(?:{_alternatives(phrases)})(?:(?<=[\W_])|(?![^\W_]))") if phrases else _NEVER


@lru_cache(maxsize=64)
def anywhere(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds one of the phrases in a folded text, as whole words."""
    return re.compile(rf"(?<![^\W_])(?:{_alternatives(phrases)})(?![^\W_])") if phrases else _NEVER


class Phrases:
    """Which of the phrases a text holds, told from its words: quicker than a pattern where there are many."""

    def __init__(self, phrases: tuple[str, ...]) -> None:
        folded = {fold(phrase) for phrase in phrases}
        self.single = frozenset(phrase for phrase in folded if " " not in phrase)
        self.longer: dict[str, list[str]] = {}
        for phrase in sorted(folded - self.single):
            self.longer.setdefault(phrase.partition(" ")[0], []).append(f" {phrase} ")

    def count(self, words: frozenset[str], spaced: str) -> int:
        """`words` are those of the text, `spaced` is the text as words with blanks around and between them."""
        longer = (phrase for first in self.longer.keys() & words for phrase in self.longer[first])
        return len(self.single & words) + sum(phrase in spaced for phrase in longer)


@lru_cache(maxsize=16)
def phrases_of(phrases: tuple[str, ...]) -> Phrases:
    return Phrases(phrases)


_NEVER = re.compile(r"(?!)")


def _alternatives(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(fold(phrase)) for phrase in sorted(phrases, key=len, reverse=True))
