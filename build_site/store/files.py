"""Reading and writing whole files. A file is replaced by another whole file, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from build_site.errors import StoreProblem

_FULL = "Free some space on the disk and run again; the files that were there are whole."
_FORBIDDEN = "Check who owns it, and whether you may read and write there."
_OPEN = "Close other programs, or allow more open files (ulimit -n), and run again."
_OTHERWISE = "Check the path and the disk, and run again."
_ADVICE = {
    "ENOSPC": _FULL,
    "EDQUOT": _FULL,
    "EFBIG": "A file may not grow as large there: see ulimit -f, and what the file system allows.",
    "EROFS": "The disk is read-only: make it writable or work on a copy; the site alone goes elsewhere with --out DIR.",
    "EACCES": _FORBIDDEN,
    "EPERM": _FORBIDDEN,
    "EIO": "The disk failed: check it, and its backups, before you run again. What was there has been left as it was.",
    "ESTALE": "The network drive has lost the file: mount it again, and run again.",
    "EMFILE": _OPEN,
    "ENFILE": _OPEN,
}
"""What the world refuses, and what to do about it; another error that nobody expected is a bug."""
_EXPECTED = {
    "ENOENT": "Is the path right? It may have been moved or deleted meanwhile.",
    "ENOTDIR": "A part of the path is a file where a folder should be: move the file away, or name another path.",
    "EISDIR": "There is a folder where a file should be: move it away, or name another path.",
    "EEXIST": "There is something of that name already: move it away, or name another path.",
    "ENAMETOOLONG": "The name is longer than this disk allows: shorten it.",
    "ELOOP": "Links lead in a circle there: put a plain file or folder in their place.",
}
"""Of errors where one was to be expected."""
COARSE = 1_000_000_000
"""Nanoseconds: the times of some disks are whole seconds, or every other."""
_TEMPORARY = re.compile(r"\..{1,20}\.[a-z0-9_]{8}\.build_site\.tmp")


@contextmanager
def disk(path: Path | str) -> Iterator[None]:
    """Turns an OSError into a StoreProblem that names the path and what can be done."""
    try:
        yield
    except OSError as error:
        raise _problem(error, error.filename2 or error.filename or path) from error


def refused(error: OSError) -> StoreProblem | None:
    """The same of an OSError that nobody expected; None where it is not the disk's refusal but a bug."""
    return _problem(error, error.filename2 or error.filename or "") if _code(error) in _ADVICE else None


def _problem(error: OSError, path: Path | str) -> StoreProblem:
    return StoreProblem(
        error.strerror or str(error), where=str(path), hint=(_ADVICE | _EXPECTED).get(_code(error), _OTHERWISE)
    )


def _code(error: OSError) -> str:
    import errno

    return errno.errorcode.get(error.errno or 0, "")


def read_bytes(path: Path) -> bytes | None:
    """A file's bytes; None where there is no such file. What is no plain file is never opened: a pipe may not end."""
    with disk(path), suppress(FileNotFoundError):
        return _read_plain(path)
    return None


def read_there(path: Path) -> bytes:
    """The same of a file that there must be."""
    with disk(path):
        return _read_plain(path)


def _read_plain(path: Path) -> bytes:
    mode = path.stat().st_mode
    if not S_ISREG(mode) and not S_ISDIR(mode):
        hint = "Put a plain file in its place, or move it away."
        raise StoreProblem("not a plain file; it was not opened", where=str(path), hint=hint)
    return path.read_bytes()


def read_text(path: Path) -> str | None:
    """A UTF-8 file's text with any byte order mark removed; None where there is no such file."""
    data = read_bytes(path)
    return None if data is None else decoded(path, data)


