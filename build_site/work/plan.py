"""Every page of the site, in order, with the key of what it is made from: a page whose key is known is not rendered."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import msgspec

from build_site.model import ArticleRecord
from build_site.site.article import Neighbours
from build_site.site.listings import listing_pages
from build_site.site.review import review_pages
from build_site.store.files import fingerprint
from build_site.store.state import State
from build_site.work.jobs import ArticleJob, PageJob
from build_site.work.review import most_serious
from build_site.work.workshop import Setup, Workshop

ELSEWHERE = 3
"""Other articles that an article's page names for each of its people."""


def plan(
    shop: Workshop, setup: Setup, state: State, drafts: bool
) -> Iterator[tuple[ArticleJob | PageJob, tuple[str, ...]]]:
    """(what is to be rendered, the files that it makes): articles first, then the listings that name them, then
    the review pages where `drafts`."""
    known = state.known()
    target, source = shop.view.reading
    for record, neighbours in _neighbours(state):
        key = fingerprint(setup.version, known[record.id].fingerprint, record.tail, msgspec.json.encode(neighbours))
        paths = tuple(
            f"{lang}/{record.tail}/{name}" for lang in (target, source) for name in ("index.html", "article.json")
        )
        yield ArticleJob(record.id, record.tail, neighbours, key), paths
    pages = listing_pages(state, site=shop.view, terms=shop.terms, topics=shop.topics, pages=shop.pages)
    if drafts:
        pages = chain(pages, review_pages(*most_serious(shop, state), site=shop.view))
    for page in pages:
        yield PageJob(page, fingerprint(setup.version, page.template, msgspec.json.encode(page.context))), (page.path,)


def _neighbours(state: State) -> Iterator[tuple[ArticleRecord, Neighbours]]:
    """Each record, newest first, with the next newer and older one and its people's other articles."""
    newer: ArticleRecord | None = None
    record: ArticleRecord | None = None
    for older in chain(state.records(), (None,)):
        if record is not None:
            yield record, (newer, older, state.elsewhere_of(record, ELSEWHERE))
            newer = record
        record = older
