"""What stands beside the pages for machines: sitemap, robots.txt, manifest and _headers, as files of a plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from build_site.site.headers import headers
from build_site.site.manifest import manifest
from build_site.site.sitemap import robots
from build_site.store.files import fingerprint
from build_site.work.jobs import FileJob
from build_site.work.workshop import Workshop


def file_jobs(files: Iterable[tuple[str, bytes]]) -> Iterator[tuple[FileJob, tuple[str, ...]]]:
    """Files that are made already, each known by its own bytes."""
    for path, data in files:
        yield FileJob(path, data, fingerprint("file", path, data)), (path,)


def site_files(shop: Workshop) -> Iterator[tuple[str, bytes]]:
    """robots.txt, site.webmanifest and _headers; an editor's own in static/ goes before each."""
    made = {"robots.txt": robots(shop.view.address), "site.webmanifest": manifest(shop.view), "_headers": headers()}
    for path, data in made.items():
        if not (shop.project.site_src / "static" / path).is_file():
            yield path, data
