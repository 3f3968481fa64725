"""The administrative units of a country from a maintained list, before and after a merger, and which one a text means.

The list is data of the language pack (`units.<code>.txt`): provinces, indented below them districts, below these
communes, and behind `>` what each is part of since the merger.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain

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


Row = tuple[tuple[str, ...], str, list[str], str, bool]
"""A unit before it is asked for: those above it, what the list calls it, since, since_province, old."""


class Units(Mapping[str, Unit]):
    """Path → unit. The list is read when a process starts, and few of its units are ever asked for: each is made when
    it is."""

    def __init__(self, rows: dict[str, Row], made: dict[tuple[str, str], list[str]], kind_of: Callable[[str], str]):
        self._rows, self._made, self._kind_of = rows, made, kind_of
        self._known: dict[str, Unit] = {}

    def __getitem__(self, path: str) -> Unit:
        return self._known.get(path) or self._make(path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def _make(self, path: str) -> Unit:
        above, written, since, since_province, old = self._rows[path]
        kind = self._kind_of(written)
        former: Sequence[str] = ()
        if not above:
            former = self._made.get((written, ""), ())
        elif not old:
            former = self._made[since_province, written]
        unit = self._known[path] = Unit(
            path,
            len(above) if old else (COMMUNE if above else PROVINCE),
            kind.rstrip(" "),
            written[len(kind) :],
            above,
            tuple(dict.fromkeys(since)),
            since_province,
            tuple(former),
            old,
        )
        return unit


class Gazetteer:
    """The list, by path and by name."""

    def __init__(self, text: str = "", kinds: Collection[str] = (), renamed: Collection[tuple[str, str]] = ()) -> None:
        self._kinds: dict[str, list[str]] = {}
        """First two letters → the kinds that begin with them, with their blanks, the longest first."""
        for kind in sorted((f"{kind} " for kind in kinds), key=len, reverse=True):
            self._kinds.setdefault(kind[:2], []).append(kind)
        rows, made = _read(text.splitlines())
        self.units = Units(rows, made, self._kind)
        levels: tuple[list[str], ...] = ([], [], [])
        for path, (above, _, _, _, old) in rows.items():
            levels[len(above) if old or not above else COMMUNE].append(path)
        paths = [*chain(*levels)]
        names = [self.bare(rows[path][1]) for path in paths]
        self.districts = names[len(levels[PROVINCE]) :][: len(levels[DISTRICT])]
        """Their names without their kinds."""
        self._paths: dict[str, list[str]] = {}
        """Tone-folded name without its kind → paths, from province to commune."""
        for folded, path in zip(fold_tones("\n".join(names)).split("\n") if names else (), paths, strict=True):
            self._paths.setdefault(folded, []).append(path)
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

    def named(self, folded: str) -> list[Unit]:
        """The units of a tone-folded name, from province to commune."""
        return [self.units[path] for path in self._paths.get(folded, ())]

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


def _read(lines: list[str]) -> tuple[dict[str, Row], dict[tuple[str, str], list[str]]]:
    """Path → row; and (province, commune or nothing) since the merger → paths of what it was made of."""
    rows: dict[str, Row] = {}
    made: dict[tuple[str, str], list[str]] = {}
    above: tuple[str, ...] = ()
    path_above = since_province = ""
    of_district: list[str] = []
    for line in lines:
        if not line or line[0] == "#":
            continue
        stripped = line.lstrip(" ")
        level = len(line) - len(stripped)
        written, _, into = stripped.partition(" > ")
        targets = into.split("; ") if into else []
        if level == COMMUNE:
            path = f"{path_above}/{written}"
            rows[path] = (above, written, targets, since_province, True)
            of_district += targets  # a district is part of whatever its communes are part of
        elif level == DISTRICT:
            path_above = path = f"{above[0]}/{written}"
            rows[path] = (above[:1], written, targets, since_province, True)
            above = (above[0], written)
            of_district = targets
        else:
            path = written
            since_province, above, path_above = into, (written,), written
            rows[path] = ((), written, [], into, True)
            made.setdefault((into, ""), []).append(written)
            continue
        for target in (*targets,):
            made.setdefault((since_province, target), []).append(path)
    for province, commune in made:
        path = f"{province}/{commune}" if commune else province
        if path not in rows:
            rows[path] = ((province,) if commune else (), commune or province, [], province, False)
    return rows, made


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
