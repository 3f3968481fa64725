"""The numbers that a text states, as values: digits by the language's rules, words, Roman numerals, months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product

from msgspec import Struct

from build_site.translate.facts import TranslateFacts
from build_site.translate.number_words import Value, read_run
from build_site.translate.tokens import Tokens, sign_of, with_signs


class Number(Struct, frozen=True):
    """A number of a text."""

    text: str
    """As printed, without its unit."""
    values: frozenset[Value]
    """What it may mean; more than one where the text leaves that open (3–5 million: 3, or 3 million)."""
    start: int
    end: int
    """Span in the text, with scale and percent sign."""
    percent: bool = False
    binding: bool = True
    """Whether the other language must have it too; words may be idiom (`a second look`) and are evidence only."""


_LIKE_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CLOCK = re.compile(r"\d{1,2}\.\d\d")
_ONES = {"": 0, "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}
_ROMANS = {"X" * tens + ones: 10 * tens + _ONES[ones] for tens, ones in product(range(4), _ONES) if tens or ones}
_SMALL_ROMANS = frozenset(map(str.lower, _ROMANS))


class _Lexicon(Struct, frozen=True):
    """What of a language's facts tells a number word from the others, as sets."""

    counting: frozenset[str]
    """Number words, multipliers and scales."""
    telling: frozenset[str]
    """Those, and the months in lower case."""
    going_on: frozenset[str]
    """What may stand between the words of one number."""
    percent: frozenset[str]
    """First words of the ways to say per cent."""
    weekdays: dict[str, int]
    """Their names, with the s of a plural too, Monday 0."""
    day_names: frozenset[str]
    """The same in lower case."""
    ones: frozenset[str]
    """Words that may stand for 1."""


@lru_cache(maxsize=16)
def _lexicon(facts: TranslateFacts) -> _Lexicon:
    counting = frozenset((*facts.words, *facts.multipliers, *facts.scales))
    weekdays = {
        form: number
        for number, name in enumerate(facts.weekdays)
        for form in (name, f"{name}s")
        if form.removesuffix("s") == name
    }
    return _Lexicon(
        counting,
        counting | {month.lower() for month in facts.months},
        frozenset((*facts.fillers, "-", "‑")),
        frozenset(phrase.partition(" ")[0] for phrase in facts.percent),
        weekdays,
        frozenset(map(str.lower, weekdays)),
        frozenset(facts.ones),
    )


def read_numbers(text: str, facts: TranslateFacts, *, strict: bool = False) -> tuple[Number, ...]:
    """The numbers of a text: those in digits, then what its number words, months and Roman numerals may mean.

    `strict`: signs between digits are read by the language's rule alone, as befits a translation; else a number that
    breaks the rule (English 100,000 in a Vietnamese text) is also read by the opposite one, as befits an original.
    """
    return numbers_of(Tokens(with_signs(text, facts.group, facts.decimal)), facts, strict=strict)


def numbers_of(tokens: Tokens, facts: TranslateFacts, *, strict: bool = False) -> tuple[Number, ...]:
    """`read_numbers` of a text that has been cut into tokens."""
    lexicon = _lexicon(facts)
    found = _digits(tokens, facts, lexicon, strict) if tokens.digits else []
    if not lexicon.telling.isdisjoint(tokens.bag):
        telling = lexicon.telling
        words = [index for index, word in enumerate(tokens.lower) if word in telling]
        found += _words(tokens, words, facts, lexicon)
    if not _SMALL_ROMANS.isdisjoint(tokens.bag):
        found += _romans(tokens)
    return tuple(found)


