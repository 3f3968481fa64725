"""Addresses that a page or record tells of itself."""

from __future__ import annotations

from urllib.parse import urlsplit


def web_address(text: str | None) -> str | None:
    """`text` where it is a whole http(s) address, else None: what is no address must not look like one on a page."""
    text = (text or "").strip()
    try:
        parts = urlsplit(text)
        # urlsplit passes over tabs and line ends, as browsers do.
        whole = text.isprintable() and not any(char.isspace() for char in text)
        return text if parts.scheme in ("http", "https") and parts.hostname and whole else None
    except ValueError:
        return None
