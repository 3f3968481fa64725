"""Files that hold saved articles of many pages: what a feed reader or an extractor of text exports. Each article
becomes a page of its own, which is read as any saved page is."""

from build_site.source.export.archive import is_archive, lightened, page_within
from build_site.source.export.entry import Entry, as_page
from build_site.source.export.read import read_export

__all__ = ["Entry", "as_page", "is_archive", "lightened", "page_within", "read_export"]
