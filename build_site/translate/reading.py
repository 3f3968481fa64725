"""What a text says in numbers, dates and numbers of documents: read once, compared by several checks."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from build_site.translate.dates import Day, days_of
from build_site.translate.facts import TranslateFacts
from build_site.translate.numbers import Number, may_say_one, numbers_of, weekdays_of
from build_site.translate.tokens import Tokens

TAG = re.compile(r"</?[A-Za-z!][^<>]{0,300}>")
_DIGIT = re.compile(r"\d")


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
@lru_cache(maxsize=2048)
def read_original(text: str, facts: TranslateFacts) -> Reading:
    whole, plain, documents = _without_documents(text, facts)
    tokens = Tokens(plain)
    days = days_of(tokens, facts)
    return Reading(whole, plain, documents, numbers_of(tokens, facts), days, may_say_one(tokens, facts))


def read_translation(tokens: Tokens, source_facts: TranslateFacts, facts: TranslateFacts) -> Reading:
    """`source_facts`: of the original's language, whose document numbers it must keep."""
    whole, plain, documents = _without_documents(tokens.text, source_facts)
    if plain != tokens.text:
        tokens = Tokens(plain)
    days = days_of(tokens, facts)
    weekdays = tuple(weekdays_of(tokens, facts, source_facts.monday)) if source_facts.monday else ()
    numbers = numbers_of(tokens, facts, strict=True)
    return Reading(whole, plain, documents, numbers, days, may_say_one(tokens, facts), weekdays)


def _without_documents(text: str, facts: TranslateFacts) -> tuple[str, str, tuple[str, ...]]:
    """The text without markup, without document numbers too, and these."""
    whole = TAG.sub("", text) if "<" in text else text
    if not facts.document_number or not _DIGIT.search(whole):
        return whole, whole, ()
    pattern = re.compile(facts.document_number)
    documents = tuple(dict.fromkeys(pattern.findall(whole)))
    return whole, pattern.sub(" § ", whole) if documents else whole, documents
