"""One build at a time in a project: a lock on an open file, which dies with its holder."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from build_site.errors import Locked
from build_site.store.files import disk


@contextmanager
def locked(state: Path) -> Iterator[None]:
    """Hold the project's lock. Raises Locked, naming the holder, where another process has it."""
    path = state / "lock"
    with disk(path):
        state.mkdir(parents=True, exist_ok=True)
        handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if not _try_lock(handle):
            holder = os.read(handle, 20).decode("ascii", "replace").strip() or "unknown"
            raise Locked(
                f"another build is at work here (process {holder})",
                where=str(path),
                hint="Wait until it has ended; a killed build leaves no lock behind.",
            )
        os.ftruncate(handle, 0)
        os.pwrite(handle, str(os.getpid()).encode("ascii"), 0)
        yield
    finally:
        os.close(handle)


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
