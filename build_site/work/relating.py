"""Which articles are related: found anew only for those that something has changed for."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from build_site.digest.related import Candidate, Shared, relate, size_class, worth
from build_site.model import Reason
from build_site.store.state import State
from build_site.work.failures import Failure

Kind = Literal["document", "person", "place", "term"]
KINDS: dict[str, Kind] = {"document": "document", "person": "person", "place": "place", "subject": "term"}
"""Kind of a mention → of the reason that it gives."""
REMEMBERED = 65_536
"""Things named whose articles are kept at hand while one article after the other is related."""
WEIGHED = 20
"""Candidates, the best by all that they share, that are weighed: date and tags are looked up for these alone."""


def relate_all(state: State) -> list[Failure]:
    """Bring the state's relations up to date. Returns what editors name as related and is not there."""
    size = size_class(state.totals()[0])
    if state.get("related") != str(size):
        state.articles.forget_all_relations()
        state.put("related", str(size))
    naming = lru_cache(maxsize=REMEMBERED)(state.articles.naming)
    facts = lru_cache(maxsize=REMEMBERED)(state.articles.facts)
    for article_id in state.articles.unrelated():
        sharing: dict[str, list[Shared]] = {}
        rough: dict[str, float] = {}
        for named in state.articles.named_by(article_id):
            articles = naming(named)
            shared = Shared(Reason(KINDS[named[0]], named[2]), len(articles))
            value = worth(shared, size)
            for other in articles if value else ():
                sharing.setdefault(other, []).append(shared)
                rough[other] = rough.get(other, 0.0) + value
        rough.pop(article_id, None)
        best = sorted(rough, key=lambda other: (-round(rough[other], 6), other))[:WEIGHED]
        chosen, refused = state.articles.chosen(article_id)
        _, tags = facts(article_id) or (None, frozenset())
        candidates = []
        for other in best:
            published, theirs = facts(other) or (None, frozenset())
            candidates.append(Candidate(other, tuple(sharing[other]), len(tags & theirs), published))
        there = [name for name in chosen if name != article_id and facts(name)]
        state.articles.put_related(article_id, relate(candidates, size, chosen=there, refused=refused))
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
