"""The front pages: one in both languages at the root, and one for each language."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import Page, Topic
from build_site.site.index import Index
from build_site.site.survey import Survey
from build_site.site.view import SiteView

_MOST = 12


def front_pages(index: Index, whole: Survey, *, site: SiteView, topics: Sequence[Topic]) -> Iterator[Page]:
    """index.html, en/index.html, vi/index.html and 404.html."""
    counts = {kind: _most(index, kind) for kind in ("tag", "place", "document", "person")}
    known = {topic.slug for topic in topics}
    shared: dict[str, Any] = {
        "rows": whole.latest,
        "total": whole.total,
        "years": [list(year) for year in whole.years],
        "tags": [[slug, count] for slug, _, count in counts["tag"] if slug in known],
        "places": [[slug, names[0], count] for slug, names, count in counts["place"]],
        "documents": [[slug, names[0], count] for slug, names, count in counts["document"]],
        "people": [[slug, names[0], count] for slug, names, count in counts["person"]],
    }
    target, source = site.reading
    yield Page(
        "index.html", "root.html", {"lang": target, "path": "index.html", "rows": whole.latest, "total": whole.total}
    )
    for lang in (target, source):
        path = f"{lang}/index.html"
        yield Page(path, "front.html", shared | {"lang": lang, "path": path})
    yield Page("404.html", "404.html", {"lang": target, "path": "404.html"})


def _most(index: Index, kind: str) -> list[tuple[str, tuple[str, ...], int]]:
    """What most articles name; a tie goes by slug."""
    return sorted(index.slugs(kind), key=lambda entry: (-entry[2], entry[0]))[:_MOST]
