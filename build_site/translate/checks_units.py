"""Money and units: 14 tỷ đồng is 14 billion dong, never 14 billion dollars, and 5 km are not 5 miles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from build_site.translate.facts import TranslateFacts
from build_site.translate.number_words import Value
from build_site.translate.numbers import Number

_AFTER = re.compile(r"[ -]?([^\W_]{1,20}(?:[-./²³][^\W_]{1,20}|[²³])?)(?: ([^\W_]{1,20}))?(?: ([^\W\d_]{1,20}))?")
_BEFORE = re.compile(r"([^\W\d_]{2,4}|[$€£¥₫]) ?$")
_SIGN_AFTER = re.compile(r" ?([$€£¥₫])")


def wrong_units(
    source: str,
    target: str,
    here: Sequence[Number],
    there: Sequence[Number],
    source_facts: TranslateFacts,
    target_facts: TranslateFacts,
) -> Iterator[str]:
    """Numbers whose unit the translation changed, and sums whose currency it dropped.

    Nothing is said of a number that stands in the translation with no unit of its own (`five of them`), unless it is
    money; nor of conversions beside it (`5 km (3 miles)`).
    """
    if not source_facts.units or not target_facts.units:
        return
    told = {value for number in there for value in number.values}
    shared = [number for number in here if not told.isdisjoint(number.values)]
    kinds = [(number, unit_at(source, number, source_facts)) for number in shared]
    asked = {value for number, kind in kinds if kind for value in number.values}
    units: dict[Value, list[tuple[Number, str]]] = {}
    for other in there if asked else ():
        if not asked.isdisjoint(other.values):
            unit = unit_at(target, other, target_facts)
            for value in other.values:
                units.setdefault(value, []).append((other, unit))
    for number, kind in kinds:
        if not kind:
            continue
        equal = [pair for value in number.values for pair in units.get(value, ())]
        found = {unit for _, unit in equal if unit}
        if not equal or kind in found:
            continue
        if found and number.binding:
            yield f"{_printed(source, number)} ({kind}) became {_other(target, equal)}"
        elif kind.isupper() and len(kind) == 3 and number.binding and not _names_money(target, kind, target_facts):
            yield f"{_printed(source, number)}: the translation does not say {kind}"


def unit_at(text: str, number: Number, facts: TranslateFacts) -> str:
    """The kind of unit before or behind a number; empty where there is none."""
    before = _BEFORE.search(text, max(0, number.start - 6), number.start)
    if before and (kind := facts.units.get(before[1].lower(), "")).isupper():
        return kind
    sign = _SIGN_AFTER.match(text, number.end)
    if sign:
        return facts.units.get(sign[1], "")
    after = _AFTER.match(text, number.end)
    if not after:
        return ""
    words = [word.lower() for word in after.groups() if word]
    if words[0] == facts.month_word and len(words) > 1 and words[1].isdigit():
        return ""  # mùng 5 tháng 5
    for count in range(len(words), 0, -1):
        phrase = " ".join(words[:count])
        if phrase in facts.units:
            return facts.units[phrase]
    return ""


def _names_money(text: str, kind: str, facts: TranslateFacts) -> bool:
    lower = text.lower()
    return any(unit == kind and word in lower for word, unit in facts.units.items())


def _printed(text: str, number: Number) -> str:
    return text[number.start : number.end].strip()


def _other(text: str, equal: Sequence[tuple[Number, str]]) -> str:
    number, unit = next((number, unit) for number, unit in equal if unit)
    return f"{_printed(text, number)} ({unit})"
