"""The checks of a translation: what must be right before a machine's sentence may enter the memory, and what an editor
should look at. docs/reference/checks.md explains each with an example."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Literal

from msgspec import Struct, structs

from build_site.model import CheckFinding, Term, TranslationUnit
from build_site.translate.checks_glossary import unkept_terms
from build_site.translate.checks_names import lost_names, wrong_names
from build_site.translate.checks_shape import lost_sentences, odd_length, repetitions, unpaired
from build_site.translate.checks_units import wrong_units
from build_site.translate.facts import TranslateFacts
from build_site.translate.memory import Key
from build_site.translate.numbers import Number
from build_site.translate.reading import TAG, Reading, read_original, read_translation
from build_site.translate.tokens import Tokens, with_signs
from build_site.translate.wanted import normalised

_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9A-Fa-f]{1,6}|[A-Za-z]{2,31});")
_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"[@/]|\w\.\w")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

OWN = 3
"""Words of the original that a translation may have besides names."""

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
    tokens = _tokens(unit.target, rules.target)
    found = _blocking(unit.source, tokens, rules.source, rules.target)
    if not any(finding.id in ("empty", "error text", "untranslated") for finding in found):
        found += _warnings(unit.source, tokens, rules)
    return tuple(finding for finding in found if finding.id not in unit.waived) if found else ()


def forbidden(unit: TranslationUnit, rules: CheckRules) -> tuple[CheckFinding, ...]:
    """The blocking findings of `check` alone, at a fraction of its cost."""
    if unit.target is None:
        return ()
    found = _blocking(unit.source, _tokens(unit.target, rules.target), rules.source, rules.target)
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
    found = _blocking(source, _tokens(target, target_facts), source_facts, target_facts)
    return tuple(f"{one.id}: {one.message}" for one in found)


def _tokens(target: str, facts: TranslateFacts) -> Tokens:
    return Tokens(with_signs(target, facts.group, facts.decimal))


def _warnings(source: str, tokens: Tokens, rules: CheckRules) -> list[CheckFinding]:
    target = tokens.text
    return _findings(
        ("names", wrong_names(source, target, rules.people_in(source))),
        ("names", lost_names(source, target, rules.syllable)),
        ("glossary", unkept_terms(target, rules.terms_in(source), rules.target.small)),
        ("length", odd_length(source, target, rules.source)),
        ("sentences", lost_sentences(source, target)),
        ("repetition", repetitions(source, target, tokens)),
        ("brackets", unpaired(source, target)),
    )


def _findings(*found: tuple[str, Iterable[str]]) -> list[CheckFinding]:
    """What each check, by its id, has to say."""
    return [CheckFinding(name, _SEVERITY[name], message) for name, messages in found for message in messages]


def _blocking(
    source: str, target: Tokens, source_facts: TranslateFacts, target_facts: TranslateFacts
) -> list[CheckFinding]:
    if not _LETTER_OR_DIGIT.search(target.text):
        return _findings(("empty", ["there is no text"] if _LETTER_OR_DIGIT.search(source) else []))
    if errors := _findings(
        ("error text", _error_text(source, target, target_facts)),
        ("untranslated", _untranslated(source, target, source_facts)),
    ):
        return errors
    here, there = read_original(source, source_facts), read_translation(target, source_facts, target_facts)
    return _findings(
        ("document numbers", _document_numbers(here, there)),
        ("numbers", _numbers(here, there)),
        ("dates", _dates(here, there)),
        ("units", wrong_units(here.text, there.text, here.numbers, there.numbers, source_facts, target_facts)),
    )


def _error_text(source: str, tokens: Tokens, facts: TranslateFacts) -> Iterator[str]:
    target = tokens.text
    there, phrases = target.casefold(), _folded(facts)
    if found := [phrase for phrase in phrases if phrase in there]:
        here = source.casefold()
        yield from (f"“{phrases[phrase]}”" for phrase in found if phrase not in here)
    for kind, sign, pattern in (("HTML", "<", TAG), ("entity", "&", _ENTITY)):
        match = pattern.search(target) if sign in tokens.bag else None
        if match and match[0] not in source:
            yield f"{kind} {match[0]}"


@lru_cache(maxsize=16)
def _folded(facts: TranslateFacts) -> dict[str, str]:
    """The texts of errors as compared → as printed."""
    return {phrase.casefold(): phrase for phrase in facts.errors}


def _untranslated(source: str, target: Tokens, facts: TranslateFacts) -> Iterator[str]:
    """Names may stay as they are, so only words with a small initial count."""
    same = _is_same(source, target.text)
    letter = _letter(facts)
    if not same and not (letter.search(target.text) and len(_own_words(target.printed, letter)) >= OWN):
        return
    printed = " ".join(part for part in target.text.split() if not _ADDRESS.search(part))
    words = [word for word in _WORD.findall(printed) if word[0].islower()]
    if words and same:
        yield "the text is the original"
        return
    own = _own_words(words, letter)
    if len(own) >= OWN and len(own) * 6 >= len(words):
        yield f"{len(own)} words of the original, such as “{own[0]}”"


def _own_words(words: Iterable[str], letter: re.Pattern[str]) -> list[str]:
    """The words with a small initial that have a letter of the original's language alone."""
    return [word for word in words if word[0].islower() and letter.search(word)]


