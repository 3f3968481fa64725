"""What has been read of the project's and the program's data files, kept as it was found to be in order: to read it
back takes a tenth of the time that TOML, CSV and their checks take. Disposable, like the rest of `.build_site/`."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from build_site.store.files import disk

T = TypeVar("T")
_KEY = 32


class Warm:
    """A folder of such files. `version` names everything that they are read from; empty: nothing is kept."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder, self._version = folder, version.encode()

    def get(self, name: str, kind: type[T], read: Callable[[], T]) -> T:
        """What `read` gave when it was last called under this version; where it has not been, it is called now. What
        cannot be read back counts as not there."""
        path = self._folder / f"{name}.json"
        if not self._version:
            return read()
        with suppress(OSError, msgspec.DecodeError):
            data = path.read_bytes()
            if data[:_KEY] == self._version:
                return msgspec.json.decode(memoryview(data)[_KEY:], type=kind)
        found = read()
        with disk(path):
            self._folder.mkdir(parents=True, exist_ok=True)
            new = path.with_suffix(".new")
            new.write_bytes(self._version + msgspec.json.encode(found))
            new.replace(path)
        return found
