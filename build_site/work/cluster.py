"""Processes on other machines: a Dask cluster, through the Executor that its client gives. They read the project and
write the site's files themselves, in folders that they share with this machine; keys and records alone travel."""

from __future__ import annotations

import logging
import os
import secrets
from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct, structs

from build_site.errors import ClusterProblem, ConfigProblem, WorkerProblem
from build_site.store.files import disk
from build_site.work.backends import Died
from build_site.work.executors import STUCK
from build_site.work.program import Program, differences, site_material, this_program

if TYPE_CHECKING:
    from build_site.work.workshop import Setup

R = TypeVar("R")
SCHEME = "dask://"
TIMEOUT = 10.0
"""Seconds to wait for the scheduler, and for a first worker."""
_ONE = Lock()
_SHARED = "Workers need the project’s folders under the same paths as here: put them on a shared disk."
_SAME = "Install the same release of build_site, and of what it needs, on all machines."


class Seen(Struct, frozen=True):
    """What a worker says of itself and of what it sees."""

    program: Program
    token: str
    material: str
    writable: bool


class Cluster:
    """The workers that a scheduler has, and those that it gets meanwhile. Constructing one connects and asks each
    worker for its program and for the project's folder; raises ClusterProblem, ConfigProblem."""

    # A task costs the scheduler a few milliseconds: half a second of work makes that little.
    target, most, tries = 0.5, 4, 1

    def __init__(self, address: str, setup: Setup | None) -> None:
        try:
            import distributed
        except ImportError:
            raise ConfigProblem(
                "clusters need Dask, which is not installed",
                where=f"--jobs {address}",
                hint='python -m pip install "build-site[cluster]", here and on the workers.',
            ) from None
        self._address = address
        connect: Any = distributed.Client
        for name in ("distributed", "distributed.client", "tornado.application"):
            logging.getLogger(name).setLevel(logging.CRITICAL)  # what matters is raised
        try:
            self._client = connect(address.replace(SCHEME, "tcp://", 1), timeout=TIMEOUT, name="build_site")
        except (OSError, TimeoutError, ValueError) as error:
            raise ClusterProblem(
                f"there is no Dask scheduler that answers ({type(error).__name__})",
                where=address,
                hint="Start one with “dask scheduler”, and workers with “dask worker HOST:8786 --nthreads 1”.",
            ) from None
        try:
            workers = self._workers()
            if setup is not None:
                self._check(setup)
        except BaseException:
            self._client.close()
            raise
        self._expected = this_program()
        self._executor = self._client.get_executor(pure=False)
        self.window = 3 * workers + 2

    def _workers(self) -> int:
        with suppress(TimeoutError):
            self._client.wait_for_workers(1, timeout=TIMEOUT)
        count = len(self._client.nthreads())
        if not count:
            raise ClusterProblem(
                "the Dask scheduler has no workers",
                where=self._address,
                hint="Start some: dask worker HOST:8786 --nthreads 1",
            )
        return count

    def _check(self, setup: Setup) -> None:
        """Every worker runs this program and sees these folders."""
        token = secrets.token_hex(16)
        _note(setup.project.state, token)
        found: Mapping[str, object] = self._client.run(see, setup, on_error="return")
        ours = Seen(this_program(), token, site_material(setup.project), True)
        for worker, seen in sorted(found.items()):
            if what := _refusal(ours, seen):
                raise ClusterProblem(what[0], where=f"worker {worker}", hint=what[1])
        # It unpacks what workers are to do.
        try:
            program = self._client.run_on_scheduler(this_program)
        except Exception as error:
            program = error
        if what := _refusal(ours, structs.replace(ours, program=program) if isinstance(program, Program) else program):
            raise ClusterProblem(what[0], where=f"scheduler {self._address}", hint=what[1])

    def submit(self, fn: Callable[..., R], /, *args: object) -> Future[R]:
        future: Future[R] = self._executor.submit(run_there, self._expected, fn, *args)
        return future

    def wait(self, future: Future[R]) -> R:
        from distributed import KilledWorker
        from distributed.comm.core import CommClosedError

        while True:
            try:
                return future.result(STUCK)
            except KilledWorker as error:
                raise Died(str(error)) from None
            except (CancelledError, CommClosedError):
                break
            except TimeoutError:
                if future.done():
                    raise  # the call's own
                # A result that was on its way when the connection broke never comes.
                if self._client.status != "running":
                    break
        what = "the connection to the Dask scheduler is lost"
        hint = "Nothing of the site has changed. Run again: what was digested is kept."
        raise WorkerProblem(what, where=self._address, hint=hint)

    def recover(self) -> bool:
        """The scheduler has replaced the worker; what others have under way goes on."""
        return False

    def close(self, *, clean: bool) -> None:
        self._executor.shutdown(wait=False)
        self._client.close()


def _note(state: Path, token: str) -> None:
    with disk(state):
        (state / "seen").write_text(token, "utf-8")


def see(setup: Setup) -> Seen:
    """A worker's answer."""
    project = setup.project
    try:
        token = (project.state / "seen").read_text("utf-8")
        material = site_material(project)
    except OSError:
        token = material = ""
    writable = all(_writable(folder) for folder in (project.state, project.out))
    return Seen(this_program(), token if project.seeds.is_dir() else "", material, writable)


def run_there(expected: Program, fn: Callable[..., R], /, *args: object) -> R:
    """What a worker does with a batch: one at a time, whatever threads it has, for the program keeps things at hand
    that two threads must not share. A worker that came later has not been asked which program it runs."""
    if what := differences(expected, this_program()):
        raise ClusterProblem(f"a worker runs another program: {what}", hint=_SAME)
    with _ONE:
        return fn(*args)


def _refusal(ours: Seen, seen: object) -> tuple[str, str] | None:
    """What is wrong with a worker, and what can be done; None where it will do."""
    if not isinstance(seen, Seen):
        return f"build_site does not run there ({type(seen).__name__}: {seen})", _SAME
    if what := differences(ours.program, seen.program):
        return f"it runs another program: {what}", _SAME
    if seen.token != ours.token:
        return "it does not see the project’s folders", _SHARED
    if seen.material != ours.material:
        return "it sees other settings, lists or templates than those here", _SHARED
    if not seen.writable:
        return "it may not write into the site’s folders", "Let the workers run as a user who may."
    return None


def _writable(folder: Path) -> bool:
    while not folder.is_dir() and folder != folder.parent:
        folder = folder.parent
    return os.access(folder, os.W_OK)
