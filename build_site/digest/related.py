"""Related articles: those that name the same documents, people, places and terms, the rarer the more.

An article is related to older ones: what it leads to has been published, and a page that stands changes with no newer
article. Places and terms alone relate only articles with a tag in common. What many articles name says little, so only
what at most `COMMON` of them name makes two articles related. How many articles name a thing, and how large the site
is, counts in powers of two, so that one article more does not move every score.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec import Struct

from build_site.model import Reason, Related

MOST = 5
COMMON = 50
"""Articles that may name a thing; one that more name makes nothing related."""
LEAST = 1.0
"""Below this two articles are not related: one term in common, or two provinces that many name."""
REASONS = 3
WEIGHTS = {"document": 3.0, "person": 3.0, "place": 0.8, "term": 1.0}
MOST_OF_A_KIND = {"document": 3, "person": 3, "place": 2, "term": 3}
ALONE = ("document", "person")
"""What relates articles without a tag in common."""
TAG = 0.1
"""A tag in common relates nothing, but of two equals the nearer in subject comes first."""
TAGS = 3


class Shared(Struct, frozen=True):
    """A thing that two articles name."""

    reason: Reason
    articles: int
    """How many articles of the site name it."""


class Candidate(Struct, frozen=True):
    """Another article, and what it shares."""

    id: str
    shared: tuple[Shared, ...]
    tags: int = 0
    """Tags that both have."""
    published: str | None = None


def size_class(articles: int) -> int:
    """A number of articles as rarity knows it: the power of two at or below it, at least 2."""
    return max(2, 1 << (max(articles, 1).bit_length() - 1))


def rarity(articles: int, size: int) -> float:
    """Near 1 for what nearly nobody names, 0 for what everybody or too many do; `size` is a `size_class`."""
    if articles > COMMON:
        return 0.0
    return max(0.0, 1.0 - math.log(size_class(articles)) / math.log(size))


def is_verge(articles: int) -> bool:
    """Whether a thing counts otherwise where one article more, or one less, names it."""
    near = (max(0, articles - 1), articles, articles + 1)
    return len({rarity(each, 1 << 30) for each in near}) > 1


def worth(shared: Shared, size: int) -> float:
    """What one thing in common is worth."""
    return WEIGHTS[shared.reason.kind] * rarity(shared.articles, size)


def score(shared: Sequence[Shared], size: int) -> tuple[float, tuple[Reason, ...]]:
    """What things in common are worth, and the best of them; of each kind only a few count, so that a long article is
    not related to everything."""
    counted: list[tuple[float, Reason]] = []
    for kind, most in MOST_OF_A_KIND.items():
        found = [(worth(each, size), each.reason) for each in shared if each.reason.kind == kind]
        counted += sorted((each for each in found if each[0] > 0), key=_order)[:most]
    best = sorted(counted, key=_order)
    return sum(value for value, _ in best), tuple(reason for _, reason in best[:REASONS])


def relate(
    candidates: Sequence[Candidate], size: int, *, chosen: Sequence[str] = (), refused: Sequence[str] = ()
) -> tuple[Related, ...]:
    """Up to five articles, an editor's choice first, then by worth, then the newest; never one that was refused.

    `chosen` and `refused` are ids; the caller vouches that the chosen exist and leaves out the article itself.
    """
    named = dict.fromkeys(chosen)
    found: list[tuple[float, str, str, tuple[Reason, ...]]] = []
    for candidate in candidates:
        value, reasons = score(candidate.shared, size)
        if not candidate.tags and not any(reason.kind in ALONE for reason in reasons):
            continue  # a match and a market price may name the same two towns
        if value >= LEAST and candidate.id not in named and candidate.id not in refused:
            value += TAG * min(candidate.tags, TAGS)
            found.append((round(value, 6), candidate.published or "", candidate.id, reasons))
    found.sort(key=lambda each: each[2])
    found.sort(key=lambda each: each[:2], reverse=True)
    automatic = (Related(name, reasons) for _, _, name, reasons in found)
    return (*(Related(name, (Reason("editor"),)) for name in named), *automatic)[: max(MOST, len(named))]


def _order(each: tuple[float, Reason]) -> tuple[float, str, str]:
    return -each[0], each[1].kind, each[1].what
