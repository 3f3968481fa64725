"""Opening the state's database: for the one build that writes it, and for the workers that read it."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar
from zlib import crc32

import msgspec

from build_site.errors import StoreProblem
from build_site.store.files import COARSE

T = TypeVar("T")
CACHE = 8_000
"""KB of the state that the build which writes it keeps in memory."""
SEALED = 64_000_000
"""Bytes of a state that is read when it is closed, so that a copy of it is known by what it holds: in 0.03 s."""
_BLOCK = 1 << 18
WAIT = 30
"""Seconds to wait for another connection."""
_REFUSED = {
    sqlite3.SQLITE_FULL: "Free some space on the disk and run again.",
    sqlite3.SQLITE_READONLY: "Check who owns it, and whether you may write there; a read-only disk cannot hold it.",
    sqlite3.SQLITE_CANTOPEN: "Check who owns the folder, and whether you may write there.",
    sqlite3.SQLITE_IOERR: "Check the disk, and whether it is full.",
    sqlite3.SQLITE_BUSY: "Another program reads it: close that, and run again.",
}
"""What is the disk's fault, or another program's, and not that of what stands in the file."""


def with_state(folder: Path, run: Callable[[], T], discard: Callable[[], None]) -> T:
    """`run`, and once more with an empty state where the state turns out to be damaged (a power cut, a failing disk):
    it is disposable. Raises StoreProblem where the disk refuses it."""
    try:
        try:
            return run()
        except (sqlite3.DatabaseError, msgspec.DecodeError, UnicodeDecodeError) as error:
            # An error of reading may come from a file that was cut short.
            if _code(error) in _REFUSED.keys() - {sqlite3.SQLITE_IOERR}:
                raise
            discard()
            return run()
    except sqlite3.OperationalError as error:
        if (code := _code(error)) not in _REFUSED:
            raise
        hint = f"{_REFUSED[code]} The site stands as it was."
        raise StoreProblem(str(error), where=str(folder / "state.sqlite"), hint=hint) from error


def is_damaged(error: sqlite3.DatabaseError) -> bool:
    """Whether it is the file's fault: it is none of SQLite's, or cut short, or of another kind."""
    return _code(error) not in _REFUSED


def _code(error: Exception) -> int:
    """SQLite's result code, without what more it says; 0 where it gives none."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def open_new(path: Path, version: str) -> sqlite3.Connection:
    """A connection to write with, to a file that is not there yet."""
    from build_site.store.schema import SCHEMA

    note_open(path)
    database = _connect(path)
    database.executescript(SCHEMA)
    database.execute("INSERT INTO meta VALUES ('version', ?)", (version,))
    database.commit()
    return database


def _connect(path: Path) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=WAIT)
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("PRAGMA synchronous = OFF")
    # With less a page that many articles change is written and read again and again while they are brought in.
    database.execute(f"PRAGMA cache_size = -{CACHE}")
    return database


def open_writing(path: Path, version: str) -> sqlite3.Connection | None:
    """A connection to write with; None where the file is of another version, empty, or not as it was left. `left` must
    be called when it is closed."""
    if not _is_as_left(path):
        return None
    database = _connect(path)
    try:
        row = database.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()
    except sqlite3.OperationalError as error:
        if not is_damaged(error):
            raise
        row = None
    if row is not None and row[0] == version:
        note_open(path)
        return database
    database.close()
    return None


def note_open(path: Path) -> None:
    """The file is being written from now on. A process that is killed leaves a file that SQLite puts in order; where
    the whole machine stopped it may be anything, for nothing of it is synced."""
    _note(path, f"open {_boot()}")


def close_writing(database: sqlite3.Connection, path: Path) -> None:
    """Close it, and note what is left: nothing in a file of SQLite tells that a part of it is another one's."""
    with suppress(sqlite3.Error):
        # A reader that is still there has nothing more to bring into the file when it closes.
        database.rollback()
        database.execute("PRAGMA wal_checkpoint(PASSIVE)")
    database.close()
    with suppress(OSError):
        stat = path.stat()
        seal = _seal(path) if stat.st_size <= SEALED else ""
        _note(path, f"left {stat.st_size}:{stat.st_mtime_ns}:{seal}")


def _note(path: Path, text: str) -> None:
    with suppress(OSError):  # without it the next build starts over
        _beside(path).write_text(text, "utf-8")


def _is_as_left(path: Path) -> bool:
    """Whether nobody else has touched it since, nor the machine stopped while it was written. One that was copied, or
    restored from an archive, is as it was left where it has the time that it had then (in whole seconds, where the
    archive keeps no others), or where it is small enough to be read."""
    try:
        noted, stat = _beside(path).read_text("utf-8"), path.stat()
        if noted == f"open {_boot()}":
            return True
        size, time, seal = noted.removeprefix("left ").split(":")
        if str(stat.st_size) != size:
            return False
        now, then = stat.st_mtime_ns, int(time)
        return now in (then, then // COARSE * COARSE) or (seal != "" and seal == _seal(path))
    except (OSError, ValueError):
        return False


def _seal(path: Path) -> str:
    """Of what it holds: a SHA-256 takes twice the time, at each build."""
    seal = 0
    with path.open("rb", buffering=0) as file:
        while block := file.read(_BLOCK):
            seal = crc32(block, seal)
    return f"{seal:08x}"


def _beside(path: Path) -> Path:
    return path.with_name("state.left")


def _boot() -> str:
    """The machine's present run; empty where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("utf-8").strip()
    except OSError:
        return ""


def open_reading(path: Path, frozen: bool) -> sqlite3.Connection:
    """A connection for a worker. Of a `frozen` file nothing but the file itself is asked for, no lock and no log beside
    it: these work between processes of one machine alone."""
    if frozen:
        return sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)
    # One that may write would bring the log into the file where it is the last to close, behind the back of the build
    # that has noted how it left the file.
    return sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=WAIT)


def freeze(database: sqlite3.Connection, path: Path) -> None:
    """Bring everything that has been committed into the file itself, and leave the file as it is from then on: later
    changes stay in the log beside it until the next call or the end. Nothing may be uncommitted."""
    database.execute("PRAGMA wal_autocheckpoint = 0")
    busy, _, _ = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    if busy:
        raise StoreProblem("another program is reading the state", where=str(path), hint="Try again when it has ended.")
    with path.open("rb") as file:
        os.fsync(file.fileno())
