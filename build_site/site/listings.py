"""Every page but the articles', as one lazy stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from build_site.model import Page, Term, Topic
from build_site.site.corrections import FOLDER as CORRECTIONS
from build_site.site.corrections import Placed, correction_pages
from build_site.site.crumbs import with_crumbs
from build_site.site.downloads import Download, data_pages
from build_site.site.index import Index
from build_site.site.texts import text_pages
from build_site.site.view import MarkdownPage, SiteView


def listing_pages(
    index: Index,
    *,
    site: SiteView,
    terms: Sequence[Term],
    topics: Sequence[Topic],
    pages: Sequence[MarkdownPage],
    downloads: Sequence[Download] | None = (),
    corrections: Sequence[Placed] = (),
) -> Iterator[Page]:
    """Front pages, timeline, tags, glossary, people, places, documents, search, data, corrections, the editor's pages,
    and 404.html. `corrections` come newest first; `downloads` is None where their page comes later.

    Pages come one at a time; none is kept. Equal contexts give equal bytes (see Renderer.render). Of lists only those
    come for which the index says that something has changed; a page of theirs that stands has the template STANDS.
    """
    made = chain(
        _lists(index, site=site, terms=terms, topics=topics) if index.any_stale() else (),
        data_pages(downloads, site=site) if downloads is not None else (),
        correction_pages(corrections, pages, site=site),
        text_pages([page for page in pages if page.name != CORRECTIONS], site=site),
    )
    yield from with_crumbs(made, site)


def _lists(index: Index, *, site: SiteView, terms: Sequence[Term], topics: Sequence[Topic]) -> Iterator[Page]:
    # An edit that no list shows makes none of these.
    from build_site.site.charts.page import chart_pages
    from build_site.site.documents import document_pages
    from build_site.site.front import front_pages
    from build_site.site.glossary import glossary_pages
    from build_site.site.names import name_pages
    from build_site.site.search.page import search_pages
    from build_site.site.survey import survey
    from build_site.site.tags import tag_pages
    from build_site.site.timeline import timeline_pages
    from build_site.site.told import leaning_words, tell_periods

    whole = survey(index)
    periods = tell_periods(index, leaning_words(site))
    yield from front_pages(index, whole, periods, site=site, topics=topics, terms=terms)
    yield from timeline_pages(index, whole, periods, site=site)
    yield from chart_pages(index, whole, site=site)
    yield from tag_pages(index, site=site, topics=topics)
    yield from glossary_pages(index, site=site, terms=terms)
    yield from name_pages(index, "person", site=site)
    yield from name_pages(index, "place", site=site)
    yield from document_pages(index, site=site)
    yield from search_pages(index, whole, site=site)
