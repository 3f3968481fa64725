"""The order of the stages for one article, on one screen. Pure: everything it needs is handed in."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from msgspec import Struct
from msgspec.structs import replace

from build_site.clean import CleanFacts, clean
from build_site.clean.facts import Furniture
from build_site.clean.phrases import bare
from build_site.digest.asked import asked_terms
from build_site.digest.make import make_digest
from build_site.digest.overrule import overrule_people
from build_site.digest.patterns import Phrases
from build_site.digest.people import find_people, full_names_in
from build_site.digest.publisher import find_publisher
from build_site.digest.rights import redact
from build_site.digest.terms import Matcher
from build_site.errors import NotesProblem
from build_site.folding import fold
from build_site.model import Article, Credit, Digest, Notes, Person, Publisher, Publishers, Term, Topic
from build_site.packs import LanguagePack
from build_site.segment import segment
from build_site.source import decode_source
from build_site.translate.catalog import Catalog
from build_site.translate.checks import CheckRules, checked
from build_site.translate.facts import TranslateFacts
from build_site.translate.lookup import Elsewhere, translate
from build_site.translate.memory import credit
from build_site.translate.wanted import Want, wanted


class Rules(Struct, frozen=True, eq=False):
    """What all articles of a site share: the source language's facts, the termbase, the topics, the publishers.

    Compared by identity, so that what is made of it can be kept with `lru_cache`.
    """

    pack: LanguagePack
    matcher: Matcher
    topics: Sequence[Topic]
    publishers: Publishers = Publishers()
    target: TranslateFacts = TranslateFacts()
    """What the checks must know of the translation's language."""


class Reading(Struct, frozen=True):
    """What stages 1 to 3 make of a seed, whole: nobody's rights have been looked at yet."""

    article: Article
    publisher: Publisher | None
    people: tuple[Person, ...]
    wants: tuple[Want, ...]
    """What of the article wants a translation."""


def read_article(name: str, data: bytes, rules: Rules, notes: Notes | None = None, notes_file: str = "") -> Reading:
    """Stages 1 to 3, with an editor's word on how the seed is to be read. Raises SourceProblem, NotesProblem."""
    source, facts, code = decode_source(name, data), rules.pack.clean, rules.pack.code
    try:
        cleaned = clean(source, facts, code, notes)
    except NotesProblem as error:
        raise NotesProblem(error.what, where=notes_file, hint=error.hint) from None
    publisher = find_publisher(cleaned.url, cleaned.agency, rules.publishers.sources)
    if publisher and publisher.drop:
        cleaned = clean(source, with_hints(facts, publisher.drop), code, notes)
    article = segment(cleaned, rules.pack.segment)
    people = find_people(article, rules.pack.digest)
    if notes is not None:
        people = overrule_people(people, article, notes, notes_file)
    posts = [(post.source, article.blocks[post.block].lines[0]) for person in people for post in person.posts]
    return Reading(article, publisher, people, wanted(article, posts))


@lru_cache(maxsize=2)
def check_rules(rules: Rules) -> CheckRules:
    """What the checks of translations must know: the languages' facts, the glossary, and who is a person."""
    facts, matcher = rules.pack.digest, rules.matcher
    unasked = Phrases(map(fold, (*facts.honorifics, *rules.pack.translate.unasked)))

    def terms_in(text: str) -> list[Term]:
        return asked_terms(text, matcher, unasked)

    people_in = partial(full_names_in, facts=facts)
    return CheckRules(rules.pack.translate, rules.target, terms_in, people_in, facts.syllable)


@lru_cache(maxsize=64)
def with_hints(facts: CleanFacts, phrases: tuple[str, ...]) -> CleanFacts:
    """The facts of the language and, behind them, a publisher's own phrases."""
    hints = Furniture("source-hint", exact=tuple(map(bare, phrases)), prefix=phrases)
    return replace(facts, furniture=(*facts.furniture, hints))


def digest_article(
    name: str,
    data: bytes,
    rules: Rules,
    *,
    memory_file: str,
    catalog: Catalog | None,
    elsewhere: Elsewhere,
    notes: Notes | None = None,
    notes_file: str = "",
) -> Digest:
    """All stages for one seed: bytes in, Digest out, without what the publisher's rights keep back. Raises
    SourceProblem, NotesProblem."""
    read = read_article(name, data, rules, notes, notes_file)
    digest = make_digest(
        read.article,
        read.people,
        checked(translate(read.wants, catalog, elsewhere), check_rules(rules)),
        credit(catalog, memory_file) if catalog else Credit(memory_file),
        matcher=rules.matcher,
        topics=rules.topics,
        notes=notes,
        where=notes_file,
        facts=rules.pack.digest,
    )
    rights = read.publisher.rights if read.publisher else rules.publishers.default
    return redact(replace(digest, publisher=read.publisher, rights=rights))
