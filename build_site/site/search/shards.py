"""Sorted keys cut into files of bearable size, so that the same keys give the same files and a new one moves few."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter

LIMIT = 24_000
"""Characters of a file of names or addresses, unless one key alone has more."""


def cut(keys: Sequence[str], sizes: Sequence[int], limit: int = LIMIT) -> list[str]:
    """Where each file starts: the first is "", and a key belongs to the last start that is not after it.

    `keys` are sorted. Cuts lie between prefixes, so that a key that grows changes the files of its own prefix alone.
    """
    if not keys:
        return [""]
    return _starts(keys, [*accumulate(sizes, initial=0)], 0, len(keys), "", limit)


def _starts(keys: Sequence[str], sums: Sequence[int], first: int, end: int, prefix: str, limit: int) -> list[str]:
    """The starts within keys[first:end], which all begin with `prefix`; the first start is `prefix` itself. `sums`: the
    sizes of all keys before each."""
    if end - first == 1 or sums[end] - sums[first] <= limit:
        return [prefix]
    starts: list[str] = []
    room = 0
    at = first
    letters = itemgetter(slice(len(prefix) + 1))
    while at < end:
        child = letters(keys[at])
        after = bisect_right(keys, child, at, end, key=letters)
        size = sums[after] - sums[at]
        if not starts or size > room:
            own = prefix if not starts else child
            if size > limit and child != prefix:
                inner = _starts(keys, sums, at, after, child, limit)
                starts += [own, *inner[1:]]
                room = 0
            else:
                starts.append(own)
                room = limit - size
        else:
            room -= size
        at = after
    return starts


def file_name(start: str) -> str:
    """Of a-z, 0-9 and hyphens only; other characters give their code points: `` → `0`, `gi` → `0gi`."""
    if start.isascii() and start.isalnum():
        return f"0{start}"
    return "0" + "".join(char if char.isascii() and char.isalnum() else f"-{ord(char):x}-" for char in start)
