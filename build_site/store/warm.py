"""What has been read of the project's and the program's data files, kept as it was found to be in order: to read it
back takes a tenth of the time that TOML, CSV and their checks take. So are the tables that are made of it. Disposable,
like the rest of `.build_site/`."""

from __future__ import annotations

import marshal
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from build_site.store.kept import keep, read_kept

T = TypeVar("T")
_KEY = 32


class Warm:
    """A folder of such files. `version` names everything that they are read from; empty: nothing is kept. `same`:
    whether that is still what it was when the version was asked for."""

    def __init__(self, folder: Path, version: str, same: Callable[[], bool] = lambda: True) -> None:
        self._folder, self._version, self._same = folder, version.encode(), same

    def get(self, name: str, kind: type[T], read: Callable[[], T]) -> T:
        """What `read` gave when it was last called under this version; where it has not been, it is called now. What
        cannot be read back counts as not there."""
        path = self._folder / f"{name}.msgpack"
        if not self._version:
            return read()
        data = read_kept(path)
        if data and data[:_KEY] == self._version:
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(memoryview(data)[_KEY:], type=kind)
        found = read()
        if self._same():
            keep(path, self._version + msgspec.msgpack.encode(found))
        return found

    def table(self, name: str, make: Callable[[], T]) -> T:
        """The same for what is made of strings, numbers, tuples, lists and dicts alone, however large and deep."""
        path = self._folder / f"{name}-{marshal.version}.table"
        if not self._version:
            return make()
        data = read_kept(path)
        if data and data[:_KEY] == self._version:
            kept: T = marshal.loads(memoryview(data)[_KEY:])
            return kept
        found = make()
        self.put_table(name, found)
        return found

    def put_table(self, name: str, table: object) -> None:
        """Keep what `table` is to give from now on."""
        if not self._version or not self._same():
            return
        # Deeper than marshal goes it is not kept: a term of thousands of letters nests as deep.
        with suppress(ValueError):
            data = marshal.dumps(table)  # type: ignore[arg-type]
            keep(self._folder / f"{name}-{marshal.version}.table", self._version + data)
