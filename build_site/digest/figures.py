"""Key figures: numbers found in the original and in its translation, with what they count in both.

A wrong pair is worse than none. So a number counts only where its value and unit stand exactly once in the sentence and
once in its translation, both say in a few words what is counted or measured, and neither reads it as a date, an ordinal
or an address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from msgspec import Struct

from build_site.digest.amounts import measured
from build_site.digest.facts import DigestFacts, ReaderFacts
from build_site.digest.numbers import LONGEST, LONGEST_SOURCE, Number, numbers, thing_after
from build_site.digest.patterns import any_of
from build_site.folding import fold
from build_site.model import Article, Figure, Role, TranslationUnit

MOST = 6
MOST_IN_A_BLOCK = 2
SMALLEST = 10
"""Smaller counts are written out in one language and not in the other, and seldom matter."""
YEARS = range(1900, 2100)


class _Rules(Struct, frozen=True):
    not_after: re.Pattern[str]
    not_before: re.Pattern[str]
    vague: re.Pattern[str]
    reader_not_before: re.Pattern[str]
    reader_vague: re.Pattern[str]
    of: re.Pattern[str]
    articles: re.Pattern[str]
    rate: re.Pattern[str]
    reader_rate: re.Pattern[str]
    unbroken: tuple[str, ...]
    """Phrases with a comma that divides nothing, folded."""


class _Found(Struct, frozen=True):
    figure: Figure
    value: Decimal
    worth: float


@lru_cache(maxsize=8)
def _rules(digest: DigestFacts) -> _Rules:
    facts, reader = digest.figures, digest.reader
    return _Rules(
        not_after=re.compile(rf"{any_of(map(fold, facts.not_after))} $"),
        not_before=re.compile(rf" ?{any_of(map(fold, facts.not_before))}"),
        vague=re.compile(any_of(map(fold, facts.vague))),
        reader_not_before=re.compile(rf"[ -]?{any_of(reader.not_before)}"),
        reader_vague=re.compile(any_of(reader.vague)),
        of=re.compile(rf" ({any_of(reader.of)})"),
        articles=re.compile(rf"{any_of(reader.articles)} "),
        rate=re.compile(any_of(map(fold, facts.rates))),
        reader_rate=re.compile(any_of(reader.rates)),
        unbroken=tuple(phrase for phrase in map(fold, digest.unbroken) if "," in phrase),
    )


def find_figures(
    article: Article, units: Mapping[tuple[Role, str], TranslationUnit], facts: DigestFacts
) -> tuple[Figure, ...]:
    """Up to six figures, in document order, at most two of a block."""
    found: list[_Found] = []
    title = set(fold(article.title).split())
    for number, block in enumerate(article.blocks):
        if block.kind not in ("paragraph", "item"):
            continue
        for segment in block.segments:
            unit = units.get((block.role, segment.source))
            if unit and unit.target and unit.state != "stale":
                found += _pairs(unit.source, unit.target, number, title, facts)
    chosen: list[_Found] = []
    blocks: Counter[int] = Counter()
    told: list[tuple[str, str]] = []
    for candidate in sorted(found, key=lambda item: -item.worth):  # stable: earlier ones first
        figure = candidate.figure
        if len(chosen) == MOST:
            break
        again = any(value == figure.value and what.split()[0] == figure.what.split()[0] for value, what in told)
        if blocks[figure.block] < MOST_IN_A_BLOCK and not again:
            chosen.append(candidate)
            blocks[figure.block] += 1
            told.append((figure.value, figure.what))
    return tuple(item.figure for item in found if item in chosen)


def _pairs(source: str, target: str, block: int, title: set[str], facts: DigestFacts) -> Iterator[_Found]:
    rules = _rules(facts)
    here, folded = numbers(source, facts.figures), fold(source)
    counting = [number for number in here if _counts(number, folded, rules)]
    if not counting:
        return  # what the translation says need not be read
    there = numbers(target, facts.reader)
    keys = [(number.value, number.unit) for number in here]  # few: quicker compared than hashed
    others = [(number.value, number.unit) for number in there]
    for number in counting:
        key = (number.value, number.unit)
        if keys.count(key) != 1 or others.count(key) != 1:
            continue
        other = there[others.index(key)]
        if number.about != other.about:
            continue  # `trên 11 nghìn` and `more than 11,000` must agree on how exact the number is
        if number.unit not in ("", "%"):
            what_source, what = measured(source, number, target, other, facts.figures, facts.reader) or ("", "")
        else:
            what_source, what = _counted(source, number, target, other, facts, rules)
        if not what:
            continue
        value = other.about.format(other.text) if other.unit in ("", "%") else target[other.start : other.end]
        figure = Figure(value, source[number.start : number.end], what, what_source, block)
        yield _Found(figure, number.value, _worth(figure, number, title))


def _worth(figure: Figure, number: Number, title: set[str]) -> float:
    size = 2.0 if number.unit == "%" else _size(number.value)
    specific = 0.3 * min(len(figure.what.split()), 4)
    shared = len(title & set(fold(figure.what_source).split()))
    return size * 0.5 + specific + 0.2 * min(shared, 3) + (1.0 if figure.block <= 1 else 0.0)


@lru_cache(maxsize=2048)  # logarithms of decimals are slow, and most numbers are small ones
def _size(value: Decimal) -> float:
    return min(4.0, float(value.log10()) if value > 0 else 0.0)


def _counts(number: Number, folded: str, rules: _Rules) -> bool:
    """Whether the number counts anything: not a date, a year, an ordinal or a small number."""
    if number.unit not in ("", "%"):
        return number.value > 0
    if not number.unit and number.value < SMALLEST:
        return False
    plain = number.text.isdigit()
    if plain and (int(number.text) in YEARS or number.text.startswith("0")):
        return False
    if rules.not_after.search(folded[max(0, number.start - 20) : number.start]):
        return False
    return not rules.not_before.match(folded, number.end)


def _counted(
    source: str, number: Number, target: str, other: Number, facts: DigestFacts, rules: _Rules
) -> tuple[str, str]:
    """What is counted, in the source and in the translation; both empty where either is not clear, or they differ."""
    lower = fold(target)
    if rules.reader_not_before.match(lower, other.end):
        return "", ""
    what_source = thing_after(source, number.end, facts.figures, rules.unbroken)
    what = _thing_in_target(target, lower, other, facts, rules) if what_source else ""
    if not _clear(what_source, what, number, rules) or not _as_long(what_source, what, facts.reader):
        return "", ""
    rate = rules.rate.match(_behind(source, number.end, what_source))
    rate = rate or rules.reader_rate.match(_behind(target, other.end, what))
    return ("", "") if rate else (what_source, what)


def _behind(text: str, end: int, thing: str) -> str:
    """What follows the counted thing: `2.8 million barrels per day` counts something else than barrels."""
    at = text.find(thing, end)
    return fold(text[at + len(thing) :]).lstrip(" ,") if at >= 0 and thing else ""


def _as_long(what_source: str, what: str, reader: ReaderFacts) -> bool:
    """A name is hardly longer in English words than in Vietnamese syllables; where it is, a sentence has begun."""
    small = {*reader.articles, *reader.of, *reader.joints}
    words, syllables = sum(word.lower() not in small for word in what.split()), len(what_source.split())
    return words <= syllables + 1 and syllables <= 2 * words + 4


def _thing_in_target(target: str, lower: str, number: Number, facts: DigestFacts, rules: _Rules) -> str:
    """What the translation says is counted, at most seven words; of a share, what it is a share of."""
    end = number.end
    share = number.unit == "%"
    of = rules.of.match(lower, end)
    if bool(of) != share:
        return ""  # `105% of the plan` counts; `105% plan` and `46 of the cells` do not
    words = thing_after(target, of.end() if of else end, facts.reader).split()
    cut = next((n for n, word in enumerate(words) if n and (word.endswith("ed") or _adverb(word, facts.reader))), None)
    words = words[:cut]
    if len(words) > LONGEST - bool(of):
        inner = [n for n, word in enumerate(words[:LONGEST]) if n > 1 and word.lower() in facts.reader.of]
        if not inner:
            return ""
        words = words[: inner[-1]]
    small = (*facts.reader.articles, *facts.reader.joints)
    if words and words[0].lower() in facts.reader.joints:
        return ""
    before_article = (*small, *facts.reader.of)
    if any(
        word.lower() in facts.reader.articles and before.lower() not in before_article
        for before, word in pairwise(words)
    ):
        return ""  # `cruise ships ply the waters`: an article behind a noun has a verb before it
    thing = " ".join(words).rstrip(".,")
    if not of:
        thing = rules.articles.sub("", thing, count=1) if rules.articles.match(thing) else thing
    return f"{of[1]} {thing}" if of and thing else thing


def _adverb(word: str, reader: ReaderFacts) -> bool:
    lower = word.lower()
    return lower in reader.adverbs or (lower.endswith(reader.adverb_endings) and lower not in reader.not_adverbs)


def _clear(what_source: str, what: str, number: Number, rules: _Rules) -> bool:
    if not what or not what_source or len(what_source.split()) > LONGEST_SOURCE:
        return False
    if any(map(str.isdigit, what_source + what)):
        return False
    if number.unit:
        return True
    return not rules.vague.fullmatch(fold(what_source)) and not rules.reader_vague.fullmatch(what.lower())
