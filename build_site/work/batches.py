"""One bounded, ordered map over any `concurrent.futures` Executor. Failures travel as values, not as exceptions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

T = TypeVar("T")
R = TypeVar("R")


class SerialExecutor(Executor):
    """Runs each call at once, in this process: the same interface for one worker as for many."""

    def submit(self, fn: Callable[..., R], /, *args: object, **kwargs: object) -> Future[R]:
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except BaseException as error:
            future.set_exception(error)
        return future


class Workers:
    """`jobs` processes (spawned: engines may hold threads), started when there is enough for them to do."""

    def __init__(self, jobs: int) -> None:
        self.jobs = jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._pool:
            self._pool.shutdown(wait=kind is None, cancel_futures=True)

    def executor(self, enough: bool) -> Executor:
        """The pool, if it has been started or there is enough for it to do; else this process."""
        if self.jobs <= 1 or not (enough or self._pool):
            return SerialExecutor()
        if self._pool is None:
            from concurrent.futures import ProcessPoolExecutor
            from multiprocessing import get_context

            self._pool = ProcessPoolExecutor(self.jobs, mp_context=get_context("spawn"))
        return self._pool


def map_batches(
    workers: Workers, fn: Callable[[list[T]], list[R]], items: Iterable[T], *, batch: int, worth: int
) -> Iterator[R]:
    """`fn` over batches of `items`, results in order. Only a few batches a worker are under way, so memory stays
    bounded however many items there are. `worth`: items from which on it is worth starting processes."""
    source = iter(items)
    first = list(islice(source, worth))
    pool = workers.executor(len(first) == worth)
    window = 1 if isinstance(pool, SerialExecutor) else 2 * workers.jobs + 2
    source = chain(first, source)
    waiting: deque[Future[list[R]]] = deque()
    while True:
        while len(waiting) < window and (part := list(islice(source, batch))):
            waiting.append(pool.submit(fn, part))
        if not waiting:
            return
        yield from waiting.popleft().result()
