"""Corrections as the pages need them: those of each article, and all of them at their places."""

from __future__ import annotations

from build_site.model import Correction
from build_site.site.corrections import Placed, lost, placed
from build_site.store.corrections import FILE, read_corrections
from build_site.store.state import State
from build_site.work.storing import digest_of
from build_site.work.workshop import Workshop


class Corrections:
    """site_src/corrections.csv. Constructing one reads it; raises ConfigProblem."""

    def __init__(self, shop: Workshop, state: State) -> None:
        self._state = state
        self._by_article: dict[str, list[Correction]] = {}
        for each in read_corrections(shop.project.site_src / FILE):
            if each.kind == "correction":
                self._by_article.setdefault(each.article, []).append(each)

    @property
    def articles(self) -> list[str]:
        """The ids of all articles that have any."""
        return sorted(self._by_article)

    def of(self, article_id: str) -> tuple[Correction, ...]:
        return tuple(self._by_article.get(article_id, ()))

    def listed(self) -> list[Placed]:
        """All of them, newest first. Only the articles that have any are read, one at a time."""
        tails = self._state.articles.tails(self._by_article)
        found: list[Placed] = []
        for article, corrections in self._by_article.items():
            if article in tails:
                digest = digest_of(self._state, article, {})
                found += placed(corrections, digest, tails[article])
            else:
                found += map(lost, corrections)
        return sorted(found, key=lambda each: (each.correction.date, each.id), reverse=True)
