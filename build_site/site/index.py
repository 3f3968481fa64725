"""What listings ask of the store: streams in a fixed order, so that no list holds all articles in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Protocol

from build_site.model import ArticleBrief, ArticleRecord, Mention


class Index(Protocol):
    """All records and mentions of the site. `kind` is a Mention's: tag, topic, person, place, document, term …"""

    def records(self) -> Iterator[ArticleRecord]:
        """Newest first, undated last, then by id."""
        ...

    def slugs(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """(slug, the names that share it, number of mentions: one an article and name), in the order of slugs."""
        ...

    def mentions(self, kind: str, slug: str) -> Iterator[tuple[ArticleRecord, Mention]]:
        """Every mention under one slug, newest article first."""
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

    def naming_any(self, kind: str, slugs: Collection[str]) -> int:
        """How many articles are under at least one of the slugs."""
        ...
