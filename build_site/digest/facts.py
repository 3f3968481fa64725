"""What the digest stage must know of the two languages: the table `[digest]` of the source's language pack.

Everything is tuples of text, so that a set of facts can key a memo of its compiled patterns (`cache_hash`).
"""

from __future__ import annotations

from msgspec import Struct, field

Pairs = tuple[tuple[str, str], ...]


class Province(Struct, frozen=True):
    """A province or centrally run city, and on which side of the mergers of 1 July 2025 it exists."""

    name: str
    until_2025: bool = True
    since_2025: bool = True


class DocumentKind(Struct, frozen=True):
    """`Nghị quyết`, its English, and the letters that stand for it in document numbers."""

    name: str
    target: str
    codes: tuple[str, ...] = ()


class NumberIssuer(Struct, frozen=True):
    """Who may have issued a document whose number ends in `code`: `TU` is a municipal or provincial committee."""

    code: str
    issuers: tuple[str, ...]


class FigureFacts(Struct, frozen=True, forbid_unknown_fields=True):
    """Numbers in the source's language: what counts, what does not, where the counted thing ends."""

    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    scales: tuple[tuple[str, int], ...] = ()
    about: Pairs = ()
    money: tuple[str, ...] = ()
    joints: tuple[str, ...] = field(default=(), name="and")
    thousands: str = "."
    decimal: str = ","


class ReaderFacts(Struct, frozen=True, forbid_unknown_fields=True):
    """The same of the reader's language."""

    ends: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    joints: tuple[str, ...] = field(default=(), name="and")
    vague: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    scales: tuple[tuple[str, int], ...] = ()
    about: Pairs = ()
    articles: tuple[str, ...] = ()
    thousands: str = ","
    decimal: str = "."


class DigestFacts(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """Field by field as commented in the language pack."""

    surnames: tuple[str, ...] = ()
    rare_surnames: tuple[str, ...] = ()
    never_people: tuple[str, ...] = ()
    honorifics: tuple[str, ...] = ()
    post_openers: tuple[str, ...] = ()
    post_continuations: tuple[str, ...] = ()
    unbroken: tuple[str, ...] = ()
    post_ends: tuple[str, ...] = ()
    post_phrases: tuple[str, ...] = ()
    before_things: tuple[str, ...] = ()
    place_kinds: Pairs = ()
    province_kinds: tuple[str, ...] = ()
    province_organs: tuple[str, ...] = ()
    commune_kinds: tuple[str, ...] = ()
    place_aliases: Pairs = ()
    never_places: tuple[str, ...] = ()
    only_with_kind: tuple[str, ...] = ()
    plural_marks: tuple[str, ...] = ()
    list_joints: tuple[str, ...] = ()
    provinces: tuple[Province, ...] = ()
    stop_words: tuple[str, ...] = ()
    leaning_openers: tuple[str, ...] = ()
    cues: tuple[str, ...] = ()
    terms_of_office: tuple[str, ...] = ()
    number_words: tuple[str, ...] = ()
    date_words: tuple[str, ...] = ()
    month_word: str = ""
    year_word: str = ""
    issuer_words: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    issuer_ends: tuple[str, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    number_issuers: tuple[NumberIssuer, ...] = ()
    figures: FigureFacts = FigureFacts()
    reader: ReaderFacts = ReaderFacts()
