"""Which sentences can stand alone: in a summary a reader sees nothing of what stood around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import any_of
from build_site.digest.sentence import KEPT
from build_site.folding import fold

SHORTEST, LONGEST = 8, 90
"""Words of a sentence that says something whole in one breath; others are taken only where nothing else is left."""
_QUOTE = re.compile(r"[\"“”]")
_ENDS = frozenset(".!?…")
_CLOSING = '"”’»)]'

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


class _Look(Struct, frozen=True):
    """What a sentence says of itself, whatever stands around it."""

    never: bool
    opens: bool
    """Fit only for the first sentence, where it does not lean on anything."""
    spare: bool
    quotes: str
    """Its quotation marks."""


@lru_cache(maxsize=KEPT)
def _look(text: str, facts: DigestFacts) -> _Look:
    rules, folded = _rules(facts), fold(text)
    words = text.count(" ") + 1
    asks = text[-1:] in "?:" or text.endswith(('?"', "?”"))
    return _Look(
        never=asks or bool(rules.aside.match(folded)) or any(words in folded for words in rules.announcing),
        opens=text[:1] in '"“-–—' or _leans(text, folded, rules),
        spare=words < SHORTEST or words > LONGEST or text.rstrip(_CLOSING)[-1:] not in _ENDS,
        quotes="".join(_QUOTE.findall(text)),
    )


def standings(sentences: Sequence[Sentence], facts: DigestFacts) -> list[Standing]:
    """Of each sentence, in document order."""
    found: list[Standing] = []
    block, within = -1, False
    seen: set[str] = set()
    for number, sentence in enumerate(sentences):
        look = _look(sentence.text, facts)
        folded = fold(sentence.text)
        if sentence.block != block:
            block, within = sentence.block, False
        begun, within = within, _still_open(look.quotes, within)
        if look.never or folded in seen:
            found.append("never")
        elif begun or within or (number and look.opens):
            found.append("leaning")
        elif look.spare:
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


def _still_open(quotes: str, within: bool) -> bool:
    """Whether a quotation is open behind these marks; `within` says whether one was before them."""
    for mark in quotes:
        within = not within if mark == '"' else mark == "“"
    return within
