"""What listings ask of the store: streams in a fixed order, so that no list holds all articles in memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from build_site.model import ArticleRecord, Mention


class Index(Protocol):
    """All records and mentions of the site. `kind` is a Mention's: tag, person, place, document, term, office."""

    def records(self) -> Iterator[ArticleRecord]:
        """Newest first, undated last, then by id."""
        ...

    def slugs(self, kind: str) -> Iterator[tuple[str, tuple[str, ...], int]]:
        """(slug, the names that share it, number of mentions: one an article and name), in the order of slugs."""
        ...

    def mentions(self, kind: str, slug: str) -> Iterator[tuple[ArticleRecord, Mention]]:
        """Every mention under one slug, newest article first."""
        ...
