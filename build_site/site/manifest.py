"""site.webmanifest: name, icons and colours, for those who put the site on their home screen."""

from __future__ import annotations

import msgspec

from build_site.site.view import SiteView

PAPER = "#ffffff"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable.png", 512, "maskable"))
"""Files below assets/, their width and height in pixels, and what they are for."""


def manifest(site: SiteView) -> bytes:
    """Addresses are relative to the manifest's own, so that it works below any path."""
    target, source = site.reading
    icons = [
        {"src": f"assets/{name}", "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
        for name, size, purpose in ICONS
    ]
    data = {
        "name": f"{site.name(target)} · {site.name(source)}",
        "short_name": site.name(target),
        "description": site.site.tagline.get(target, ""),
        "lang": target,
        "start_url": "index.html",
        "scope": "./",
        "display": "browser",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [{"src": "assets/icon.svg", "sizes": "any", "type": "image/svg+xml"}, *icons],
    }
    return (
        msgspec.json.format(msgspec.json.encode({key: value for key, value in data.items() if value}), indent=1) + b"\n"
    )
