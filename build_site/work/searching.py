"""The search's files as jobs: made anew when an article that they hold, a name or the program has changed."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from build_site.site.search.files import NAMED, Name, index_files
from build_site.site.wording import Wording
from build_site.store.files import fingerprint
from build_site.store.state import State
from build_site.work.workshop import Workshop

_FOLDERS = {"person": "people", "place": "places", "document": "documents"}


def search_key(shop: Workshop, state: State, version: str) -> str:
    """Fingerprint of everything that the files are made from."""
    parts = [part for record, key in state.search.contributions() for part in (record, key)]
    return fingerprint(version, msgspec.json.encode(_names(shop, state)), *parts)


def search_files(shop: Workshop, state: State) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file of the index."""
    source, target = shop.stop_words
    return index_files(state.search.records(), state.search.entries(), _names(shop, state), source | target)


def _names(shop: Workshop, state: State) -> list[Name]:
    """Every page that a query may mean, in a fixed order."""
    target = shop.view.reading[0]
    wording = Wording(target, shop.view.ui[target])
    counts = {slug: total for slug, _, total in state.slugs("term")}
    found = [
        Name(
            NAMED.index("term"),
            f"glossary/{term.id}",
            term.term,
            term.target,
            counts.get(term.id, 0),
            "; ".join((*term.abbr, *term.variants)),
        )
        for term in shop.terms
    ]
    for kind, folder in _FOLDERS.items():
        for slug, names, total in state.slugs(kind):
            for name in names:
                own = (wording.kind("place", name) or "") if kind == "place" else ""
                found.append(Name(NAMED.index(kind), f"{folder}/{slug}", name, own if own != name else "", total))
    tags = {slug: total for slug, _, total in state.slugs("tag")}
    for topic in shop.topics:
        if topic.slug in tags:
            found.append(Name(NAMED.index("tag"), f"tags/{topic.slug}", topic.vi, topic.en, tags[topic.slug]))
    return found
