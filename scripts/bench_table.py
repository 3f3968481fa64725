"""The benchmark's findings as Markdown tables."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

from bench_live import Live
from bench_run import Taken


@dataclass
class Case:
    """Runs of ours or of a peer, each with the run of the other program right beside it, where there is one."""

    name: str
    runs: list[Taken] = field(default_factory=list)
    beside: list[Taken] = field(default_factory=list)
    files: int | None = None
    """Files of the site, or, of a case of ours, written in its last run."""
    size: float | None = None
    """Of them, in MB."""
    memory: float | None = None
    """MiB at most, from a run of its own."""


def spread(values: Sequence[float]) -> str:
    """Median (least–most)."""
    return f"{number(statistics.median(values))} ({number(min(values))}–{number(max(values))})" if values else "–"


def number(value: float) -> str:
    """Three digits, or as many as stand before the point."""
    if value == float("inf"):
        return "never"
    places = 0 if value >= 100 else 1 if value >= 10 else 2 if value >= 0.1 else 3
    return f"{value:,.{places}f}"


def ratios(case: Case, what: str) -> list[float]:
    """`wall` or `cpu`, pair by pair."""
    pairs = zip(case.runs, case.beside, strict=False)
    return [getattr(one, what) / getattr(other, what) for one, other in pairs]


def cases_table(cases: Sequence[Case], beside: str) -> list[str]:
    """Ours, with the seconds and ratios of a build of the peer's right after each run."""
    heads = ["case", "wall, s", "CPU, s", f"{beside}: wall, s", "CPU, s", f"wall ÷ {beside}", f"CPU ÷ {beside}"]
    lines = _head([*heads, "files written", "others"])
    for case in cases:
        cells = [case.name, spread([run.wall for run in case.runs]), _median([run.cpu for run in case.runs])]
        cells += [spread([run.wall for run in case.beside]), _median([run.cpu for run in case.beside])]
        cells += [spread(ratios(case, "wall")), _median(ratios(case, "cpu"))]
        cells += ["–" if case.files is None else f"{case.files:,}", _others([*case.runs, *case.beside])]
        lines.append(_row(cells))
    return lines


def first_table(cases: Sequence[Case], beside: str) -> list[str]:
    """All programs' first builds; those of the peer that all are compared with are those beside ours."""
    heads = [
        "first build",
        "wall, s",
        "CPU, s",
        f"wall ÷ {beside}",
        f"CPU ÷ {beside}",
        "peak memory, MiB",
        "files",
        "MB",
    ]
    lines = _head(heads)
    for case in cases:
        cells = [case.name, spread([run.wall for run in case.runs]), _median([run.cpu for run in case.runs])]
        cells += [spread(ratios(case, "wall")), _median(ratios(case, "cpu"))]
        cells += [number(case.memory) if case.memory else "–"]
        cells += ["–" if case.files is None else f"{case.files:,}", "–" if case.size is None else number(case.size)]
        lines.append(_row(cells))
    return lines


def start_table(cases: Sequence[Case]) -> list[str]:
    lines = _head(["start-up", "wall, s", "CPU, s", "wall ÷ `python -c pass`", "others"])
    for case in cases:
        cells = [case.name, spread([run.wall for run in case.runs]), _median([run.cpu for run in case.runs])]
        lines.append(_row([*cells, spread(ratios(case, "wall")), _others([*case.runs, *case.beside])]))
    return lines


def live_table(servers: Sequence[Live]) -> list[str]:
    lines = _head(
        ["saved → served, ms", "article", "PO file", "template of all pages", "server ready, s", "memory, MiB"]
    )
    for each in servers:
        times = [spread([1000 * value for value in values]) for values in (each.article, each.translation, each.look)]
        lines.append(_row([each.name, *times, number(each.ready), number(each.memory)]))
    return lines


def growth_table(less: tuple[int, Sequence[Case]], more: tuple[int, Sequence[Case]]) -> list[str]:
    lines = _head([f"{less[0]:,} → {more[0]:,} articles", "wall", "CPU"])
    after = {case.name: case for case in more[1]}
    for case in less[1]:
        if case.name in after:
            cells = [
                statistics.median(getattr(run, what) for run in after[case.name].runs)
                / statistics.median(getattr(run, what) for run in case.runs)
                for what in ("wall", "cpu")
            ]
            lines.append(_row([case.name, *(f"{number(each)} ×" for each in cells)]))
    return lines


def _head(names: Sequence[str]) -> list[str]:
    return [_row(names), _row(["---", *("---:" for _ in names[1:])])]


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _median(values: Sequence[float]) -> str:
    return number(statistics.median(values)) if values else "–"


def _others(runs: Sequence[Taken]) -> str:
    """The most that other programs used of the machine in one of the runs: above a tenth, do not trust it."""
    return f"{100 * max((run.others for run in runs), default=0):.0f} %"
