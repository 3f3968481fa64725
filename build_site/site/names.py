"""People and places: an A–Z of each, and a page for every name. Names whose addresses coincide share a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import ArticleRecord, Mention, Page
from build_site.site.charts.posts import post_chart
from build_site.site.collation import by_bare_letter, collation, first_letter
from build_site.site.index import Index
from build_site.site.paging import is_newest, shelved, standing
from build_site.site.place_units import units_of
from build_site.site.rows import at_least, row
from build_site.site.urls import letter_path
from build_site.site.view import SiteView
from build_site.site.wording import Wording

_FOLDER = {"person": "people", "place": "places"}
_TOLD = {"person": "posts", "place": "kind"}
"""Of what an article says of a name, what the A–Z tells."""
ONE_PAGE = 600
"""Longer lists of names get a page a letter."""


def name_pages(index: Index, kind: str, *, site: SiteView) -> Iterator[Page]:
    """people/… or places/… in both trees; `kind` is `person` or `place`."""
    folder = _FOLDER[kind]
    for slug, names, total in index.stale(kind):
        for path, page, paging in shelved(index, kind, slug, total, f"{folder}/{slug}", names):
            if page is None:
                yield from standing(path, site)
                continue
            # What grows with every article stands on the newest page alone: an older one never changes.
            units = {unit: None for _, mention in page for unit in mention.data.get("units", ())}
            shared = {
                "slug": slug,
                "names": list(names),
                "units": units_of(units, site.units),
                "groups": _groups(names, page),
                "charts": _charts(index, slug, names, page, paging) if kind == "person" else {},
                "total": total if is_newest(paging) else None,
                "paging": paging,
            }
            for lang in site.reading:
                where = f"{lang}/{path}"
                yield Page(where, f"{kind}.html", shared | {"lang": lang, "path": where})
        index.remember(kind, slug, _entries(index, kind, slug, names, total))
    if index.changed(kind):
        yield from _a_to_z([entry for _, own in index.remembered(kind) for entry in own or ()], folder, site)


def _entries(index: Index, kind: str, slug: str, names: Sequence[str], total: int) -> list[dict[str, Any]]:
    """What the A–Z tells of each name: about how many articles have it, and what the newest says of it; of a person, in
    which year. An article more seldom changes any of that."""
    newest: dict[str, dict[str, Any]] = {}
    counts: Counter[str] = Counter()
    for record, mention in index.mentions(kind, slug, most=1 if len(names) == 1 else -1):
        counts[mention.name] += 1
        told: dict[str, Any] = {"data": {_TOLD[kind]: mention.data.get(_TOLD[kind])}}
        if kind == "person":
            told["year"] = (record.published or "")[:4]
        newest.setdefault(mention.name, told)
    if len(names) == 1:
        counts[names[0]] = total
    return [{"name": name, "slug": slug, "count": at_least(counts[name])} | newest[name] for name in names]


def _charts(
    index: Index, slug: str, names: Sequence[str], page: list[tuple[ArticleRecord, Mention]], paging: Any
) -> dict[str, Any]:
    """Name → its posts over time, on the first page; a list of one page is not asked for twice."""
    if not is_newest(paging):
        return {}
    charts = {}
    for name in names:
        mentions = index.mentions("person", slug) if paging else iter(page)
        charts[name] = post_chart(pair for pair in mentions if pair[1].name == name)
    return {name: chart for name, chart in charts.items() if chart}


def _groups(names: Sequence[str], page: list[tuple[ArticleRecord, Mention]]) -> list[dict[str, Any]]:
    """The articles of one page under each of the names that share it."""
    groups = []
    for name in names:
        rows = [row(record) | {"data": mention.data} for record, mention in page if mention.name == name]
        if rows:
            groups.append({"name": name, "rows": rows})
    return groups


def _a_to_z(entries: list[dict[str, Any]], folder: str, site: SiteView) -> Iterator[Page]:
    """The list in each language, by the names that the language has: Đức stands under D there and Germany under G here.
    Lists that are split keep the letters of the source, so that both languages have the same pages."""
    split = len(entries) > ONE_PAGE
    most = sorted(entries, key=lambda entry: (-entry["count"], entry["slug"]))[:100]
    for lang in site.reading:
        own_names = Wording(lang, site.ui[lang]) if folder == "places" and not split else None
        letters = _letters(entries, own_names, site)
        bare = by_bare_letter(letters)
        links = [[one, letter_path(folder, one) if split else None, own] for one, own in bare.items()]
        shared = {"folder": folder, "total": len(entries), "links": links}
        path = f"{lang}/{folder}/index.html"
        shown = [[None, most]] if split else [list(item) for item in letters.items()]
        yield Page(path, f"{folder}.html", shared | {"lang": lang, "path": path, "letters": shown, "here": None})
        for one, own in bare.items() if split else ():
            path = f"{lang}/{letter_path(folder, one)}"
            shown = [[letter, letters[letter]] for letter in own]
            yield Page(path, f"{folder}.html", shared | {"lang": lang, "path": path, "letters": shown, "here": one})


def _letters(
    entries: list[dict[str, Any]], own_names: Wording | None, site: SiteView
) -> dict[str, list[dict[str, Any]]]:
    """First letter → entries, both in the source's alphabetical order, by what the page calls them."""
    order = site.ui[site.languages.source]
    key = collation(order["alphabet"], order["tones"])
    shown = {each["name"]: (own_names and own_names.kind("place", each["name"])) or each["name"] for each in entries}
    letters: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda entry: (key(shown[entry["name"]]), entry["slug"])):
        letters.setdefault(first_letter(shown[entry["name"]], order["alphabet"], order["tones"]), []).append(entry)
    return letters
