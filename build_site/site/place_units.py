"""What the list of administrative units says of a place, for the place's page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from build_site.digest.unit_list import COMMUNE, DISTRICT, PROVINCE, Unit
from build_site.digest.units import Gazetteer

Named = tuple[str, str]
"""Kind and name: (`huyện`, `Gia Lâm`)."""


def units_of(paths: Iterable[str], listed: Gazetteer) -> list[dict[str, Any]]:
    """Each unit once: its kind and name, the units it is part of from below, and what became of it in the merger.

    `key` is that of the interface's string, `units` fill its place; None where the unit is what it was.
    """
    found = []
    for unit in (listed.units[path] for path in dict.fromkeys(paths) if path in listed.units):
        key, units = _became(unit, listed)
        found.append(
            {
                "unit": (unit.kind, unit.name),
                "above": [_named(each, listed) for each in reversed(unit.above)],
                "key": key,
                "units": [_named(each, listed) for each in units],
                "old": unit.old,
            }
        )
    return found


def _became(unit: Unit, listed: Gazetteer) -> tuple[str, tuple[str, ...]]:
    if unit.level == PROVINCE:
        merged = listed.units[unit.since_province]
        if merged.path != unit.path:
            return "unit_part_of", (merged.path,)
        return ("unit_merged", merged.former) if len(merged.former) > 1 else ("unit_unchanged", ())
    if unit.level == DISTRICT:
        return "unit_no_district", (*unit.since, unit.since_province)
    assert unit.level == COMMUNE
    if unit.old:
        return "unit_part_of", (*unit.since, unit.since_province)
    return "unit_new", tuple(dict.fromkeys(path.rpartition("/")[2] for path in unit.former))


def _named(unit: str, listed: Gazetteer) -> Named:
    name = listed.bare(unit)
    return unit[: len(unit) - len(name)].strip(), name
