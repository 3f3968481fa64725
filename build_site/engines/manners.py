"""How a web service is asked: not too often, again where that may help, and never longer than agreed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from build_site.errors import EngineProblem

Answer = TypeVar("Answer")

TRIES = 3
"""Requests that one call may make."""
FIRST_WAIT, LONGEST_WAIT = 0.5, 8.0
"""Seconds: the ceiling of the first wait, which doubles with each, and where it ends."""


class Manners:
    """Pacing, repetition and the deadline of one engine in one run. Safe to share between threads.

    `deadline`: seconds that a call may take, repetitions and waits included. `pace`: requests a second. `left`: seconds
    that the whole run has left; `spend` is told the characters of each request before it is made, and forbids it where
    the run may send no more. `clock`, `sleep` and `chance` (0 ≤ x < 1) are for tests.
    """

    def __init__(
        self,
        name: str,
        *,
        deadline: float,
        pace: float = float("inf"),
        left: Callable[[], float] = lambda: float("inf"),
        spend: Callable[[int], bool] = lambda size: True,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.name = name
        self.deadline = deadline
        self._gap = 1 / pace
        self._left, self._spend = left, spend
        self.sent = 0
        """Characters that went out so far, those of repetitions included."""
        self._clock, self._sleep, self._chance = clock, sleep, chance
        self._lock = threading.Lock()
        self._free = clock()

    def ask(self, call: Callable[[float], Answer], size: int) -> Answer:
        """What `call(seconds it may take)` returns, which sends so many characters.

        Only a problem that calls itself worth a repetition (429, 5xx, a broken connection) is followed by another
        request, after a random wait below a doubling ceiling, or after the time that the service asks for. Where that
        does not fit into the deadline the problem is raised at once. Raises EngineProblem.
        """
        self._take_turn(self._left())
        end = self._clock() + min(self.deadline, self._left())
        tries = 0
        last: EngineProblem | None = None
        while True:
            left = end - self._clock()
            if left <= 0:
                raise EngineProblem(f"no time is left to ask {self.name}", where=self.name)
            if not self._spend(size):
                what = f"this run may send no more characters to {self.name}"
                raise last or EngineProblem(what, where=self.name, fault=False)
            with self._lock:
                self.sent += size
            try:
                return call(left)
            except EngineProblem as problem:
                tries, last = tries + 1, problem
                if not problem.retry or tries == TRIES:
                    raise
                wait = problem.after or self._chance() * min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
                if self._clock() + max(wait, self._gap) >= end:
                    raise
            self._sleep(wait)
            self._take_turn(end - self._clock())

    def _take_turn(self, most: float) -> None:
        """Waits for this request's turn, at most so many seconds."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free)
            self._free = turn + self._gap
        if turn > now:
            self._sleep(max(min(turn - now, most), 0.0))
