"""Reading and writing whole files. A file is replaced by another whole file, or not at all."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from build_site.errors import StoreProblem

_FULL = "Free some space on the disk and run again; the files that were there are whole."
_FORBIDDEN = "Check who owns it, and whether you may read and write there."
_OPEN = "Close other programs, or allow more open files (ulimit -n), and run again."
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
"""What the world refuses, and what to do about it; another error is a bug."""
_TEMPORARY = re.compile(r"\..{1,20}\.[a-z0-9_]{8}\.build_site\.tmp")


@contextmanager
def disk(path: Path | str) -> Iterator[None]:
    """Turns an OSError into a StoreProblem that names the path and what can be done."""
    try:
        yield
    except OSError as error:
        raise _problem(error, error.filename or path) from error


def refused(error: OSError) -> StoreProblem | None:
    """The same of an OSError that nobody expected; None where it is not the disk's refusal but a bug."""
    return _problem(error, error.filename or "") if _code(error) in _ADVICE else None


def _problem(error: OSError, path: Path | str) -> StoreProblem:
    return StoreProblem(error.strerror or str(error), where=str(path), hint=_ADVICE.get(_code(error), ""))


def _code(error: OSError) -> str:
    import errno

    return errno.errorcode.get(error.errno or 0, "")


def read_text(path: Path) -> str | None:
    """A UTF-8 file's text with any byte order mark removed; None where there is no such file."""
    with disk(path):
        try:
            return path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return None
        except UnicodeDecodeError as error:
            raise StoreProblem(
                f"byte {error.start} is not UTF-8", where=str(path), hint="Save the file as UTF-8."
            ) from None


class Changed(StoreProblem):
    """Somebody has saved the file since it was read."""


def write_durably(path: Path, data: bytes, *, still: str | None = None) -> bool:
    """Replace a file that people own (memory, addresses): synced to the disk before it takes the old one's place.
    Returns False, and writes nothing, where the bytes are already there. `still`: its signature when it was read;
    raises Changed where it has another now."""
    with disk(path):
        if path.is_file() and path.read_bytes() == data:
            return False
        import tempfile

        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:20]}.", suffix=".build_site.tmp")
        try:
            with os.fdopen(handle, "wb") as temporary:
                temporary.write(data)
                temporary.flush()
                os.fsync(temporary.fileno())
            Path(name).chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~umask())
            if still not in (None, signature(path)):
                raise Changed("somebody has saved it at this moment", where=str(path), hint="Run again.")
            Path(name).replace(path)
        except BaseException:
            with suppress(OSError):
                Path(name).unlink()
            raise
    return True


def is_leftover(name: str) -> bool:
    """Whether a file of that name is what `write_durably` leaves behind when it is killed. Only the holder of the
    project's lock may remove it: for any other it may be in the making."""
    return _TEMPORARY.fullmatch(name) is not None


def signature(path: Path | os.DirEntry[str] | str) -> str:
    """Size and time of a file, to see without reading that it is the same; empty where it is not there."""
    try:
        # A build that finds nothing changed asks for every file of the site: a Path of each would cost ten times this.
        stat = os.stat(path) if isinstance(path, str) else path.stat()  # noqa: PTH116
    except OSError:
        return ""
    return f"{stat.st_size}:{stat.st_mtime_ns}:{stat.st_ino}"


def fingerprint(*parts: bytes | str) -> str:
    """16 bytes of SHA-256 over the parts, as hex; the parts' bounds count."""
    digest = hashlib.sha256()
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        digest.update(len(data).to_bytes(8, "big"))
        digest.update(data)
    return digest.hexdigest()[:32]


def umask() -> int:
    """The process's umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
