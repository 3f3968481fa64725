"""The glossary: all terms A–Z, and for each a page with the sentences that use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import Page, Term
from build_site.site.collation import by_bare_letter, collation, first_letter
from build_site.site.index import Index
from build_site.site.view import SiteView

NEWEST_PAIRS = 50


def glossary_pages(index: Index, *, site: SiteView, terms: Sequence[Term]) -> Iterator[Page]:
    """glossary/index.html and glossary/<id>/index.html in both trees, for every term of the termbase."""
    counts = {slug: count for slug, _, count in index.slugs("term")}
    order = site.ui[site.languages.source]
    alphabet, tones = order["alphabet"], order["tones"]
    key = collation(alphabet, tones)
    letters: dict[str, list[dict[str, Any]]] = {}
    ranked = sorted(terms, key=lambda term: key(term.term))
    for term in ranked:
        entry = {
            "id": term.id,
            "term": term.term,
            "abbr": list(term.abbr),
            "target": term.target,
            "definition": term.definition,
            "status": term.status,
            "count": counts.get(term.id, 0),
        }
        letters.setdefault(first_letter(term.term, alphabet, tones), []).append(entry)
    links = [[bare, None, own] for bare, own in by_bare_letter(letters).items()]
    for lang in site.reading:
        path = f"{lang}/glossary/index.html"
        yield Page(
            path,
            "glossary.html",
            {
                "lang": lang,
                "path": path,
                "letters": [list(item) for item in letters.items()],
                "links": links,
                "total": len(ranked),
            },
        )
    meanings = Counter(term.target.casefold() for term in ranked)
    for position, term in enumerate(ranked):
        shared = _term(index, term, counts.get(term.id, 0))
        shared["shared"] = meanings[term.target.casefold()] > 1
        shared["before"] = _neighbour(ranked[position - 1]) if position else None
        shared["after"] = _neighbour(ranked[position + 1]) if position + 1 < len(ranked) else None
        for lang in site.reading:
            path = f"{lang}/glossary/{term.id}/index.html"
            yield Page(path, "term.html", shared | {"lang": lang, "path": path})


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
