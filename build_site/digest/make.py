"""The digest of an article: what the finders found, then the editor's word, which is last."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from build_site.digest.documents import find_documents
from build_site.digest.facts import DigestFacts
from build_site.digest.figures import find_figures
from build_site.digest.issuers import issuer_target
from build_site.digest.main_place import main_place
from build_site.digest.numbers import in_other_marks
from build_site.digest.offices import find_terms_of_office
from build_site.digest.organisations import find_organisations
from build_site.digest.overrule import (
    block_of,
    overrule_documents,
    overrule_organisations,
    overrule_places,
    overrule_terms,
    refuse_unknown_names,
)
from build_site.digest.people import find_people
from build_site.digest.places import find_places
from build_site.digest.summary import summarise
from build_site.digest.terms import Matcher, find_terms, term_uses
from build_site.digest.topics import find_subjects, find_tags, tags_of
from build_site.errors import NotesProblem
from build_site.model import (
    Article,
    Credit,
    Digest,
    Figure,
    Notes,
    Person,
    Reason,
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
    organisations = find_organisations(article, places, matcher, facts)
    documents = find_documents(article, facts)
    if notes is not None:
        if notes.not_here:
            names = [person.name for person in find_people(article, facts)]
            names += [each.name for each in places] + [each.name for each in organisations]
            names += [each.number for each in documents] + [matcher.terms[match.term].term for match in matches]
            refuse_unknown_names(notes, names, where)
        matches = overrule_terms(matches, matcher.terms.__getitem__, notes)
        places = overrule_places(places, article, notes, where)
        organisations = overrule_organisations(organisations, article, notes, where)
        documents = overrule_documents(documents, article, notes, where)
    uses = term_uses(matches, matcher.terms)
    place = main_place(article, places, facts)
    provinces = {province.name for province in facts.provinces}
    around = [part.strip() for part in (place or "").split(",")]
    province = next((part for part in reversed(around) if part in provinces), None)
    kinds = {each.name: each.kind for each in places}
    district = next(((part, kind) for part in around if part not in provinces and (kind := kinds.get(part))), None)
    documents = tuple(
        replace(
            document,
            issuer_target=issuer_target(document.issuer, matcher, facts, province=province, district=district),
        )
        if document.issuer and document.by == "automatic"
        else document
        for document in documents
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
        terms=uses,
        people=people,
        places=places,
        organisations=organisations,
        documents=documents,
        terms_of_office=find_terms_of_office(article, facts),
        subjects=find_subjects(uses, topics),
        tags=find_tags(article, matches, matcher, topics, documents),
        place=place,
        missing=_missing([title, section, *keywords, *(u for block in sentences for u in block)], posts),
    )
    return digest if notes is None else edited(digest, notes, topics, facts, where=where)


def edited(digest: Digest, notes: Notes, topics: Sequence[Topic], facts: DigestFacts, *, where: str = "") -> Digest:
    """The digest with what the notes give put for what was found; the rest stays automatic."""
    article = digest.article
    summary = tuple(
        SummarySentence(
            said.target,
            said.source,
            block_of(article, said.paragraph, "a summary sentence", where),
            None,
            "human",
            "editor",
        )
        for said in notes.summary
    )
    figures = tuple(
        Figure(
            value=figure.value,
            value_source=in_other_marks(figure.value, facts.reader, facts.figures),
            what=figure.target,
            what_source=figure.source,
            block=block_of(article, figure.paragraph, "a figure", where),
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
        related=notes.related,
        not_related=notes.not_related,
    )


def _tags(slugs: Sequence[str], topics: Sequence[Topic], where: str) -> tuple[Tag, ...]:
    by_slug = {topic.slug: topic for topic in tags_of(topics)}
    for slug in slugs:
        if slug not in by_slug:
            near = difflib.get_close_matches(slug, by_slug, 1)
            hint = f"Did you mean “{near[0]}”?" if near else f"There are: {', '.join(by_slug)}."
            raise NotesProblem(f"unknown tag “{slug}”", where=where, hint=hint)
    chosen = (by_slug[slug] for slug in dict.fromkeys(slugs))
    return tuple(Tag(topic.slug, topic.source, topic.target, (Reason("editor"),), topic.parent) for topic in chosen)


def _unit(units: Units, role: Role, source: str) -> TranslationUnit:
    if unit := units.get((role, source)):  # nearly always: few texts have other blanks than single ones
        return unit
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
