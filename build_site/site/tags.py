"""Tags: the list of all, and a page for each that an article has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import Page, Topic
from build_site.site.index import Index
from build_site.site.paging import paged
from build_site.site.rows import row
from build_site.site.view import SiteView


def tag_pages(index: Index, *, site: SiteView, topics: Sequence[Topic]) -> Iterator[Page]:
    """tags/index.html and tags/<slug>/… in both trees."""
    by_slug = {topic.slug: topic for topic in topics}
    entries: list[dict[str, Any]] = []
    for slug, names, total in index.slugs("tag"):
        topic = by_slug.get(slug)
        shared: dict[str, Any] = {
            "slug": slug,
            "name": {
                site.languages.target: topic.en if topic else names[0],
                site.languages.source: topic.vi if topic else names[0],
            },
            "about": {
                site.languages.target: topic.description_en if topic else "",
                site.languages.source: topic.description_vi if topic else "",
            },
        }
        entries.append(shared | {"count": total})
        rows = (row(record) for record, _ in index.mentions("tag", slug))
        for path, page, paging in paged(rows, total, f"tags/{slug}"):
            for lang in site.reading:
                where = f"{lang}/{path}"
                yield Page(
                    where,
                    "tag.html",
                    shared | {"lang": lang, "path": where, "total": total, "rows": page, "paging": paging},
                )
    entries.sort(key=lambda entry: (-entry["count"], entry["slug"]))
    for lang in site.reading:
        path = f"{lang}/tags/index.html"
        yield Page(path, "tags.html", {"lang": lang, "path": path, "entries": entries})
