"""Replacing a file that somebody else may save at the same moment, so that nothing of theirs is lost.

A rename puts a new file in the place of whatever stands there, also of what an editor saved a microsecond ago. So the
two files change places in one step (Linux: `renameat2`), and what came out is looked at: is it not what was read, it is
put back. Where the system or the disk cannot do that, the file is looked at right before it is renamed.
"""

from __future__ import annotations

import errno
import functools
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from build_site.errors import StoreProblem
from build_site.store.files import disk, linked, temporary

_EXCHANGE, _HERE = 2, -100
"""RENAME_EXCHANGE and AT_FDCWD of Linux."""
_CANNOT = {errno.EINVAL, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EPERM}
"""What a disk says that has no links, or cannot let files change places."""
_TIMES = 20
_PATIENCE = 0.2
"""Seconds for which one waits until whoever has the file open has written it."""
_OPEN = object()
"""Instead of the bytes of a file that another program has open to write."""


class Changed(StoreProblem):
    """Somebody has saved the file since it was read."""


def replace_read(path: Path, data: bytes, read: bytes | None) -> bool:
    """Replace a file that was read, as `write_durably` does. `read`: its bytes then; None where there was none. Raises
    Changed where it is another file now; then that stands, whole. Returns whether anything was to be done."""
    if data == read:
        return False
    path = linked(path)
    with disk(path), temporary(path, data) as new:
        if read is None:
            _place(new, path)
        elif _at_rest(path) != read:
            raise _changed(path)
        else:
            _exchange(new, path, data, read)
    return True


def _place(new: Path, path: Path) -> None:
    """Where no file was; a link never takes the place of one."""
    try:
        os.link(new, path)
    except FileExistsError:
        raise _changed(path) from None
    except OSError as error:
        if error.errno not in _CANNOT:
            raise
        if path.exists():
            raise _changed(path) from None
        new.replace(path)


def _exchange(new: Path, path: Path, data: bytes, read: bytes) -> None:
    """`path` becomes `data`, and `new` what may be thrown away: what was read. Or, where that is not what came out, all
    goes back, however often somebody saves in the meantime, and `new` is `data` again."""
    try:
        if not _change_places(new, path):
            new.replace(path)
            return
    except FileNotFoundError:
        raise _changed(path) from None
    stands: object = data
    old: object = read
    for times in range(_TIMES):
        found = _at_rest(new)
        if found == old:
            if times:
                raise _changed(path)
            return
        _put_back(new, path)
        stands, old = found, stands
    saved = _saved(path)  # no editor is as fast; but what came out last is somebody's
    new.rename(saved)
    raise StoreProblem("it is being saved over and over", where=str(path), hint=f"Compare it with {saved.name}.")


def _put_back(new: Path, path: Path) -> None:
    """It also has a name that nobody sweeps, should the program be killed now or the disk refuse."""
    saved = _saved(path)
    try:
        os.link(new, saved)
        named = True
    except OSError:
        named = False
    try:
        _change_places(new, path)
    except OSError as error:
        if not named:
            new.rename(saved)
        hint = f"What somebody saved at this moment is in {saved.name}: compare the two."
        raise StoreProblem(error.strerror or str(error), where=str(path), hint=hint) from error
    if named:
        saved.unlink()


def _saved(path: Path) -> Path:
    return path.with_name(f"{path.name}.saved")


def _changed(path: Path) -> Changed:
    return Changed("somebody has saved it at this moment", where=str(path), hint="Run again.")


def _at_rest(path: Path) -> object:
    """A file's bytes when nobody has it open to write any more; `_OPEN` where somebody keeps it open, None where there
    is none."""
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            with path.open("rb") as file:
                free = _nobody_writes(file.fileno())
                data = file.read()
        except FileNotFoundError:
            return None
        if free:
            return data
        if time.monotonic() >= end:
            return _OPEN
        time.sleep(0.005)


def _nobody_writes(handle: int) -> bool:
    """Whether no program has an open file open to write; True where the system does not tell."""
    if sys.platform == "linux":
        import fcntl
        import signal

        # A lease to read is granted only then. Who comes meanwhile would end it with a signal, by default a deadly one.
        try:
            fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as error:
            return error.errno != errno.EAGAIN
        with suppress(OSError):
            fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return True


def _change_places(one: Path, other: Path) -> bool:
    """Two files in one step; False, and nothing done, where the system or the disk cannot."""
    call = _renameat2()
    if call is None:
        return False
    sys.audit("os.rename", str(one), str(other), -1, -1)
    code = call(os.fsencode(one), os.fsencode(other))
    if code in _CANNOT:
        return False
    if code:
        raise OSError(code, os.strerror(code), str(other))
    return True


@functools.cache
def _renameat2() -> Callable[[bytes, bytes], int] | None:
    """(one, other) → 0, or the error's number; None where the system has it not."""
    if sys.platform != "linux":
        return None
    import ctypes

    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return None
    call.argtypes = (ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_char_p, ctypes.c_uint)
    return lambda one, other: ctypes.get_errno() if call(_HERE, one, _HERE, other, _EXCHANGE) else 0
