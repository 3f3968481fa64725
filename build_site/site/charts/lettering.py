"""How wide a label will be, before any browser has set it: an upper bound, so that labels never touch."""

from __future__ import annotations

import unicodedata

_EM = {
    **dict.fromkeys("ijlI.,:;!|'’ ", 0.33),
    **dict.fromkeys("frtJ()[]“”", 0.5),
    **dict.fromkeys("mwMW%", 1.06),
    **dict.fromkeys("…", 1.12),
}
"""Advance widths as parts of the type size; the wider of Be Vietnam Pro and its stand-in."""
_CAPITAL, _OTHER = 0.87, 0.69


def text_width(text: str, size: float) -> float:
    """The most that a line of `text` is wide at a type size, in the unit of the size."""
    return size * sum(_letter(char) for char in unicodedata.normalize("NFC", text))


def _letter(char: str) -> float:
    base = unicodedata.normalize("NFD", char)[0]
    return _EM.get(base, _CAPITAL if char.isupper() else _OTHER)


def shorten(text: str, letters: int) -> str:
    """At most so many letters, cut between words; what is cut says so with an ellipsis."""
    if len(text) <= letters:
        return text
    kept = text[: letters - 1]
    if not text[letters - 1].isspace():
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,;:–-.") + "…"
