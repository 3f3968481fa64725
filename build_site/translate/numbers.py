"""The numbers that a text states, as values: digits by the language's rules, words, Roman numerals, months."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from msgspec import Struct

from build_site.translate.facts import TranslateFacts


class Number(Struct, frozen=True):
    """A number of a text."""

    text: str
    """As printed, without its unit."""
    values: frozenset[Fraction]
    """What it may mean; more than one where the text leaves that open (3–5 million: 3, or 3 million)."""
    start: int
    end: int
    """Span in the text, with scale and percent sign."""
    percent: bool = False
    binding: bool = True
    """Whether the other language must have it too; words may be idiom (`a second look`) and are evidence only."""


class _Token(Struct, frozen=True):
    text: str
    lower: str
    start: int
    end: int


_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\s\w]")
_LIKE_GROUPS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_CLOCK = re.compile(r"\d{1,2}\.\d\d")
_LONGEST_WORDS = 12
_ROMAN = re.compile(r"X{0,3}(?:IX|IV|V?I{0,3})")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10}


def read_numbers(text: str, facts: TranslateFacts, *, strict: bool = False) -> tuple[Number, ...]:
    """The numbers of a text: those in digits, then what its number words, months and Roman numerals may mean.

    `strict`: signs between digits are read by the language's rule alone, as befits a translation; else a number that
    breaks the rule (English 100,000 in a Vietnamese text) is also read by the opposite one, as befits an original.
    """
    tokens = [_Token(match[0], match[0].lower(), match.start(), match.end()) for match in _TOKEN.finditer(text)]
    return (*_digits(text, tokens, facts, strict), *_words(tokens, facts), *_romans(tokens))


def _digits(text: str, tokens: list[_Token], facts: TranslateFacts, strict: bool) -> list[Number]:
    found: list[Number] = []
    last = -1  # index in `found` of the number that a range may have begun with
    after = -1  # index of the token after it
    larger = 1  # its scale
    for index, token in enumerate(tokens):
        if not token.text[0].isdigit():
            continue
        tail = text[token.end : token.end + 14].lower()
        afternoon = any(word in tail for word in facts.afternoon)
        readings = list(_readings(token.text, facts, strict))
        if _CLOCK.fullmatch(token.text) and tail.lstrip().startswith((*facts.afternoon, *facts.morning)):
            hour, minutes = token.text.split(".")  # 4.45 p.m.
            readings = [(hour, Fraction(int(hour) + 12 * afternoon)), (minutes, Fraction(int(minutes)))]
        if len(readings) > 1:  # 1.2.3 or 28.10.2019: numbers of their own
            found += (
                Number(part, frozenset({value}), token.start, token.end, binding=part.strip("0") != "")
                for part, value in readings
            )
            continue
        printed, value = readings[0]
        values = {value}
        if not facts.group or (not strict and _LIKE_GROUPS.fullmatch(printed)):
            values |= _both(printed, facts)
        scale, position = _scale(tokens, index + 1, facts)
        values = {one * scale for one in values}
        glued = position < len(tokens) and tokens[position].start == tokens[position - 1].end
        if scale == 1 and glued and tokens[position].lower in facts.suffixes:
            values |= {one * facts.suffixes[tokens[position].lower] for one in values}
        if glued and tokens[position].lower == "s":  # the 1980s, the 80s
            values |= {value % 100, value + 1900} if value >= 100 else {value + 1900}
        if position < len(tokens) and tokens[position].lower in facts.half:
            values |= {one + Fraction(scale, 2) for one in values}
        if value <= 12 and afternoon:
            values.add(value + 12)
        ended = _percent(tokens, position, facts)
        end = tokens[ended - 1].end
        # Minutes `:00` may go unsaid, and so may the digit of km2.
        exponent = (
            value <= 3 and index > 0 and tokens[index - 1].end == token.start and tokens[index - 1].text.islower()
        )
        binding = printed.strip("0") != "" and not exponent and not _all_of(tokens, index, facts)
        if last >= 0 and after == index and 1 < scale <= scale * value < larger:
            found[last], after, larger = _compound(found[last], text, values, end), ended, scale  # 1 triệu 200 nghìn
            continue
        if last >= 0 and after == index - 1 and tokens[after].lower in facts.ranges:
            if value < 100:  # 1995-96
                values |= {value + 100 * (year // 100) for year in found[last].values if 1000 <= year < 2100}
            found[last] = _begun(found[last], scale, ended > position)
        number = Number(printed, frozenset(values), token.start, end, ended > position, binding)
        found.append(number)
        last, after, larger = len(found) - 1, ended, scale
    return found


def _all_of(tokens: list[_Token], index: int, facts: TranslateFacts) -> bool:
    """Whether a number is the second of `13/13 tỉnh`, which is `all 13 provinces`; not of a date, `ngày 3/3`."""
    if index < 2 or tokens[index - 1].text != "/" or tokens[index - 2].text != tokens[index].text:
        return False
    around = {tokens[index - 3].text if index > 2 else "", tokens[index + 1].text if index + 1 < len(tokens) else ""}
    return "/" not in around and (index < 3 or tokens[index - 3].lower not in facts.day_words)


def _compound(number: Number, text: str, more: set[Fraction], end: int) -> Number:
    """A number that goes on in a smaller scale, as sums of money are told in Vietnamese."""
    values = frozenset(one + other for one in number.values for other in more)
    return Number(text[number.start : end], values, number.start, end, number.percent, number.binding)


def _begun(number: Number, scale: int, percent: bool) -> Number:
    """The first number of a range, whose scale or percent sign may stand only after the second."""
    values = number.values | {value * scale for value in number.values}
    return Number(number.text, values, number.start, number.end, number.percent or percent, number.binding)


def _readings(printed: str, facts: TranslateFacts, strict: bool) -> Iterator[tuple[str, Fraction]]:
    """One (text, value), or several where the signs between the digits are neither group nor decimal signs."""
    group, decimal = facts.group or ",", facts.decimal or "."
    for thousands, point in ((group, decimal), (decimal, group))[: 1 if strict and facts.group else 2]:
        whole, _, rest = printed.partition(point)
        heads = whole.split(thousands)
        if point in rest or thousands in rest:
            continue
        if len(heads) == 1 or (len(heads[0]) <= 3 and heads[0] != "0" and all(len(head) == 3 for head in heads[1:])):
            yield printed, Fraction(f"{''.join(heads)}.{rest or 0}")
            return
    for part in re.split("[.,]", printed):
        yield part, Fraction(int(part))


def _both(printed: str, facts: TranslateFacts) -> set[Fraction]:
    """What a number means with . and what it means with , as the decimal sign; a well-formed 1.599 is 1599 alone."""
    if facts.group and facts.group in printed:
        return set()
    rules = (TranslateFacts(group=",", decimal="."), TranslateFacts(group=".", decimal=","))
    readings = [list(_readings(printed, rule, True)) for rule in rules]
    return {one[0][1] for one in readings if len(one) == 1}


def _scale(tokens: list[_Token], index: int, facts: TranslateFacts) -> tuple[int, int]:
    """Product of the scale words from `index` on, and the index after them."""
    scale = 1
    while index < len(tokens):
        word = tokens[index].lower
        factor = facts.scales.get(word) or (facts.multipliers.get(word) if len(word) > 1 else None)
        if factor is None:
            break
        scale *= factor
        index += 1
    return scale, index


def _percent(tokens: list[_Token], index: int, facts: TranslateFacts) -> int:
    """Index after a percent sign that begins at `index`; `index` itself where there is none."""
    for length in (3, 2, 1):
        if " ".join(token.lower for token in tokens[index : index + length]) in facts.percent:
            return min(index + length, len(tokens))
    return index


def _words(tokens: list[_Token], facts: TranslateFacts) -> Iterator[Number]:
    """Number words: each by itself, and what a run of them says together."""
    run: list[_Token] = []
    for token in tokens:
        month = facts.months.get(token.text)
        if month is not None:
            yield _evidence(token, month)
        known = token.lower in facts.words or token.lower in facts.multipliers or token.lower in facts.scales
        if known or (run and (token.lower in facts.fillers or token.text in {"-", "‑"})):
            run.append(token)
            if token.lower in facts.words:
                yield _evidence(token, facts.words[token.lower])
            continue
        yield from _composite(run, facts)
        if token.lower not in facts.unsure:
            yield from _sure(run, facts)
        run = []
    yield from _composite(run, facts)
    yield from _sure(run, facts)


def _sure(run: list[_Token], facts: TranslateFacts) -> Iterator[Number]:
    """The number of a run of number words that can mean nothing else: `mười sáu`; not `năm` (year), nor `sáu bảy` (six
    or seven)."""
    while run and run[-1].lower not in facts.words and run[-1].lower not in facts.multipliers:
        run = run[:-1]
    if any(token.text in facts.sure for token in run) and all(token.lower not in facts.unsure for token in run):
        *_, (last, value) = _read(run, facts)
        if last is run[-1]:
            yield Number(" ".join(token.text for token in run), frozenset({value}), run[0].start, last.end)


def _composite(run: list[_Token], facts: TranslateFacts) -> Iterator[Number]:
    """The values that a run of number words can say: `hai mươi lăm`, `three hundred and five thousand`."""
    for first in range(len(run)):
        for token, value in _read(run[first : first + _LONGEST_WORDS], facts):
            yield _evidence(token, value)


def _read(run: Sequence[_Token], facts: TranslateFacts) -> Iterator[tuple[_Token, Fraction]]:
    """What a run says up to each of its number words."""
    total = current = Fraction(0)
    started = False
    for token in run:
        word = token.lower
        if word in facts.half and current:
            current += Fraction(1, 2)
        elif word in facts.words:
            value = facts.words[word]
            if started and not _fits(value, current, total):
                return
            current += value
        elif word in facts.multipliers:
            factor, below = facts.multipliers[word], current % 100
            current = current - below + (below or 1) * factor if current else Fraction(factor)
        elif word in facts.scales:
            total += (current or Fraction(not total)) * facts.scales[word]
            current = Fraction(0)
        else:
            continue
        started = True
        yield token, total + current


def _fits(value: int, current: Fraction, total: Fraction) -> bool:
    """Whether a number word can go on from what was read: hundred + five, twenty + five, thousand + forty."""
    if not current:
        return bool(total)
    return (value < 10 and current % 10 == 0) or (value < 100 and current % 100 == 0)


def read_weekdays(text: str, facts: TranslateFacts, monday: int) -> Iterator[Number]:
    """Names of weekdays as the numbers they have in a language that counts from `monday` (thứ 6 is Friday)."""
    for match in _TOKEN.finditer(text):
        if match[0].removesuffix("s") in facts.weekdays:
            number = monday + facts.weekdays.index(match[0].removesuffix("s"))
            yield Number(match[0], frozenset({Fraction(number)}), match.start(), match.end(), binding=False)


def _romans(tokens: list[_Token]) -> Iterator[Number]:
    for token in tokens:
        if token.text[0] in _ROMAN_VALUES and _ROMAN.fullmatch(token.text):
            digits = [_ROMAN_VALUES[letter] for letter in token.text]
            value = sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
            yield Number(token.text, frozenset({Fraction(value)}), token.start, token.end, binding=len(digits) > 1)


def _evidence(token: _Token, value: int | Fraction) -> Number:
    return Number(token.text, frozenset({Fraction(value)}), token.start, token.end, binding=False)


def unmatched(numbers: tuple[Number, ...], others: tuple[Number, ...], ones: bool) -> Iterator[Number]:
    """The binding numbers that have no equal among the others; each of the others answers for one.

    `ones`: whether the other text has a word that may stand for 1.
    """
    free = sorted(others, key=lambda other: (not other.binding, len(other.values)))
    for number in sorted((one for one in numbers if one.binding), key=lambda one: len(one.values)):
        fits = (
            other
            for other in free
            if number.values & other.values and (number.percent <= other.percent or not other.binding)
        )
        match = next(fits, None)
        if match is not None:
            free.remove(match)
        elif not (ones and 1 in number.values):
            yield number
