"""The days that a text names: 27/02/2012, ngày 3/2, 27 tháng 2, 27 February, February 27th."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from build_site.translate.facts import TranslateFacts
from build_site.translate.tokens import Tokens


class Day(Struct, frozen=True):
    """A day of a month, read day first where both are numbers."""

    text: str
    day: int
    month: int

    @property
    def key(self) -> tuple[int, int]:
        return self.day, self.month


_NUMERIC = re.compile(r"(?<![\d/.,-])(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}))?(?![\d/]|[.,-]\d|[-/]\w|%)")
_DAY_MONTH = re.compile(r"(?<![\d.,])(\d{1,2})(?:st|nd|rd|th|er|º|\.)?(?: of| de)?\s+([^\W\d_]{3,9})\.?(?![^\W_])")
_MONTH_DAY = re.compile(r"(?<![^\W_])([^\W\d_]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?(?![^\W_]|[.,:]\d)")
_NUMBERED = re.compile(r"(?<![\d.,])(\d{1,2})\s+([^\W\d_]+)\s+(\d{1,2})(?![\d.,]\d|\d)")


def days_of(tokens: Tokens, facts: TranslateFacts) -> tuple[Day, ...]:
    """The days named in a text, in no particular order."""
    return tuple(_days(tokens, facts)) if tokens.digits else ()


def _days(tokens: Tokens, facts: TranslateFacts) -> Iterator[Day]:
    text, printed = tokens.text, tokens.printed
    joined = "/" in tokens.bag or "-" in tokens.bag or any("." in printed[index] for index in tokens.digits)
    for match in _NUMERIC.finditer(text) if joined else ():
        day, sign, month, year = match.groups()
        before = text[: match.start()].rstrip().rpartition(" ")[2].lower().lstrip('“"(')
        if year or (sign != "." and before in facts.day_words):
            yield Day(match[0], int(day), int(month))
    months = facts.months
    if named := [index for index, token in enumerate(printed) if token in months] if months else []:
        for match in _DAY_MONTH.finditer(text):
            if match[2] in months:
                yield Day(match[0].removesuffix("."), int(match[1]), months[match[2]])
        for index in named:
            if day := _MONTH_DAY.match(text, tokens.span(index)[0]):
                yield Day(day[0], int(day[2]), months[day[1]])
    if facts.month_word and facts.month_word in tokens.bag:
        for match in _NUMBERED.finditer(text):
            if match[2].lower() == facts.month_word:
                yield Day(match[0], int(match[1]), int(match[3]))
