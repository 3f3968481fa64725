"""Translation states as readers meet them: counted, compared, and the lowest one named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from build_site.model import Digest, State, TranslationUnit

LOWEST_FIRST: tuple[State, ...] = ("missing", "stale", "machine", "approved", "human")


def count_states(units: Iterable[TranslationUnit]) -> dict[State, int]:
    """How many units are in each state; states without any are left out; best first."""
    counts = Counter(unit.state for unit in units)
    return {state: counts[state] for state in reversed(LOWEST_FIRST) if counts[state]}


def shown_units(digest: Digest) -> tuple[TranslationUnit, ...]:
    """The title and every sentence that the article's page shows in at least one language."""
    return (digest.title,) if digest.rights == "link only" else digest.all_units


def lowest(counts: Mapping[State, int]) -> State:
    """The state that the chip at the head names: a chain is as strong as its weakest link."""
    return next((state for state in LOWEST_FIRST if counts.get(state)), "missing")


def usual(counts: Mapping[State, int]) -> State:
    """The most frequent state: sentences in another one say so. A tie goes to the better state."""
    return max(reversed(LOWEST_FIRST), key=lambda state: counts.get(state, 0))


def doubts(unit: TranslationUnit) -> tuple[str, ...]:
    """Ids of the checks that have a finding on text that a machine has to do with, each once; none on a person's."""
    if unit.state not in {"machine", "approved", "stale"}:
        return ()
    return tuple(dict.fromkeys(finding.id for finding in unit.findings))
