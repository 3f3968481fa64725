"""What the program that saved a page wrote into it: the address it was saved from."""

from __future__ import annotations

import re

from build_site.source.address import web_address

_WITHIN = 4000
"""Characters at the top of a file among which such a comment stands."""
_SAVED = re.compile(
    r"<!--\s{0,5}(?:saved from url=\(\d{1,6}\)|saved from |page saved with singlefile\s{1,5}url:\s{0,5})"
    r"(https?://[^\s<>]{1,2000})",
    re.IGNORECASE,
)
"""Of browsers, monolith, SingleFile."""


def saved_from(text: str) -> str | None:
    """The address, for a page that does not tell its own."""
    found = _SAVED.search(text[:_WITHIN])
    return web_address(found[1]) if found else None
