"""What the digest stage must know of the two languages: the table `[digest]` of the source's language pack, with the
`reader` of the other's.

Everything is tuples of text, so that a set of facts can key a memo of its compiled patterns (`cache_hash`).
"""

from msgspec import Struct, field

from build_site.digest.ranking import Ranking
from build_site.digest.unit_list import Listed

Pairs = tuple[tuple[str, str], ...]


class Province(Struct, frozen=True):
    """A province or centrally run city, and on which side of the mergers of 1 July 2025 it exists."""

    name: str
    until_2025: bool = True
    since_2025: bool = True


class DocumentKind(Struct, frozen=True):
    """`Nghị quyết`, and the letters that stand for it in document numbers."""

    name: str
    codes: tuple[str, ...] = ()


class Rank(Struct, frozen=True, forbid_unknown_fields=True):
    """Documents of one standing; `rank_<key>` of the interface's strings says which."""

    key: str
    kinds: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """The last letters of their numbers: `TW`."""
    issuers: tuple[str, ...] = ()


class OrganisationFacts(Struct, frozen=True, forbid_unknown_fields=True):
    """How the names of organisations are made; field by field as commented in the language pack."""

    national: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    local_offices: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    organs: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    abbreviations: Pairs = ()
    kind_targets: Pairs = ()
    telling: tuple[str, ...] = ()


class NumberIssuer(Struct, frozen=True):
    """Who may have issued a document whose number ends in `code`: `TU` is a municipal or provincial committee."""

    code: str
    issuers: tuple[str, ...]


class FigureFacts(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """Numbers in the source's language: what counts, what does not, where the counted thing ends."""

    not_after: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    vague: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    scales: tuple[tuple[str, int], ...] = ()
    about: Pairs = ()
    percents: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    units: Pairs = ()
    """As printed after a number, and the name that both languages share: (`đồng`, `VND`)."""
    unit_prefixes: Pairs = ()
    amounts: Pairs = ()
    """What may be measured, and what the translation calls it, ways parted by `|`."""
    amount_leads: tuple[str, ...] = ()
    amount_breaks: tuple[str, ...] = ()
    joints: tuple[str, ...] = field(default=(), name="and")
    thousands: str = "."
    decimal: str = ","


class ReaderFacts(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """The same of the reader's language."""

    ends: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    joints: tuple[str, ...] = field(default=(), name="and")
    vague: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    scales: tuple[tuple[str, int], ...] = ()
    about: Pairs = ()
    percents: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()
    units: Pairs = ()
    unit_prefixes: Pairs = ()
    amount_leads: tuple[str, ...] = ()
    amount_breaks: tuple[str, ...] = ()
    amount_joints: tuple[str, ...] = ()
    adverbs: tuple[str, ...] = ()
    adverb_endings: tuple[str, ...] = ()
    not_adverbs: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    thousands: str = ","
    decimal: str = "."


class DigestFacts(Struct, frozen=True, forbid_unknown_fields=True, cache_hash=True):
    """Field by field as commented in the language pack."""

    surnames: tuple[str, ...] = ()
    rare_surnames: tuple[str, ...] = ()
    body_surnames: tuple[str, ...] = ()
    body_openers: tuple[str, ...] = ()
    never_people: tuple[str, ...] = ()
    people_with_posts: tuple[str, ...] = ()
    name_particles: tuple[str, ...] = ()
    foreign_titles: tuple[str, ...] = ()
    baptismal_names: tuple[str, ...] = ()
    name_syllable: str = ""
    honorifics: tuple[str, ...] = ()
    telling_honorifics: tuple[str, ...] = ()
    rank_titles: tuple[str, ...] = ()
    post_openers: tuple[str, ...] = ()
    post_prefixes: tuple[str, ...] = ()
    before_posts: tuple[str, ...] = ()
    never_posts: tuple[str, ...] = ()
    highest_posts: tuple[str, ...] = ()
    never_beside_highest: tuple[str, ...] = ()
    abroad_words: tuple[str, ...] = ()
    on_behalf: tuple[str, ...] = ()
    post_joints: tuple[str, ...] = ()
    post_parents: tuple[str, ...] = ()
    post_conjuncts: tuple[str, ...] = ()
    only_capital_posts: tuple[str, ...] = ()
    passing_posts: tuple[str, ...] = ()
    appointed: tuple[str, ...] = ()
    being: tuple[str, ...] = ()
    no_longer: tuple[str, ...] = ()
    handed_to: tuple[str, ...] = ()
    not_yet: tuple[str, ...] = ()
    age_words: tuple[str, ...] = ()
    origin_words: tuple[str, ...] = ()
    career: tuple[str, ...] = ()
    career_openers: tuple[str, ...] = ()
    post_continuations: tuple[str, ...] = ()
    unbroken: tuple[str, ...] = ()
    post_ends: tuple[str, ...] = ()
    post_phrases: tuple[str, ...] = ()
    named_after_people: tuple[str, ...] = ()
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
    before_lists: tuple[str, ...] = ()
    provinces: tuple[Province, ...] = ()
    units: str | Listed = ""
    """The list of administrative units, whole (`digest/units.py`): the pack's file units.<code>.txt."""
    units_changed: str = ""
    """The first day of the units that the list gives as the later ones, ISO."""
    renamed_units: Pairs = ()
    numbered_kinds: tuple[str, ...] = ()
    named_kinds: tuple[str, ...] = ()
    cities_alone: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    foreign_cities: tuple[str, ...] = ()
    unsure_countries: tuple[str, ...] = ()
    kind_compounds: tuple[str, ...] = ()
    country_kind: str = ""
    country_openers: tuple[str, ...] = ()
    not_place_after: tuple[str, ...] = ()
    natural_features: tuple[str, ...] = ()
    tied_by: tuple[str, ...] = ()
    stop_words: tuple[str, ...] = ()
    syllable: str = ""
    never_term_edges: tuple[str, ...] = ()
    leaning_openers: tuple[str, ...] = ()
    leaning_pronouns: tuple[str, ...] = ()
    leaning_words: tuple[str, ...] = ()
    asides: tuple[str, ...] = ()
    aside_words: tuple[str, ...] = ()
    ranking: Ranking = Ranking()
    """The trained ranking of sentences for the summary: the pack's file summary.<code>.json."""
    terms_of_office: tuple[str, ...] = ()
    number_words: tuple[str, ...] = ()
    number_ends: tuple[str, ...] = ()
    small_kinds: tuple[str, ...] = ()
    verbs_of_issue: tuple[str, ...] = ()
    adverbs_of_issue: tuple[str, ...] = ()
    date_words: tuple[str, ...] = ()
    month_word: str = ""
    year_word: str = ""
    issuer_words: tuple[str, ...] = ()
    issuers: tuple[str, ...] = ()
    issuer_ends: tuple[str, ...] = ()
    documents: tuple[DocumentKind, ...] = ()
    document_targets: Pairs = ()
    """Kinds of documents and what the reader's language calls them."""
    number_issuers: tuple[NumberIssuer, ...] = ()
    document_ranks: tuple[Rank, ...] = ()
    figures: FigureFacts = FigureFacts()
    organisations: OrganisationFacts = OrganisationFacts()
    reader: ReaderFacts = ReaderFacts()
