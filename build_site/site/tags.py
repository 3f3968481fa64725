"""Tags in two levels: the list of all under their headings, and a page for each tag and heading that has articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from build_site.model import Page, Topic
from build_site.site.index import Index
from build_site.site.paging import is_newest, newest_alone, shelved, standing
from build_site.site.rows import at_least, row
from build_site.site.told import leaning_words, tell
from build_site.site.view import SiteView


def tag_pages(index: Index, *, site: SiteView, topics: Sequence[Topic]) -> Iterator[Page]:
    """tags/index.html and tags/<slug>/… in both trees. A heading lists the newest articles of its tags; these have
    all of them."""
    by_slug = {topic.slug: topic for topic in topics}
    entries: dict[str, dict[str, Any]] = {
        slug: _entry(slug, names, total, by_slug, site) for slug, names, total in index.slugs("tag")
    }
    headings: dict[str, dict[str, Any]] = {
        slug: _entry(slug, names, total, by_slug, site) for slug, names, total in index.slugs("topic")
    }
    for kind, found in (("tag", entries), ("topic", headings)):
        kept = dict(index.remembered(kind))
        for slug, _, total in index.stale(kind):
            told = kept.get(slug)
            if told is None or index.is_retold(kind, slug):
                told = tell(index, kind, slug, total, leaning=leaning_words(site))
                index.remember(kind, slug, told)
            entry, below = found[slug], _below(entries, slug)
            yield from _pages(index, kind, entry, headings.get(entry["parent"]), below, told, site)
    if not index.moved("tag", "topic"):
        return
    # Numbers stand for about how many articles there are: with one more the page of all tags seldom changes.
    entries, headings = ({slug: _about(entry) for slug, entry in found.items()} for found in (entries, headings))
    order = {topic.slug: place for place, topic in enumerate(topics)}
    groups: list[list[Any]] = [
        [headings[slug], _below(entries, slug)]
        for slug in sorted(headings, key=lambda slug: (order.get(slug, len(order)), slug))
    ]
    alone = sorted((each for each in entries.values() if each["parent"] not in headings), key=_most)
    if alone:
        groups.append([None, alone])
    for lang in site.reading:
        path = f"{lang}/tags/index.html"
        yield Page(path, "tags.html", {"lang": lang, "path": path, "groups": groups})


def _pages(
    index: Index,
    kind: str,
    entry: dict[str, Any],
    above: dict[str, Any] | None,
    below: list[Any],
    told: dict[str, Any],
    site: SiteView,
) -> Iterator[Page]:
    slug, total = entry["slug"], entry["count"]
    feed = f"tags/{slug}/" if kind == "tag" and index.dated(kind, slug) else None
    fixed = entry | {"count": None}
    head = {name: above[name] for name in ("slug", "name")} if above else None
    listed = shelved if kind == "tag" else newest_alone
    for path, page, paging in listed(index, kind, slug, total, f"tags/{slug}", (fixed, head, feed)):
        if page is None:
            yield from standing(path, site)
            continue
        # What grows with every article stands on the newest page alone: an older one never changes.
        newest = is_newest(paging)
        known = entry if newest else fixed
        for lang in site.reading:
            where = f"{lang}/{path}"
            context = {
                "lang": lang,
                "path": where,
                "above": head,
                "below": below if newest else [],
                "total": total if newest else None,
                "rows": [row(record) for record, _ in page],
                "paging": paging,
                "told": told if newest else None,
                "feed": feed,
            }
            yield Page(where, "tag.html", known | context)


def _entry(slug: str, names: tuple[str, ...], count: int, topics: dict[str, Topic], site: SiteView) -> dict[str, Any]:
    """A tag or heading; one that the topics no longer have is called as it was."""
    topic = topics.get(slug)
    target, source = site.reading
    return {
        "slug": slug,
        "name": {target: topic.target if topic else names[0], source: topic.source if topic else names[0]},
        "about": {target: topic.description_target if topic else "", source: topic.description_source if topic else ""},
        "parent": topic.parent if topic else "",
        "count": count,
    }


def _about(entry: dict[str, Any]) -> dict[str, Any]:
    return entry | {"count": at_least(entry["count"])}


def _below(entries: dict[str, dict[str, Any]], slug: str) -> list[dict[str, Any]]:
    return sorted((each for each in entries.values() if each["parent"] == slug), key=_most)


def _most(entry: dict[str, Any]) -> tuple[int, str]:
    """The order of tags: the most articles first."""
    return -entry["count"], entry["slug"]
