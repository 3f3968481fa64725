"""Days and times that people write into front matter and notes."""

from __future__ import annotations

from datetime import date, datetime

EARLIEST, LATEST = 1800, 2199
"""Years that an article can be of."""


def iso_moment(text: str) -> str | None:
    """`2024-07-12` or `2024-07-12T14:05:00+07:00`, in that form; None for what is none of both."""
    try:
        moment = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    except ValueError:
        return None
    return moment.isoformat() if EARLIEST <= moment.year <= LATEST else None