def _digits(tokens: Tokens, facts: TranslateFacts, lexicon: _Lexicon, strict: bool) -> list[Number]:
    text, printed, lower = tokens.text, tokens.printed, tokens.lower
    found: list[Number] = []
    last = -1  # index in `found` of the number that a range may have begun with
    after = -1  # index of the token after it
    larger = 1  # its scale
    for index, start, stop in tokens.digit_spans():
        token, end = printed[index], stop
        readings = _readings(token, facts, strict)
        if "." in token and _CLOCK.fullmatch(token):
            tail = text[end : end + 14].lower()
            if tail.lstrip().startswith((*facts.afternoon, *facts.morning)):
                hour, minutes = token.split(".")  # 4.45 p.m.
                later = 12 * _is_afternoon(text, end, facts)
                readings = ((hour, int(hour) + later), (minutes, int(minutes)))
        if len(readings) > 1:  # 1.2.3 or 28.10.2019: numbers of their own
            found += (
                Number(part, frozenset({value}), start, end, binding=part.strip("0") != "") for part, value in readings
            )
            continue
        value = readings[0][1]
        values = {value}
        if not token.isdecimal() and (not facts.group or (not strict and _LIKE_GROUPS.fullmatch(token))):
            values |= _both(token, facts)
        scale, position = _scale(lower, index + 1, facts)
        if scale != 1:
            values = {one * scale for one in values}
        if position < len(lower):
            word = lower[position]
            if (word == "s" or word in facts.suffixes) and _is_glued(tokens, position):
                if scale == 1 and word in facts.suffixes:
                    values |= {one * facts.suffixes[word] for one in values}
                if word == "s":  # the 1980s, the 80s
                    values |= {value % 100, value + 1900} if value >= 100 else {value + 1900}
            if word in facts.half:
                values |= {one + Fraction(scale, 2) for one in values}
        if value <= 12 and _is_afternoon(text, end, facts):
            values.add(value + 12)
        ended = _percent(lower, position, facts, lexicon)
        if ended > index + 1:
            end = tokens.span(ended - 1)[1]
        # Minutes `:00` may go unsaid, and so may the digit of km2.
        exponent = value <= 3 and index > 0 and printed[index - 1].islower() and _is_glued(tokens, index)
        binding = token.strip("0") != "" and not exponent and not _all_of(tokens, index, facts)
        if last >= 0 and after == index and 1 < scale <= scale * value < larger:
            found[last], after, larger = _compound(found[last], text, values, end), ended, scale  # 1 triệu 200 nghìn
            continue
        if last >= 0 and after == index - 1 and lower[after] in facts.ranges:
            if value < 100:  # 1995-96
                values |= {value + 100 * (year // 100) for year in found[last].values if 1000 <= year < 2100}
            found[last] = _begun(found[last], scale, ended > position)
        found.append(Number(token, frozenset(values), start, end, ended > position, binding))
        last, after, larger = len(found) - 1, ended, scale
    return found


def _is_glued(tokens: Tokens, index: int) -> bool:
    """Whether nothing stands between a token and the one before it."""
    return tokens.span(index)[0] == tokens.span(index - 1)[1]


def _is_afternoon(text: str, end: int, facts: TranslateFacts) -> bool:
    """Whether what follows a number that ends at `end` says that it is an hour of the afternoon."""
    tail = text[end : end + 14].lower()
    return any(word in tail for word in facts.afternoon)


def _all_of(tokens: Tokens, index: int, facts: TranslateFacts) -> bool:
    """Whether a number is the second of `13/13 tỉnh`, which is `all 13 provinces`; not of a date, `ngày 3/3`."""
    printed = tokens.printed
    if index < 2 or printed[index - 1] != "/" or printed[index - 2] != printed[index]:
        return False
    around = {printed[index - 3] if index > 2 else "", printed[index + 1] if index + 1 < len(printed) else ""}
    return "/" not in around and (index < 3 or tokens.lower[index - 3] not in facts.day_words)


def _compound(number: Number, text: str, more: set[Value], end: int) -> Number:
    """A number that goes on in a smaller scale, as sums of money are told in Vietnamese."""
    values = frozenset(one + other for one in number.values for other in more)
    return Number(text[number.start : end], values, number.start, end, number.percent, number.binding)


def _begun(number: Number, scale: int, percent: bool) -> Number:
    """The first number of a range, whose scale or percent sign may stand only after the second."""
    values = number.values | {value * scale for value in number.values}
    return Number(number.text, values, number.start, number.end, number.percent or percent, number.binding)


@lru_cache(maxsize=4096)
def _readings(printed: str, facts: TranslateFacts, strict: bool) -> tuple[tuple[str, Value], ...]:
    """One (text, value), or several where the signs between the digits are neither group nor decimal signs."""
    group, decimal = sign_of(facts.group, facts.decimal) or ",", facts.decimal or "."
    for thousands, point in ((group, decimal), (decimal, group))[: 1 if strict and facts.group else 2]:
        whole, _, rest = printed.partition(point)
        heads = whole.split(thousands)
        if point in rest or thousands in rest:
            continue
        if len(heads) == 1 or (len(heads[0]) <= 3 and heads[0] != "0" and all(len(head) == 3 for head in heads[1:])):
            digits = "".join(heads)
            return ((printed, Fraction(f"{digits}.{rest}") if rest else int(digits)),)
    return tuple((part, int(part)) for part in re.split("[.,]", printed))


def _both(printed: str, facts: TranslateFacts) -> set[Value]:
    """What a number means with . and what it means with , as the decimal sign; a well-formed 1.599 is 1599 alone."""
    if facts.group and sign_of(facts.group, facts.decimal) in printed:
        return set()
    readings = [_readings(printed, rule, True) for rule in _RULES]
    return {one[0][1] for one in readings if len(one) == 1}


_RULES = (TranslateFacts(group=",", decimal="."), TranslateFacts(group=".", decimal=","))


def _scale(words: Sequence[str], index: int, facts: TranslateFacts) -> tuple[int, int]:
    """Product of the scale words from `index` on, and the index after them."""
    scale = 1
    while index < len(words):
        word = words[index]
        factor = facts.scales.get(word) or (facts.multipliers.get(word) if len(word) > 1 else None)
        if factor is None:
            break
        scale *= factor
        index += 1
    return scale, index


def _percent(words: Sequence[str], index: int, facts: TranslateFacts, lexicon: _Lexicon) -> int:
    """Index after a percent sign that begins at `index`; `index` itself where there is none."""
    if index < len(words) and words[index] in lexicon.percent:
        for length in (3, 2, 1):
            if " ".join(words[index : index + length]) in facts.percent:
                return min(index + length, len(words))
    return index


def _words(tokens: Tokens, places: Sequence[int], facts: TranslateFacts, lexicon: _Lexicon) -> Iterator[Number]:
    """Number words: each by itself, and what a run of them says together. `places`: indexes of the telling words."""
    printed, lower = tokens.printed, tokens.lower
    done = 0
    for first in places:
        if first < done:
            continue
        end = first
        while end < len(lower):
            word = lower[end]
            month = facts.months.get(printed[end])
            if month is not None:
                yield _evidence(tokens, end, month)
            if word not in lexicon.counting and (end == first or word not in lexicon.going_on):
                break
            if word in facts.words:
                yield _evidence(tokens, end, facts.words[word])
            end += 1
        done = end + 1
        if end == first:
            continue  # a month
        run = read_run(tuple(lower[first:end]), facts)
        for place, value in run.values:
            yield _evidence(tokens, first + place, value)
        if run.sure is None or (end < len(lower) and lower[end] in facts.unsure):
            continue
        last = first + run.size
        if not set(facts.sure).isdisjoint(printed[first:last]):
            span = tokens.span(first)[0], tokens.span(last - 1)[1]
            yield Number(" ".join(printed[first:last]), frozenset({run.sure}), *span)


def weekdays_of(tokens: Tokens, facts: TranslateFacts, monday: int) -> list[Number]:
    """Names of weekdays as the numbers they have in a language that counts from `monday` (thứ 6 is Friday)."""
    lexicon = _lexicon(facts)
    if lexicon.day_names.isdisjoint(tokens.bag):
        return []
    names = lexicon.weekdays
    found = ((index, names[word]) for index, word in enumerate(tokens.printed) if word in names)
    return [_evidence(tokens, index, monday + number) for index, number in found]


def may_say_one(tokens: Tokens, facts: TranslateFacts) -> bool:
    """Whether a word of the text may stand for 1."""
    return not _lexicon(facts).ones.isdisjoint(tokens.bag)


def _romans(tokens: Tokens) -> Iterator[Number]:
    for index, token in enumerate(tokens.printed):
        if token in _ROMANS:
            yield Number(token, frozenset({_ROMANS[token]}), *tokens.span(index), binding=len(token) > 1)


def _evidence(tokens: Tokens, index: int, value: Value) -> Number:
    start, end = tokens.span(index)
    return Number(tokens.printed[index], frozenset({value}), start, end, False, False)
