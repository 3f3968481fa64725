"""The administrative units of a country from a maintained list, before and after a merger, and which one a text means.

The list is data of the language pack (`units.<code>.txt`): provinces, indented below them districts, below these
communes, and behind `>` what each is part of since the merger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache

from msgspec import Struct

from build_site.digest.facts import DigestFacts
from build_site.folding import fold_tones

PROVINCE, DISTRICT, COMMUNE = range(3)


class Unit(Struct, frozen=True):
    """A unit of the list. Units are named with their kind: `huyện Gia Lâm`."""

    path: str
    """What the list calls it, from the province down: `thành phố Hà Nội/huyện Gia Lâm`."""
    level: int
    kind: str
    name: str
    above: tuple[str, ...] = ()
    """The units it is part of, the province first."""
    since: tuple[str, ...] = ()
    """What its territory is part of since the merger: communes, for a province the province."""
    since_province: str = ""
    former: tuple[str, ...] = ()
    """Of a province or commune that exists since the merger: paths of what it was made of."""
    old: bool = True
    """On the list from before the merger."""


class _Row(Struct):
    """A line of the list while it is read."""

    above: tuple[str, ...]
    written: str
    since: list[str]
    since_province: str


class Gazetteer:
    """The list, by path and by name."""

    def __init__(self, text: str = "", kinds: Collection[str] = (), renamed: Collection[tuple[str, str]] = ()) -> None:
        self._kinds: dict[str, list[str]] = {}
        """First two letters → the kinds that begin with them, with their blanks, the longest first."""
        for kind in sorted((f"{kind} " for kind in kinds), key=len, reverse=True):
            self._kinds.setdefault(kind[:2], []).append(kind)
        self.units: dict[str, Unit] = {}
        self._read(text.splitlines())
        self.named: dict[str, list[Unit]] = {}
        """Tone-folded name without its kind → units, from province to commune."""
        units = list(self.units.values())
        names = fold_tones("\n".join(unit.name for unit in units)).split("\n") if units else []  # in one call
        for folded, unit in sorted(zip(names, units, strict=True), key=lambda pair: pair[1].level):
            self.named.setdefault(folded, []).append(unit)
        self.renamed = {fold_tones(name): self.units[path] for name, path in renamed if path in self.units}

    def bare(self, unit: str) -> str:
        """`huyện Gia Lâm` → `Gia Lâm`."""
        return unit[len(self._kind(unit)) :]

    def _kind(self, unit: str) -> str:
        """With its blank."""
        for kind in self._kinds.get(unit[:2], ()):
            if unit.startswith(kind):
                return kind
        return ""

    def _read(self, lines: list[str]) -> None:
        above: tuple[str, ...] = ()
        since_province = ""
        of_district: list[str] = []
        made: dict[tuple[str, str], list[str]] = {}
        rows: list[_Row] = []
        for line in lines:
            if not line or line.startswith("#"):
                continue
            stripped = line.lstrip(" ")
            level = len(line) - len(stripped)
            written, _, into = stripped.partition(" > ")
            above = above[:level]
            targets = into.split("; ") if into else []
            if level == PROVINCE:
                since_province, targets = into, []
                made.setdefault((into, ""), []).append(written)
            elif level == DISTRICT:
                of_district = targets
            else:
                of_district += targets  # a district is part of whatever its communes are part of
            for target in targets:
                made.setdefault((since_province, target), []).append("/".join((*above, written)))
            rows.append(_Row(above, written, targets, since_province))
            above = (*above, written)
        for row in rows:
            former = () if row.above else made.get((row.written, ""), ())
            self._add(row.above, row.written, tuple(dict.fromkeys(row.since)), row.since_province, tuple(former), True)
        for (province, commune), parts in made.items():
            path = f"{province}/{commune}" if commune else province
            if path not in self.units:
                self._add((province,) if commune else (), commune or province, (), province, tuple(parts), False)

    def _add(
        self,
        above: tuple[str, ...],
        written: str,
        since: tuple[str, ...],
        since_province: str,
        former: tuple[str, ...],
        old: bool,
    ) -> None:
        kind = self._kind(written)
        level = len(above) if old else (COMMUNE if above else PROVINCE)
        path = "/".join((*above, written))
        name = written[len(kind) :]
        self.units[path] = Unit(path, level, kind.rstrip(" "), name, above, since, since_province, former, old)

    def find(self, name: str, kind: str | None) -> Iterator[Unit]:
        """The units of this name and kind; without a kind provinces and districts alone."""
        folded = fold_tones(name)
        if folded in self.renamed:
            yield self.renamed[folded]
        for unit in self.named.get(folded, ()):
            if unit.kind == kind or (kind is None and unit.level != COMMUNE):
                yield unit


@lru_cache(maxsize=4)
def gazetteer(facts: DigestFacts) -> Gazetteer:
    return Gazetteer(facts.units, {kind for _, kind in facts.place_kinds}, facts.renamed_units)


def unit_of(
    name: str, kind: str | None, *, behind: str | None, beside: Collection[str], date: str | None, facts: DigestFacts
) -> Unit | None:
    """The unit that a text means by a name, or None where that is not certain.

    `behind`: the name printed directly behind it (`xã Phù Đổng, huyện Gia Lâm`); `beside`: tone-folded names of all
    places of the text. A district whose name the country has once is certain; every other one, and any commune, needs
    its district or its province in the text. `date` is the article's: units of its own time come first.
    """
    listed = gazetteer(facts)
    found = list(listed.find(name, kind))
    certain = bool(found)
    if not found and kind:  # a town that has become a city since, a commune that has become a ward
        level = COMMUNE if kind in facts.commune_kinds else DISTRICT
        found = [unit for unit in listed.named.get(fold_tones(name), ()) if unit.level == level]
    if not found:
        return None
    if found[0].level == PROVINCE:
        return found[0]
    after = bool(date and date[:10] >= facts.units_changed)
    of_the_time = [unit for unit in found if unit.old != after] or found

    def within(unit: Unit, names: Collection[str]) -> int:
        """2: its district is among the names; 1: only a province; 0: neither."""
        levels = [fold_tones(listed.bare(above)) in names for above in unit.above]
        province = levels[0] or fold_tones(listed.bare(unit.since_province)) in names
        return 2 if any(levels[1:]) else int(province)

    if behind and (tied := [unit for unit in of_the_time if within(unit, {fold_tones(behind)})]):
        of_the_time = tied
        if len(tied) == 1:
            return tied[0]
    elif certain and len(of_the_time) == 1 and of_the_time[0].level == DISTRICT:
        return of_the_time[0]
    best = max(within(unit, beside) for unit in of_the_time)
    nearest = [unit for unit in of_the_time if within(unit, beside) == best]
    return nearest[0] if best and len(nearest) == 1 else None
