"""Which sentences can stand alone: in a summary a reader sees nothing of what stood around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.folding import fold

SHORTEST, LONGEST = 8, 90
"""Words of a sentence that says something whole in one breath; others are taken only where nothing else is left."""
_QUOTE = re.compile(r"[\"“”]")
_END = re.compile(r"[.!?…][\"”’»)\]]*$")

Standing = Literal["alone", "spare", "leaning", "never"]
"""alone: fit for a summary · spare: whole, but too short or too long · leaning: makes sense only after the sentence
before it · never: announces something, asks, greets, says nothing of the news, or repeats a
sentence word for word."""


class Sentence(Struct, frozen=True):
    """A sentence that may be chosen."""

    text: str
    block: int
    segment: int


class _Rules(Struct, frozen=True):
    leaning: re.Pattern[str]
    pronoun: re.Pattern[str]
    aside: re.Pattern[str]
    announcing: tuple[str, ...]


@lru_cache(maxsize=8)
def _rules(facts: DigestFacts) -> _Rules:
    pointing = rf"(?:\w+,? ){{1,3}}{any_of(map(fold, facts.leaning_words))}"
    return _Rules(
        leaning=re.compile(rf"[\W_]*(?:{any_of(map(fold, facts.leaning_openers))}|{pointing})"),
        pronoun=re.compile(rf"[\W_]*{any_of(map(fold, facts.leaning_pronouns))}"),
        aside=re.compile(rf"[\W_]*{any_of(map(fold, facts.asides))}"),
        announcing=tuple(map(fold, facts.aside_words)),
    )


def standings(sentences: Sequence[Sentence], folded_texts: Sequence[str], facts: DigestFacts) -> list[Standing]:
    """Of each sentence, in document order; `folded_texts` are their folded texts."""
    rules = _rules(facts)
    found: list[Standing] = []
    block, within = -1, False
    seen: set[str] = set()
    for number, (sentence, folded) in enumerate(zip(sentences, folded_texts, strict=True)):
        text = sentence.text
        if sentence.block != block:
            block, within = sentence.block, False
        begun, within = within, _still_open(text, within)
        words = text.count(" ") + 1
        asks = text[-1:] in "?:" or text.endswith(('?"', "?”"))
        if asks or folded in seen or rules.aside.match(folded) or any(words in folded for words in rules.announcing):
            found.append("never")
        elif begun or within or (number and (text[0] in '"“-–—' or _leans(text, folded, rules))):
            found.append("leaning")
        elif words < SHORTEST or words > LONGEST or not _END.search(text):
            found.append("spare")
        else:
            found.append("alone")
        seen.add(folded)
    return found


def _leans(text: str, folded: str, rules: _Rules) -> bool:
    if rules.leaning.match(folded):
        return True
    pronoun = rules.pronoun.match(folded)
    # `Ông Nguyễn Văn A` names the man, `Ông cho biết` does not.
    return pronoun is not None and not text[pronoun.end() :].lstrip()[:1].isupper()


def _still_open(text: str, within: bool) -> bool:
    """Whether a quotation is open at the end of the text; `within` says whether one was at its start."""
    for mark in _QUOTE.findall(text):
        within = not within if mark == '"' else mark == "“"
    return within
