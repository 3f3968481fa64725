"""The editor's own pages, written in Markdown: about, method, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from build_site.model import Page
from build_site.site.view import MarkdownPage, SiteView


def text_pages(pages: Sequence[MarkdownPage], *, site: SiteView) -> Iterator[Page]:
    """<lang>/<name>/index.html for each page; `alone` tells that the other language has no page of that name."""
    written = {(page.lang, page.name) for page in pages}
    for page in pages:
        other = next(lang for lang in site.reading if lang != page.lang)
        path = f"{page.lang}/{page.name}/index.html"
        context = {
            "lang": page.lang,
            "path": path,
            "title": page.title,
            "markdown_text": page.body,
            "alone": (other, page.name) not in written,
        }
        yield Page(path, "text.html", context)
