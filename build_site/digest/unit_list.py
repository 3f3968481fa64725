"""The administrative units of a country as the lines of a list: provinces, indented below them districts, below these
communes, and behind ` > ` what each is part of since a merger."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple

from msgspec import Struct

PROVINCE, DISTRICT, COMMUNE = range(3)
NUMBERS = "I"


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


class Listed(Struct, frozen=True, eq=False):
    """The list as it is looked up: worked out once and kept (`work/workshop.py`), for it takes 30 ms. Units go by the
    numbers that `Lines` gives them."""

    text: str
    starts: bytes
    levels: bytes
    provinces: dict[str, int]
    new: list[str]
    """As `Lines` has them, `starts` in the machine's own numbers of four bytes."""
    districts: list[str]
    """Their names without their kinds."""
    named: dict[str, int | tuple[int, ...]]
    """Tone-folded name without its kind → number of the one unit, or of all, from province to commune."""


class Lines(NamedTuple):
    """Of each unit its number alone: of those on the list that of the line, counted without comments; of those that
    exist since the merger one behind these."""

    starts: array[int]
    """Where each line begins; last, where the list ends."""
    levels: bytearray
    """Of each line."""
    provinces: dict[str, int]
    new: list[str]
    """Paths of those since the merger, in the order of their numbers."""
    numbers: tuple[list[int], list[int], list[int]]
    """By level; those since the merger come last, and are provinces or communes."""
    written: tuple[list[str], list[str], list[str]]
    """What the list calls them, in the same order."""


def read_lines(text: str) -> Lines:
    """The list, whose lines end with `\\n`."""
    read = Lines(array(NUMBERS), bytearray(), {}, [], ([], [], []), ([], [], []))
    since: dict[str, None] = {}
    districts: set[str] = set()
    at = number = 0
    province = into = ""
    for line in text.split("\n"):
        begins, at = at, at + len(line) + 1
        if not line or line[0] == "#":
            continue
        level = COMMUNE if line[:2] == "  " else DISTRICT if line[0] == " " else PROVINCE
        written, _, targets = line[level:].partition(" > ")
        if level == PROVINCE:
            province, into = written, targets
            read.provinces[written] = number
            since[into] = None
        elif level == DISTRICT:
            districts.add(f"{province}/{written}")
        if level and targets:
            since.update((f"{into}/{target}", None) for target in targets.split("; "))
        read.written[level].append(written)
        read.numbers[level].append(number)
        read.starts.append(begins)
        read.levels.append(level)
        number += 1
    read.starts.append(len(text) + 1)
    for path in since:
        if path not in read.provinces and path not in districts:
            above, _, commune = path.partition("/")
            level = COMMUNE if commune else PROVINCE
            read.new.append(path)
            read.written[level].append(commune or above)
            read.numbers[level].append(number)
            number += 1
    return read


