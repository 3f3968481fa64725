"""What listings ask of the store: streams in a fixed order, so that no list holds all articles in memory."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterator, Sequence
from typing import Any, Literal, Protocol

from build_site.model import ArticleBrief, ArticleRecord, Mention


class Index(Protocol):
    """All records and mentions of the site. `kind` is a Mention's: tag, topic, person, place, document, term …"""

    def records(self, most: int = -1) -> Iterator[ArticleRecord]:
        """Newest first, undated last, then by id; no more than `most` where that is not negative."""
        ...

    def slugs(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """(slug, the names that share it, number of mentions: one an article and name), in the order of slugs."""
        ...

    def most(self, kind: str, most: int) -> Sequence[tuple[str, tuple[str, ...], int]]:
        """Those of `slugs`, no terms, that have the most articles; a tie goes by slug."""
        ...

    def mentions(self, kind: str, slug: str, start: int = 0, most: int = -1) -> Iterator[tuple[ArticleRecord, Mention]]:
        """The mentions under one slug, newest article first, from the place `start` on; of a term those of the oldest
        articles alone, the oldest first."""
        ...

    def said(self, kind: str, slug: str) -> Iterator[dict[str, Any]]:
        """The data of each of `mentions`, all of them, in their order; of no term."""
        ...

    # What the last build has planned, and what of it must be planned again

    def anew(self) -> bool:
        """Whether everything is planned: what pages have in common (terms, topics, templates) may be another."""
        ...

    def stale(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """Those of `slugs` for which something has changed: an article under them, or what it says there. Of terms
        the slug alone, where one of the oldest articles has."""
        ...

    def any_stale(self, *kinds: str) -> bool:
        """Whether anything is stale under these kinds, or under any."""
        ...

    def is_retold(self, kind: str, slug: str) -> bool:
        """Whether what the articles of a list tell together (`site.told`) may be another: articles have come or gone,
        or one of those whose words are looked at has others, or any has other people or tags."""
        ...

    def is_stale(self, kind: str, slug: str) -> bool:
        """The same of one slug, which may have no article any more."""
        ...

    def standing(self, kind: str, slug: str, total: int, made_from: Any) -> Container[int]:
        """The numbers of the full pages (`site.paging`) of one list, of which all that they are made from is as it was:
        their articles, and `made_from`."""
        ...

    def remember(self, kind: str, slug: str, told: Any) -> bool:
        """Keep what other pages tell of one list (JSON-able) for the next plan; returns whether that has changed."""
        ...

    def remembered(self, kind: str) -> Iterator[tuple[str, Any]]:
        """What was kept of each list of a kind, in this plan or before, in the order of slugs; None where nothing."""
        ...

    def moved(self, *kinds: str) -> bool:
        """Whether any list of these kinds has other articles than before, or has come or gone."""
        ...

    def changed(self, *kinds: str) -> bool:
        """Whether any list of these kinds has come, gone, or another number or names, or what is kept of it is new."""
        ...

    def company(
        self, kind: str, slug: str, what: Literal["people", "tags"], most: int = -1
    ) -> Sequence[tuple[str, int]]:
        """The people with posts or the tags of the articles under one slug (of a tag, topic, month or year), each with
        its number of articles: no more than `most` where that is not negative, what most have first, then by name."""
        ...

    def dated(self, kind: str, slug: str) -> int:
        """How many articles under one slug have a date; a few are enough to count."""
        ...

    def brief(self, article_id: str) -> ArticleBrief:
        """What other pages may tell of an article."""
        ...

    def first_cited(self) -> Iterator[tuple[str, str, str]]:
        """(slug, name, date of the oldest dated article that cites it) of each document, in the order of slugs."""
        ...

    def signed(self) -> Iterator[tuple[str, str, str]]:
        """(slug, name, the earliest ISO date of signature that a text gives) of each dated document, by slug."""
        ...

    def redated(self) -> bool:
        """Whether anything of `first_cited` and `signed` is another than in the last plan."""
        ...

    def naming_any(self, kind: str, slugs: Collection[str]) -> int:
        """How many articles are under at least one of the slugs."""
        ...
