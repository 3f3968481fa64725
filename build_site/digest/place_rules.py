"""What the finder of places looks for, compiled once from the language's facts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.digest.patterns import Endings, Phrases, any_of, dash_forms, first_words
from build_site.digest.units import gazetteer
from build_site.folding import fold, fold_tones


class PlaceRules(Struct, frozen=True):
    kind: re.Pattern[str]
    """A kind with the blank behind it, on folded text."""
    kind_openers: frozenset[str]
    """First words of kinds, folded."""
    kinds: dict[str, str]
    numbered: frozenset[str]
    above_communes: frozenset[str]
    ending_in_numbers: frozenset[str]
    """Kinds whose names may end in one: `xã Hố Nai 3`."""
    loose: frozenset[str]
    """Kinds of settlements: the word before a name is not always one of them (`bản`, `làng`)."""
    bare: Phrases
    """A province or another way of writing one, on tone-folded text."""
    printed: dict[str, str]
    """Tone-folded name of a province, or alias → its name."""
    district: Phrases
    cities: frozenset[str]
    """Districts that every reader knows without their province."""
    abroad: dict[str, tuple[str, str | None]]
    """Tone-folded countries and cities of others → the name, and the kind of a country."""
    named: Phrases
    """All of these, on tone-folded text."""
    small_initials: frozenset[str]
    """Small letters that names of provinces and districts begin with: most likely none."""
    unsure: frozenset[str]
    """Countries whose name is another word at the start of a sentence."""
    compound: Endings
    """A word whose last syllable looks like a kind, with the blank behind it: `nông thôn `, on folded text."""
    opener: Endings
    """What makes a country of one syllable certain, directly before it."""
    thing: Endings
    feature: Endings
    """`vịnh`, `bán đảo` directly before a name, with the blank behind it."""
    feature_words: frozenset[str]
    """The last words of these."""
    never: Phrases
    not_names: frozenset[str]
    only_with_kind: frozenset[str]
    plural: Endings
    joint: re.Pattern[str]
    """Between two places of a list; brackets may say what the first is part of."""
    tie: re.Pattern[str]
    """What may stand between a place and the one it is part of, on folded text."""
    honorific: Endings


@lru_cache(maxsize=8)
def place_rules(facts: DigestFacts) -> PlaceRules:
    listed = gazetteer(facts)
    printed = {fold_tones(p.name): p.name for p in facts.provinces}
    printed |= {fold_tones(form): name for alias, name in facts.place_aliases for form in dash_forms(alias)}
    kinds = {fold(kind): shown for kind, shown in facts.place_kinds}
    kinds |= {fold(kind): kind for kind in facts.named_kinds}
    names = {fold_tones(form) for name in listed.districts if " " in name for form in dash_forms(name)}
    abroad: dict[str, tuple[str, str | None]] = {fold_tones(name): (name, None) for name in facts.foreign_cities}
    abroad |= {fold_tones(name): (name, facts.country_kind or None) for name in facts.countries}

    def before(phrases: Iterable[str], *behind: str) -> Endings:
        return Endings(fold(phrase) + blank for phrase in phrases for blank in behind)

    joints = "|".join(map(re.escape, facts.list_joints)) or r"(?!)"
    return PlaceRules(
        # A kind of one word may have a capital; `Tỉnh ủy` is printed in three ways. `TP.` needs no blank.
        kind=re.compile(any_of(kinds, before=r"(?::? |(?<=\.))(?=\w)")),
        kind_openers=first_words(kinds),
        kinds=kinds,
        numbered=frozenset(facts.numbered_kinds),
        above_communes=frozenset(kinds.values()) - {*facts.commune_kinds, *facts.named_kinds},
        ending_in_numbers=frozenset((*facts.commune_kinds, *facts.named_kinds)),
        loose=frozenset(facts.named_kinds),
        bare=Phrases(printed),
        printed=printed,
        district=Phrases(names - printed.keys()),
        cities=frozenset(map(fold_tones, facts.cities_alone)),
        abroad=abroad,
        named=Phrases({*printed, *abroad, *names}),
        small_initials=frozenset(name[0] for name in (*printed, *names) if name[0].islower()),
        unsure=frozenset(map(fold_tones, facts.unsure_countries)),
        compound=before(facts.kind_compounds, " "),
        opener=before(facts.country_openers, " "),
        thing=before(facts.not_place_after, "", " "),
        feature=before(facts.natural_features, " "),
        feature_words=frozenset(fold(phrase).rpartition(" ")[2] for phrase in facts.natural_features),
        never=Phrases(map(fold_tones, facts.never_places)),
        not_names=frozenset(map(fold_tones, facts.never_places)),
        only_with_kind=frozenset(map(fold_tones, facts.only_with_kind)),
        plural=before(facts.plural_marks, " "),
        joint=re.compile(rf"(?: \([^()]{{1,60}}\))?(?:{joints})"),
        tie=re.compile(rf"(?:,? ?(?:{any_of(map(fold, facts.tied_by))} )?| ?[-–] ?| ?\()$"),
        honorific=before(facts.honorifics, " "),
    )
