"""The pages of the site that must be made again, in order, with the key of what each is made from: a page whose key is
known is not rendered. What nothing has changed for is not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from build_site.model import ArticleRecord, Page
from build_site.site.article import Neighbours
from build_site.site.cards import card_path, make_card
from build_site.site.corrections import correction_feeds
from build_site.site.crumbs import with_crumbs
from build_site.site.downloads import Download, data_pages
from build_site.site.feeds import feed_files
from build_site.site.listings import listing_pages
from build_site.site.paging import STANDS
from build_site.site.wording import Wording
from build_site.store.files import fingerprint
from build_site.store.outputs import DATA
from build_site.store.stale import ARTICLE
from build_site.store.state import State
from build_site.work.correcting import Corrections
from build_site.work.downloads import data_jobs
from build_site.work.drawing import LOOK, CardJob
from build_site.work.feeding import feed_jobs
from build_site.work.jobs import BESIDE, ArticleJob, FileJob, Job, PageJob
from build_site.work.metadata import site_files
from build_site.work.workshop import Setup, Workshop

_KINDS = {"tag": "tags", "topic": "tags", "person": "people", "place": "places", "document": "documents",
          "term": "glossary", "year": "timeline", "month": "timeline"}  # fmt: skip
"""Kind of a list → the folder of its pages."""


class Planned(Struct, frozen=True):
    """What makes some files of the site, or leaves them as they stand."""

    owner: str | None
    """What the files come and go with: all others of the same owner are removed. None for those of an article."""
    paths: tuple[str, ...] = ()
    job: Job | None = None
    """None where the files stand."""
    listed: int = 0
    """As `store.outputs.Made`."""


def plan(shop: Workshop, setup: Setup, state: State, drafts: bool, everything: bool) -> Iterator[Planned]:
    """Articles first, then the lists that name them, then the review pages where `drafts`, then what stands beside the
    pages: all of these, or those that are stale."""
    if shop.project.manual:
        yield from _pages(with_crumbs(_manual(shop), shop.view), setup.version)
        yield from _files("beside", site_files(shop))
        return
    lists = state.shelves.refresh(everything=everything)
    corrections = Corrections(shop, state)
    yield from _articles(shop, setup, state, corrections, everything)
    yield from (Planned(owner) for kind, slug in lists if (owner := owner_of(kind, slug)))
    listed = corrections.listed()
    pages = listing_pages(
        state.shelves,
        site=shop.view,
        terms=shop.terms,
        topics=shop.topics,
        pages=shop.pages,
        downloads=None,
        corrections=listed,
    )
    yield from _pages(pages, setup.version)
    if state.shelves.changed("year"):
        yield Planned(owner_of("year", "undated"))
    yield Planned("review")
    if drafts:
        from build_site.site.review import review_pages
        from build_site.work.review import most_serious

        yield from _pages(review_pages(*most_serious(shop, state), site=shop.view), setup.version)
    for data in data_jobs(state, setup.version, str(setup.project.out), everything):
        yield Planned(DATA, (data,)) if isinstance(data, str) else Planned(DATA, data.paths, data)
    for owner, job, paths in feed_jobs(shop, state, setup.version, everything):
        yield Planned(owner, paths, job)
    yield Planned("feed corrections")
    if shop.view.address:
        for feed in correction_feeds(listed, site=shop.view):
            yield from _files("feed corrections", feed_files(feed, shop.view.address))
    yield from _files("beside", site_files(shop))


def _manual(shop: Workshop) -> Iterator[Page]:
    """The pages of a site that has no articles."""
    from build_site.site.manual import manual_pages

    return manual_pages(shop.pages, list(shop.linked or ()), folders=shop.settings.pages.folders, site=shop.view)


def plan_articles(shop: Workshop, setup: Setup, state: State) -> Iterator[Planned]:
    """The stale pages of articles, and nothing of what names these."""
    return _articles(shop, setup, state, Corrections(shop, state), everything=False)


def plan_data(shop: Workshop, setup: Setup, files: Sequence[Download]) -> Iterator[Planned]:
    """The page of the data files, which have been made."""
    yield from _pages(with_crumbs(data_pages(files, site=shop.view), shop.view), setup.version)


def owner_of(kind: str, slug: str) -> str:
    """What the pages of a list belong to: `tags/cadre-work`, `timeline/2023/07`; empty where it has none."""
    folder = _KINDS.get(kind)
    return f"{folder}/{slug.replace('-', '/') if kind == 'month' else slug}" if folder else ""


def lists_of(owner: str) -> Iterator[tuple[str, str]]:
    """The lists that may have those pages."""
    folder, _, slug = owner.partition("/")
    if not slug:
        return iter(())
    return (
        (kind, slug.replace("/", "-") if kind == "month" else slug) for kind, own in _KINDS.items() if own == folder
    )


def article_paths(tail: str, reading: Sequence[str]) -> tuple[str, ...]:
    """All files of an article but its card; its pages come first."""
    pages = tuple(f"{lang}/{tail}/index.html" for lang in reading)
    return (*pages, f"{reading[0]}/{tail}/{BESIDE}", f"search/{tail}.js")


def article_job(setup: Setup, state: State, corrections: Corrections, record: ArticleRecord) -> ArticleJob:
    """An article's pages as they would be now."""
    neighbours = _neighbours(state, record)
    mended, apart = corrections.of(record.id), state.articles.apart(record)
    digest, tail = state.articles.made_from(record.id)
    key = fingerprint(setup.version, digest, tail, msgspec.json.encode((neighbours, mended, apart)))
    return ArticleJob(record.id, tail, neighbours, mended, apart, key)


