"""Tags that articles have together: a table of the most frequent tags, and a list of the pairs."""

from __future__ import annotations

from collections import Counter
from math import isqrt
from typing import Any

from build_site.site.index import Index
from build_site.site.rows import about

_TABLE, _PAIRS = 12, 30


def tags_together(index: Index) -> dict[str, Any] | None:
    """None where no two tags meet.

    `tags` are the most frequent ones, `cells[i][j]` about how many articles have both (on the diagonal: have it at
    all); `pairs` are the pairs of all tags, the most frequent first.
    """
    alone: dict[str, int] = {}
    pairs: Counter[tuple[str, str]] = Counter()
    for tag, _, _ in index.slugs("tag"):
        for other, articles in index.company("tag", tag, "tags"):
            if other == tag:
                alone[tag] = about(articles)
            elif tag < other:
                pairs[tag, other] = about(articles)
    if not pairs:
        return None
    tags = [tag for tag, _ in sorted(alone.items(), key=lambda item: (-item[1], item[0]))][:_TABLE]
    cells = [[alone[a] if a == b else pairs[min(a, b), max(a, b)] for b in tags] for a in tags]
    most = max(pairs.values())
    order = sorted(pairs.items(), key=lambda item: (-item[1], item[0]))
    return {
        "tags": tags,
        "cells": cells,
        "limit": isqrt(most) if most > 1 else 1,
        "most": most,
        "pairs": [[a, b, count] for (a, b), count in order[:_PAIRS]],
        "pairs_total": len(pairs),
        "left_out": max(0, len(alone) - _TABLE),
    }
