"""What a run may still do: seconds, characters, and which engines are worth asking. One for each run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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
    """`clock` gives seconds. The whole run may spend `seconds` on asking engines, and send `characters`."""

    def __init__(
        self, clock: Callable[[], float], *, seconds: float = float("inf"), characters: float = float("inf")
    ) -> None:
        self._clock = clock
        self._seconds, self._characters = seconds, characters
        self._used = 0.0
        self._since: float | None = None
        self.sent = 0
        """Characters that went out so far, those of repetitions included."""
        self._breakers: dict[str, _Breaker] = {}
        self.stopped = ""
        """Why the run asked for no more; empty where nothing stopped it."""

    @contextmanager
    def asking(self) -> Iterator[None]:
        """What is done inside is paid for in seconds; reading seeds and saving answers is not."""
        self._since = self._clock()
        try:
            yield
        finally:
            self._used += self._clock() - self._since
            self._since = None

    def left(self) -> float:
        """Seconds that the run has left."""
        now = 0.0 if self._since is None else self._clock() - self._since
        return max(self._seconds - self._used - now, 0.0)

    def spend(self, size: int) -> bool:
        """Counts so many characters that are about to be sent; false, and nothing counted, where that is more than the
        run has left."""
        if self.sent + size > self._characters:
            self.stopped = self.stopped or self._no_characters()
            return False
        self.sent += size
        return True

    def _no_characters(self) -> str:
        return f"the {self._characters:,} characters of this run are used up"

    def refuses(self, size: int) -> str:
        """Why a text of so many characters may not be sent; empty where it may."""
        why = ""
        if not self.left():
            why = f"the {self._seconds:g} seconds of this run are used up"
        elif self.sent + size > self._characters:
            why = self._no_characters()
        self.stopped = self.stopped or why
        return why

    def resting(self, engine: str) -> str:
        """Why the engine is not asked now; empty where it is."""
        breaker = self._breakers.get(engine)
        return breaker.why if breaker and self._clock() < breaker.until else ""

    def note(self, engine: str, *, fault: bool, after: float = 0.0) -> None:
        """An engine failed or not. `after`: seconds for which it wants to be left alone; no more than this run has are
        granted."""
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
