"""One build at a time in a project: a lock on an open file, which dies with its holder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build_site.errors import Locked
from build_site.store.files import disk

_ASK = 0.05
"""Seconds after which one who waits asks again."""


@contextmanager
def locked(state: Path, *, wait: float = 0.0) -> Iterator[None]:
    """Hold the project's lock. Raises Locked, naming the holder, where another process has it, and has it still when
    one has waited for so many seconds."""
    end = time.monotonic() + wait
    path = state / "lock"
    with disk(path):
        state.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        while not _try_lock(handle):
            if time.monotonic() >= end:
                raise Locked(
                    f"another build is at work here (process {_holder(handle)})",
                    where=str(path),
                    hint="Wait until it has ended, or let this one wait: --wait SECONDS. A killed build leaves no lock"
                    " behind.",
                )
            time.sleep(min(_ASK, max(0.0, end - time.monotonic())))
        _sign(handle, str(os.getpid()))
        try:
            yield
        finally:
            _sign(handle, "")
    finally:
        os.close(handle)


def _sign(handle: int, name: str) -> None:
    """Say who has the lock; a full disk cannot, and the lock holds all the same."""
    with suppress(OSError):
        os.ftruncate(handle, 0)
        os.lseek(handle, 0, os.SEEK_SET)
        os.write(handle, name.encode("ascii"))


def _holder(handle: int) -> str:
    """The process that has the lock. One that has only just got it may not have said so yet."""
    for _ in range(20):
        with suppress(OSError):
            os.lseek(handle, 0, os.SEEK_SET)
            if name := os.read(handle, 20).decode("ascii", "replace").strip():
                return name
        time.sleep(_ASK / 10)
    return "unknown"


def _try_lock(handle: int) -> bool:
    try:
        import fcntl
    except ImportError:  # Windows
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
