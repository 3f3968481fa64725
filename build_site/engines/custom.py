"""An editor's own engine (`module:Class`), held to the promises of the others: it ends in time and fails in one way."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

from build_site.engines.secrets import redacted, tells_secret
from build_site.errors import EngineProblem


def _word(value: object) -> str:
    """A class attribute as one word, as the memory's comments need it; empty where it is no text."""
    return "-".join(value.split()) if isinstance(value, str) else ""


class Guarded:
    """Runs an engine in a thread of its own, where it is also made: some engines may only be used by their maker.

    A call that is not back within the deadline is given up with its thread; the next call makes the engine anew.
    """

    def __init__(
        self, make: Callable[[], Any], name: str, deadline: float, left: Callable[[], float] = lambda: float("inf")
    ) -> None:
        """`left`: seconds that the whole run has left."""
        self._make = make
        self._deadline, self._left = deadline, left
        self._inbox: queue.Queue[tuple[list[str], tuple[str, str], queue.Queue[Any]]] | None = None
        self.name = _word(getattr(make, "name", None)) or name
        self.version = _word(getattr(make, "version", None)) or "unknown"

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """What the engine answers. Raises EngineProblem where it raises anything, or is late."""
        if self._inbox is None:
            self._inbox = queue.Queue()
            threading.Thread(target=self._work, args=(self._inbox,), name=f"engine {self.name}", daemon=True).start()
        outbox: queue.Queue[Any] = queue.Queue()
        self._inbox.put((texts, pair, outbox))
        try:
            seconds = max(min(self._deadline, self._left()), 0.01)
            answer = outbox.get(timeout=seconds)
        except queue.Empty:
            self._inbox = None
            what = f"{self.name} did not answer within {seconds:.3g} seconds"
            raise EngineProblem(what, where=self.name, retry=True) from None
        if isinstance(answer, EngineProblem):
            what, hint = redacted(answer.what), redacted(answer.hint)
            retry, after, fault = answer.retry, answer.after, answer.fault
            raise EngineProblem(what, where=self.name, hint=hint, retry=retry, after=after, fault=fault) from None
        if isinstance(answer, BaseException):
            # Not chained: an engine's own exception may hold its key.
            what = redacted(f"{self.name} failed: {type(answer).__name__}: {answer}")
            raise EngineProblem(what, where=self.name) from None
        if isinstance(answer, list) and any(isinstance(one, str) and tells_secret(one) for one in answer):
            raise EngineProblem(f"{self.name} answered with a key of this machine", where=self.name)
        return answer  # type: ignore[no-any-return]

    def _work(self, inbox: queue.Queue[tuple[list[str], tuple[str, str], queue.Queue[Any]]]) -> None:
        engine: Any = None
        while True:
            texts, pair, outbox = inbox.get()
            try:
                engine = engine or self._make()
                outbox.put(engine.translate(texts, pair))
            except BaseException as fault:  # an engine's own panic must not end as a silent thread
                outbox.put(fault)
