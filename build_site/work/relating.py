"""Which older articles are related to each: found anew only for those that something has changed for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from build_site.digest.related import COMMON, Candidate, Shared, relate, size_class, worth
from build_site.model import Reason
from build_site.store.order import rank
from build_site.store.stale import ARTICLE, RELATIONS
from build_site.store.state import State
from build_site.work.failures import Failure

Kind = Literal["document", "person", "place", "term"]
KINDS: dict[str, Kind] = {"document": "document", "person": "person", "place": "place", "subject": "term"}
"""Kind of a mention → of the reason that it gives."""
REMEMBERED = 16_384
"""Things named whose articles are kept at hand while one article after the other is related, and articles whose date
and tags are."""
WEIGHED = 20
"""Candidates, the best by all that they share, that are weighed: date and tags are looked up for these alone."""


def relate_all(state: State) -> list[Failure]:
    """Bring the state's relations up to date. Returns what editors name as related and is not there."""
    size = size_class(state.totals()[0])
    wanted: Iterable[str] = state.stale.of(RELATIONS)
    if state.get("related") != str(size):
        wanted = [each.id for each in state.records()]
    naming = lru_cache(maxsize=REMEMBERED)(lambda named: state.naming.sharing(named, COMMON))

    @lru_cache(maxsize=REMEMBERED)
    def facts(article_id: str) -> tuple[frozenset[str], str | None] | None:
        record = state.articles.record(article_id)
        return (frozenset(record.tags), record.published) if record else None

    for article_id in wanted:
        own = facts(article_id)
        if own is None:
            continue
        tags, published = own
        place = (rank(published), article_id)
        sharing: dict[str, list[Shared]] = {}
        rough: dict[str, float] = {}
        for named in state.naming.of(article_id):
            articles = naming(named) if named[0] in KINDS else ()
            if not articles:
                continue
            shared = Shared(Reason(KINDS[named[0]], named[2]), len(articles))
            value = worth(shared, size)
            for older, other in articles if value else ():
                if (older, other) > place:
                    sharing.setdefault(other, []).append(shared)
                    rough[other] = rough.get(other, 0.0) + value
        best = sorted(rough, key=lambda other: (-round(rough[other], 6), other))[:WEIGHED]
        chosen, refused = state.articles.chosen(article_id)
        candidates = []
        for other in best:
            if found := facts(other):
                candidates.append(Candidate(other, tuple(sharing[other]), len(tags & found[0]), found[1]))
        there = [name for name in chosen if name != article_id and facts(name)]
        if state.articles.put_related(article_id, relate(candidates, size, chosen=there, refused=refused)):
            state.stale.mark(ARTICLE, [article_id])
    state.stale.strike(RELATIONS)
    state.put("related", str(size))
    state.commit()
    return [
        Failure(
            name,
            f"related or not_related names “{other}”, and there is no other article of that id",
            f"site_src/articles/{name}.md",
            "An id is the path of a seed below seeds/ without its ending.",
            "notes",
        )
        for name, other in state.articles.chosen_in_vain()
    ]
