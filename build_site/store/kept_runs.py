"""What runs of articles give to the search's index, kept in `.build_site/search/`, a file for each run of a block.
Disposable: a run that is not there, or was made of something else, is made again."""

from __future__ import annotations

from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path

import msgspec

from build_site.site.search.merging import Run
from build_site.store.kept import keep, read_kept

_KEY = 32
_decode = msgspec.msgpack.Decoder(Run).decode


def kept_run(state: Path, block: str, start: int, key: str, make: Callable[[], Run]) -> Run:
    """The run of a block that begins with the article number `start`. `key`: fingerprint of what it is made from."""
    path = state / "search" / f"{block}.{start}"
    data, own = read_kept(path), key.encode()
    if data and data[:_KEY] == own:
        with suppress(msgspec.DecodeError):
            return _decode(memoryview(data)[_KEY:])
    run = make()
    keep(path, own + msgspec.msgpack.encode(run))
    return run


def forget_runs(state: Path, blocks: Collection[str]) -> None:
    """Remove those of other blocks than these."""
    with suppress(OSError):
        for path in (state / "search").iterdir():
            if path.name.partition(".")[0] not in blocks:
                path.unlink()
