"""The digest of an article: what the finders found, then the editor's word, which is last."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from build_site.digest.documents import find_documents, find_terms_of_office
from build_site.digest.facts import DigestFacts
from build_site.digest.figures import find_figures
from build_site.digest.issuers import issuer_target
from build_site.digest.numbers import in_other_marks
from build_site.digest.places import find_places, main_place
from build_site.digest.summary import summarise
from build_site.digest.terms import Matcher, find_terms, term_uses
from build_site.digest.topics import find_tags
from build_site.errors import NotesProblem
from build_site.model import (
    Article,
    Credit,
    Digest,
    Figure,
    Notes,
    Person,
    Role,
    State,
    SummarySentence,
    Tag,
    Topic,
    TranslationUnit,
)

Units = Mapping[tuple[Role, str], TranslationUnit]


def make_digest(
    article: Article,
    people: Sequence[Person],
    units: Units,
    credit: Credit,
    *,
    matcher: Matcher,
    topics: Sequence[Topic],
    notes: Notes | None,
    facts: DigestFacts,
    where: str = "",
) -> Digest:
    """Everything the digest says about a segmented article.

    `units` are by role and source text, blanks single; a text without a unit is missing. `where` is the path of the
    notes, for messages. Raises NotesProblem where the notes name a paragraph or a tag that is not there.
    """
    title = _unit(units, "title", article.title)
    section = _unit(units, "section", article.section) if article.section else None
    keywords = tuple(_unit(units, "keyword", keyword) for keyword in article.keywords)
    sentences = tuple(
        tuple(_unit(units, block.role, segment.source) for segment in block.segments) for block in article.blocks
    )
    people = tuple(_with_targets(person, units) for person in people)
    posts = {post.source: post.state for person in people for post in person.posts}
    matches = find_terms(article, matcher, [person.name for person in people])
    places = find_places(article, facts)
    place = main_place(article, places, facts)
    provinces = {province.name for province in facts.provinces}
    province = next((part.strip() for part in reversed((place or "").split(",")) if part.strip() in provinces), None)
    documents = tuple(
        replace(document, issuer_target=issuer_target(document.issuer, matcher, facts, province=province))
        if document.issuer
        else document
        for document in find_documents(article, facts)
    )
    digest = Digest(
        article=article,
        title=title,
        section=section,
        keywords=keywords,
        units=sentences,
        credit=credit,
        headline=title.target,
        headline_by="translation" if title.target else None,
        summary=summarise(article, units, facts),
        figures=find_figures(article, units, facts),
        matches=matches,
        terms=term_uses(matches, matcher.terms),
        people=people,
        places=places,
        documents=documents,
        terms_of_office=find_terms_of_office(article, facts),
        tags=find_tags(article, matches, matcher.terms, topics),
        place=place,
        missing=_missing([title, section, *keywords, *(u for block in sentences for u in block)], posts),
    )
    return digest if notes is None else edited(digest, notes, topics, facts, where=where)


def paragraph_numbers(article: Article) -> dict[int, int]:
    """Block → ¶ number: the n-th block of kind paragraph is ¶ n. Other blocks have none."""
    numbers = (block for block, content in enumerate(article.blocks) if content.kind == "paragraph")
    return {block: number for number, block in enumerate(numbers, 1)}


def edited(digest: Digest, notes: Notes, topics: Sequence[Topic], facts: DigestFacts, *, where: str = "") -> Digest:
    """The digest with what the notes give put for what was found; the rest stays automatic."""
    blocks = {number: block for block, number in paragraph_numbers(digest.article).items()}

    def block_of(paragraph: int, what: str) -> int:
        if paragraph not in blocks:
            raise NotesProblem(
                f"{what} names ¶ {paragraph}, and the article has ¶ 1 to {len(blocks)}"
                if blocks
                else f"{what} names ¶ {paragraph}, and the article has no paragraph",
                where=where,
                hint="Paragraph numbers are those printed beside the text; headings and captions are not counted.",
            )
        return blocks[paragraph]

    summary = tuple(
        SummarySentence(said.en, said.vi, block_of(said.paragraph, "a summary sentence"), None, "human", "editor")
        for said in notes.summary
    )
    figures = tuple(
        Figure(
            value=figure.value,
            value_source=in_other_marks(figure.value, facts.reader, facts.figures),
            what=figure.en,
            what_source=figure.vi,
            block=block_of(figure.paragraph, "a figure"),
            by="editor",
        )
        for figure in notes.figures
    )
    return replace(
        digest,
        headline=notes.headline or digest.headline,
        headline_by="editor" if notes.headline else digest.headline_by,
        summary=summary or digest.summary,
        figures=figures or digest.figures,
        tags=_tags(notes.tags, topics, where) or digest.tags,
        place=notes.place or digest.place,
        note=notes.body.strip(),
    )


def _tags(slugs: Sequence[str], topics: Sequence[Topic], where: str) -> tuple[Tag, ...]:
    by_slug = {topic.slug: topic for topic in topics}
    for slug in slugs:
        if slug not in by_slug:
            near = difflib.get_close_matches(slug, by_slug, 1)
            hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(by_slug)}."
            raise NotesProblem(f"unknown tag “{slug}”", where=where, hint=hint)
    chosen = (by_slug[slug] for slug in dict.fromkeys(slugs))
    return tuple(Tag(topic.slug, topic.vi, topic.en, ("editor",)) for topic in chosen)


def _unit(units: Units, role: Role, source: str) -> TranslationUnit:
    source = " ".join(source.split())
    return units.get((role, source)) or TranslationUnit(role, source)


def _with_targets(person: Person, units: Units) -> Person:
    """The person with the translations of the posts."""
    found = ((post, _unit(units, "post", post.source)) for post in person.posts)
    posts = tuple(replace(post, target=unit.target, state=unit.state) for post, unit in found)
    return replace(person, posts=posts)


def _missing(texts: Sequence[TranslationUnit | None], posts: Mapping[str, State]) -> int:
    missing = {(unit.role, unit.source) for unit in texts if unit and unit.state == "missing"}
    return len(missing) + sum(state == "missing" for state in posts.values())
