"""What the disk says of the memory's files, and whether the files of the site still stand, asked in a process of its
own while this one asks for the seeds and reads what has changed: of 10,000 articles 10,000 files and 37,000 folders. Of
the folders this one takes its share as soon as it has nothing else to do."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress

import msgspec

from build_site.store.files import signature
from build_site.store.memory import Memory, note_signatures
from build_site.store.project import Project
from build_site.store.publish import MANIFEST
from build_site.store.standing import PARTS, Lost
from build_site.store.state import State

WORTH = 50_000_000
"""Bytes of the state from which on it is worth a process: a thousand articles have as many."""
Signatures = tuple[dict[str, str], dict[str, str]]
"""Of PO files and of notes, by article."""
_SIZE = 8
"""Bytes of the number that tells how long the first answer is."""


class Lookout:
    """Constructing one begins, for the holder of the project's lock. Where processes cannot be forked with safety, or
    the site is small, it begins when it is asked."""

    def __init__(self, project: Project, memory: Memory) -> None:
        self._project, self._memory = project, memory
        self._process = 0
        if _may_fork() and _size(project) > WORTH:
            self._begin()

    def __enter__(self) -> Lookout:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            with suppress(OSError):
                os.kill(self._process, signal.SIGKILL)
            self._end()

    # A process that failed, for whatever reason, has said nothing.

    def signatures(self) -> Signatures:
        """Of a moment since this began. To be asked first."""
        if self._process:
            size = int.from_bytes(self._answers.read(_SIZE), "big")
            with suppress(msgspec.DecodeError):
                memory, notes = msgspec.msgpack.decode(self._answers.read(size), type=Signatures)
                return memory, notes
        return _ask(self._memory)

    def lost(self, state: State) -> Lost:
        """What is lost. `state` is as it was when this began, or holds nothing that has been published since."""
        if self._process:
            own = _look(state, self._project, _left(self._parts))
            data = self._answers.read()
            self._end()
            with suppress(msgspec.DecodeError):
                return own | msgspec.msgpack.decode(data, type=Lost)
        return _look(state, self._project)

    def _begin(self) -> None:
        self._parts, parts = os.pipe()
        os.write(parts, bytes(range(PARTS)))
        os.close(parts)
        pipe, answer = os.pipe()
        self._process = os.fork()
        if self._process:
            os.close(answer)
            self._answers = os.fdopen(pipe, "rb")
            return
        try:
            with os.fdopen(answer, "wb") as file:
                said = msgspec.msgpack.encode(_ask(self._memory))
                file.write(len(said).to_bytes(_SIZE, "big") + said)
                file.flush()
                with closing(State(self._project.state, read_only=True)) as state:
                    file.write(msgspec.msgpack.encode(_look(state, self._project, _left(self._parts))))
        finally:
            # Nothing that the parent has open is closed or written by its copy.
            os._exit(0)

    def _end(self) -> None:
        self._answers.close()
        os.close(self._parts)
        with suppress(ChildProcessError):
            os.waitpid(self._process, 0)
        self._process = 0


def _ask(memory: Memory) -> Signatures:
    return memory.signatures(sweep=True), note_signatures(memory.site_src)


def _left(parts: int) -> Iterator[int]:
    """The parts that nobody has begun, one by one: a byte of a pipe is read by one process alone."""
    while part := os.read(parts, 1):
        yield part[0]


def _look(state: State, project: Project, parts: Iterable[int] = range(PARTS)) -> Lost:
    # A site that was copied here, or restored, has another list, and folders with the times that they had.
    known = state.get("listed") == signature(project.out / MANIFEST)
    return state.standing.lost(str(project.out), state.get("turn"), everything=not known, parts=parts)


def _may_fork() -> bool:
    """Not where other threads may hold locks, which a copy of the process would wait for in vain; nor on macOS, whose
    libraries do not bear it."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _size(project: Project) -> int:
    try:
        return (project.state / "state.sqlite").stat().st_size
    except OSError:
        return 0
