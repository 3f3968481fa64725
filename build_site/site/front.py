"""The front pages: one in both languages at the root, and one for each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from build_site.model import Page, Term, Topic
from build_site.site.glossary import names_a_thing
from build_site.site.index import Index
from build_site.site.survey import Survey
from build_site.site.told import Periods
from build_site.site.view import SiteView

_MOST = 12
_SENTENCES = 3
_TERMS = 8
_WORDS = 12


def front_pages(
    index: Index,
    whole: Survey,
    periods: Periods,
    *,
    site: SiteView,
    topics: Sequence[Topic],
    terms: Sequence[Term] = (),
) -> Iterator[Page]:
    """index.html, en/index.html, vi/index.html and 404.html."""
    newest = whole.months[-1][0] if whole.months else None
    counts = {kind: index.most(kind, _MOST) for kind in ("tag", "place", "document", "person")}
    known = {topic.slug for topic in topics}
    shared: dict[str, Any] = {
        "month": newest,
        "told": _opening(periods[newest]) if newest else None,
        "rows": whole.latest,
        "total": whole.total,
        "feed": "" if whole.months else None,
        "years": [list(year) for year in whole.years],
        "tags": [[slug, count] for slug, _, count in counts["tag"] if slug in known],
        "places": [[slug, names[0], count] for slug, names, count in counts["place"]],
        "documents": [[slug, names[0], count] for slug, names, count in counts["document"]],
        "people": [[slug, names[0], count] for slug, names, count in counts["person"]],
        "terms": _terms(index, terms),
    }
    target, source = site.reading
    yield Page(
        "index.html", "root.html", {"lang": target, "path": "index.html", "rows": whole.latest, "total": whole.total}
    )
    for lang in (target, source):
        path = f"{lang}/index.html"
        yield Page(path, "front.html", shared | {"lang": lang, "path": path})
    # A host shows this page at any depth, where no relative link leads anywhere.
    yield Page("404.html", "404.html", {"lang": target, "path": "404.html"} | root_of_all(site.address))


def _opening(told: dict[str, Any]) -> dict[str, Any]:
    """Of what the newest month tells as much as a front page bears."""
    return {"sentences": told["sentences"][:_SENTENCES], "total": told["total"]}


def _terms(index: Index, terms: Sequence[Term]) -> list[dict[str, Any]]:
    """The names of things that most articles use, each with the first words of its meaning; words of everyday
    language and ways of speaking (raise the quality) are left out."""
    known = {term.id: term for term in terms}
    found = []
    for slug, _, count in sorted(index.slugs("term"), key=lambda entry: (-entry[2], entry[0])):
        term = known.get(slug)
        if term and names_a_thing(term):
            meaning = _opening_words(term.definition)
            found.append({"id": slug, "term": term.term, "target": term.target, "meaning": meaning, "count": count})
        if len(found) == _TERMS:
            break
    return found


def _opening_words(text: str) -> str:
    """The text up to its first stop; if that is far, up to the last comma before, or so many words, and an ellipsis;
    never with a bracket left open."""
    words = text.split()[: _WORDS + 1]
    stops = [place for place, word in enumerate(words, 1) if word.endswith((".", ";", ":"))]
    pauses = [place for place, word in enumerate(words[:_WORDS], 1) if word.endswith(",") and place > _WORDS // 3]
    if len(words) <= _WORDS or stops:
        return " ".join(words[: stops[0]] if stops else words).rstrip(".;:")
    opening = " ".join(words[: pauses[-1] if pauses else _WORDS]).rstrip(",")
    return (opening.rpartition(" (")[0] if opening.count("(") > opening.count(")") else opening) + "…"


def root_of_all(address: str) -> dict[str, str]:
    """What stands before every link of a page that is shown at any depth: the site's address; without one the root of
    the host, where most sites stand. Under names that RFC 2606 reserves, such as the starter project's
    `digest.example`, nothing is ever served: such a site is looked at in its folder, so its links stay relative."""
    host = urlsplit(address).hostname or ""
    return {} if host.rpartition(".")[2] in _RESERVED else {"root": address or "/"}


_RESERVED = ("example", "invalid", "test")
