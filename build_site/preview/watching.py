"""What the system tells of changes (inotify and its like): bursts of them, without what editors leave for a moment."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Sequence
from pathlib import Path
from threading import Event
from types import TracebackType
from typing import TYPE_CHECKING

from build_site.source.unread import SYSTEM_FILES

if TYPE_CHECKING:
    from watchfiles._rust_notify import RustNotify

STEP, LONGEST = 10, 400
"""Milliseconds without a change after which a burst of them is over, and after which nobody waits any longer."""
SETTLED, PATIENCE = 0.15, 10.0
"""Seconds without a change after which many of them are over, or files that are gone do not come back, as they do when
an editor or `git checkout` puts another in their place; and after which nobody waits any longer."""
MANY = 20
_PASSING = (".swp", ".swx", ".swo", ".crswap", ".tmp", ".part", ".crdownload", "~", "___jb_tmp___", "___jb_old___")
_ADDED = 1


class Watcher:
    """Watches folders with all that is below them, but for what is ignored with all below it, from the moment it is
    made. A folder may go and come back."""

    def __init__(self, folders: Sequence[Path], ignored: Sequence[Path], stop: Event) -> None:
        self._folders, self._ignored, self._stop = folders, frozenset(ignored), stop
        self._notify: RustNotify | None = None
        self._known: dict[Path, tuple[int, int]] = {}
        self._waiting: dict[Path, int] = {}
        self._renew()

    def __enter__(self) -> Watcher:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._notify:
            self._notify.close()

    def wait(self, seconds: float) -> frozenset[Path]:
        """What has changed since the last call, whether or not it is still there; nothing where it is quiet for so
        long."""
        self._take(STEP / 1000 if self._waiting else seconds)
        end = time.monotonic() + PATIENCE
        while self._waiting and (len(self._waiting) > MANY or not all(map(os.path.lexists, self._waiting))):
            if not self._take(SETTLED) or time.monotonic() > end:
                break
        # What came and went since is nobody's work.
        found = frozenset(path for path, change in self._waiting.items() if change != _ADDED or os.path.lexists(path))
        self._waiting.clear()
        return found

    def stirred(self) -> bool:
        """Whether something has changed that `wait` will tell of. Takes a millisecond."""
        return bool(self._waiting) or self._take(0.001, step=1)

    def _take(self, seconds: float, step: int = STEP) -> bool:
        """Note what changes, first thing within so long. Whether anything did."""
        now = {folder: _identity(folder) for folder in self._folders}
        if now != self._known:
            self._renew()
            self._waiting.update((folder, 0) for folder in self._folders)
            return True
        if self._notify is None:
            self._stop.wait(seconds)
            return False
        told = self._notify.watch(LONGEST, step, max(1, int(seconds * 1000)), self._stop)
        if not isinstance(told, set):
            return False
        found = False
        for change, name in sorted(told):
            path = Path(name)
            if path in self._folders:
                # It is gone, or another: it must be looked at anew, even where that has the number of the old one.
                self._known = {}
            elif not self._passing(path):
                self._waiting.setdefault(path, change)
                found = True
        return found

    def _renew(self) -> None:
        from watchfiles._rust_notify import RustNotify

        if self._notify:
            self._notify.close()
        self._known = {folder: _identity(folder) for folder in self._folders}
        there = [str(folder) for folder, known in self._known.items() if known != (0, 0)]
        self._notify = RustNotify(there, False, _must_poll(), 300, True, True) if there else None

    def _passing(self, path: Path) -> bool:
        """Of a file that an editor writes beside the one that is edited, or that the program writes itself."""
        name = path.name
        if name.startswith((".", "~", "#")) or name.endswith(_PASSING) or name in SYSTEM_FILES or name == "4913":
            return True
        if path in self._ignored or not self._ignored.isdisjoint(path.parents):
            return True
        parents = (folder for folder in self._folders if path.is_relative_to(folder))
        return any(part.startswith(".") for folder in parents for part in path.relative_to(folder).parts)


def _identity(folder: Path) -> tuple[int, int]:
    """(0, 0) where it is not there."""
    try:
        found = folder.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def _must_poll() -> bool:
    """Where the system tells of no changes, as on Windows disks in its Linux; and where the environment says so, as for
    disks of other machines."""
    asked = os.environ.get("WATCHFILES_FORCE_POLLING", "").lower()
    return asked not in ("", "false", "disable", "disabled") if asked else "microsoft" in platform.release().lower()
