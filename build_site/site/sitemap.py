"""sitemap.xml and robots.txt: every page with its versions in other languages, as its own head names them.

A site of more than a few articles has one file for the articles of each year, or month where a year has many, and one
for each kind of list: so that a new article changes a small file and, seldom, the index of them all.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence

from build_site.site.public import address, alternates
from build_site.site.xml_text import element, escape

ONE_FILE = 100
"""Articles up to which sitemap.xml holds everything."""
OF_A_YEAR = 200
"""Articles of a year beyond which each of its months has a file."""
MOST = 20_000
"""Articles of one file: the protocol allows 50,000 addresses, and each has two."""
OF_A_LIST = 1_000
"""Pages of one kind of list in one file, about."""
FOLDERS = ("documents", "glossary", "people", "places", "tags", "timeline")
"""Kinds of lists with files of their own."""
OTHERS = "pages"
INDEX = "sitemap.xml"
_OPEN = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_LINK = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
_CLOSE = "</urlset>\n"


class Sitemap:
    """Entries of one site, and files of them."""

    def __init__(self, base_url: str, reading: Sequence[str]) -> None:
        """`base_url` with a slash at its end; `reading` are the languages, the reader's first."""
        self._base_url = base_url
        self._reading = tuple(reading)
        self._linked: tuple[tuple[str, bool] | None, str] = None, ""
        """An address, and the links to its versions."""

    def article(self, tail: str, changed: str | None) -> str:
        """Both pages of an article; `changed` is an ISO date."""
        return "".join(self.entry(f"{lang}/{tail}/index.html", changed=changed) for lang in self._reading)

    def entry(self, path: str, *, alone: bool = False, changed: str | None = None) -> str:
        """One page; `alone` where the other language lacks it."""
        where = escape(address(self._base_url, path))
        last = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        tree, _, tail = path.partition("/")
        # Pages come by the ten thousand: what both languages' pages of one address have in common is made once.
        if self._linked[0] != (key := (tail if tree in self._reading else path, alone)):
            versions = alternates(self._base_url, {"path": path, "alone": alone}, self._reading)
            links = (_LINK.format(escape(lang), escape(href)) for lang, href in versions)
            self._linked = key, "".join(links)
        return f"<url><loc>{where}</loc>{last}{self._linked[1]}</url>\n"

    def file(self, entries: Iterable[str]) -> bytes:
        return f"{_OPEN}{''.join(entries)}{_CLOSE}".encode()

    def index(self, parts: Iterable[str]) -> bytes:
        """Of the files of those parts."""
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(f"<sitemap>{element('loc', self._base_url + part_path(part))}</sitemap>" for part in sorted(parts)),
            "</sitemapindex>",
        ]
        return ("\n".join(lines) + "\n").encode()


def part_path(part: str) -> str:
    """`2023-07` → `sitemap-2023-07.xml`."""
    return f"sitemap-{part}.xml"


def pieces(part: str, number: int) -> list[str]:
    """The names of a part that is cut into so many: `documents-1of2`, `documents-2of2`."""
    return [f"{part}-{each}of{number}" for each in range(1, number + 1)] if number > 1 else [part]


def periods(months: Sequence[tuple[str, int]]) -> dict[str, list[str]]:
    """Part → its months, the newest first; `months`: (`2023-07`, articles), the undated under their own name."""
    years: dict[str, list[tuple[str, int]]] = {}
    for month, number in sorted(months, reverse=True):
        years.setdefault(month[:4] if month[:4].isdecimal() else month, []).append((month, number))
    parts: dict[str, list[str]] = {}
    for year, own in years.items():
        if sum(number for _, number in own) > OF_A_YEAR:
            parts.update({month: [month] for month, _ in own})
        else:
            parts[year] = [month for month, _ in own]
    return parts


def folder_of(path: str, reading: Sequence[str]) -> str:
    """The kind of list that a page belongs to: `en/tags/x/index.html` → `tags`."""
    tree, _, tail = path.partition("/")
    folder = tail.partition("/")[0] if tree in reading else ""
    return folder if folder in FOLDERS else OTHERS


def dealt(folder: str, paths: Iterable[tuple[str, bool]], reading: Sequence[str]) -> dict[str, list[tuple[str, bool]]]:
    """The pages of a kind of list, (path, alone), by the files that hold them. Which one holds a page depends on its
    address, both languages' in the same, and on how many there are, in powers of two."""
    pages = list(paths)
    number = 1
    while number * OF_A_LIST < len(pages):
        number *= 2
    names = pieces(folder, number)
    found: dict[str, list[tuple[str, bool]]] = {name: [] for name in names}
    for path, alone in sorted(pages, key=lambda page: (page[0].partition("/")[2], page[0])):
        tree, _, tail = path.partition("/")
        key = tail if tree in reading else path
        found[names[zlib.crc32(key.encode()) % number]].append((path, alone))
    return {name: own for name, own in found.items() if own}


def robots(base_url: str) -> bytes:
    """robots.txt: everything may be read; where the site has an address, its sitemap is named."""
    lines = ["User-agent: *", "Disallow:"]
    if base_url:
        lines += ["", f"Sitemap: {base_url}{INDEX}"]
    return ("\n".join(lines) + "\n").encode()
