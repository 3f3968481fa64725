"""What of the articles that a build has read wants a person's eye: how many there are of each kind, and the first of
them. However many articles are read, little is kept."""

from __future__ import annotations

import heapq
from typing import Literal, get_args

from msgspec import Struct

from build_site.model import Digest

Kind = Literal["new", "gone", "untranslated", "stale", "doubtful", "dropped"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MOST = 50
"""Articles of a kind that are named."""
LEAST_DROPPED = 500
"""Characters left out of an article that are worth a word, where they are also more than what is left."""


class Wants(Struct, frozen=True):
    """What one article wants: numbers of texts, and of characters."""

    untranslated: int = 0
    stale: int = 0
    doubtful: int = 0
    dropped: int = 0
    """Characters of its lines that are left out; 0 where they are not unusually many."""


class Attention(Struct, frozen=True):
    """The articles of one kind among those that were read in this run."""

    kind: Kind
    """`new`: not there before · `gone`: there before, and no longer · `untranslated` · `stale`: the original has
    changed since it was translated · `doubtful`: a check doubts a translation that is not stale · `dropped`: more of
    the text is left out than kept."""
    articles: int
    texts: int
    """Of all of them: texts that are untranslated, stale or doubtful, characters that are left out."""
    most: tuple[tuple[str, int], ...]
    """(seed, number) of those with the largest numbers, at most MOST; of those that are new or gone the first by
    name."""


class Tally:
    """Of the articles of one run, kept while they are read."""

    def __init__(self) -> None:
        self._articles = dict.fromkeys(KINDS, 0)
        self._texts = dict.fromkeys(KINDS, 0)
        self._most: dict[Kind, list[tuple[int, _Late]]] = {kind: [] for kind in KINDS}

    def add(self, name: str, wants: Wants, *, new: bool) -> None:
        """An article that was read."""
        counts: tuple[int, ...] = (0, 0, wants.untranslated, wants.stale, wants.doubtful, wants.dropped)
        for kind, count in zip(KINDS, counts, strict=True):
            if count or (new and kind == "new"):
                self._note(kind, name, count)

    def gone(self, name: str) -> None:
        """An article whose seed is no longer there."""
        self._note("gone", name, 0)

    def _note(self, kind: Kind, name: str, count: int) -> None:
        self._articles[kind] += 1
        self._texts[kind] += count
        found = self._most[kind]
        (heapq.heappush if len(found) < MOST else heapq.heappushpop)(found, (count, _Late(name)))

    def told(self) -> tuple[Attention, ...]:
        """The kinds that there are any of."""
        return tuple(
            Attention(kind, self._articles[kind], self._texts[kind], self._first(kind))
            for kind in KINDS
            if self._articles[kind]
        )

    def _first(self, kind: Kind) -> tuple[tuple[str, int], ...]:
        found = sorted(self._most[kind], reverse=True)
        return tuple((late.name, count) for count, late in found)


class _Late:
    """A name that counts for more the earlier it comes, so that of equals the first by name are kept."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name

    def __lt__(self, other: _Late) -> bool:
        return self.name > other.name


def wants_of(digest: Digest) -> Wants:
    """Of a digest."""
    units = digest.all_units
    kept = sum(len(unit.source) for unit in units)
    dropped = sum(len(each.text) for each in digest.article.dropped if each.rule != "told-head")
    much = dropped > max(kept, LEAST_DROPPED) and digest.rights == "full"
    return Wants(
        untranslated=digest.missing,
        stale=sum(unit.state == "stale" for unit in units),
        doubtful=sum(bool(unit.findings) and unit.state != "stale" for unit in units),
        dropped=dropped if much else 0,
    )
