"""One bounded, ordered map over any `concurrent.futures` Executor. Failures travel as values, not as exceptions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context
from typing import TypeVar

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


@contextmanager
def executor(jobs: int) -> Iterator[Executor]:
    """This process for one job, else a pool of `jobs` processes (spawned: engines may hold threads)."""
    if jobs <= 1:
        yield SerialExecutor()
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def map_batches(
    pool: Executor, fn: Callable[[list[T]], list[R]], items: Iterable[T], *, batch: int, window: int
) -> Iterator[R]:
    """`fn` over batches of `items`, results in order; at most `window` batches are under way, so memory stays
    bounded."""
    waiting: deque[Future[list[R]]] = deque()
    source = iter(items)
    while True:
        while len(waiting) < window and (chunk := list(islice(source, batch))):
            waiting.append(pool.submit(fn, chunk))
        if not waiting:
            return
        yield from waiting.popleft().result()
