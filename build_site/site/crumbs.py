"""The way from the front page to each page, as its visible breadcrumbs and its data for programs tell it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import structs

from build_site.model import Page
from build_site.site.paging import STANDS
from build_site.site.view import SiteView
from build_site.site.wording import Wording

Crumb = tuple[str, str | None, str | None]
"""Name, path below the language's tree (None: the page itself), language of the name where it is not the page's."""
_LISTS = {
    "glossary.html": "glossary",
    "people.html": "people",
    "places.html": "places",
    "documents.html": "documents",
    "tags.html": "tags",
    "timeline.html": "timeline",
    "search.html": "search",
    "data.html": "data",
}


def with_crumbs(pages: Iterable[Page], site: SiteView) -> Iterator[Page]:
    """The pages, each with `crumbs` in its context ([name, path] from the front page on) and `crumb_langs` (the
    language of each name, or None for the page's own). Front pages and the page for lost readers have none."""
    for page in pages:
        if page.template == STANDS:
            yield page
            continue
        way = _WAYS.get(page.template)
        w = site.words[page.context["lang"]]
        crumbs = list(way(page.context, site, w)) if way else _plain(page, w)
        if not crumbs:
            yield page
            continue
        crumbs = _numbered(crumbs, page.context, w)
        front = (w.say("crumb_front"), "index.html", None)
        found = [front, *crumbs]
        more = {"crumbs": [[name, path] for name, path, _ in found], "crumb_langs": [lang for _, _, lang in found]}
        yield structs.replace(page, context=page.context | more)


def _plain(page: Page, w: Wording) -> list[Crumb]:
    folder = _LISTS.get(page.template)
    if not folder:
        return []
    name = w.say(f"nav_{folder}")
    letter = page.context.get("here")
    return [(name, f"{folder}/index.html", None), (_letter(letter), None, None)] if letter else [(name, None, None)]


def _numbered(crumbs: list[Crumb], context: dict[str, Any], w: Wording) -> list[Crumb]:
    """A page of a long list lies below the list's first page."""
    paging = context.get("paging")
    if not paging or paging["number"] is None:
        return crumbs
    name, _, lang = crumbs[-1]
    return [
        *crumbs[:-1],
        (name, paging["newest"], lang),
        (w.say("crumb_page", n=w.number(paging["number"])), None, None),
    ]


def _letter(letter: str) -> str:
    return "0–9" if letter == "#" else letter


def _article(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    source = site.reading[1]
    published = context["source_facts"]["published"]
    yield w.say("nav_timeline"), "timeline/index.html", None
    if published:
        yield published[:4], f"timeline/{published[:4]}/index.html", None
        yield _capital(w.month_alone(published)), f"timeline/{published[:4]}/{published[5:7]}/index.html", None
    if w.lang == source or not context["headline"]:
        yield context["title"], None, _foreign(source, w)
    else:
        yield context["headline"], None, None


def _term(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("nav_glossary"), "glossary/index.html", None
    if context["under"]:
        letter, path = context["under"]
        yield _letter(letter), path, None
    yield context["term"], None, _foreign(site.reading[1], w)


def _person(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("nav_people"), "people/index.html", None
    yield ", ".join(context["names"]), None, _foreign(site.reading[1], w)


def _place(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    names = context["names"]
    own = w.kind("place", names[0]) if len(names) == 1 else None
    yield w.say("nav_places"), "places/index.html", None
    yield own or ", ".join(names), None, None if own else _foreign(site.reading[1], w)


def _document(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    source = site.reading[1]
    english = context["name_target"] if w.lang != source and len(context["names"]) == 1 else None
    yield w.say("nav_documents"), "documents/index.html", None
    yield english or ", ".join(context["names"]), None, None if english else _foreign(source, w)


def _tag(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("nav_tags"), "tags/index.html", None
    if context["above"]:
        yield context["above"]["name"][w.lang], f"tags/{context['above']['slug']}/index.html", None
    yield context["name"][w.lang], None, None


def _year(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("nav_timeline"), "timeline/index.html", None
    yield w.say("undated") if context["year"] == "undated" else context["year"], None, None


def _month(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("nav_timeline"), "timeline/index.html", None
    yield context["year"], f"timeline/{context['year']}/index.html", None
    yield _capital(w.month_alone(context["month"])), None, None


def _charts(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("nav_timeline"), "timeline/index.html", None
    yield w.say("nav_charts"), None, None


def _titled(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield context["title"], None, None


def _paged(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    """A page of a manual: its folder stands in the list of all pages."""
    path = context["path"]
    if path == context["front"][1]:
        return
    for name, to, _ in context["tree"]:
        if to and to != path and path.startswith(to.removesuffix("index.html")):
            yield name, to.partition("/")[2], None
    yield context["title"], None, None


def _review(context: dict[str, Any], site: SiteView, w: Wording) -> Iterator[Crumb]:
    yield w.say("review"), None, None


def _foreign(lang: str, w: Wording) -> str | None:
    return lang if lang != w.lang else None


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


_WAYS: dict[str, Callable[[dict[str, Any], SiteView, Wording], Iterator[Crumb]]] = {
    "article.html": _article,
    "term.html": _term,
    "person.html": _person,
    "place.html": _place,
    "document.html": _document,
    "tag.html": _tag,
    "year.html": _year,
    "month.html": _month,
    "charts.html": _charts,
    "text.html": _titled,
    "manual.html": _paged,
    "corrections.html": _titled,
    "review.html": _review,
}
