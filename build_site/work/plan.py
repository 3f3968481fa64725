"""Every page of the site, in order, with the key of what it is made from: a page whose key is known is not rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import msgspec

from build_site.model import ArticleRecord
from build_site.site.alike import Alike
from build_site.site.article import Neighbours
from build_site.site.cards import card_path, make_card
from build_site.site.corrections import correction_feeds
from build_site.site.downloads import Download
from build_site.site.feeds import feed_files
from build_site.site.listings import listing_pages
from build_site.site.review import review_pages
from build_site.site.sitemap import Sitemap
from build_site.site.wording import Wording
from build_site.store.files import fingerprint
from build_site.store.state import State
from build_site.work.correcting import Corrections
from build_site.work.drawing import LOOK, CardJob
from build_site.work.feeding import feed_jobs
from build_site.work.jobs import BESIDE, ArticleJob, FileJob, Job, PageJob, SearchJob
from build_site.work.metadata import file_jobs, site_files
from build_site.work.review import most_serious
from build_site.work.searching import search_files, search_key
from build_site.work.workshop import Setup, Workshop


def plan(
    shop: Workshop, setup: Setup, state: State, drafts: bool, downloads: Sequence[Download]
) -> Iterator[tuple[Job, tuple[str, ...]]]:
    """(what is to be rendered, the files that it makes): articles first, then the listings that name them, then
    the review pages where `drafts`, then what stands beside the pages. `downloads` are made already."""
    known = state.known()
    corrections = Corrections(shop, state)
    target, source = shop.view.reading
    sitemap = Sitemap(shop.view.address, shop.view.reading) if shop.view.address else None
    words = Wording(target, shop.view.ui[target])
    alike = Alike(state.records())
    for record, neighbours in _neighbours(state):
        mended = corrections.of(record.id)
        apart = alike.apart(record)
        made_from = msgspec.json.encode((neighbours, mended, apart))
        key = fingerprint(setup.version, known[record.id].fingerprint, record.tail, made_from)
        paths = tuple(f"{lang}/{record.tail}/{name}" for lang in (target, source) for name in ("index.html", *BESIDE))
        paths += (f"search/{record.tail}.js",)
        yield ArticleJob(record.id, record.tail, neighbours, mended, apart, key), paths
        if shop.settings.site.cards:
            card = make_card(record, shop.view, words)
            path = card_path(record.tail, target)
            yield CardJob(path, card, fingerprint("card", LOOK, msgspec.json.encode(card))), (path,)
        if sitemap:
            changed = max(filter(None, ((record.published or "")[:10], record.revised)), default=None)
            for lang in (target, source):
                yield from file_jobs(sitemap.add({"path": f"{lang}/{record.tail}/index.html"}, changed))
    listed = corrections.listed()
    pages = listing_pages(
        state,
        site=shop.view,
        terms=shop.terms,
        topics=shop.topics,
        pages=shop.pages,
        downloads=downloads,
        corrections=listed,
    )
    if drafts:
        pages = chain(pages, review_pages(*most_serious(shop, state), site=shop.view))
    for page in pages:
        yield PageJob(page, fingerprint(setup.version, page.template, msgspec.json.encode(page.context))), (page.path,)
        if sitemap:
            yield from file_jobs(sitemap.add(page.context))
    yield from _search(shop, setup, state)
    yield from feed_jobs(shop, state, setup.version, known)
    if shop.view.address:
        for feed in correction_feeds(listed, site=shop.view):
            yield from file_jobs(feed_files(feed, shop.view.address))
    yield from file_jobs(site_files(shop))
    if sitemap:
        yield from file_jobs(sitemap.close())


def _search(shop: Workshop, setup: Setup, state: State) -> Iterator[tuple[Job, tuple[str, ...]]]:
    """The search's files. Which there are is known only when they have been made, or from the last build."""
    key = search_key(shop, state, setup.version)
    known = tuple(path for path, (made_from, _) in state.outputs().items() if made_from == key)
    if known:
        yield SearchJob(key), known
    else:
        for path, data in search_files(shop, state):
            yield FileJob(path, data, key), (path,)


def _neighbours(state: State) -> Iterator[tuple[ArticleRecord, Neighbours]]:
    """Each record, newest first, with the next newer and older one and its related articles."""
    newer: ArticleRecord | None = None
    record: ArticleRecord | None = None
    for older in chain(state.records(), (None,)):
        if record is not None:
            related = tuple((other, each.because) for other, each in state.articles.related(record.id))
            yield record, (newer, older, related)
            newer = record
        record = older
