"""One bounded, ordered map over any `concurrent.futures` Executor. Failures travel as values, not as exceptions; a
worker that dies costs its batch another try."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from time import perf_counter
from types import TracebackType
from typing import TYPE_CHECKING, Generic, NoReturn, TypeVar

from msgspec import Struct

from build_site.errors import WorkerProblem
from build_site.work.backends import Backend, Died, Serial

if TYPE_CHECKING:
    from concurrent.futures import Future

    from build_site.work.workshop import Setup

T = TypeVar("T")
R = TypeVar("R")
Jobs = int | str
"""Processes on this machine, or the address of a cluster's scheduler: `dask://host:8786`."""
DEAD = "the worker process that had it died, and another one that had nothing else to do died with it too"


class _Done(Struct, Generic[R], frozen=True):
    results: list[R]
    seconds: float


class _Raised(Struct, frozen=True):
    """What a batch raised, as a value: some exceptions can be sent and not be received."""

    error: bytes
    """Pickled; empty where that cannot be done, or undone."""
    kind: str
    what: str
    told: str
    """The traceback."""


_Came = _Done[R] | _Raised
"""What came of a batch."""


def run_batch(fn: Callable[[list[T]], list[R]], part: list[T]) -> _Came[R]:
    """What a worker does with a batch: `fn`, its time, and whatever it raises as a value."""
    started = perf_counter()
    try:
        return _Done(fn(part), perf_counter() - started)
    except Exception as error:
        import pickle
        import traceback

        try:
            data = pickle.dumps(error)
            pickle.loads(data)
        except Exception:
            data = b""
        return _Raised(data, type(error).__name__, str(error), "".join(traceback.format_exception(error)))


class Workers:
    """`jobs` processes, or those of a cluster, started when there is enough for them to do. `setup`: what they make
    themselves ready for."""

    def __init__(self, jobs: Jobs, setup: Setup | None = None) -> None:
        self.jobs, self._setup = jobs, setup
        self._backend: Backend | None = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._backend:
            self._backend.close(clean=kind is None)

    @property
    def decided(self) -> bool:
        """Whether the processes have been started, or never will be."""
        return self.jobs in (0, 1) or self._backend is not None

    def renew(self) -> None:
        """Start this machine's processes anew, if there are any, and ready for pages: what they have kept for articles
        only takes memory from these."""
        from build_site.work.executors import Pool

        if isinstance(self._backend, Pool):
            self._backend.close(clean=True)
            self._backend = Pool(int(self.jobs), self._setup.warm_for_pages if self._setup else None)

    def backend(self, enough: bool) -> Backend:
        """The processes, if they have been started or there is enough for them to do; else this process."""
        if self.jobs in (0, 1) or not (enough or self._backend):
            return Serial()
        if self._backend is None:
            if isinstance(self.jobs, str):
                from build_site.work.cluster import Cluster

                self._backend = Cluster(self.jobs, self._setup)
            else:
                from build_site.work.executors import Pool

                self._backend = Pool(self.jobs, self._setup.warm if self._setup else None)
        return self._backend


def map_batches(
    workers: Workers,
    fn: Callable[[list[T]], list[R]],
    items: Iterable[T],
    *,
    batch: int,
    worth: int,
    lost: Callable[[T, str], R] | None = None,
) -> Iterator[R]:
    """`fn` over batches of `items`, results in order. Only a few batches a worker are under way, so memory stays
    bounded however many items there are. `batch`: items of the first ones; `worth`: items from which on it is worth
    starting processes; `lost`: the result of an item that kills its workers, or whose exception cannot be sent, with
    the reason. Without it such an item raises WorkerProblem. `fn` may run more than once for an item."""
    source = iter(items)
    # Where it is plain what runs them nothing is looked at ahead: the jobs of pages are their pages.
    first = [] if workers.decided else list(islice(source, worth))
    backend = workers.backend(len(first) == worth)
    source = chain(first, source)
    waiting: deque[tuple[list[T], Future[_Came[R]] | _Came[R] | None]] = deque()
    size, cost = batch, 0.0
    while True:
        # What is tried again has nothing beside it, so that nobody else can be to blame.
        alone = any(done is None for _, done in waiting)
        while not alone and len(waiting) < backend.window and (part := list(islice(source, size))):
            waiting.append((part, backend.submit(run_batch, fn, part)))
        if not waiting:
            return
        part, done = waiting.popleft()
        if done is not None:
            try:
                done = _result(backend, done)
            except Died:
                done = None
                if backend.recover():
                    # Whoever was under way may be to blame: they are tried once more, one by one.
                    waiting = deque((other, _so_far(running)) for other, running in waiting)
        if isinstance(done, _Done):
            cost = (cost * 3 + done.seconds / len(part)) / 4 if cost else done.seconds / len(part)
            if backend.target:
                size = max(1, min(batch * backend.most, int(backend.target / max(cost, 1e-6))))
            yield from done.results
        elif isinstance(done, _Raised):
            yield from _raised(backend, fn, part, done, lost)
        else:
            yield from _again(backend, fn, part, lost)


def _result(backend: Backend, running: Future[_Came[R]] | _Came[R]) -> _Came[R]:
    """What came of a batch. Raises Died."""
    return running if isinstance(running, (_Done, _Raised)) else backend.wait(running)


def _so_far(came: Future[_Came[R]] | _Came[R] | None) -> _Came[R] | None:
    """A batch's result, if there is one; None where it was lost."""
    if came is None or isinstance(came, (_Done, _Raised)):
        return came
    return came.result() if came.done() and not came.cancelled() and came.exception() is None else None


def _again(
    backend: Backend,
    fn: Callable[[list[T]], list[R]],
    part: list[T],
    lost: Callable[[T, str], R] | None,
) -> Iterator[R]:
    """A batch whose worker has died, with nothing beside it; where it kills another one, its items one by one."""
    for _ in range(1 if len(part) > 1 else backend.tries):
        try:
            done = _result(backend, backend.submit(run_batch, fn, part))
        except Died:
            backend.recover()
            continue
        yield from done.results if isinstance(done, _Done) else _raised(backend, fn, part, done, lost)
        return
    if len(part) == 1:
        yield lost(part[0], DEAD) if lost else _give_up(part[0], DEAD)
        return
    for item in part:
        yield from _again(backend, fn, [item], lost)


def _raised(
    backend: Backend,
    fn: Callable[[list[T]], list[R]],
    part: list[T],
    raised: _Raised,
    lost: Callable[[T, str], R] | None,
) -> Iterator[R]:
    """Raise what the batch raised. What cannot be sent between processes is the failure of one item."""
    if raised.error:
        import pickle

        error = pickle.loads(raised.error)
        error.add_note(raised.told)
        raise error
    if lost is None:
        raise RuntimeError(raised.told)  # a bug: exit code 70
    if len(part) == 1:
        yield lost(part[0], f"{raised.kind}: {raised.what}")
        return
    for item in part:
        yield from _again(backend, fn, [item], lost)


def _give_up(item: object, why: str) -> NoReturn:
    raise WorkerProblem(
        why,
        where=next((str(name) for each in ("path", "tail", "name") if (name := getattr(item, each, ""))), str(item)),
        hint="Was the memory full? Run again with fewer processes (--jobs 1); what is done is kept.",
    )
