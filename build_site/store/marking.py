"""What a change of one article makes stale besides its own pages: the articles beside it and those related to it, the
lists that name it, and their feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from build_site.digest.related import COMMON, is_verge
from build_site.model import ArticleRecord
from build_site.site.told import NEWEST
from build_site.store.article_index import ArticleIndex
from build_site.store.naming import COUNTED, UNDATED, Key, Naming, Place, Thing
from build_site.store.outputs import DATA
from build_site.store.stale import ARTICLE, FEED, MEMBERS, RETOLD, SITEMAP, Stale

_RELATING = ("document", "person", "place", "subject")
"""Kinds of things that relate articles."""
_TOLD = ("tag", "topic", "month")
"""Kinds of lists that tell what their articles say."""
_FED = "tag"
"""The kind of lists that have feeds."""


class Marking:
    """Marks, in the tables of an open state. Does nothing as long as no site has been planned: all of it is new."""

    def __init__(self, naming: Naming, articles: ArticleIndex, stale: Stale, *, active: bool) -> None:
        self._naming, self._articles, self._stale = naming, articles, stale
        self.active = active

    def mark(self, kind: str, slugs: Iterable[str]) -> None:
        if self.active:
            self._stale.mark(kind, slugs)

    def lists(self, keys: Collection[Key], since: str = "") -> None:
        """These lists must be planned again. `since`: the rank at which they are other ones; nothing behind it is."""
        if self.active:
            self._stale.mark_lists(keys)
            if since:
                self._stale.mark_since((key for key in keys if key[0] not in COUNTED), since)

    def sharing(self, things: Iterable[Thing], place: Place) -> set[str]:
        """The articles to which one that has a place may be related, or no more, by these things, which it names or
        has named: all newer ones that name them; and of a thing that counts otherwise with one article more or less
        all that name it, for it may just have come or gone."""
        found: set[str] = set()
        for thing in things:
            if self.active and thing[0] in _RELATING:
                places = self._naming.sharing(thing, COMMON + 1)
                all_of_them = is_verge(len(places))
                found.update(each[1] for each in places if all_of_them or each <= place)
        return found

    def told(self, things: Iterable[Thing], rank: str, article_id: str) -> None:
        """What an article says is another; of a list only the newest articles are told."""
        lists = [thing[:2] for thing in things if self.active and thing[0] in _TOLD]
        self.retold(key for key in lists if self._naming.is_newer(*key, NEWEST - 1, rank, article_id))

    def retold(self, keys: Iterable[Key]) -> None:
        """What these lists tell is another."""
        told = [key for key in keys if key[0] in _TOLD]
        self.lists(told)
        self.mark(RETOLD, (f"{kind}/{slug}" for kind, slug in told))

    def feeds(self, things: Iterable[Thing]) -> None:
        """An article's whole text may be another."""
        self.mark(FEED, ("/", *(f"{kind}/{slug}" for kind, slug, _ in things if kind == _FED)))

    def members(self, things: Iterable[Thing]) -> None:
        """These have other articles than before."""
        self.mark(MEMBERS, {kind for kind, _, _ in things})

    def around(self, article_id: str, ranks: Iterable[str]) -> None:
        """What others tell of an article is another, or its place among them: at its old rank and its new one."""
        beside = {each for rank in ranks for each in self._articles.beside(rank, article_id) if each}
        self.mark(ARTICLE, beside | self._articles.relating(article_id))

    def mapped(self, old: ArticleRecord | None, new: ArticleRecord | None) -> None:
        """The data files of an article's month say something else, and perhaps the sitemap: of this article, or of one
        more, or one less."""
        months = {(each.published or UNDATED)[:7] for each in (old, new) if each}
        self.mark(DATA, months)
        said = [(each.tail, each.published, each.revised) if each else None for each in (old, new)]
        if said[0] != said[1]:
            self.mark(SITEMAP, months)
