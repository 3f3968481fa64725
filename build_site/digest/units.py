"""The administrative units of a country from a maintained list, before and after a merger, and which one a text means.

The list is data of the language pack (`units.<code>.txt`): provinces, indented below them districts, below these
communes, and behind `>` what each is part of since the merger.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain

from msgspec import structs

from build_site.digest.facts import DigestFacts
from build_site.digest.unit_list import COMMUNE, DISTRICT, PROVINCE, Listed, Unit, Units, read_lines
from build_site.folding import fold_tones


class Gazetteer:
    """The list, by path and by name."""

    def __init__(
        self, units: str | Listed = "", kinds: Collection[str] = (), renamed: Collection[tuple[str, str]] = ()
    ) -> None:
        self._kinds: dict[str, list[str]] = {}
        """First two letters → the kinds that begin with them, with their blanks, the longest first."""
        for kind in sorted((f"{kind} " for kind in kinds), key=len, reverse=True):
            self._kinds.setdefault(kind[:2], []).append(kind)
        self.listed = units if isinstance(units, Listed) else self._read(units)
        self.units, self.districts, self._named = (
            Units(self.listed, self._kind),
            self.listed.districts,
            self.listed.named,
        )
        self.renamed = {fold_tones(name): self.units[path] for name, path in renamed if path in self.units}

    def _read(self, text: str) -> Listed:
        read = read_lines(text)
        names = [self.bare(written) for written in chain(*read.written)]
        first = len(read.written[PROVINCE])
        districts = names[first : first + len(read.written[DISTRICT])]
        named: dict[str, int | tuple[int, ...]] = {}
        folded = fold_tones("\n".join(names)).split("\n") if names else []
        for name, number in zip(folded, chain(*read.numbers), strict=True):
            known = named.get(name)
            if known is None:
                named[name] = number
            else:
                named[name] = (*known, number) if isinstance(known, tuple) else (known, number)
        return Listed(text, read.starts.tobytes(), bytes(read.levels), read.provinces, read.new, districts, named)

    def bare(self, unit: str) -> str:
        """`huyện Gia Lâm` → `Gia Lâm`."""
        return unit[len(self._kind(unit)) :]

    def _kind(self, unit: str) -> str:
        """With its blank."""
        for kind in self._kinds.get(unit[:2], ()):
            if unit.startswith(kind):
                return kind
        return ""

    def named(self, folded: str) -> list[Unit]:
        """The units of a tone-folded name, from province to commune."""
        numbers = self._named.get(folded, ())
        return [self.units.numbered(number) for number in (numbers if isinstance(numbers, tuple) else (numbers,))]

    def has(self, name: str, kind: str | None) -> bool:
        """Whether `find` finds anything."""
        return _has(self, name, kind)

    def find(self, name: str, kind: str | None) -> Iterator[Unit]:
        """The units of this name and kind; without a kind provinces and districts alone."""
        folded = fold_tones(name)
        if folded in self.renamed:
            yield self.renamed[folded]
        for unit in self.named(folded):
            if unit.kind == kind or (kind is None and unit.level != COMMUNE):
                yield unit


@lru_cache(maxsize=4096)  # the same names stand in article after article
def _has(listed: Gazetteer, name: str, kind: str | None) -> bool:
    return any(listed.find(name, kind))


@lru_cache(maxsize=4)
def gazetteer(facts: DigestFacts) -> Gazetteer:
    return Gazetteer(facts.units, {kind for _, kind in facts.place_kinds}, facts.renamed_units)


def with_units_read(facts: DigestFacts) -> DigestFacts:
    """The same facts, with the list as it is looked up."""
    return structs.replace(facts, units=gazetteer(facts).listed) if facts.units else facts


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
        found = [unit for unit in listed.named(fold_tones(name)) if unit.level == level]
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
