"""Asking engines in order: each sentence goes to the next engine until one gives an answer that passes the checks."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator, MutableMapping, Sequence
from typing import Protocol

from msgspec import Struct

from build_site.errors import EngineProblem
from build_site.translate.checks import blocking
from build_site.translate.facts import TranslateFacts
from build_site.translate.wanted import Want, normalised

FAULTS_IN_A_ROW = 3
"""After so many faults in a row an engine is left alone for the rest of the run."""


class Engine(Protocol):
    """Something that translates. It raises EngineProblem, and nothing else, where it cannot."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """One translation for each text, in order. `pair`: codes of the source and the target, (`vi`, `en`).

        Returns within the engine's own deadline.
        """
        ...


class Attempt(Struct, frozen=True):
    """One engine asked for one sentence."""

    engine: str
    """`name@version`."""
    characters: int
    """That were sent."""
    problem: str | None = None
    """Why there is no translation; None where there is one."""
    fault: bool = False
    """Whether the engine failed to answer (else its answer failed the checks)."""


class Filled(Struct, frozen=True):
    """A sentence with a machine translation that passed the checks."""

    want: Want
    target: str
    engine: str
    """`name@version`."""
    attempts: tuple[Attempt, ...]


class Refused(Struct, frozen=True):
    """A sentence for which no engine gave a usable answer."""

    want: Want
    reasons: tuple[str, ...]
    """One for each engine asked, `name@version: why`, or why none was asked."""
    attempts: tuple[Attempt, ...] = ()


class EngineReport(Struct, frozen=True):
    """What one engine did in a run."""

    engine: str
    segments: int = 0
    """Sentences of its that were taken."""
    characters: int = 0
    """Sent to it."""
    refusals: int = 0
    """Answers that failed the checks."""
    faults: int = 0
    """Times it did not answer."""


class Report(Struct, frozen=True):
    """What a run did."""

    engines: tuple[EngineReport, ...] = ()
    """In the order in which they were first asked."""
    filled: int = 0
    refused: int = 0


def fill(
    wants: Iterable[Want],
    engines: Sequence[Engine],
    pair: tuple[str, str],
    source_facts: TranslateFacts,
    target_facts: TranslateFacts,
    *,
    clock: Callable[[], float],
    budget: float,
    faults: MutableMapping[str, int] | None = None,
) -> Iterator[Filled | Refused]:
    """One result for each wanted text, at once, so that the caller can save it before the next is asked for.

    `clock` gives seconds; `budget` is how many of them the run may take: when they are used up no engine is asked
    again, and the remaining texts are refused. `faults` counts each engine's faults in a row by its name; give the
    same mapping to every call of a run, so that an engine that is down is left alone for all of it.
    """
    start = clock()
    faults = {} if faults is None else faults
    for want in wants:
        attempts: list[Attempt] = []
        target: str | None = None
        late = False
        for engine in engines:
            if faults.get(engine.name, 0) >= FAULTS_IN_A_ROW:
                continue
            if clock() - start >= budget:
                late = True
                break
            attempt, target = _ask(engine, want, pair, source_facts, target_facts)
            faults[engine.name] = faults.get(engine.name, 0) + 1 if attempt.fault else 0
            attempts.append(attempt)
            if target is not None:
                break
        if target is not None:
            yield Filled(want, target, attempts[-1].engine, tuple(attempts))
        else:
            yield Refused(want, _reasons(attempts, engines, late, budget), tuple(attempts))


def _ask(
    engine: Engine, want: Want, pair: tuple[str, str], source_facts: TranslateFacts, target_facts: TranslateFacts
) -> tuple[Attempt, str | None]:
    """(what happened, the translation or None)."""
    name = f"{engine.name}@{engine.version}"
    size = len(want.source)
    try:
        answers = engine.translate([want.source], pair)
    except EngineProblem as problem:
        return Attempt(name, size, problem.what, fault=True), None
    # Whoever wrote the engine, its answer decides what readers see: trust nothing.
    if not isinstance(answers, list) or len(answers) != 1 or not isinstance(answers[0], str):
        return Attempt(name, size, "the answer is not one text", fault=True), None
    target = normalised(html.unescape(answers[0]))
    findings = blocking(want.source, target, source_facts, target_facts)
    if findings or not target:
        return Attempt(name, size, "; ".join(findings) or "empty: there is no text"), None
    return Attempt(name, size), target


def _reasons(attempts: list[Attempt], engines: Sequence[Engine], late: bool, budget: float) -> tuple[str, ...]:
    reasons = [f"{attempt.engine}: {attempt.problem}" for attempt in attempts]
    if late:
        reasons.append(f"the {budget:g} seconds of this run are used up")
    elif not engines:
        reasons.append("no engine is set")
    elif not attempts:
        reasons.append(f"every engine failed {FAULTS_IN_A_ROW} times in a row")
    return tuple(reasons)


def summarise(results: Iterable[Filled | Refused]) -> Report:
    """What a run did, from its results."""
    counts: dict[str, list[int]] = {}
    filled = refused = 0
    for result in results:
        filled += isinstance(result, Filled)
        refused += isinstance(result, Refused)
        for attempt in result.attempts:
            count = counts.setdefault(attempt.engine, [0, 0, 0, 0])
            count[0] += attempt.problem is None
            count[1] += attempt.characters
            count[2] += attempt.problem is not None and not attempt.fault
            count[3] += attempt.fault
    return Report(tuple(EngineReport(engine, *count) for engine, count in counts.items()), filled, refused)
