"""What listings keep of an article: one small record, and one mention for each index page that names it."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import Any, Literal

from build_site.folding import fold_tones
from build_site.model import ArticleBrief, ArticleRecord, CitedDocument, Digest, Mention, Place, Post
from build_site.site.anchors import block_anchors, sentence_anchor
from build_site.site.states import count_states, shown_units
from build_site.site.survey import UNDATED
from build_site.site.urls import slug

_PAIRS_OF_A_TERM = 3
_POSTS = 3
"""Posts of a person that other pages tell."""


def make_record(digest: Digest, tail: str) -> ArticleRecord:
    """The article as a line of a list; `tail` is its address below en/ and vi/."""
    article = digest.article
    return ArticleRecord(
        id=article.id,
        tail=tail,
        published=article.published,
        published_from=article.published_from,
        title=article.title,
        headline=digest.headline,
        agency=article.agency,
        place=digest.place,
        tags=tuple(tag.slug for tag in digest.tags),
        people=tuple(person.name for person in digest.people if person.posts),
        states=count_states(shown_units(digest)),
        revised=digest.credit.revised,
        publisher=digest.publisher.name if digest.publisher else {},
    )


def make_brief(digest: Digest) -> ArticleBrief:
    """What period and tag pages tell of the article, with the places in its page that they link to."""
    anchors = block_anchors(digest.article)
    has_text = digest.rights != "link only"

    def at(block: int) -> str:
        return anchors[block] if has_text else ""

    return ArticleBrief(
        tuple((sentence, at(sentence.block)) for sentence in digest.summary),
        tuple((figure, at(figure.block)) for figure in digest.figures),
        {person.name: _distinct(person.posts) for person in digest.people if person.posts},
    )


def make_mentions(digest: Digest) -> tuple[Mention, ...]:
    """One mention for each tag, topic above one, person with posts, place, province of a place (as the list of units
    writes it), document, term, term that the article is about and term of office, and for its year
    and month; a slug and name once."""
    anchors = block_anchors(digest.article)
    has_text = digest.rights != "link only"
    found = [Mention("tag", tag.slug, tag.source) for tag in digest.tags]
    found += [Mention("topic", tag.parent, tag.parent) for tag in digest.tags if tag.parent]
    for person in digest.people:
        if person.posts:
            # One post may be printed in several ways; its first wording stands for it.
            posts: dict[str, list[str | None]] = {}
            for post in person.posts:
                posts.setdefault(post.target or post.source, [post.source, post.target, post.state])
            held = {"posts": list(posts.values())}
            # Trần Hoà and Trần Hòa are one name; the articles print it either way.
            found.append(Mention("person", slug(person.name), fold_tones(person.name), held))
    for name, same in places_by_name(digest.places).items():
        units = [place.unit for place in same if place.unit]
        found.append(Mention("place", slug(name), name, {"kind": same[-1].kind, "units": units}))
    provinces = dict.fromkeys(place.unit.partition("/")[0] for place in digest.places if place.unit)
    found += [Mention("province", province, province) for province in provinces]
    for document in digest.documents:
        name = document_name(document)
        data = {
            "number": document.number,
            "name_target": document_target(document),
            "kind": document.kind,
            "kind_target": document.kind_target,
            "date": document.date,
            "issuer": document.issuer,
            "issuer_target": document.issuer_target,
            "rank": document.rank,
            "anchors": [anchors[block] for block in document.blocks if block >= 0 and has_text],
        }
        found.append(Mention("document", slug(name), name, data))
    pairs = _pairs(digest, anchors)
    for use in digest.terms:
        used = {"count": use.count, "pairs": pairs.get(use.term.id, [])}
        found.append(Mention("term", use.term.id, use.term.term, used))
    found += [Mention("subject", use.term.id, use.term.term) for use in digest.terms if use.term.id in digest.subjects]
    for term in digest.terms_of_office:
        years = {
            "start": term.start,
            "end": term.end,
            "anchors": [anchors[block] for block in term.blocks if block >= 0 and has_text],
        }
        found.append(Mention("office", f"{term.start}-{term.end}", f"{term.start}–{term.end}", years))
    found += [Mention(kind, period, period) for kind, period in _periods(digest.article.published)]
    once = {(mention.kind, mention.slug, mention.name): mention for mention in reversed(found)}
    return tuple(reversed(once.values()))


def _periods(published: str | None) -> list[tuple[Literal["year", "month"], str]]:
    if published is None:
        return [("year", UNDATED)]
    return [("year", published[:4]), ("month", published[:7])]


def places_by_name(places: tuple[Place, ...]) -> dict[str, list[Place]]:
    """A text may call one name a town here and a city there: both are one entry. A number needs its kind: `Quận 1`."""
    same: dict[str, list[Place]] = {}
    for place in places:
        name = place.name
        if name.isdecimal() and place.kind:
            name = f"{place.kind[:1].upper()}{place.kind[1:]} {name}"
        same.setdefault(name, []).append(place)
    return same


def _distinct(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """The first few, each once however it is printed."""
    return tuple({post.target or post.source: post for post in reversed(posts)}.values())[::-1][:_POSTS]


def document_name(document: CitedDocument) -> str:
    """`18-NQ/TW` stands for itself; a bare `35` needs its kind: `Chỉ thị 35`."""
    if document.number.isdecimal() and document.kind:
        return f"{document.kind} {document.number}"
    return document.number


def document_target(document: CitedDocument) -> str | None:
    """`Directive 35`: the English name of a document whose name is its kind and a bare number; None of any other."""
    bare = document.number.isdecimal() and document.kind and document.kind_target
    return f"{document.kind_target} {document.number}" if bare else None


def _pairs(digest: Digest, anchors: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    """Term → the first sentences that use it, in both languages; shorter ones would read better, but first is
    fairer."""

    @cache  # one sentence uses several terms
    def pair(block: int, segment: int) -> dict[str, Any]:
        return _pair(digest, block, segment, anchors)

    places: dict[str, dict[tuple[int, int], None]] = {}
    for match in digest.matches:
        places.setdefault(match.term, {})[match.block, match.segment] = None
    return {term: [pair(*place) for place in islice(found, _PAIRS_OF_A_TERM)] for term, found in places.items()}


def _pair(digest: Digest, block: int, segment: int, anchors: tuple[str, ...]) -> dict[str, Any]:
    unit = digest.title if block < 0 else digest.units[block][segment]
    anchor = "top" if block < 0 else sentence_anchor(anchors[block], segment)
    return {"anchor": anchor, "source": unit.source, "target": unit.target, "state": unit.state}
