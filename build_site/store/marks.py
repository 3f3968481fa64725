"""What files hold, as marks of their content: a file is read where the disk says something else of it than when it was
read last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from build_site.store.files import content_mark, fingerprint, input_signature, read_bytes
from build_site.store.kept import keep, read_kept


class Marks:
    """Marks of files that every build asks for. `file`: where they are kept between builds; disposable. What is asked
    for, and nothing else, is kept: each time all of them are asked for."""

    def __init__(self, file: Path) -> None:
        self._file, self._asked = file, dict[str, tuple[str, str]]()
        try:
            self._known = msgspec.msgpack.decode(read_kept(file) or b"\x80", type=dict[str, tuple[str, str]])
        except msgspec.DecodeError:
            self._known = {}

    def mark(self, name: str, path: str, make: Callable[[bytes], str] = content_mark) -> str:
        """What `make` makes of the file's bytes; empty where there is no such file. `name`: the file wherever the
        project stands."""
        signature = input_signature(path)
        found = self._known.get(name)
        if found is None or found[0] != signature:
            data = read_bytes(Path(path)) if signature else None
            found = (signature, "" if data is None else make(data))
        self._asked[name] = found
        return found[1]

    def keep(self) -> None:
        if self._asked != self._known:
            keep(self._file, msgspec.msgpack.encode(self._asked))
            self._known = dict(self._asked)

    def version(self, *more: str) -> str:
        """Fingerprint of all that has been asked for, names and marks."""
        return fingerprint(*more, *(part for name, (_, mark) in sorted(self._asked.items()) for part in (name, mark)))
