"""The search page of each language. Without JavaScript it offers the other ways in."""

from __future__ import annotations

from collections.abc import Iterator

from build_site.model import Page
from build_site.site.index import Index
from build_site.site.search.files import FOLDER, NAMED
from build_site.site.survey import Survey
from build_site.site.view import SiteView
from build_site.site.wording import Wording

_PLACES = 12


def search_pages(index: Index, whole: Survey, *, site: SiteView) -> Iterator[Page]:
    """en/search/ and vi/search/."""
    if not index.moved("year", "tag", "place"):
        return
    places = index.most("place", _PLACES)
    shared = {
        "total": whole.total,
        "years": [list(year) for year in whole.years],
        "tags": [slug for slug, _, _ in index.slugs("tag")],
        "places": [[slug, names[0]] for slug, names, _ in places],
        "kinds": list(NAMED),
        "own_names": {lang: own_names(index, Wording(lang, site.ui[lang])) for lang in site.reading},
    }
    for lang in site.reading:
        path = f"{lang}/{FOLDER}/index.html"
        yield Page(path, "search.html", shared | {"lang": lang, "path": path})


def own_names(index: Index, wording: Wording) -> dict[str, str]:
    """Name in the texts → in the page's language, of the places of which these are two: `Hà Nội` → `Hanoi`."""
    pairs = ((name, wording.kind("place", name) or name) for _, names, _ in index.slugs("place") for name in names)
    return {name: own for name, own in pairs if own != name}
