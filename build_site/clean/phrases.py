"""How phrases of a language pack are compared with lines: without case, tone placement and surrounding punctuation."""

from __future__ import annotations

import re
from functools import lru_cache

from build_site.folding import fold

_EDGE = " \t:.,;*()[]|-–—•>»"


def bare(text: str) -> str:
    """Folded, without punctuation at either end."""
    return fold(text).strip(_EDGE)


@lru_cache(maxsize=64)
def opener(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Matches a folded text that opens with one of the phrases, as whole words."""
    return re.compile(rf"(?:{_alternatives(phrases)})(?:(?<=[\W_])|(?![^\W_]))") if phrases else _NEVER


@lru_cache(maxsize=64)
def anywhere(phrases: tuple[str, ...]) -> re.Pattern[str]:
    """Finds one of the phrases in a folded text, as whole words."""
    return re.compile(rf"(?<![^\W_])(?:{_alternatives(phrases)})(?![^\W_])") if phrases else _NEVER


_NEVER = re.compile(r"(?!)")


def _alternatives(phrases: tuple[str, ...]) -> str:
    return "|".join(re.escape(fold(phrase)) for phrase in sorted(phrases, key=len, reverse=True))
