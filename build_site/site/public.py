"""Where a page stands in public, and where its versions in other languages do: the same for its head, the sitemap and
the feeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def base(base_url: str) -> str:
    """The site's address with one slash at its end; empty where none is set."""
    return base_url.rstrip("/") + "/" if base_url else ""


def address(base_url: str, path: str) -> str:
    """`en/tags/index.html` → `https://example.org/en/tags/`. `base_url` as `base` gives it."""
    return base_url + path.removesuffix("index.html")


def alternates(base_url: str, context: dict[str, Any], reading: Sequence[str]) -> list[tuple[str, str]]:
    """(hreflang, address) of every version of a page, its own included, and `x-default`; none where the other language
    has no such page, for 404.html, and for a site without an address.

    `context` is the page's: `path`, and `alone` where the other language lacks it; `reading` are the languages, the
    reader's first. The root's front page is the default of the front pages, in both languages.
    """
    path: str = context["path"]
    if not base_url or context.get("alone") or path == "404.html":
        return []
    tree, _, tail = path.partition("/")
    at = (tail if tree in reading else "").removesuffix("index.html")
    default = f"{reading[0]}/{at}" if at else ""
    return [(lang, f"{base_url}{lang}/{at}") for lang in reading] + [("x-default", base_url + default)]
