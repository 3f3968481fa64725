"""What stands beside the pages for machines: robots.txt, manifest, _headers and the sitemap."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from build_site.site.headers import headers
from build_site.site.manifest import manifest
from build_site.site.sitemap import Sitemap, robots
from build_site.store.state import State
from build_site.work.workshop import Workshop


def site_files(shop: Workshop) -> Iterator[tuple[str, bytes]]:
    """robots.txt, site.webmanifest and _headers; an editor's own in static/ goes before each."""
    made = {"robots.txt": robots(shop.view.address), "site.webmanifest": manifest(shop.view), "_headers": headers()}
    for path, data in made.items():
        if not (shop.project.site_src / "static" / path).is_file():
            yield path, data


def sitemap_files(shop: Workshop, state: State, gone: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """sitemap.xml, and its parts where it is large: articles, the newest first, then the other pages by address. None
    for a site without an address."""
    if not shop.view.address:
        return
    reading = shop.view.reading
    sitemap = Sitemap(shop.view.address, reading)
    for record in state.records():
        changed = max(filter(None, ((record.published or "")[:10], record.revised)), default=None)
        for lang in reading:
            yield from sitemap.add({"path": f"{lang}/{record.tail}/index.html"}, changed)
    for path, alone in state.outputs.listed(gone):
        yield from sitemap.add({"path": path, "alone": alone})
    yield from sitemap.close()
