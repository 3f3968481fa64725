"""A total deadline for a call that may hang: a read timeout does not help against a server that drips."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from build_site.errors import EngineProblem

Answer = TypeVar("Answer")


def within(seconds: float, call: Callable[[], Answer], who: str) -> Answer:
    """What `call` returns or raises, or EngineProblem(retry=True) when it has not returned within `seconds`.

    The call runs in a daemon thread of its own. When the time is up the thread is left to itself, and dies with the
    program at the latest: Python cannot stop it.
    """
    answers: list[Answer] = []
    faults: list[BaseException] = []

    def run() -> None:
        try:
            answers.append(call())
        except BaseException as fault:  # raised again below, in the caller's thread
            faults.append(fault)

    thread = threading.Thread(target=run, name=f"engine {who}", daemon=True)
    thread.start()
    thread.join(seconds)
    if answers:
        return answers[0]
    if faults:
        raise faults[0]
    raise EngineProblem(f"{who} did not answer within {seconds:.3g} seconds", where=who, retry=True)
