"""What `batches` asks of whatever runs them, and the least that does: this process itself. (Processes beside it:
`executors`; other machines: `cluster`. Both need libraries that a build of few articles does not load.)"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

R = TypeVar("R")


class Died(Exception):
    """The worker that had this batch is gone, and perhaps for another batch's sake."""


class Backend(Protocol):
    """What `map_batches` needs to know of an executor."""

    window: int
    """Batches under way at once."""
    target: float
    """Seconds that a batch should take; 0 where batches stay as large as the caller has them."""
    most: int
    """How many times as large as the caller has it a batch may be."""
    tries: int
    """How often an item may kill a worker that has nothing else to do before it is given up."""

    def submit(self, fn: Callable[..., R], /, *args: object) -> Future[R] | R:
        """The call under way, or what came of it."""

    def wait(self, future: Future[R]) -> R:
        """What came of it. Raises Died."""

    def recover(self) -> bool:
        """A worker has died: make ready for more. Whether what else was under way is lost too."""

    def close(self, *, clean: bool) -> None: ...


class Serial:
    """Runs each call at once, in this process."""

    window, target, most, tries = 1, 0.0, 1, 1

    def submit(self, fn: Callable[..., R], /, *args: object) -> R:
        return fn(*args)

    def wait(self, future: Future[R]) -> R:
        return future.result()

    def recover(self) -> bool:
        return False

    def close(self, *, clean: bool) -> None:
        """Nothing is open."""