def decoded(path: Path, data: bytes) -> str:
    """The bytes of a file as text, as `read_text` reads it."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        what = f"byte {error.start} is not UTF-8"
        raise StoreProblem(what, where=str(path), hint="Save the file as UTF-8.") from None


def write_durably(path: Path, data: bytes) -> bool:
    """Replace a file that people own (memory, addresses): synced to the disk before it takes the old one's place.
    Returns False, and writes nothing, where the bytes are already there."""
    path = linked(path)
    with disk(path):
        if path.is_file() and path.read_bytes() == data:
            return False
        with temporary(path, data) as new:
            new.replace(path)
    return True


def linked(path: Path) -> Path:
    """The file that a link leads to, which stays a link when its file is replaced; any other as it is."""
    return Path(os.path.realpath(path)) if path.is_symlink() else path


@contextmanager
def temporary(path: Path, data: bytes) -> Iterator[Path]:
    """A new file beside `path` with the data and the rights of `path`, synced to the disk; removed in the end where it
    is still there."""
    import tempfile

    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:20]}.", suffix=".build_site.tmp")
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        new.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask())
        yield new
    finally:
        with suppress(OSError):
            new.unlink()


def is_leftover(name: str) -> bool:
    """Whether a file of that name is what `write_durably` leaves behind when it is killed. Only the holder of the
    project's lock may remove it: for any other it may be in the making."""
    return _TEMPORARY.fullmatch(name) is not None


def signature(path: Path | os.DirEntry[str] | str) -> str:
    """Size and time of a file that the program has written, to see without reading that it is the same; empty where it
    is not there."""
    try:
        # A build that finds nothing changed asks for every file of the site: a Path of each would cost ten times this.
        stat = os.stat(path) if isinstance(path, str) else path.stat()  # noqa: PTH116
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}"


def input_signature(path: Path | os.DirEntry[str] | str) -> str:
    """The same of a file that people write."""
    try:
        return input_version(os.stat(path) if isinstance(path, str) else path.stat())  # noqa: PTH116
    except OSError:
        return ""


def last_change(path: Path | str) -> str:
    """What a disk says of a file, no matter how finely it tells the time; empty where there is none."""
    try:
        return _of_disk(os.stat(path))  # noqa: PTH116
    except OSError:
        return ""


def _of_disk(stat: os.stat_result) -> str:
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ctime_ns}:{stat.st_ino}"


@contextmanager
def entries_of(folder: str) -> Iterator[Iterable[os.DirEntry[str]]]:
    """What is in a folder. Of each entry the name counts, and what the disk says of it, which is asked for by that name
    alone where the system can: the way from the root would cost as much as the file."""
    with opened(folder) as at, os.scandir(folder if at is None else at) as entries:
        yield entries


@contextmanager
def opened(folder: str) -> Iterator[int | None]:
    """A folder, to ask for many files by their paths below it; None where it cannot be opened, or the system takes no
    paths but whole ones."""
    at = None
    if os.stat in os.supports_dir_fd:
        with suppress(OSError):
            at = os.open(folder, os.O_RDONLY)
    try:
        yield at
    finally:
        if at is not None:
            os.close(at)


def input_version(stat: os.stat_result) -> str:
    """Of what a disk says of a file. The time of its last change of any kind is another one also where a file of the
    same size was put in its place with the old one's time, as archives are unpacked."""
    # Every build asks for every article's files: `_of_disk` written out.
    found = f"{stat.st_size}:{(saved := stat.st_mtime_ns)}:{stat.st_ctime_ns}:{stat.st_ino}"
    if saved % COARSE == 0 and 0 <= (now := time.time_ns()) - saved < 2 * COARSE:
        # A disk that keeps whole seconds does not tell it from what is saved within the same ones: to be read again.
        return f"{found}:{now}"
    return found


def fingerprint(*parts: bytes | str) -> str:
    """16 bytes of SHA-256 over the parts, as hex; the parts' bounds count."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]


def content_mark(data: bytes | None) -> str:
    """16 bytes of the SHA-256 of what a file holds, as hex; empty where there is no file."""
    return "" if data is None else hashlib.sha256(data).hexdigest()[:32]


def umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
