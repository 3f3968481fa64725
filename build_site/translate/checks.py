"""The checks of a translation: what must be right before a machine's sentence may enter the memory, and what an editor
should look at. docs/reference/checks.md explains each with an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct, structs

from build_site.model import CheckFinding, Term, TranslationUnit
from build_site.translate.checks_glossary import unkept_terms
from build_site.translate.checks_names import lost_names, wrong_names
from build_site.translate.checks_shape import lost_sentences, odd_length, repetitions, unpaired
from build_site.translate.checks_units import wrong_units
from build_site.translate.dates import read_days
from build_site.translate.facts import TranslateFacts
from build_site.translate.memory import Key
from build_site.translate.numbers import Number, read_numbers, read_weekdays, unmatched
from build_site.translate.wanted import normalised

_TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"[@/]|\w\.\w")

Severity = Literal["block", "warn"]


class Check(Struct, frozen=True):
    """A check: its id, as a finding and a waiver name it, and what it asks."""

    id: str
    severity: Severity
    asks: str


CHECKS = (
    Check("empty", "block", "There is a text."),
    Check("error text", "block", "It is no error message, markup or remark of an engine."),
    Check("untranslated", "block", "It is not the original, nor full of its words."),
    Check("document numbers", "block", "Numbers of documents stand letter for letter."),
    Check("numbers", "block", "Every number of the original stands in it, and no other."),
    Check("dates", "block", "Days and months are the same days and months."),
    Check("units", "block", "Money keeps its currency, and measures their unit."),
    Check("names", "warn", "Names are there, with all their marks or none."),
    Check("glossary", "warn", "The glossary's English stands in it, and no forbidden word."),
    Check("length", "warn", "It is neither much shorter nor much longer than usual."),
    Check("sentences", "warn", "It has no fewer sentences."),
    Check("repetition", "warn", "No phrase stands twice running."),
    Check("brackets", "warn", "Brackets and quotation marks come in pairs."),
)
"""All checks, in the order in which findings are given: the most serious first."""
_SEVERITY = {each.id: each.severity for each in CHECKS}


class CheckRules(Struct, frozen=True):
    """What the checks must know. The finders are later stages': they are handed in."""

    source: TranslateFacts = TranslateFacts()
    target: TranslateFacts = TranslateFacts()
    terms_in: Callable[[str], Sequence[Term]] = lambda text: ()
    """The glossary's terms in a source text, one for each occurrence."""
    people_in: Callable[[str], Iterable[str]] = lambda text: ()
    """Full names of the persons that a source text names."""
    syllable: str = ""
    """Pattern of a syllable of the source's language, lower case; capitalised words of another shape are foreign
    names. Empty: there is no telling."""


def check(unit: TranslationUnit, rules: CheckRules) -> tuple[CheckFinding, ...]:
    """What is doubtful in a translation, the blocking findings first; nothing where there is none, nor what an editor
    has waived."""
    if unit.target is None:
        return ()
    found = [*_blocking(unit.source, unit.target, rules.source, rules.target)]
    if not any(finding.id in ("empty", "error text", "untranslated") for finding in found):
        found += _warnings(unit.source, unit.target, rules)
    return tuple(finding for finding in found if finding.id not in unit.waived)


def checked(units: Mapping[Key, TranslationUnit], rules: CheckRules) -> dict[Key, TranslationUnit]:
    """The units with what the checks doubt in each."""
    found = {}
    for key, unit in units.items():
        findings = check(unit, rules)
        found[key] = structs.replace(unit, findings=findings) if findings else unit
    return found


def blocking(source: str, target: str, source_facts: TranslateFacts, target_facts: TranslateFacts) -> tuple[str, ...]:
    """What forbids that a machine's text enters the memory, each as `check: finding`; empty where nothing does."""
    return tuple(f"{one.id}: {one.message}" for one in _blocking(source, target, source_facts, target_facts))


def _warnings(source: str, target: str, rules: CheckRules) -> Iterator[CheckFinding]:
    yield from _of("names", wrong_names(source, target, rules.people_in(source)))
    yield from _of("names", lost_names(source, target, rules.syllable))
    yield from _of("glossary", unkept_terms(target, rules.terms_in(source), rules.target.small))
    yield from _of("length", odd_length(source, target, rules.source))
    yield from _of("sentences", lost_sentences(source, target))
    yield from _of("repetition", repetitions(source, target))
    yield from _of("brackets", unpaired(source, target))


