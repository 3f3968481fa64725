"""What a text says in numbers, dates and numbers of documents: read once, compared by several checks."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from build_site.translate.dates import Day, days_of
from build_site.translate.facts import TranslateFacts
from build_site.translate.numbers import Number, may_say_one, numbers_of, weekdays_of
from build_site.translate.tokens import Tokens, with_signs

TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")


class Reading(Struct, frozen=True):
    """What a text says in numbers and dates."""

    whole: str
    """Without markup."""
    text: str
    """Without document numbers too: the spans of the numbers are in this."""
    documents: tuple[str, ...]
    numbers: tuple[Number, ...]
    days: tuple[Day, ...]
    may_be_one: bool
    """Whether a word of it may stand for 1."""
    weekdays: tuple[Number, ...] = ()
    """As numbers of the other language."""


# Originals come again, as headings and as phrases of every day, and each costs as much to read as its translation.
@lru_cache(maxsize=512)
def read_original(text: str, facts: TranslateFacts) -> Reading:
    whole, tokens, documents = _without_documents(Tokens(with_signs(text, facts.group, facts.decimal)), facts)
    days = days_of(tokens, facts)
    return Reading(whole, tokens.text, documents, numbers_of(tokens, facts), days, may_say_one(tokens, facts))


def read_translation(tokens: Tokens, source_facts: TranslateFacts, facts: TranslateFacts) -> Reading:
    """`source_facts`: of the original's language, whose document numbers it must keep."""
    whole, tokens, documents = _without_documents(tokens, source_facts)
    days = days_of(tokens, facts)
    weekdays = tuple(weekdays_of(tokens, facts, source_facts.monday)) if source_facts.monday else ()
    numbers = numbers_of(tokens, facts, strict=True)
    return Reading(whole, tokens.text, documents, numbers, days, may_say_one(tokens, facts), weekdays)


def _without_documents(tokens: Tokens, facts: TranslateFacts) -> tuple[str, Tokens, tuple[str, ...]]:
    """The text without markup, without document numbers too, and these."""
    if "<" in tokens.bag and TAG.search(tokens.text):
        tokens = Tokens(TAG.sub("", tokens.text))
    whole = tokens.text
    pattern = _document_number(facts) if tokens.digits else None
    documents = tuple(dict.fromkeys(pattern.findall(whole))) if pattern else ()
    return whole, Tokens(pattern.sub(" § ", whole)) if pattern and documents else tokens, documents


@lru_cache(maxsize=16)
def _document_number(facts: TranslateFacts) -> re.Pattern[str] | None:
    return re.compile(facts.document_number) if facts.document_number else None
