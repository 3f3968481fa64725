"""Who published an article: by the host of its address, else by the agency that its dateline names."""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import normalize
from urllib.parse import urlsplit

from build_site.model import Publisher


def find_publisher(url: str | None, agency: str | None, publishers: Sequence[Publisher]) -> Publisher | None:
    """The publisher with the most specific host of `url`; where no host fits, the one that prints `agency`."""
    host = _host(url) if url else ""
    if host:
        fitting = [
            (len(known), publisher)
            for publisher in publishers
            for known in publisher.hosts
            if host == known or host.endswith(f".{known}")
        ]
        if fitting:
            return max(fitting, key=lambda found: found[0])[1]
    name = normalize("NFC", agency or "").strip()
    return next((publisher for publisher in publishers if name and name in publisher.agencies), None)


def _host(url: str) -> str:
    """Lower case, without port and final dot; empty where the address has none."""
    try:
        return (urlsplit(url.strip() if "//" in url else f"//{url.strip()}").hostname or "").rstrip(".")
    except ValueError:
        return ""