def _of(name: str, messages: Iterable[str]) -> Iterator[CheckFinding]:
    return (CheckFinding(name, _SEVERITY[name], message) for message in messages)


def _blocking(
    source: str, target: str, source_facts: TranslateFacts, target_facts: TranslateFacts
) -> Iterator[CheckFinding]:
    if not any(char.isalnum() for char in target):
        if any(char.isalnum() for char in source):
            yield from _of("empty", ["there is no text"])
        return
    errors = list(_of("error text", _error_text(source, target, target_facts)))
    errors += _of("untranslated", _untranslated(source, target, source_facts))
    if errors:
        yield from errors
        return
    source, target, changed = _document_numbers(_TAG.sub("", source), _TAG.sub("", target), source_facts)
    yield from _of("document numbers", changed)
    here, there = read_numbers(source, source_facts), read_numbers(target, target_facts, strict=True)
    yield from _of("numbers", _numbers(source, target, here, there, source_facts, target_facts))
    yield from _of("dates", _dates(source, target, here, source_facts, target_facts))
    yield from _of("units", wrong_units(source, target, here, there, source_facts, target_facts))


def _error_text(source: str, target: str, facts: TranslateFacts) -> Iterator[str]:
    there = target.casefold()
    here = source.casefold()
    for phrase in facts.errors:
        if phrase.casefold() in there and phrase.casefold() not in here:
            yield f"“{phrase}”"
    for kind, pattern in (("HTML", _TAG), ("entity", _ENTITY)):
        match = pattern.search(target)
        if match and match[0] not in source:
            yield f"{kind} {match[0]}"


def _untranslated(source: str, target: str, facts: TranslateFacts) -> Iterator[str]:
    """Names may stay as they are, so only words with a small initial count."""
    printed = " ".join(part for part in target.split() if not _ADDRESS.search(part))
    words = [word for word in _WORD.findall(printed) if word[0].islower()]
    if words and normalised(source).casefold() == normalised(target).casefold():
        yield "the text is the original"
        return
    own = [word for word in words if any(char in facts.letters for char in word)]
    if len(own) >= 3 and len(own) * 6 >= len(words):
        yield f"{len(own)} words of the original, such as “{own[0]}”"


def _document_numbers(source: str, target: str, facts: TranslateFacts) -> tuple[str, str, list[str]]:
    """Both texts without their document numbers, and what was found."""
    if not facts.document_number:
        return source, target, []
    pattern = re.compile(facts.document_number)
    here = list(dict.fromkeys(pattern.findall(source)))
    there = list(dict.fromkeys(pattern.findall(target)))
    findings = [f"{one} is missing" for one in here if one not in target]
    findings += [f"{one} is not in the original" for one in there if one not in source]
    return pattern.sub(" § ", source), pattern.sub(" § ", target), findings


def _numbers(
    source: str,
    target: str,
    here: tuple[Number, ...],
    there: tuple[Number, ...],
    source_facts: TranslateFacts,
    target_facts: TranslateFacts,
) -> Iterator[str]:
    if source_facts.monday:
        there += tuple(read_weekdays(target, target_facts, source_facts.monday))
    for number in unmatched(here, there, _has(target, target_facts.ones)):
        yield f"{number.text}{'%' * number.percent} is missing"
    for number in unmatched(there, here, _has(source, source_facts.ones)):
        yield f"{number.text}{'%' * number.percent} is not in the original"


def _has(text: str, words: tuple[str, ...]) -> bool:
    return not set(words).isdisjoint(_WORD.findall(text.lower()))


def _dates(
    source: str, target: str, numbers: tuple[Number, ...], source_facts: TranslateFacts, target_facts: TranslateFacts
) -> Iterator[str]:
    """Days of the original that the translation moved to another day, such as the month and the day exchanged, and
    days that it made of a month alone (`tháng 3`: 3 March). `numbers`: of the source."""
    here, there = read_days(source, source_facts), read_days(target, target_facts)
    here_keys, there_keys = {day.key for day in here}, {day.key for day in there}
    lost = [day for day in here if day.key not in there_keys]
    new = [day for day in there if day.key not in here_keys]
    for day, other in zip(lost, new, strict=False):
        yield f"{day.text} became {other.text}"
    for day in new[len(lost) :]:
        if day.day == day.month and sum(day.day in number.values for number in numbers) < 2:
            yield f"{day.text} is not in the original"
