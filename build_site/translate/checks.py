"""The blocking checks: what a machine's sentence must get right before it may enter the memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_site.translate.dates import read_days
from build_site.translate.facts import TranslateFacts
from build_site.translate.numbers import read_numbers, read_weekdays, unmatched
from build_site.translate.wanted import normalised

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"[@/]|\w\.\w")


def blocking(source: str, target: str, source_facts: TranslateFacts, target_facts: TranslateFacts) -> tuple[str, ...]:
    """What is wrong with a translation, each as `check: finding`; empty where nothing is.

    Checks: empty, error text, untranslated, document numbers, numbers, dates.
    """
    if not any(char.isalnum() for char in target):
        return ("empty: there is no text",) if any(char.isalnum() for char in source) else ()
    findings = [*_error_text(source, target, target_facts), *_untranslated(source, target, source_facts)]
    if findings:
        return tuple(findings)
    source, target, changed = _document_numbers(_TAG.sub("", source), _TAG.sub("", target), source_facts)
    return (
        *changed,
        *_numbers(source, target, source_facts, target_facts),
        *_dates(source, target, source_facts, target_facts),
    )


def _error_text(source: str, target: str, facts: TranslateFacts) -> Iterator[str]:
    there = target.casefold()
    here = source.casefold()
    for phrase in facts.errors:
        if phrase.casefold() in there and phrase.casefold() not in here:
            yield f"error text: “{phrase}”"
    for kind, pattern in (("HTML", _TAG), ("entity", _ENTITY)):
        match = pattern.search(target)
        if match and match[0] not in source:
            yield f"error text: {kind} {match[0]}"


def _untranslated(source: str, target: str, facts: TranslateFacts) -> Iterator[str]:
    """Names may stay as they are, so only words with a small initial count."""
    printed = " ".join(part for part in target.split() if not _ADDRESS.search(part))
    words = [word for word in _WORD.findall(printed) if word[0].islower()]
    if words and normalised(source).casefold() == normalised(target).casefold():
        yield "untranslated: the text is the original"
        return
    own = [word for word in words if any(char in facts.letters for char in word)]
    if len(own) >= 3 and len(own) * 6 >= len(words):
        yield f"untranslated: {len(own)} words of the original, such as “{own[0]}”"


def _document_numbers(source: str, target: str, facts: TranslateFacts) -> tuple[str, str, list[str]]:
    """Both texts without their document numbers, and what was found."""
    if not facts.document_number:
        return source, target, []
    pattern = re.compile(facts.document_number)
    here = list(dict.fromkeys(pattern.findall(source)))
    there = list(dict.fromkeys(pattern.findall(target)))
    findings = [f"document numbers: {one} is missing" for one in here if one not in target]
    findings += [f"document numbers: {one} is not in the original" for one in there if one not in source]
    return pattern.sub(" § ", source), pattern.sub(" § ", target), findings


def _numbers(source: str, target: str, source_facts: TranslateFacts, target_facts: TranslateFacts) -> Iterator[str]:
    here, there = read_numbers(source, source_facts), read_numbers(target, target_facts, strict=True)
    if source_facts.monday:
        there += tuple(read_weekdays(target, target_facts, source_facts.monday))
    for number in unmatched(here, there, _has(target, target_facts.ones)):
        yield f"numbers: {number.text}{'%' * number.percent} is missing"
    for number in unmatched(there, here, _has(source, source_facts.ones)):
        yield f"numbers: {number.text}{'%' * number.percent} is not in the original"


def _has(text: str, words: tuple[str, ...]) -> bool:
    return not set(words).isdisjoint(_WORD.findall(text.lower()))


def _dates(source: str, target: str, source_facts: TranslateFacts, target_facts: TranslateFacts) -> Iterator[str]:
    """Days of the original that the translation moved to another day, such as the month and the day exchanged."""
    here, there = read_days(source, source_facts), read_days(target, target_facts)
    here_keys, there_keys = {day.key for day in here}, {day.key for day in there}
    lost = [day for day in here if day.key not in there_keys]
    new = [day for day in there if day.key not in here_keys]
    for day, other in zip(lost, new, strict=False):
        yield f"dates: {day.text} became {other.text}"