@lru_cache(maxsize=16)
def _letter(facts: TranslateFacts) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(facts.letters)}]" if facts.letters else r"(?!)")


def _is_same(source: str, target: str) -> bool:
    """But for blanks and capitals; most texts differ in their first word."""
    first, other = source.split(None, 1)[:1], target.split(None, 1)[:1]
    return [*map(str.casefold, first)] == [*map(str.casefold, other)] and (
        normalised(source).casefold() == normalised(target).casefold()
    )


def _document_numbers(here: Reading, there: Reading) -> Iterator[str]:
    for one in here.documents:
        if one not in there.whole:
            yield f"{one} is missing"
    for one in there.documents:
        if one not in here.whole:
            yield f"{one} is not in the original"


def _numbers(here: Reading, there: Reading) -> Iterator[str]:
    told = (*there.numbers, *there.weekdays)
    for number in _unmatched(here.numbers, told, there.may_be_one):
        yield f"{number.text}{'%' * number.percent} is missing"
    for number in _unmatched(told, here.numbers, here.may_be_one):
        yield f"{number.text}{'%' * number.percent} is not in the original"


def _unmatched(numbers: Sequence[Number], others: Sequence[Number], may_be_one: bool) -> Iterator[Number]:
    """The binding numbers that have no equal among the others; each of the others answers for one.

    `may_be_one`: whether the other text has a word that may stand for 1.
    """
    asked = [one for one in numbers if one.binding]
    if not asked:
        return
    free = sorted(others, key=lambda other: (not other.binding, len(other.values)))
    for number in sorted(asked, key=lambda one: len(one.values)):
        fits = (
            other
            for other in free
            if not number.values.isdisjoint(other.values) and (number.percent <= other.percent or not other.binding)
        )
        match = next(fits, None)
        if match is not None:
            free.remove(match)
        elif not (may_be_one and 1 in number.values):
            yield number


def _dates(here: Reading, there: Reading) -> Iterator[str]:
    """Days of the original that the translation moved to another day, such as the month and the day exchanged, and
    days that it made of a month alone (`tháng 3`: 3 March)."""
    if not there.days:
        return
    here_keys, there_keys = {day.key for day in here.days}, {day.key for day in there.days}
    lost = [day for day in here.days if day.key not in there_keys]
    new = [day for day in there.days if day.key not in here_keys]
    for day, other in zip(lost, new, strict=False):
        yield f"{day.text} became {other.text}"
    for day in new[len(lost) :]:
        if day.day == day.month and sum(day.day in number.values for number in here.numbers) < 2:
            yield f"{day.text} is not in the original"
