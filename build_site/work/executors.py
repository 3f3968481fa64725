"""Where batches run: in processes beside this one. It hands work to a `concurrent.futures` Executor, and knows what it
looks like when a worker has died."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Future
from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

from build_site.work.backends import Died

if TYPE_CHECKING:
    from multiprocessing.process import BaseProcess

R = TypeVar("R")
STUCK = 2.0
"""Seconds without a result after which one asks whether the processes still live."""


class Pool:
    """Processes on this machine: spawned, for engines may hold threads, and each made warm once (`warm`)."""

    target, most, tries = 0.5, 1, 2

    def __init__(self, jobs: int, warm: Callable[[], object] | None) -> None:
        self.window = 2 * jobs + 2
        self._jobs, self._warm = jobs, warm
        self._start()

    def _start(self) -> None:
        # Most builds start none.
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        self._pool = ProcessPoolExecutor(
            self._jobs,
            mp_context=get_context("spawn"),
            initializer=_warmed,
            initargs=(self._warm,),
        )
        for _ in range(self._jobs):
            # Each starts a process, which makes itself ready while this one still finds out what there is to do. None
            # is started later on: where another one dies just then, Python closes what the new one is to be given.
            self.submit(_nothing)

    def submit(self, fn: Callable[..., R], /, *args: object) -> Future[R]:
        try:
            with _uninterrupted():  # it may start a process
                return self._pool.submit(fn, *args)
        except (BrokenExecutor, OSError) as error:
            if isinstance(error, OSError) and error.errno is not None:
                raise
            # It has broken, or is closing its lines just now, which Python tells in this way.
            future: Future[R] = Future()
            future.set_exception(BrokenExecutor(str(error)))
            return future

    def wait(self, future: Future[R]) -> R:
        while True:
            try:
                return future.result(STUCK)
            except BrokenExecutor as error:
                raise Died(str(error)) from None
            except TimeoutError:
                if future.done():
                    raise  # the call's own
                _unstick(self._pool)

    def recover(self) -> bool:
        """All processes of a pool go when one of them does."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        self._start()
        return True

    def close(self, *, clean: bool) -> None:
        manager = getattr(self._pool, "_executor_manager_thread", None)
        if not clean:  # nobody waits for what is under way
            _kill(self._pool)
        self._pool.shutdown(wait=clean, cancel_futures=True)
        if manager and not clean:
            # Python, when it ends, would speak to it on a line that it may be closing just then, and print the error.
            manager.join(1)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C comes when this is over. A process that is started here never hears of it: a terminal tells all processes
    at once, and the one that started the others ends them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _nothing() -> None:
    """The first task of a process."""


def _follow() -> None:
    """End when the process that started this one is gone: killed, it cannot say so."""
    from multiprocessing import parent_process

    if parent := parent_process():
        parent.join()
        os._exit(1)


def _warmed(warm: Callable[[], object] | None) -> None:
    Thread(target=_follow, daemon=True).start()
    # What is wrong here is wrong for the first batch as well, which can say so; a process must not fail to start.
    with suppress(Exception):
        if warm:
            warm()


def _unstick(pool: Any) -> None:
    """A process that was killed in the middle of sending a result leaves the pool waiting for the rest of it, and the
    others for their turn to send. The pool notices when nobody is left who could send."""
    if any(process.exitcode is not None for process in _processes(pool)):
        _kill(pool)


def _kill(pool: Any) -> None:
    for process in _processes(pool):
        process.kill()
    with suppress(AttributeError, OSError):
        pool._result_queue._writer.close()


def _processes(pool: Any) -> list[BaseProcess]:
    return list((getattr(pool, "_processes", None) or {}).values())
