"""Numbers that count something, and the words that say what, in either language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import FigureFacts, ReaderFacts
from build_site.digest.patterns import any_of
from build_site.digest.sentence import KEPT
from build_site.folding import fold

LONGEST = 7
"""Words of the reader's language that a figure may show."""
LONGEST_SOURCE = 10
"""Syllables of the source's."""
LONGEST_ABOUT = 24
"""Characters before a number in which `more than` may stand."""
LONGEST_PREFIX = 5
"""Characters before a number in which a sign of money may stand."""
LONGEST_THING = 200
"""Characters behind a number that are looked at."""
_DIGITS = re.compile(r"\d+")
_BLANK = "[ \u00a0\u202f]"
"""Between thousands, in languages that have blanks there."""
_STOP = re.compile(r"[,;:.()“”\"…!?–\[\]](?=\s|$)|[;:()“”\"…\[\]]| [-–—]")


class Number(Struct, frozen=True):
    value: Decimal
    """With its scale: 14,03 tỷ is 14030000000."""
    unit: str
    """`%`, a unit's name (`VND`, `ha`), or empty."""
    text: str
    """As printed, with scale and unit."""
    about: str
    """`{}+`, `nearly {}` or `{}`."""
    start: int
    end: int


class NumberRules(Struct, frozen=True):
    number: re.Pattern[str]
    scale: re.Pattern[str]
    scales: dict[str, int]
    about: re.Pattern[str]
    abouts: dict[str, str]
    percent: re.Pattern[str]
    unit: re.Pattern[str]
    units: dict[str, str]
    prefix: re.Pattern[str]
    prefixes: dict[str, str]
    ends: re.Pattern[str]
    joint: re.Pattern[str]
    """`and` before a number (another thing is counted), or at the end."""
    thousands: str
    decimal: str


Facts = FigureFacts | ReaderFacts


@lru_cache(maxsize=8)
def _rules(facts: Facts) -> NumberRules:
    blank = facts.thousands.isspace()
    thousands, decimal = _BLANK if blank else re.escape(facts.thousands), re.escape(facts.decimal)
    return NumberRules(
        # Neither part of a date, a range, a document number nor of a longer number.
        number=re.compile(
            rf"(?<![\w/.,:–-])(\d{{1,3}}(?:{thousands}\d{{3}})+(?:{decimal}\d+)?|\d+(?:{decimal}\d+)?)"
            r"(?: ?(%))?(?![/:.,–-]\w)(?! [-–] ?\d)"
        ),
        scale=re.compile(rf" ({any_of(scale for scale, _ in facts.scales)})"),
        scales=dict(facts.scales),
        about=re.compile(rf"({any_of(word for word, _ in facts.about)}) $"),
        abouts=dict(facts.about),
        percent=re.compile(rf" ?{any_of(map(fold, facts.percents))}"),
        unit=re.compile(rf" ?({any_of(fold(unit) for unit, _ in facts.units)})"),
        units={fold(unit): name for unit, name in facts.units},
        prefix=re.compile(rf"({'|'.join(re.escape(fold(unit)) for unit, _ in facts.unit_prefixes) or '(?!)'}) ?$"),
        prefixes={fold(unit): name for unit, name in facts.unit_prefixes},
        ends=re.compile(any_of(map(fold, facts.ends))),
        joint=re.compile(rf" {any_of(map(fold, facts.joints))}(?= \d|\s*$)"),
        thousands=facts.thousands,
        decimal=facts.decimal,
    )


@lru_cache(maxsize=KEPT)
def numbers(text: str, facts: Facts) -> tuple[Number, ...]:
    """Every number that stands by itself, alone or with its unit."""
    runs = [run.start() for run in _DIGITS.finditer(text)]
    return tuple(_numbers(text, runs, _rules(facts))) if runs else ()


def _numbers(text: str, runs: Sequence[int], rules: NumberRules) -> Iterator[Number]:
    """`runs`: where digits begin."""
    lower = fold(text)
    done = 0
    for run in runs:
        match = rules.number.match(text, run) if run >= done else None
        if match is None:
            continue
        done = match.end()
        value = Decimal(_plain(match[1], rules.thousands).replace(rules.decimal, "."))
        start, end = match.span()
        unit = "%" if match[2] else ""
        scale = None if unit else rules.scale.match(lower, end)
        if scale:
            value *= rules.scales[scale[1]]
            end = scale.end()
        shown = text[start:end].replace(" %", "%")
        if not unit and (said := rules.percent.match(lower, end)):
            unit, end, shown = "%", said.end(), f"{shown}%"
        elif not unit and (prefix := rules.prefix.search(lower, max(0, start - LONGEST_PREFIX), start)):
            unit, start = rules.prefixes[prefix[1]], prefix.start()
            shown = text[start:end]
        elif not unit and (behind := rules.unit.match(lower, end)):
            unit, end = rules.units[behind[1]], behind.end()
            shown = text[start:end]
        if text[end : end + 1].isalnum() or text[end : end + 1] == "/":
            continue
        before = rules.about.search(lower, max(0, start - LONGEST_ABOUT), start)
        about = rules.abouts[before[1]] if before else "{}"
        yield Number(value.normalize(), unit, shown, about, before.start() if before else start, end)


def _plain(number: str, thousands: str) -> str:
    return "".join(number.split()) if thousands.isspace() else number.replace(thousands, "")


def thing_after(text: str, end: int, facts: Facts, unbroken: tuple[str, ...] = ()) -> str:
    """The words behind a number up to where the counted thing is over; empty where nothing clear follows.

    `unbroken` are phrases with commas that do not divide.
    """
    rules = _rules(facts)
    if not text.startswith(" ", end) or not text[end + 1 : end + 2].isalpha():
        return ""
    text = text[end : end + LONGEST_THING]
    end = 0
    lower = fold(text)
    if "," in lower:
        for phrase in unbroken:
            if phrase in lower:
                lower = lower.replace(phrase, phrase.replace(",", "_"))
    start = end + 1
    stops = [len(text)]
    for pattern in (_STOP, rules.ends):
        stop = pattern.search(lower, start)
        if stop:
            stops.append(stop.start())
    joint = rules.joint.search(lower, start, min(stops))
    return text[start : joint.start() if joint else min(stops)].strip()


def in_other_marks(value: str, written: Facts, wanted: Facts) -> str:
    """`1,599.5` as the other language marks it: `1.599,5`."""
    marks = str.maketrans(written.thousands + written.decimal, wanted.thousands + wanted.decimal)
    return value.translate(marks)
