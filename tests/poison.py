"""Work that one item spoils, for a pool's processes and a cluster's workers."""

from __future__ import annotations


class Unsendable(Exception):
    """Can be pickled and not be read back: its constructor wants more than it tells."""

    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def doubled(items: list[int]) -> list[int]:
    return [2 * item for item in items]


def refusing(items: list[int]) -> list[int]:
    if 30 in items:
        raise Unsendable("a thing", "another")
    return doubled(items)
