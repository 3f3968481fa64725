"""What the search keeps of each block in `.build_site/search/`: what runs of its articles give to it, a file each, and
how it was last made. Disposable: what is not there, or was made of something else, is made again."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import msgspec

from build_site.site.search.files import Outline
from build_site.site.search.merging import Run
from build_site.store.kept import keep, read_kept

T = TypeVar("T")
_KEY = 32
_OUTLINE = "outline"


class KeptBlock:
    """What is kept of one block. Keys are fingerprints of what it was made from."""

    def __init__(self, state: Path, block: str) -> None:
        self._path = f"{state}/search/{block}."

    def run(self, number: int, key: str) -> Run | None:
        return self._read(str(number), key, Run)

    def keep_run(self, number: int, key: str, run: Run) -> None:
        self._keep(str(number), key, run)

    def outline(self, key: str) -> Outline | None:
        """`key`: of the block as the site has it."""
        return self._read(_OUTLINE, key, Outline)

    def keep_outline(self, key: str, outline: Outline) -> None:
        self._keep(_OUTLINE, key, outline)

    def _read(self, name: str, key: str, kind: type[T]) -> T | None:
        data = read_kept(Path(self._path + name))
        if data and data[:_KEY] == key.encode():
            with suppress(msgspec.DecodeError):
                return msgspec.msgpack.decode(memoryview(data)[_KEY:], type=kind)
        return None

    def _keep(self, name: str, key: str, value: object) -> None:
        keep(Path(self._path + name), key.encode() + msgspec.msgpack.encode(value))


def forget_blocks(state: Path, blocks: Collection[str]) -> None:
    """Remove what is kept of other blocks than these."""
    with suppress(OSError):
        for path in (state / "search").iterdir():
            if path.name.partition(".")[0] not in blocks:
                path.unlink()
