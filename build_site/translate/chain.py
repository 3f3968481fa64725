"""Asking engines in order: each sentence goes to the next engine until one gives an answer that passes the checks."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from build_site.errors import EngineProblem
from build_site.translate.allowance import Allowance
from build_site.translate.checks import blocking
from build_site.translate.facts import TranslateFacts
from build_site.translate.nonsense import nonsense
from build_site.translate.splitting import rejoin, split
from build_site.translate.wanted import Want, normalised

# Google puts them between words; they would break searches and comparisons, and nobody can see them.
_UNSEEN = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))


class Engine(Protocol):
    """Something that translates. It raises EngineProblem, and nothing else, where it cannot."""

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> str: ...

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """One translation for each text, in order. `pair`: codes of the source and the target, (`vi`, `en`).

        Returns within the engine's own deadline. An engine may also have `longest`, the characters of a text that it
        takes; `sent`, the characters that it has sent so far, where it repeats requests; and
        `translate_in_context(texts, pair, context)`, which is then called in place of this.
        """
        ...


class Context(Struct, frozen=True):
    """What an engine may be told besides the sentence."""

    before: str = ""
    after: str = ""
    """The neighbouring sentences of the same role."""
    terms: tuple[tuple[str, str], ...] = ()
    """Terms of the sentence, each with its translation in the termbase."""


NO_CONTEXT = Context()


class Attempt(Struct, frozen=True):
    """One engine asked for one sentence."""

    engine: str
    """`name@version`."""
    characters: int
    """That were sent, those of repetitions included."""
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
    why: tuple[tuple[str, int], ...] = ()
    """(check that an answer failed, or fault; how often), the most frequent first."""


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
    allowance: Allowance,
    context: Callable[[Want], Context] = lambda want: NO_CONTEXT,
) -> Iterator[Filled | Refused]:
    """One result for each wanted text, at once, so that the caller can save it before the next is asked for.

    Give the same `allowance` to every call of a run: when it is used up no engine is asked again and the remaining
    texts are refused, and an engine that is down is left alone in all of it.
    """
    for want in wants:
        attempts: list[Attempt] = []
        reasons: list[str] = []
        target: str | None = None
        for engine in engines:
            if rest := allowance.resting(engine.name):
                reasons.append(f"{engine.name}: {rest}")
                continue
            if stop := allowance.refuses(len(want.source)):
                reasons.append(stop)
                break
            before = allowance.sent
            with allowance.asking():
                attempt, target, after = _ask(engine, want, pair, source_facts, target_facts, context)
            # What the engine has paid for itself, request by request, is not paid for twice.
            allowance.sent = max(allowance.sent, before + attempt.characters)
            allowance.note(engine.name, fault=attempt.fault, after=after)
            attempts.append(attempt)
            if target is not None:
                break
            reasons.append(f"{attempt.engine}: {attempt.problem}")
        if target is not None:
            yield Filled(want, target, attempts[-1].engine, tuple(attempts))
        else:
            yield Refused(want, tuple(reasons or ["no engine is set"]), tuple(attempts))


def _ask(
    engine: Engine,
    want: Want,
    pair: tuple[str, str],
    source_facts: TranslateFacts,
    target_facts: TranslateFacts,
    context: Callable[[Want], Context],
) -> tuple[Attempt, str | None, float]:
    """(what happened, the translation or None, seconds that the engine wants to be left alone)."""
    name = f"{engine.name}@{engine.version}"
    parts = list(split(want.source))
    size = sum(map(len, parts))
    longest = getattr(engine, "longest", None)
    if longest is not None and max(map(len, parts)) > longest:
        return Attempt(name, 0, f"too long: {max(map(len, parts)):,} characters; it takes {longest:,}"), None, 0.0
    so_far = getattr(engine, "sent", None)

    def attempted(problem: str | None = None, *, fault: bool = False) -> Attempt:
        sent = size if so_far is None else engine.sent - so_far  # type: ignore[attr-defined]
        return Attempt(name, sent, problem, fault)

    try:
        in_context = getattr(engine, "translate_in_context", None)
        answers = in_context(parts, pair, context(want)) if in_context else engine.translate(parts, pair)
    except EngineProblem as problem:
        return attempted(problem.what, fault=problem.fault), None, problem.after
    # Whoever wrote the engine, its answer decides what readers see: trust nothing.
    if not isinstance(answers, list) or len(answers) != len(parts) or not all(isinstance(one, str) for one in answers):
        return attempted("the answer is not one text", fault=True), None, 0.0
    answers = [normalised(html.unescape(one).translate(_UNSEEN)) for one in answers]
    target = rejoin(answers)
    findings = tuple(nonsense(want.source, target, target_facts))
    findings = findings or blocking(want.source, target, source_facts, target_facts)
    if findings or not all(answers):
        return attempted("; ".join(findings) or "empty: there is no text"), None, 0.0
    return attempted(), target, 0.0


def summarise(results: Iterable[Filled | Refused]) -> Report:
    """What a run did, from its results."""
    counts: dict[str, list[int]] = {}
    why: dict[str, Counter[str]] = {}
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
            if attempt.problem is not None:
                kind = attempt.problem if attempt.fault else attempt.problem.partition(":")[0]
                why.setdefault(attempt.engine, Counter())[kind] += 1
    engines = tuple(
        EngineReport(engine, taken, sent, refusals, faults, tuple(why.get(engine, Counter()).most_common()))
        for engine, (taken, sent, refusals, faults) in counts.items()
    )
    return Report(engines, filled, refused)
