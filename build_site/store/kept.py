"""Small files of `.build_site/` that save time and nothing else. What is damaged counts as not there, and a disk that
cannot hold them costs their time: it is reported by whoever must write."""

from __future__ import annotations

import hashlib
import os
from contextlib import suppress
from pathlib import Path

_SUM = 32
"""Bytes of the checksum that a file begins with."""


def read_kept(path: Path) -> bytes | None:
    """What `keep` was given; None where it is not there, or not whole."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data[_SUM:] if hashlib.sha256(memoryview(data)[_SUM:]).digest() == data[:_SUM] else None


def keep(path: Path, data: bytes) -> None:
    """Replace the file. Several processes may do so at once."""
    new = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        new.write_bytes(hashlib.sha256(data).digest() + data)
        new.replace(path)
    except OSError:
        with suppress(OSError):
            new.unlink()
