"""Whether the files of the site still stand, asked in a process of its own while this one reads what has changed: of
10,000 articles that is 35,000 folders."""

from __future__ import annotations

import os
import signal
import sys
import threading
from contextlib import closing, suppress

import msgspec

from build_site.store.files import signature
from build_site.store.project import Project
from build_site.store.publish import MANIFEST
from build_site.store.standing import Lost
from build_site.store.state import State

WORTH = 50_000_000
"""Bytes of the state from which on it is worth a process: a thousand articles have as many."""


class Lookout:
    """Constructing one begins. Where processes cannot be forked with safety, or the site is small, it begins when
    `lost` is called."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._process = self._pipe = 0
        if _may_fork() and _size(project) > WORTH:
            self._begin()

    def __enter__(self) -> Lookout:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
            self._end()

    def lost(self, state: State) -> Lost:
        """What is lost. `state` is as it was when this began, or holds nothing that has been published since."""
        if self._process:
            with os.fdopen(os.dup(self._pipe), "rb") as pipe:
                data = pipe.read()
            self._end()
            # One that failed, for whatever reason, has said nothing.
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(data, type=Lost)
        return _look(state, self._project)

    def _begin(self) -> None:
        self._pipe, answer = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(answer)
            return
        try:
            with closing(State(self._project.state, read_only=True)) as state, os.fdopen(answer, "wb") as pipe:
                pipe.write(msgspec.msgpack.encode(_look(state, self._project)))
        finally:
            # Nothing that the parent has open is closed or written by its copy.
            os._exit(0)

    def _end(self) -> None:
        os.close(self._pipe)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        self._process = 0


def _look(state: State, project: Project) -> Lost:
    # A site that was copied here, or restored, has another list, and folders with the times that they had.
    known = state.get("listed") == signature(project.out / MANIFEST)
    return state.standing.lost(str(project.out), state.get("turn"), everything=not known)


def _may_fork() -> bool:
    """Not where other threads may hold locks, which a copy of the process would wait for in vain; nor on macOS, whose
    libraries do not bear it."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _size(project: Project) -> int:
    try:
        return (project.state / "state.sqlite").stat().st_size
    except OSError:
        return 0
