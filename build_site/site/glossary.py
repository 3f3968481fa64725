"""The glossary: all terms A–Z, and for each a page with the sentences that use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import Page, Term
from build_site.site.collation import by_bare_letter, collation, first_letter
from build_site.site.index import Index
from build_site.site.urls import letter_path
from build_site.site.view import SiteView

NEWEST_PAIRS = 50
ONE_PAGE = 200
"""A longer glossary gets a page a letter: a page with all of a thousand terms is heavy on a phone."""
_MOST_USED = 40
_NO_NAMES = ("verb", "adjective", "phrase")

Entry = dict[str, Any]


def glossary_pages(index: Index, *, site: SiteView, terms: Sequence[Term]) -> Iterator[Page]:
    """glossary/index.html, glossary/letter-<bare letter>/ where the glossary is long, and glossary/<id>/index.html, in
    both trees, for every term of the termbase."""
    if not index.changed("term") and not any(True for _ in index.stale("term")):
        return
    counts = {slug: count for slug, _, count in index.slugs("term")}
    order = site.ui[site.languages.source]
    alphabet, tones = order["alphabet"], order["tones"]
    key = collation(alphabet, tones)
    ranked = sorted(terms, key=lambda term: key(term.term))
    letters: dict[str, list[Entry]] = {}
    for term in ranked:
        letter = first_letter(term.term, alphabet, tones)
        letters.setdefault(letter, []).append(_entry(term, counts.get(term.id, 0)))
    bare = by_bare_letter(letters)
    ways = {one: letter_path("glossary", one) if len(ranked) > ONE_PAGE else None for one in bare}
    things = {term.id for term in ranked if names_a_thing(term)}
    used = [entry for entries in letters.values() for entry in entries if entry["count"] and entry["id"] in things]
    used.sort(key=lambda entry: -entry["count"])
    if index.changed("term"):
        yield from _a_to_z(letters, used[:_MOST_USED], bare, ways, site)
    under = {letter: [one, ways[one]] if ways[one] else None for one, own in bare.items() for letter in own}
    meanings = Counter(term.target.casefold() for term in ranked)
    for position, term in enumerate(ranked):
        if not index.is_stale("term", term.id):
            continue
        shared = _term(index, term, counts.get(term.id, 0))
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


def _a_to_z(
    letters: dict[str, list[Entry]],
    used: list[Entry],
    bare: dict[str, list[str]],
    ways: dict[str, str | None],
    site: SiteView,
) -> Iterator[Page]:
    """One page with all terms; or, where letters have pages, a guide to these with the most used terms, and the pages.

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
            if way:
                path = f"{lang}/{way}"
                shown = [[letter, letters[letter]] for letter in bare[one]]
                here = {"lang": lang, "path": path, "here": one, "letters": shown, "guide": [], "used": []}
                yield Page(path, "glossary.html", shared | here)


def _entry(term: Term, count: int) -> Entry:
    return {
        "id": term.id,
        "term": term.term,
        "abbr": list(term.abbr),
        "target": term.target,
        "definition": term.definition,
        "count": count,
    }


def _term(index: Index, term: Term, count: int) -> dict[str, Any]:
    pairs: list[dict[str, Any]] = []
    for record, mention in index.mentions("term", term.id) if count else ():
        where = {"tail": record.tail, "date": record.published, "title": record.title, "headline": record.headline}
        pairs += [where | pair for pair in mention.data.get("pairs", ())]
        if len(pairs) >= NEWEST_PAIRS:
            break
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
        "count": count,
        "pairs": pairs[:NEWEST_PAIRS],
    }


def _neighbour(term: Term) -> list[str]:
    return [term.id, term.term]
