"""A time axis: dates as positions, and the ticks that have room."""

from __future__ import annotations

from calendar import isleap
from typing import Any

from msgspec import Struct

_DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)
_STEPS = (1, 2, 5, 10, 20, 50, 100, 1000)


def moment(date: str) -> float:
    """`2023-02-04…`, `2023-02` or `2023` in years; a month counts from its middle, a year from its start."""
    year = int(date[:4])
    if len(date) < 7:
        return float(year)
    month = int(date[5:7])
    leap = isleap(year)
    day = int(date[8:10]) if len(date) >= 10 else 16
    days = _DAYS_BEFORE[month - 1] + (1 if leap and month > 2 else 0) + day - 1
    return year + days / (366 if leap else 365)


class Axis(Struct, frozen=True):
    """Years from `first` to `last` (exclusive) between the positions `left` and `right`."""

    first: int
    last: int
    left: float
    right: float

    @property
    def years(self) -> int:
        return self.last - self.first

    def x(self, date: str) -> float:
        return self.at(moment(date))

    def at(self, years: float) -> float:
        """The position of a moment, in years."""
        return round(self.left + (years - self.first) / self.years * (self.right - self.left), 1)


def year_ticks(axis: Axis, room: float) -> list[dict[str, Any]]:
    """Lines at round years, and a year's number where `room` for it is free; the first year always has its own."""
    width = (axis.right - axis.left) / axis.years
    step = next(step for step in _STEPS if step * width >= room)
    lines = next(step for step in _STEPS if step * width >= room / 2)
    ticks: list[dict[str, Any]] = []
    for year in range(axis.first, axis.last + 1):
        edge = year in (axis.first, axis.last)
        if year % lines and year % step and not edge:
            continue
        x = axis.x(str(year))
        clear = x - axis.left >= room and axis.right - x >= room
        anchor = "start" if year == axis.first else "end" if year == axis.last else "middle"
        labelled = edge or (clear and year % step == 0)
        ticks.append({"x": x, "year": year if labelled else None, "anchor": anchor})
    return ticks


def month_ticks(axis: Axis) -> list[dict[str, Any]]:
    """The twelve months of an axis of one year: a line where each begins, its name in its middle."""
    return [
        {"x": axis.at(axis.first + month / 12), "middle": axis.at(axis.first + (month + 0.5) / 12), "month": month + 1}
        for month in range(12)
    ]
