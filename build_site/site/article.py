"""The article's page, in both languages of the interface."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from build_site.model import NO_TITLE, ArticleRecord, Correction, Digest, Page, Post, Reason, SummarySentence, Term
from build_site.site.anchors import block_anchors
from build_site.site.article_source import provenance
from build_site.site.article_terms import Underlined, first_places, plan_terms
from build_site.site.article_text import text_blocks
from build_site.site.cards import card_path
from build_site.site.citation import citation
from build_site.site.corrections import Placed, by_sentence, placed, told
from build_site.site.crumbs import with_crumbs
from build_site.site.records import document_name, document_target, places_by_name
from build_site.site.rows import row
from build_site.site.states import count_states, lowest, shown_units, usual
from build_site.site.urls import slug
from build_site.site.view import SiteView

Neighbours = tuple[ArticleRecord | None, ArticleRecord | None, tuple[tuple[ArticleRecord, tuple[Reason, ...]], ...]]


def article_pages(
    digest: Digest,
    *,
    tail: str,
    neighbours: Neighbours,
    site: SiteView,
    corrections: Sequence[Correction] = (),
    apart: str = "",
    underlined: Sequence[Underlined] | None = None,
) -> Iterator[Page]:
    """`en/<tail>/index.html` and `vi/<tail>/index.html`.

    `neighbours` are the next newer article, the next older one, and related articles with what relates them;
    `corrections` those of this article; `apart` says by what its title is told from the same title of another one:
    `date`, or its id; `underlined` what `plan_terms` gives, where that is known.
    """
    plan = plan_terms(digest) if underlined is None else underlined
    shared = _shared(digest, plan, neighbours, placed(corrections, digest, tail))
    yield from with_crumbs(_pages(digest, tail, site, shared | {"apart": apart}), site)


def _pages(
    digest: Digest,
    tail: str,
    site: SiteView,
    shared: dict[str, Any],
) -> Iterator[Page]:
    target, source = site.reading
    shared["card"] = card_path(tail, target) if site.site.cards else None
    for lang in (target, source):
        path = f"{lang}/{tail}/index.html"
        context = shared | _voice(digest, lang == source) | {"lang": lang, "path": path}
        context["citation"] = citation(digest, tail=tail, lang=lang, site=site)
        yield Page(path, "article.html", context)


def _shared(
    digest: Digest, plan: Sequence[Underlined], neighbours: Neighbours, corrections: Sequence[Placed]
) -> dict[str, Any]:
    article = digest.article
    anchors = block_anchors(article)
    counts = count_states(shown_units(digest))
    common = usual(counts)
    newer, older, related = neighbours

    def at(blocks: tuple[int, ...]) -> list[str]:
        return [anchors[block] for block in dict.fromkeys(blocks) if block >= 0]

    places = first_places(digest, anchors)
    terms = {use.term.term: use.term for use in digest.terms}
    return {
        "title": article.title,
        "headline": digest.headline,
        "headline_by": digest.headline_by,
        "no_title": any(finding.what == NO_TITLE for finding in article.findings),
        "state": lowest(counts),
        "usual": common,
        "total": sum(counts.values()),
        "title_state": digest.title.state,
        "title_note": digest.title.note,
        "place": digest.place,
        "place_slugs": _place_slugs(digest),
        "tags": [[tag.slug, tag.target, tag.source] for tag in digest.tags],
        "tag_reasons": [[tag.slug, _reasons(tag.because, terms)] for tag in digest.tags],
        "rights": digest.rights,
        "publisher": _publisher(digest),
        "blocks": text_blocks(digest, anchors, plan, common, by_sentence(corrections))
        if digest.rights != "link only"
        else [],
        "corrections": [told(each) for each in corrections],
        "people": [
            {
                "name": person.name,
                "slug": slug(person.name) if person.posts else None,
                "posts": _posts(person.posts, anchors),
                "at": at(person.blocks),
                "by": person.by,
            }
            for person in digest.people
        ],
        "places": [
            {
                "name": name,
                "slug": slug(name),
                "kinds": list(dict.fromkeys(place.kind for place in same if place.kind)),
                "at": at(tuple(sorted(block for place in same for block in place.blocks))),
                "by": "editor" if any(place.by == "editor" for place in same) else "automatic",
            }
            for name, same in places_by_name(digest.places).items()
        ],
        "organisations": [
            {"name": each.name, "target": each.target, "at": at(each.blocks), "by": each.by}
            for each in digest.organisations
        ],
        "documents": [
            {
                "name": document_name(document),
                "name_target": document_target(document),
                "slug": slug(document_name(document)),
                "kind": document.kind,
                "kind_target": document.kind_target,
                "date": document.date,
                "issuer": document.issuer,
                "issuer_target": document.issuer_target,
                "at": at(document.blocks),
                "by": document.by,
            }
            for document in digest.documents
        ],
        "offices": [
            {"years": f"{office.start}–{office.end}", "at": at(office.blocks)} for office in digest.terms_of_office
        ],
        "terms": [
            {
                "id": use.term.id,
                "term": use.term.term,
                "target": use.term.target,
                "count": use.count,
                "at": places.get(use.term.id),
            }
            for use in digest.terms
        ],
        "underlined": bool(plan),
        "source_facts": provenance(digest, counts, anchors),
        "note": digest.note,
        "newer": row(newer) if newer else None,
        "older": row(older) if older else None,
        "related": [row(record) | {"because": _reasons(because, terms)} for record, because in related],
    }


def _reasons(because: tuple[Reason, ...], terms: Mapping[str, Term]) -> list[dict[str, Any]]:
    """What a tag or a related article was found by; a term with its English, a name with the slug of its page."""
    found = []
    for reason in because:
        term = terms.get(reason.what) if reason.kind == "term" else None
        page = term.id if term else slug(reason.what) if reason.kind in ("person", "place", "document") else None
        found.append({"kind": reason.kind, "what": reason.what, "target": term.target if term else None, "slug": page})
    return found


def _publisher(digest: Digest) -> dict[str, Any] | None:
    return {"name": digest.publisher.name, "home": digest.publisher.home} if digest.publisher else None


def _voice(digest: Digest, in_source: bool) -> dict[str, Any]:
    """What the two pages say differently: the summary and the figures, each in its own language."""
    anchors = block_anchors(digest.article)

    def told_in_source(sentence: SummarySentence) -> bool:
        return bool(sentence.source) and (in_source or sentence.target is None)

    brief = [
        {
            "text": sentence.source if told_in_source(sentence) else sentence.target,
            "foreign": told_in_source(sentence) != in_source,
            "state": sentence.state,
            "at": anchors[sentence.block],
        }
        for sentence in digest.summary
    ]
    figures = [
        {
            "value": figure.value_source if in_source else figure.value,
            "what": figure.what_source if in_source else figure.what,
            "at": anchors[figure.block],
        }
        for figure in digest.figures
    ]
    return {
        "brief": brief,
        "brief_by": digest.summary[0].by if digest.summary else None,
        "figures": figures,
        "figures_by": digest.figures[0].by if digest.figures else None,
    }


def _posts(posts: tuple[Post, ...], anchors: tuple[str, ...]) -> list[dict[str, Any]]:
    """Each post once, with every way the text prints it and every block that does."""
    once: dict[str, dict[str, Any]] = {}
    for post in posts:
        fresh: dict[str, Any] = {"sources": [], "target": post.target, "state": post.state, "at": []}
        entry = once.setdefault(post.target or post.source, fresh)
        if post.source not in entry["sources"]:
            entry["sources"].append(post.source)
        if post.block >= 0 and anchors[post.block] not in entry["at"]:
            entry["at"].append(anchors[post.block])
    return list(once.values())


def _place_slugs(digest: Digest) -> list[list[str | None]]:
    """The parts of `Gia Lâm, Hà Nội`, each with the slug of its page where the article names that place."""
    named = {name: slug(name) for name in places_by_name(digest.places)}
    return [[part.strip(), named.get(part.strip())] for part in (digest.place or "").split(",") if part.strip()]
