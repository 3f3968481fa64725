"""Documents that articles cite: all of them by number and kind, and a page for each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from build_site.folding import fold
from build_site.model import Page
from build_site.site.collation import by_bare_letter, first_letter
from build_site.site.index import Index
from build_site.site.paging import is_newest, shelved, standing
from build_site.site.rows import EXACT, at_least, row
from build_site.site.urls import letter_path
from build_site.site.view import SiteView

_FACTS = ("kind", "kind_target", "date", "issuer", "issuer_target", "name_target", "rank")
ONE_PAGE = 600
"""More documents get a page for each first digit of their numbers."""
MOST = 100
"""Documents that the page above these has."""


def document_pages(index: Index, *, site: SiteView) -> Iterator[Page]:
    """documents/index.html and documents/<slug>/… in both trees."""
    for slug, names, total in index.stale("document"):
        for path, page, paging in shelved(index, "document", slug, total, f"documents/{slug}", names):
            if page is None:
                yield from standing(path, site)
                continue
            # Each page says what its own articles say, so that an older one never changes.
            head = _agreed(mention.data for _, mention in page)
            rows = [row(record) | {"data": mention.data} for record, mention in page]
            shared = head | {"slug": slug, "names": list(names), "rows": rows, "paging": paging}
            shared["total"] = total if is_newest(paging) else None
            for lang in site.reading:
                where = f"{lang}/{path}"
                yield Page(where, "document.html", shared | {"lang": lang, "path": where})
        agreed = _agreed(index.said("document", slug))
        index.remember("document", slug, agreed | {"slug": slug, "name": names[0], "count": at_least(total)})
    if index.changed("document"):
        yield from _all([entry for _, entry in index.remembered("document")], site)


def _all(entries: list[dict[str, Any]], site: SiteView) -> Iterator[Page]:
    """The list of all in both trees: where it is long, a page for each first digit of a number, or letter, and one that
    leads to these and has the documents that most articles cite. Pages of a digit tell no number of a few articles:
    one more article changes none of them, unless a document is new."""
    under: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        under.setdefault(_first(entry["name"], site), []).append(entry)
    split = len(entries) > ONE_PAGE
    links = [[one, letter_path("documents", one), [one]] for one in sorted(under)] if split else []
    most = sorted(entries, key=lambda entry: (-entry["count"], entry["name"]))[:MOST] if split else []
    made: list[tuple[str, str | None, list[dict[str, Any]]]] = [
        ("documents/index.html", None, [] if split else entries),
        *((letter_path("documents", one), one, list(map(_few_untold, under[one]))) for one in sorted(under) if split),
    ]
    for tail, here, own in made:
        shared = {"groups": _by_kind(own), "most": most if here is None else [], "links": links, "here": here}
        for lang in site.reading:
            path = f"{lang}/{tail}"
            yield Page(path, "documents.html", {"lang": lang, "path": path} | shared)


def _few_untold(entry: dict[str, Any]) -> dict[str, Any]:
    return entry if entry["count"] > EXACT else entry | {"count": None}


def _first(name: str, site: SiteView) -> str:
    """`150-QĐ/TW` → `1`, `Đề án 06` → `D`."""
    if name[:1].isdecimal():
        return name[0]
    order = site.ui[site.languages.source]
    return next(iter(by_bare_letter([first_letter(name, order["alphabet"], order["tones"])])))


def _by_kind(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Groups, the largest first, each with the newest first."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for entry in entries:
        kinds.setdefault(entry["kind"] or "", []).append(entry)
    return [
        {
            "kind": kind,
            "kind_target": next((e["kind_target"] for e in own if e["kind_target"]), None),
            "entries": sorted(own, key=_newest),
        }
        for kind, own in sorted(kinds.items(), key=lambda item: (not item[0], -len(item[1]), item[0]))
    ]


def _agreed(said: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """What all articles that say anything of a document agree on. Numbers of local bodies recur from place to place, so
    two dates or issuers under one number are two documents, and neither stands at the head of the page."""
    known: dict[str, dict[str, Any]] = {}
    for data in said:
        for key in _FACTS:
            if data.get(key):
                known.setdefault(key, {}).setdefault(fold(data[key]), data[key])
    agreed = {key: next(iter(known[key].values())) if len(known.get(key, ())) == 1 else None for key in _FACTS}
    if agreed["kind"]:
        agreed["kind"] = agreed["kind"][:1].upper() + agreed["kind"][1:]
    return agreed


def _newest(entry: dict[str, Any]) -> tuple[bool, list[int], Any]:
    date = entry["date"] or ""
    return not date, [-int(part) for part in date.split("-") if part.isdecimal()], entry["name"]
