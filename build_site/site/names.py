"""People and places: an A–Z of each, and a page for every name. Names whose addresses coincide share a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import ArticleRecord, Mention, Page
from build_site.site.collation import collation, first_letter
from build_site.site.feeds import FROM
from build_site.site.index import Index
from build_site.site.paging import paged
from build_site.site.place_units import units_of
from build_site.site.rows import row
from build_site.site.view import SiteView

_FOLDER = {"person": "people", "place": "places"}
ONE_PAGE = 600
"""Longer lists of names get a page a letter."""


def name_pages(index: Index, kind: str, *, site: SiteView) -> Iterator[Page]:
    """people/… or places/… in both trees; `kind` is `person` or `place`."""
    folder = _FOLDER[kind]
    entries: list[dict[str, Any]] = []
    for slug, names, total in index.slugs(kind):
        newest: dict[str, dict[str, Any]] = {}
        counts: Counter[str] = Counter()
        units: dict[str, None] = {}
        feed = f"{folder}/{slug}/" if kind == "place" and total >= FROM and index.dated(kind, slug) >= FROM else None
        for path, page, paging in paged(index.mentions(kind, slug), total, f"{folder}/{slug}"):
            units |= {unit: None for _, mention in page for unit in mention.data.get("units", ())}
            shared = {
                "slug": slug,
                "names": list(names),
                "units": units_of(units, site.units),
                "groups": _groups(names, page),
                "total": total,
                "paging": paging,
                "feed": feed,
            }
            for lang in site.reading:
                where = f"{lang}/{path}"
                yield Page(where, f"{kind}.html", shared | {"lang": lang, "path": where})
            counts.update(mention.name for _, mention in page)
            for record, mention in page:
                newest.setdefault(mention.name, {"data": mention.data, "date": record.published})
        entries += [
            {"name": name, "slug": slug, "count": counts[name]} | newest.get(name, {"data": {}, "date": None})
            for name in names
        ]
    yield from _a_to_z(entries, folder, site)


def _groups(names: Sequence[str], page: list[tuple[ArticleRecord, Mention]]) -> list[dict[str, Any]]:
    """The articles of one page under each of the names that share it."""
    groups = []
    for name in names:
        rows = [row(record) | {"data": mention.data} for record, mention in page if mention.name == name]
        if rows:
            groups.append({"name": name, "rows": rows})
    return groups


def _a_to_z(entries: list[dict[str, Any]], folder: str, site: SiteView) -> Iterator[Page]:
    order = site.ui[site.languages.source]
    key = collation(order["alphabet"], order["tones"])
    letters: dict[str, list[dict[str, Any]]] = {}
    for entry in sorted(entries, key=lambda entry: key(entry["name"])):
        letters.setdefault(first_letter(entry["name"], order["alphabet"], order["tones"]), []).append(entry)
    split = len(entries) > ONE_PAGE
    links = [
        [letter, f"{folder}/letter-{_plain(letter)}/index.html" if split else None, len(group)]
        for letter, group in letters.items()
    ]
    shared = {"folder": folder, "total": len(entries), "links": links}
    most = sorted(entries, key=lambda entry: (-entry["count"], entry["slug"]))[:100]
    for lang in site.reading:
        path = f"{lang}/{folder}/index.html"
        shown = [[None, most]] if split else [list(item) for item in letters.items()]
        yield Page(path, f"{folder}.html", shared | {"lang": lang, "path": path, "letters": shown, "here": None})
        for letter, group in letters.items() if split else ():
            path = f"{lang}/{folder}/letter-{_plain(letter)}/index.html"
            yield Page(
                path,
                f"{folder}.html",
                shared | {"lang": lang, "path": path, "letters": [[letter, group]], "here": letter},
            )


def _plain(letter: str) -> str:
    """A letter as part of an address, so that Ă, Â and Đ keep apart from A and D: `Đ` → `u111`."""
    return (
        letter.lower()
        if letter.isascii() and letter.isalpha()
        else "other"
        if letter == "#"
        else f"u{ord(letter.lower()):x}"
    )