def _articles(
    shop: Workshop, setup: Setup, state: State, corrections: Corrections, everything: bool
) -> Iterator[Planned]:
    reading = shop.view.reading
    words = Wording(reading[0], shop.view.ui[reading[0]])
    records: Iterable[ArticleRecord | None] = (
        state.records() if everything else (state.articles.record(each) for each in state.stale.of(ARTICLE))
    )
    for record in filter(None, records):
        tail = record.tail
        job = article_job(setup, state, corrections, record)
        yield Planned(None, article_paths(tail, reading), job, listed=1)
        if shop.settings.site.cards:
            card = make_card(record, shop.view, words)
            path = card_path(tail, reading[0])
            yield Planned(
                f"card {record.id}", (path,), CardJob(path, card, fingerprint("card", LOOK, msgspec.json.encode(card)))
            )


def _neighbours(state: State, record: ArticleRecord) -> Neighbours:
    newer, older = (state.articles.record(each) if each else None for each in state.articles.beside_record(record))
    related = tuple((other, each.because) for other, each in state.articles.related(record.id))
    return newer, older, related


def _pages(pages: Iterable[Page], version: str) -> Iterator[Planned]:
    for page in pages:
        owner = page_owner(page.path)
        if page.template == STANDS:
            yield Planned(owner, (page.path,))
        else:
            key = fingerprint(version, page.template, msgspec.json.encode(page.context))
            listed = (
                0 if page.context.get("noindex") or page.path == "404.html" else 2 if page.context.get("alone") else 1
            )
            yield Planned(owner, (page.path,), PageJob(page, key), listed)


def page_owner(path: str) -> str:
    """`en/tags/x/page-3/index.html` → `tags/x`; the letters of an A–Z belong to it."""
    parts = path.split("/")[1:-1]
    if parts and parts[-1].startswith(("page-", "letter-")):
        parts.pop()
    return "/".join(parts) or "front"


def _files(owner: str, files: Iterable[tuple[str, bytes]]) -> Iterator[Planned]:
    """Files that are made already, each known by its own bytes."""
    for path, data in files:
        yield Planned(owner, (path,), FileJob(path, data, fingerprint("file", path, data)))