class Units(Mapping[str, Unit]):
    """Path → unit. The list is read when a process starts, and few of its units are ever asked for: of each it is only
    known on which line it stands, and it is made when it is asked for. Units that exist since the merger stand on no
    line of their own; their numbers follow those of the lines."""

    def __init__(self, listed: Listed, kind_of: Callable[[str], str]) -> None:
        self._text, self._kind_of = listed.text, kind_of
        self._known: dict[int, Unit] = {}
        self._starts = array(NUMBERS, listed.starts)
        self._levels, self._provinces, self._new = listed.levels, listed.provinces, listed.new
        self._lines = len(self._starts) - 1
        self._of_province = [*self._provinces.values(), self._lines]
        self._new_numbers = {path: number for number, path in enumerate(self._new, self._lines)}

    def __getitem__(self, path: str) -> Unit:
        return self.numbered(self._number(path))

    def __iter__(self) -> Iterator[str]:
        return (self.numbered(number).path for number in range(len(self)))

    def __len__(self) -> int:
        return self._lines + len(self._new)

    def provinces(self) -> Iterator[Unit]:
        """Those on the list, then those that exist since the merger alone."""
        new = (number for path, number in self._new_numbers.items() if "/" not in path)
        return map(self.numbered, chain(self._provinces.values(), new))

    def numbered(self, number: int) -> Unit:
        """The unit of a number."""
        unit = self._known.get(number)
        if unit is None:
            unit = self._known[number] = self._old(number) if number < self._lines else self._since(number)
        return unit

    def _number(self, path: str) -> int:
        """Raises KeyError."""
        province, *below = path.split("/")
        number = self._provinces.get(province)
        if number is not None and len(below) <= COMMUNE:
            end = self._end(number, PROVINCE)
            for level, written in enumerate(below, DISTRICT):
                found = self._line(" " * level + written, number, end)
                if found is None:
                    break
                number, end = found, self._end(found, level)
            else:
                return number
        return self._new_numbers[path]

    def _line(self, written: str, first: int, end: int) -> int | None:
        """The number of the line between two that begins with what is written, and goes on no farther."""
        at, last = self._starts[first], self._starts[end] - 1
        while (at := self._text.find(f"\n{written}", at, last)) >= 0:
            behind = at + 1 + len(written)
            if behind == last or self._text.startswith(("\n", " > "), behind):
                return bisect_right(self._starts, at + 1) - 1
            at = behind
        return None

    def _end(self, number: int, level: int) -> int:
        """The number of the line behind all that is below a unit."""
        ends = (self._levels.find(higher, number + 1) for higher in range(level + 1))
        return min((end for end in ends if end >= 0), default=self._lines)

    def _split(self, number: int) -> tuple[str, list[str]]:
        """What a line calls its unit, and what that is part of since the merger."""
        at = self._starts[number]
        end = self._text.find("\n", at)
        written, _, into = self._text[at : end if end >= 0 else None].lstrip(" ").partition(" > ")
        return written, into.split("; ") if into else []

    def _old(self, number: int) -> Unit:
        level = self._levels[number]
        written, since = self._split(number)
        above: tuple[str, ...] = ()
        up = number
        for higher in reversed(range(level)):
            up = self._levels.rfind(higher, 0, up)
            above = (self._split(up)[0], *above)
        if level == PROVINCE:
            into, since = "".join(since), []
            return self._unit(written, above, (), into, self._former(written, ""))
        if level == DISTRICT:  # it is part of whatever its communes are part of
            for below in range(number + 1, self._end(number, level)):
                since += self._split(below)[1]
        return self._unit(written, above, dict.fromkeys(since), "".join(self._split(up)[1]), ())

    def _since(self, number: int) -> Unit:
        province, _, commune = self._new[number - self._lines].partition("/")
        former = self._former(province, commune)
        if commune:
            return self._unit(commune, (province,), (), province, former, old=False)
        return self._unit(province, (), (), province, former, old=False)

    def _unit(
        self,
        written: str,
        above: tuple[str, ...],
        since: Iterable[str],
        since_province: str,
        former: Iterable[str],
        *,
        old: bool = True,
    ) -> Unit:
        kind = self._kind_of(written)
        level = len(above) if old else (COMMUNE if above else PROVINCE)
        path = "/".join((*above, written))
        name = written[len(kind) :]
        return Unit(path, level, kind.rstrip(" "), name, above, tuple(since), since_province, tuple(former), old)

    def _former(self, province: str, commune: str) -> Iterator[str]:
        """Paths of what a province or a commune since the merger was made of."""
        for written, first in self._provinces.items():
            if "".join(self._split(first)[1]) != province:
                continue
            if not commune:
                yield written
                continue
            end = self._of_province[bisect_right(self._of_province, first)]
            at, last = self._starts[first + 1] if first + 1 < end else 0, self._starts[end] - 1
            while at and (at := self._text.find(commune, at, last)) >= 0:
                number = bisect_right(self._starts, at) - 1
                found = self._split(number)[1].count(commune)
                if found:
                    yield from [self._path(number)] * found
                at = self._starts[number + 1] if number + 1 < end else 0

    def _path(self, number: int) -> str:
        """`numbered` would make units of all that have become part of one."""
        path = self._split(number)[0]
        for higher in reversed(range(self._levels[number])):
            number = self._levels.rfind(higher, 0, number)
            path = f"{self._split(number)[0]}/{path}"
        return path
