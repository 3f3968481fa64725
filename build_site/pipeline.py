"""The order of the stages for one article, on one screen. Pure: everything it needs is handed in."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from build_site.clean import clean
from build_site.digest.make import make_digest
from build_site.digest.people import find_people
from build_site.digest.terms import Matcher
from build_site.model import Article, Credit, Digest, Notes, Person, Topic
from build_site.packs import LanguagePack
from build_site.segment import segment
from build_site.source import decode_text
from build_site.translate.catalog import Catalog
from build_site.translate.lookup import Elsewhere, translate
from build_site.translate.memory import credit
from build_site.translate.wanted import Want, wanted


class Rules(Struct, frozen=True):
    """What all articles of a site share: the source language's facts, the termbase, the topics."""

    pack: LanguagePack
    matcher: Matcher
    topics: Sequence[Topic]


def read_article(name: str, data: bytes, rules: Rules) -> tuple[Article, tuple[Person, ...], tuple[Want, ...]]:
    """Stages 1 to 3, and what of the article wants a translation. Raises SourceProblem."""
    source = decode_text(name, data)
    article = segment(clean(source, rules.pack.clean, rules.pack.code), rules.pack.segment)
    people = find_people(article, rules.pack.digest)
    posts = [(post.source, article.blocks[post.block].lines[0]) for person in people for post in person.posts]
    return article, people, wanted(article, posts)


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
    """All stages for one seed: bytes in, Digest out. Raises SourceProblem, NotesProblem."""
    article, people, wants = read_article(name, data, rules)
    units = translate(wants, catalog, elsewhere)
    return make_digest(
        article,
        people,
        units,
        credit(catalog, memory_file) if catalog else Credit(memory_file),
        matcher=rules.matcher,
        topics=rules.topics,
        notes=notes,
        where=notes_file,
        facts=rules.pack.digest,
    )
