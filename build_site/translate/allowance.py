"""What a run may still do: seconds, characters, and which engines are worth asking. One for each run."""

from __future__ import annotations

from collections.abc import Callable

FAULTS_IN_A_ROW = 3
"""After so many faults in a row an engine is left alone for a while."""
PAUSE, LONGEST_PAUSE = 30.0, 600.0
"""Seconds of the first while; it doubles each time the engine fails again when it is tried, up to the longest."""


class _Breaker:
    """One engine's faults."""

    def __init__(self) -> None:
        self.faults = 0
        self.pause = PAUSE
        self.until = float("-inf")
        self.why = ""


class Allowance:
    """`clock` gives seconds. `seconds` and `characters` are what the whole run may take and send."""

    def __init__(
        self, clock: Callable[[], float], *, seconds: float = float("inf"), characters: float = float("inf")
    ) -> None:
        self._clock = clock
        self._seconds, self._characters = seconds, characters
        self._end = clock() + seconds
        self._sent = 0
        self._breakers: dict[str, _Breaker] = {}
        self.stopped = ""
        """Why the run asked for no more; empty where nothing stopped it."""

    def left(self) -> float:
        """Seconds that the run has left."""
        return max(self._end - self._clock(), 0.0)

    def refuses(self, size: int) -> str:
        """Why a text of so many characters may not be sent; empty where it may."""
        why = ""
        if self._clock() >= self._end:
            why = f"the {self._seconds:g} seconds of this run are used up"
        elif self._sent + size > self._characters:
            why = f"the {self._characters:,} characters of this run are used up"
        self.stopped = self.stopped or why
        return why

    def resting(self, engine: str) -> str:
        """Why the engine is not asked now; empty where it is."""
        breaker = self._breakers.get(engine)
        return breaker.why if breaker and self._clock() < breaker.until else ""

    def note(self, engine: str, size: int, *, fault: bool, after: float = 0.0) -> None:
        """An engine was sent so many characters, and failed or not. `after`: seconds for which it wants to be left
        alone; no more than this run has are granted."""
        self._sent += size
        if not fault:
            self._breakers.pop(engine, None)
            return
        breaker = self._breakers.setdefault(engine, _Breaker())
        breaker.faults += 1
        now = self._clock()
        if breaker.faults >= FAULTS_IN_A_ROW:
            breaker.until = now + breaker.pause
            breaker.pause = min(breaker.pause * 2, LONGEST_PAUSE)
            breaker.why = f"left alone for a while, since it failed {breaker.faults} times in a row"
        if after and now + min(after, self._seconds) > breaker.until:
            breaker.until = now + min(after, self._seconds)
            breaker.why = f"left alone, as it asked for {after:.0f} seconds of rest"
