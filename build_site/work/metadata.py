"""What stands beside the pages for machines: robots.txt, manifest, _headers and the sitemap."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import chain, islice

from build_site.model import ArticleRecord
from build_site.site.headers import headers
from build_site.site.manifest import manifest
from build_site.site.sitemap import (
    FOLDERS,
    INDEX,
    MOST,
    ONE_FILE,
    OTHERS,
    Sitemap,
    dealt,
    folder_of,
    part_path,
    periods,
    pieces,
    robots,
)
from build_site.store.outputs import SITEMAP
from build_site.store.state import State
from build_site.work.workshop import Workshop


def site_files(shop: Workshop) -> Iterator[tuple[str, bytes]]:
    """robots.txt, site.webmanifest and _headers; an editor's own in static/ goes before each."""
    made = {"robots.txt": robots(shop.view.address), "site.webmanifest": manifest(shop.view), "_headers": headers()}
    for path, data in made.items():
        if not (shop.project.site_src / "static" / path).is_file():
            yield path, data


def sitemap_files(
    shop: Workshop, state: State, gone: Collection[str], months: Collection[str] | None
) -> Iterator[tuple[str, bytes | None]]:
    """sitemap.xml, and where there are more than a few articles the parts that it is an index of; None for one that
    stands. `gone` are pages that will not be there, `months` those of which an article is another than the last sitemap
    says (None: make everything). Nothing for a site without an address."""
    if not shop.view.address:
        return
    reading = shop.view.reading
    sitemap = Sitemap(shop.view.address, reading)
    total = state.totals()[0]
    if total <= ONE_FILE:
        entries = (_article(sitemap, record) for record in state.records())
        listed = (sitemap.entry(path, alone=alone) for path, alone in state.outputs.listed(gone))
        yield INDEX, sitemap.file(chain(entries, listed))
        return
    stand = set(state.outputs.standing(SITEMAP))
    everything = months is None or stand <= {INDEX}
    touched = {*(months or ()), *(month[:4] for month in months or ())}
    pages = {folder_of(each, reading) for each in state.outputs.listed_anew(gone)}
    known: list[str] = []
    counts = state.naming.months()
    for part, own in periods(counts).items():
        articles = sum(number for month, number in counts if month in own)
        names = pieces(part, -(-articles // MOST))
        known += names
        if not everything and part not in touched and stand.issuperset(map(part_path, names)):
            yield from ((part_path(name), None) for name in names)
            continue
        records = state.naming.in_months(own)
        for name in names:
            yield part_path(name), sitemap.file(_article(sitemap, record) for record in islice(records, MOST))
    for folder in (*FOLDERS, OTHERS):
        if not everything and folder not in pages:
            held = [path for path in stand if path.removesuffix(".xml").split("-")[1:2] == [folder]]
            known += [path.removeprefix("sitemap-").removesuffix(".xml") for path in held]
            yield from ((path, None) for path in held)
            continue
        within = (each for each in state.outputs.listed(gone) if folder_of(each[0], reading) == folder)
        for name, own_pages in dealt(folder, within, reading).items():
            known.append(name)
            yield part_path(name), sitemap.file(sitemap.entry(path, alone=alone) for path, alone in own_pages)
    yield INDEX, sitemap.index(known)


def _article(sitemap: Sitemap, record: ArticleRecord) -> str:
    changed = max(filter(None, ((record.published or "")[:10], record.revised)), default=None)
    return sitemap.article(record.tail, changed)
