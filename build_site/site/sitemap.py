"""sitemap.xml and robots.txt: every page with its versions in other languages, as its own head names them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from build_site.site.public import address, alternates
from build_site.site.xml_text import element, escape

MOST_ADDRESSES = 45_000
MOST_BYTES = 45_000_000
"""Of one file; the protocol allows 50,000 and 50 MiB."""
_OPEN = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)
_LINK = '<xhtml:link rel="alternate" hreflang="{}" href="{}"/>'
_CLOSE = "</urlset>\n"


class Sitemap:
    """Filled page by page while a build is planned; holds no more than one file at a time."""

    def __init__(self, base_url: str, reading: Sequence[str]) -> None:
        """`base_url` with a slash at its end; `reading` are the languages, the reader's first."""
        self._base_url = base_url
        self._reading = tuple(reading)
        self._entries: list[str] = []
        self._size = 0
        self._files = 0
        self._linked: tuple[tuple[str, bool] | None, str] = None, ""
        """An address, and the links to its versions."""

    def add(self, context: dict[str, Any], changed: str | None = None) -> Iterator[tuple[str, bytes]]:
        """One page, by its context (`path`, `alone`); `noindex` pages and 404.html have no entry. `changed` is an ISO
        date or time. Gives (path, bytes) of a file that this page no longer fits into."""
        path = context["path"]
        if context.get("noindex") or path == "404.html":
            return
        entry = self._entry(path, bool(context.get("alone")), changed)
        size = len(entry.encode())
        if len(self._entries) == MOST_ADDRESSES or self._size + size > MOST_BYTES:
            yield self._part()
        self._entries.append(entry)
        self._size += size

    def close(self) -> Iterator[tuple[str, bytes]]:
        """(path, bytes) of the rest: sitemap.xml, an index of the others where there are several."""
        if not self._files:
            yield "sitemap.xml", self._bytes()
            return
        yield self._part()
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
            *(
                f"<sitemap>{element('loc', f'{self._base_url}sitemap-{number}.xml')}</sitemap>"
                for number in range(1, self._files + 1)
            ),
            "</sitemapindex>",
        ]
        yield "sitemap.xml", ("\n".join(lines) + "\n").encode()

    def _entry(self, path: str, alone: bool, changed: str | None) -> str:
        where = escape(address(self._base_url, path))
        last = f"<lastmod>{escape(changed)}</lastmod>" if changed else ""
        tree, _, tail = path.partition("/")
        # Pages come by the ten thousand: what both languages' pages of one address have in common is made once.
        if self._linked[0] != (key := (tail if tree in self._reading else path, alone)):
            versions = alternates(self._base_url, {"path": path, "alone": alone}, self._reading)
            links = (_LINK.format(escape(lang), escape(href)) for lang, href in versions)
            self._linked = key, "".join(links)
        return f"<url><loc>{where}</loc>{last}{self._linked[1]}</url>\n"

    def _part(self) -> tuple[str, bytes]:
        self._files += 1
        data = self._bytes()
        self._entries, self._size = [], 0
        return f"sitemap-{self._files}.xml", data

    def _bytes(self) -> bytes:
        return (_OPEN + "".join(self._entries) + _CLOSE).encode()


def robots(base_url: str) -> bytes:
    """robots.txt: everything may be read; where the site has an address, its sitemap is named."""
    lines = ["User-agent: *", "Disallow:"]
    if base_url:
        lines += ["", f"Sitemap: {base_url}sitemap.xml"]
    return ("\n".join(lines) + "\n").encode()
