"""Amounts: numbers with a unit (money, area, weight), and the words before them that say what is measured.

A unit alone tells a reader nothing, so an amount counts only where both languages name what it is an amount of, and
name the same: `tổng mức đầu tư 663 tỷ đồng`, `a total investment of VND 663 billion`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import FigureFacts, ReaderFacts
from build_site.digest.numbers import Number, thing_after
from build_site.digest.patterns import any_of
from build_site.folding import fold

LONGEST = 8
"""Words of the reader's language that may say what is measured."""
LONGEST_SOURCE = 11
"""Syllables of the source's."""
LOOKED_AT = 160
"""Characters before an amount that are looked at."""
_BREAK = re.compile(r"[,;:()“”\"…\[\]?!]|[.](?=\s)| [-–—] ")


class _Side(Struct, frozen=True):
    """What one language says before an amount."""

    leads: re.Pattern[str]
    """Words between the thing and its amount: `đạt`, `was estimated at`."""
    breaks: re.Pattern[str]
    """Words that a name of a thing does not hold: `tăng`, `with`."""


@lru_cache(maxsize=8)
def _sides(facts: FigureFacts, reader: ReaderFacts) -> tuple[_Side, _Side]:
    def side(leads: tuple[str, ...], breaks: tuple[str, ...]) -> _Side:
        return _Side(re.compile(rf"{any_of(map(fold, leads))}$"), re.compile(any_of(map(fold, breaks))))

    return side(facts.amount_leads, facts.amount_breaks), side(reader.amount_leads, reader.amount_breaks)


@lru_cache(maxsize=8)
def _heads(facts: FigureFacts) -> tuple[re.Pattern[str], dict[str, re.Pattern[str]]]:
    """What may be measured, and for each what the translation must say."""
    named = {fold(head): re.compile(any_of(said.split("|"))) for head, said in facts.amounts}
    return re.compile(any_of(named)), named


def measured(
    source: str, here: Number, target: str, there: Number, facts: FigureFacts, reader: ReaderFacts
) -> tuple[str, str] | None:
    """What the amount is an amount of, in the source and in the translation; None where either does not say so."""
    heads, named = _heads(facts)
    ours, theirs = _sides(facts, reader)
    clause = _before(source, here.start, ours)
    found = list(heads.finditer(fold(clause)))
    if not found:
        return None
    what_source = _name(clause, found[-1], ours)
    wanted = named[found[-1][0]]
    clause = _before(target, there.start, theirs)
    said = list(wanted.finditer(fold(clause)))
    what = _name(_opened(clause, said[-1], theirs, reader), None, theirs) if said else _behind(target, there, reader)
    if not said and not wanted.search(fold(what)):
        return None
    if not _short(what_source, LONGEST_SOURCE) or not _short(what, LONGEST):
        return None
    return what_source, what


def _before(text: str, end: int, side: _Side) -> str:
    """The words of the clause before an amount, without those that lead to it."""
    clause = _BREAK.split(text[max(0, end - LOOKED_AT) : end])[-1].strip()
    while lead := side.leads.search(fold(clause)):
        clause = clause[: lead.start()].rstrip()
    return clause


def _name(clause: str, head: re.Match[str] | None, side: _Side) -> str:
    """The clause from its head on; empty where it says more than what the thing is."""
    start = head.start() if head else 0
    name = clause[start:]
    if head and start == 0:
        name = name[:1].lower() + name[1:]
    return "" if side.breaks.search(fold(name)) else name


def _opened(clause: str, head: re.Match[str], side: _Side, reader: ReaderFacts) -> str:
    """A clause of the reader's language from where the name of the thing opens: behind a verb, a preposition, an
    article."""
    opened = 0
    for stop in side.breaks.finditer(fold(clause), 0, head.start()):
        opened = stop.end()
    name = clause[opened:].strip()
    first, _, rest = name.partition(" ")
    if first.lower() in reader.articles:
        return rest
    return name[:1].lower() + name[1:] if opened == 0 and head.start() == 0 else name


def _behind(target: str, there: Number, reader: ReaderFacts) -> str:
    """`VND 663 billion in total investment`."""
    for word in reader.amount_joints:
        if target.startswith(f" {word} ", there.end):
            return thing_after(target, there.end + len(word) + 1, reader)
    return ""


def _short(text: str, most: int) -> bool:
    return bool(text) and len(text.split()) <= most and not any(map(str.isdigit, text))
