"""Names of files whose letters have marks, which systems write in two ways: `ơ` as one character (NFC), or as a letter
and a mark (NFD, as macOS may). An article's id has the first; a file that was copied from a Mac may have the second."""

from __future__ import annotations

from pathlib import Path
from unicodedata import normalize


def composed(name: str) -> str:
    """The name with one character for each letter."""
    return name if name.isascii() else normalize("NFC", name)


def named_file(folder: Path, name: str) -> Path:
    """The file of that name, also where the disk has its letters taken apart; where there is neither, the plain one."""
    path = folder / name
    if name.isascii() or path.exists():
        return path
    apart = folder / normalize("NFD", name)
    return apart if apart.exists() else path
