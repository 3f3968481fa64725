"""Every page but the articles', as one lazy stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_site.model import Page, Term, Topic
from build_site.site.documents import document_pages
from build_site.site.front import front_pages
from build_site.site.glossary import glossary_pages
from build_site.site.index import Index
from build_site.site.names import name_pages
from build_site.site.survey import survey
from build_site.site.tags import tag_pages
from build_site.site.texts import text_pages
from build_site.site.timeline import timeline_pages
from build_site.site.view import MarkdownPage, SiteView


def listing_pages(
    index: Index, *, site: SiteView, terms: Sequence[Term], topics: Sequence[Topic], pages: Sequence[MarkdownPage]
) -> Iterator[Page]:
    """Front pages, timeline, tags, glossary, people, places, documents, the editor's pages, and 404.html.

    Pages come one at a time; none is kept. Equal contexts give equal bytes (see Renderer.render).
    """
    whole = survey(index)
    yield from front_pages(index, whole, site=site, topics=topics)
    yield from timeline_pages(index, whole, site=site)
    yield from tag_pages(index, site=site, topics=topics)
    yield from glossary_pages(index, site=site, terms=terms)
    yield from name_pages(index, "person", site=site)
    yield from name_pages(index, "place", site=site)
    yield from document_pages(index, site=site)
    yield from text_pages(pages, site=site)
