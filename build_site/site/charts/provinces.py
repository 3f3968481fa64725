"""Map of provinces: a tile each, roughly where it lies, with the number of articles that name it or a place in it."""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from typing import Any

from build_site.digest.units import Gazetteer
from build_site.site.index import Index
from build_site.site.rows import about
from build_site.site.urls import slug

Tile = tuple[int, int, str]


def tile_map(index: Index, units: Gazetteer, tiles: Sequence[Tile]) -> dict[str, Any] | None:
    """The tiles from north to south, each with about how many articles it has; None where the language has no tiles or
    no article a province.

    An article counts once for each of today's provinces, however many of its places it names; a province that has been
    merged into another counts for that one.
    """
    parts: dict[str, list[str]] = {}
    for each in units.units.provinces():
        parts.setdefault(each.since_province, []).append(each.path)
    kept = dict(index.remembered("province"))
    counts: dict[str, int] = {}
    for _, _, province in tiles:
        own = parts.get(province, [province])
        first = next((each for each in own if each in kept), "")
        if first and (kept[first] is None or any(index.is_stale("province", each) for each in own)):
            kept[first] = index.naming_any("province", own)
            index.remember("province", first, kept[first])
        counts[province] = about(kept[first]) if first else 0
    if not any(counts.values()):
        return None
    pages = {entry[0] for entry in index.slugs("place")}
    most = max(counts.values())
    limit = isqrt(most) if most > 1 else 1
    found: list[dict[str, Any]] = []
    for column, row, province in sorted(tiles, key=lambda tile: (tile[1], tile[0])):
        unit = units.units.get(province)
        name = unit.name if unit else province
        address = slug(name)
        count = counts[province]
        found.append(
            {
                "column": column,
                "row": row,
                "name": name,
                "slug": address if address in pages else None,
                "count": count,
                "shade": 0 if not count else 1 if count <= limit and most > 1 else 2,
                "former": [units.bare(each) for each in unit.former if each != province] if unit else [],
            }
        )
    return {"tiles": found, "limit": limit, "most": most}
