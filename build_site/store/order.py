"""The order of lists: the newest article first, those without a date last, then by id. One text says it, so that every
index of the state gives it without sorting."""

from __future__ import annotations

_NEWEST_FIRST = str.maketrans("0123456789", "9876543210")


def rank(published: str | None) -> str:
    """An ISO date or time as a text that sorts the newest first: `2023-02-04` → `7976-97-95~`; None comes last. The
    more exact of two times that begin alike comes first, as it does in descending order of the times themselves."""
    return f"{(published or '').translate(_NEWEST_FIRST)}~"


def oldest_first(rank: str) -> str:
    """The same as a text that sorts the oldest first, and those without a date last as well."""
    return rank.translate(_NEWEST_FIRST)
