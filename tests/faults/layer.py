"""A disk that fails, below the program and without its knowledge: in the process that installs it, the n-th call to the
disk kills the process, interrupts it, or is refused as a disk refuses.

Calls are what the program asks of the system for files below one folder: to open, write, sync, rename, remove, make a
folder, list, look; and SQLite's changes and commits. They are seen through Python's audit events where there is one,
else by standing in for the function.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct

WRITES = frozenset({"open to write", "write", "fsync", "rename", "remove", "mkdir", "rmdir", "chmod"})
READS = frozenset({"open to read", "list", "look"})
STATE = frozenset({"connect", "change", "commit"})
"""Of SQLite: to open the file, an INSERT, UPDATE or DELETE, and what makes them last."""
_SQLITE = {
    errno.EIO: ("disk I/O error", sqlite3.SQLITE_IOERR),
    errno.ENOSPC: ("database or disk is full", sqlite3.SQLITE_FULL),
    errno.EACCES: ("attempt to write a readonly database", sqlite3.SQLITE_READONLY),
    errno.EROFS: ("attempt to write a readonly database", sqlite3.SQLITE_READONLY),
}
"""What SQLite says where the system says that."""


class Fault(Struct, frozen=True):
    """What goes wrong, and when."""

    act: str
    """`count`: nothing; `kill`, `interrupt`; or an error's name, `ENOSPC`."""
    below: str
    """The folder whose calls count; no others fail."""
    kinds: frozenset[str]
    at: int = 0
    """The number of the call, from 1."""
    lasting: bool = False
    """Every call from then on is refused, as by a disk that is full; else that one alone."""


class Layer:
    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        self.calls = 0
        self.met: list[str] = []
        """What was refused."""
        self.quiet = False

    def step(self, kind: str, path: Any, before: Callable[[], object] = lambda: None) -> None:
        """A call; `before` does half of it where it is the one."""
        fault = self.fault
        if self.quiet or kind not in fault.kinds or not self._ours(path):
            return
        self.calls += 1
        if fault.act == "count" or self.calls < fault.at or (self.calls > fault.at and not fault.lasting):
            return
        self.quiet = True
        try:
            before()
        finally:
            self.quiet = False
        self.met.append(f"{kind} {path}")
        if fault.act == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        elif fault.act == "interrupt":
            os.kill(os.getpid(), signal.SIGINT)
        elif kind in STATE:
            code = getattr(errno, fault.act)
            what, number = ("unable to open database file", 14) if kind == "connect" else _SQLITE[code]
            error = sqlite3.OperationalError(what)
            error.sqlite_errorcode = number
            raise error
        else:
            code = getattr(errno, fault.act)
            raise OSError(code, os.strerror(code), str(path))

    def _ours(self, path: Any) -> bool:
        if not isinstance(path, str | os.PathLike):
            return False
        name = os.fspath(path)
        below = self.fault.below
        return isinstance(name, str) and (name == below or name.startswith(f"{below}/"))

    def heard(self, event: str, given: tuple[Any, ...]) -> None:
        """An audit event."""
        if self.quiet:
            return
        if event == "open":
            path, mode, flags = given
            writing = bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)) if flags else "r" not in (mode or "r")
            self.step("open to write" if writing else "open to read", path)
        elif event in _EVENTS:
            kind, place, folder = _EVENTS[event]
            self.step(kind, _in_folder(given, place, folder))


_EVENTS = {
    # event: (kind, which of what is given is the path, and which the folder that it stands in)
    "os.rename": ("rename", 1, 3),
    "os.link": ("rename", 1, 3),
    "os.remove": ("remove", 0, 1),
    "os.rmdir": ("rmdir", 0, 1),
    "os.mkdir": ("mkdir", 0, 2),
    "os.chmod": ("chmod", 0, 2),
    "os.scandir": ("list", 0, 9),
    "os.listdir": ("list", 0, 9),
    "sqlite3.connect": ("connect", 0, 9),
}


def _in_folder(given: tuple[Any, ...], place: int, folder: int) -> Any:
    handle = given[folder] if folder < len(given) else -1
    path = given[place]
    if isinstance(handle, int) and handle > 0 and not Path(path).is_absolute():
        return Path(f"/proc/self/fd/{handle}").readlink() / path
    return path


class _File:
    """A file that is open to write: half of a write reaches it before it fails."""

    def __init__(self, layer: Layer, file: Any, path: Any) -> None:
        self.__dict__.update(_layer=layer, _file=file, _path=path)

    def write(self, data: Any) -> int:
        def half() -> None:
            self._file.write(data[: len(data) // 2])
            self._file.flush()

        self._layer.step("write", self._path, half)
        return int(self._file.write(data))

    def writelines(self, lines: Any) -> None:
        for line in lines:
            self.write(line)

    def __enter__(self) -> _File:
        return self

    def __exit__(self, *error: object) -> None:
        self._file.close()

    def __iter__(self) -> Any:
        return iter(self._file)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._file, name, value)


def install(fault: Fault) -> Layer:
    """From now on, for good."""
    layer = Layer(fault)
    opened, made, synced, looked, linked = io.open, sqlite3.connect, os.fsync, os.stat, os.lstat
    names: dict[int, str] = {}
    """Of files that are open by their number."""
    made_low = os.open

    def open_file(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
        found = opened(file, mode, *rest, **named)
        if set(mode) & set("wax+"):
            # A temporary file is opened by its folder's name.
            number = found.fileno() if "opener" in named else file
            return _File(layer, found, names.get(number, "") if isinstance(number, int) else number)
        return found

    def open_low(path: Any, *rest: Any, **named: Any) -> int:
        handle = made_low(path, *rest, **named)
        names[handle] = os.fspath(path)
        return handle

    def sync(file: Any) -> None:
        layer.step("fsync", names.get(file if isinstance(file, int) else file.fileno(), fault.below))
        synced(file)

    def look(path: Any, **named: Any) -> os.stat_result:
        layer.step("look", path)
        return looked(path, **named)

    def look_at_link(path: Any, **named: Any) -> os.stat_result:
        layer.step("look", path)
        return linked(path, **named)

    class Connection(sqlite3.Connection):
        def execute(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            if sql.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE", "CREATE"):
                layer.step("change", fault.below)
            return super().execute(sql, *rest)

        def executemany(self, sql: str, *rest: Any) -> sqlite3.Cursor:
            layer.step("change", fault.below)
            return super().executemany(sql, *rest)

        def commit(self) -> None:
            layer.step("commit", fault.below)
            super().commit()

    def connect(*given: Any, **named: Any) -> sqlite3.Connection:
        return made(*given, **{"factory": Connection} | named)

    builtins.open = io.open = open_file
    os.open, os.fsync, os.stat, os.lstat, sqlite3.connect = open_low, sync, look, look_at_link, connect
    sys.addaudithook(layer.heard)
    return layer
