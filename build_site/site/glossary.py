"""The glossary: all terms A–Z, and for each a page with sentences that use it. Nothing in it changes with each article:
the examples are the oldest, and no article is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from typing import Any

from build_site.model import Page, Term
from build_site.site.collation import by_bare_letter, collation, first_letter
from build_site.site.index import Index
from build_site.site.paging import STANDS
from build_site.site.urls import letter_path
from build_site.site.view import SiteView

EXAMPLES = 3
"""Sentences on a term's page."""
ONE_PAGE = 200
"""A longer glossary gets a page a letter: a page with all of a thousand terms is heavy on a phone."""
_MOST_USED = 40
_NO_NAMES = ("verb", "adjective", "phrase")

Entry = dict[str, Any]


def glossary_pages(index: Index, *, site: SiteView, terms: Sequence[Term]) -> Iterator[Page]:
    """glossary/index.html, glossary/letter-<bare letter>/ where the glossary is long, and glossary/<id>/index.html, in
    both trees, for every term of the termbase."""
    moved, stale = index.moved("term"), index.anew() or any(True for _ in index.stale("term"))
    if not moved and not stale:
        return
    order = site.ui[site.languages.source]
    alphabet, tones = order["alphabet"], order["tones"]
    key = collation(alphabet, tones)
    ranked = sorted(terms, key=lambda term: key(term.term))
    letters: dict[str, list[Entry]] = {}
    for term in ranked:
        letter = first_letter(term.term, alphabet, tones)
        letters.setdefault(letter, []).append(_entry(term))
    bare = by_bare_letter(letters)
    ways = {one: letter_path("glossary", one) if len(ranked) > ONE_PAGE else None for one in bare}
    if moved:
        yield from _a_to_z(letters, _used(index, ranked), bare, ways, site, anew=index.anew())
    under = {letter: [one, ways[one]] if ways[one] else None for one, own in bare.items() for letter in own}
    meanings = Counter(term.target.casefold() for term in ranked)
    for position, term in enumerate(ranked if stale else ()):
        if not index.is_stale("term", term.id):
            continue
        shared = _term(term) | _examples(index, term)
        shared["shared"] = meanings[term.target.casefold()] > 1
        shared["under"] = under[first_letter(term.term, alphabet, tones)]
        shared["before"] = _neighbour(ranked[position - 1]) if position else None
        shared["after"] = _neighbour(ranked[position + 1]) if position + 1 < len(ranked) else None
        for lang in site.reading:
            path = f"{lang}/glossary/{term.id}/index.html"
            yield Page(path, "term.html", shared | {"lang": lang, "path": path})


def names_a_thing(term: Term) -> bool:
    """A term to show a reader first: no way of speaking (raise the quality), no word of everyday language."""
    return not term.common and term.status == "preferred" and term.pos not in _NO_NAMES


def _used(index: Index, ranked: Sequence[Term]) -> list[Entry]:
    """The names of things that most articles use, in the order of the glossary. How many do is looked at in powers of
    two, so that few articles bring another term among them."""
    counts = {slug: count.bit_length() for slug, _, count in index.slugs("term")}
    things = [term for term in ranked if term.id in counts and names_a_thing(term)]
    most = {term.id for term in sorted(things, key=lambda term: -counts[term.id])[:_MOST_USED]}
    return [_entry(term) for term in things if term.id in most]


def _a_to_z(
    letters: dict[str, list[Entry]],
    used: list[Entry],
    bare: dict[str, list[str]],
    ways: dict[str, str | None],
    site: SiteView,
    *,
    anew: bool,
) -> Iterator[Page]:
    """One page with all terms; or, where letters have pages, a guide to these with the most used terms, and the pages:
    they depend on the glossary alone, and stand unless all is planned `anew`.

    A letter stands on the index in any case, so that `glossary/index.html#l-T` leads to it.
    """
    split = any(ways.values())
    total = sum(map(len, letters.values()))
    shared = {"total": total, "links": [[one, ways[one], own] for one, own in bare.items()]}
    guide = [
        [letter, ways[one], entries[0]["term"], entries[-1]["term"], len(entries)]
        for one, own in bare.items()
        for letter in own
        if (entries := letters[letter]) and split
    ]
    for lang in site.reading:
        path = f"{lang}/glossary/index.html"
        own = [] if split else [list(item) for item in letters.items()]
        here = {"lang": lang, "path": path, "here": None, "letters": own, "guide": guide, "used": used if split else []}
        yield Page(path, "glossary.html", shared | here)
        for one, way in ways.items():
            path = f"{lang}/{way}"
            if way and not anew:
                yield Page(path, STANDS, {})
            elif way:
                shown = [[letter, letters[letter]] for letter in bare[one]]
                here = {"lang": lang, "path": path, "here": one, "letters": shown, "guide": [], "used": []}
                yield Page(path, "glossary.html", shared | here)


def _entry(term: Term) -> Entry:
    return {
        "id": term.id,
        "term": term.term,
        "abbr": list(term.abbr),
        "target": term.target,
        "definition": term.definition,
    }


def _examples(index: Index, term: Term) -> dict[str, Any]:
    """Sentences of the oldest articles that use the term, one of each before a second of any: they stay as they are
    when articles come."""
    said: list[list[dict[str, Any]]] = []
    used = False
    for record, mention in index.mentions("term", term.id):
        used = True
        where = {"tail": record.tail, "date": record.published, "title": record.title, "headline": record.headline}
        if pairs := mention.data.get("pairs"):
            said.append([where | pair for pair in pairs])
        if len(said) == EXAMPLES:
            break
    turns = chain.from_iterable(zip_longest(*said))
    return {"used": used, "pairs": list(islice(filter(None, turns), EXAMPLES))}


def _term(term: Term) -> dict[str, Any]:
    return {
        "id": term.id,
        "term": term.term,
        "target_term": term.target,
        "abbr": list(term.abbr),
        "variants": list(term.variants),
        "alternatives": list(term.alternatives),
        "forbidden": list(term.forbidden),
        "status": term.status,
        "domain": term.domain,
        "definition": term.definition,
        "usage": term.note,
        "authority": term.source,
        "reviewed_by": term.reviewed_by,
        "date": term.date,
    }


def _neighbour(term: Term) -> list[str]:
    return [term.id, term.term]
