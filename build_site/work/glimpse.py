"""One page as it would be if everything were built just now: what a preview shows while a change of a template that all
pages are made with is still on its way through the site."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import msgspec

from build_site.model import Digest, Page
from build_site.site.listings import listing_pages
from build_site.store.project import Project
from build_site.store.shelves import Shelves, Slug
from build_site.store.state import State
from build_site.work.correcting import Corrections
from build_site.work.plan import article_job, lists_of, page_owner
from build_site.work.storing import digest_of, shown
from build_site.work.workshop import make_setup, workshop


def digest_at(project: Project, path: str) -> Digest | None:
    """The article that has this page of the site, as it was digested last."""
    try:
        with closing(State(project.state, read_only=True)) as state:
            ids = state.articles.at(path)
            return digest_of(state, ids[0], {}) if ids else None
    except (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError):
        return None


class Glimpse:
    """The project as it stands just now. Constructing one compiles its templates; raises BuildSiteError where one is
    wrong."""

    def __init__(self, project: Project) -> None:
        self._setup = make_setup(project)
        self._renderer = workshop(self._setup).renderer
        self._renderer.prove()

    def page(self, path: str) -> bytes | None:
        """The page at a path of the site, of articles and lists as the state knows them; None where it is no page of
        an article or a list, or nothing has been built yet."""
        try:
            return self._page(path)
        except sqlite3.DatabaseError:
            return None

    def _page(self, path: str) -> bytes | None:
        with closing(State(self._setup.project.state, read_only=True)) as state:
            pages = self._article(state, path) or self._lists(state, path)
            found = next((page for page in pages if page.path == path), None)
        return self._renderer.render(found) if found else None

    def _article(self, state: State, path: str) -> Iterator[Page] | None:
        shop = workshop(self._setup)
        ids = state.articles.at(path) if path.endswith("/index.html") else []
        record = state.articles.record(ids[0]) if ids else None
        if record is None:
            return None
        job = article_job(self._setup, state, Corrections(shop, state), record)
        return job.pages(*shown(state, job.id, shop.terms_by_id), shop.view)

    def _lists(self, state: State, path: str) -> Iterator[Page]:
        shop = workshop(self._setup)
        return listing_pages(
            _Only(state.shelves, path),
            site=shop.view,
            terms=shop.terms,
            topics=shop.topics,
            pages=shop.pages,
            downloads=None,
            corrections=Corrections(shop, state).listed(),
        )


class _Only(Shelves):
    """The lists as they were planned last, of which nothing is stale but what one page is made of."""

    def __init__(self, shelves: Shelves, path: str) -> None:
        super().__init__(*shelves.parts)
        owner = page_owner(path)
        self._wanted = set(lists_of(owner))
        self._number = path.removesuffix("/index.html").rpartition("/page-")[2]

    def stale(self, kind: str) -> Iterator[Slug]:
        found = [each for each in self.slugs(kind) if (kind, each[0]) in self._wanted]
        # A term has a page before any article uses it.
        return iter(found or [(slug, (), 0) for of, slug in self._wanted if of == kind == "term"])

    def anew(self) -> bool:
        return not self._wanted

    def any_stale(self, *kinds: str) -> bool:
        return True

    def is_retold(self, kind: str, slug: str) -> bool:
        return False

    def moved(self, *kinds: str) -> bool:
        return not self._wanted

    def is_stale(self, kind: str, slug: str) -> bool:
        return (kind, slug) in self._wanted

    def changed(self, *kinds: str) -> bool:
        return not self._wanted

    def standing(self, kind: str, slug: str, total: int, made_from: Any) -> set[int]:
        return {number for number in range(1, total) if str(number) != self._number}

    def remember(self, kind: str, slug: str, told: Any) -> bool:
        return False
