"""Room for marks and labels: dots that would hide each other are stacked, labels stand in rows above them and never
touch another label or its leader line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

LABEL_ROWS = 9
_Turn = tuple[int, tuple[str, str]]
"""The number of a mark whose turn it is, and its sides, the better one first."""
_ROUNDS = 3
"""What found no room comes first in the next round."""
_GAP = 8.0
"""Between two labels of a row."""
_CLEAR = 3.0
"""Between a label and another mark's leader line."""


class Placed(Struct, frozen=True):
    """A label above its mark: `row` counts from the lane upwards; `side` is its text-anchor."""

    row: int
    side: str


class _Board(Struct):
    """What stands on the rows already."""

    boxes: list[tuple[int, float, float]]
    leaders: list[tuple[int, float]]

    def free(self, row: int, start: float, end: float, x: float) -> bool:
        """Neither on another label, nor over a leader that goes higher, nor with a leader through a label below."""
        for other, left, right in self.boxes:
            if other == row:
                if start < right + _GAP and left < end + _GAP:
                    return False
            elif other < row and left - _CLEAR < x < right + _CLEAR:
                return False
        low, high = start - _CLEAR, end + _CLEAR
        return not any(other >= row and low < at < high for other, at in self.leaders)


def stack(xs: Sequence[float], room: float) -> list[int]:
    """The level of each dot (0: on the line), so that no two of a level are closer than `room`; `xs` ascend."""
    last: list[float] = []
    levels = []
    for x in xs:
        level = next((n for n, before in enumerate(last) if x - before >= room), len(last))
        if level == len(last):
            last.append(x)
        last[level] = x
        levels.append(level)
    return levels


def place_labels(
    xs: Sequence[float], widths: Sequence[float], left: float, right: float, offset: float = 5.0
) -> list[Placed | None]:
    """A place for as many labels as have room between `left` and `right`; None for the others. `xs` ascend.

    Marks that stand close are a group: its left half has its labels to the left, its right half to the right, rising
    towards the middle. How close is close is tried out, and so are all labels on one side.
    """
    numbers = range(len(xs))
    orders = [_order(xs, near) for near in (70.0, 35.0, 140.0)]
    orders += [[(n, ("start", "end")) for n in reversed(numbers)], [(n, ("end", "start")) for n in numbers]]
    best: list[Placed | None] = [None] * len(xs)
    for first in orders:
        order = first
        for _ in range(_ROUNDS):
            found = _place(xs, widths, left, right, offset, order)
            best = max(best, found, key=lambda each: (len(each) - each.count(None), -rows_of(each)))
            missed = [turn for turn in order if found[turn[0]] is None]
            if not missed:
                break
            order = missed + [turn for turn in order if found[turn[0]] is not None]
    return best


def rows_of(placed: Sequence[Placed | None]) -> int:
    """How many rows the labels take."""
    return 1 + max((each.row for each in placed if each), default=-1)


def _place(
    xs: Sequence[float], widths: Sequence[float], left: float, right: float, offset: float, order: Iterable[_Turn]
) -> list[Placed | None]:
    board = _Board([], [])
    placed: list[Placed | None] = [None] * len(xs)
    for number, sides in order:
        x, width = xs[number], widths[number]
        starts = {"start": x + offset, "end": x - offset - width}
        places = ((row, side) for side in sides for row in range(LABEL_ROWS))
        for row, side in places:
            start, end = starts[side], starts[side] + width
            if left <= start and end <= right and board.free(row, start, end, x):
                placed[number] = Placed(row, side)
                board.boxes.append((row, start, end))
                board.leaders.append((row, x))
                break
    return placed


def _order(xs: Sequence[float], near: float) -> list[_Turn]:
    """The order for labels that rise towards the middle of each group."""
    groups: list[list[int]] = []
    for number, x in enumerate(xs):
        if groups and x - xs[groups[-1][-1]] < near:
            groups[-1].append(number)
        else:
            groups.append([number])
    order: list[_Turn] = []
    for group in groups:
        half = len(group) // 2
        order += [(number, ("end", "start")) for number in group[:half]]
        order += [(number, ("start", "end")) for number in reversed(group[half:])]
    return order
