"""One spelling for comparing Vietnamese text. What is shown or stored is always the text as printed."""

from __future__ import annotations

import re
from functools import lru_cache

# New-style and old-style placement of the tone mark are one spelling: uỷ = ủy, hoà = hòa, khoẻ = khỏe.
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_TONES = dict(zip(_OLD, _NEW, strict=True))
_TONES |= {old.capitalize(): new.capitalize() for old, new in _TONES.items()}
_TONES |= {old.upper(): new.upper() for old, new in zip(_OLD, _NEW, strict=True)}
# Only where the syllable ends there: `hoàn` and `thoại` have but one spelling.
_TONE = re.compile(r"[oOuU][àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ](?![^\W\d_])")


@lru_cache(maxsize=1024)  # names and sentences are asked for by one finder after the other
def fold_tones(text: str) -> str:
    """One tone placement, case kept. NFC in, NFC out; the length is kept, so spans stay valid."""
    return text if text.isascii() else _TONE.sub(_placed, text)


@lru_cache(maxsize=1024)
def fold(text: str) -> str:
    """Lower case and one tone placement; the length is kept."""
    lower = text.lower()
    if len(lower) != len(text):  # `İ` becomes two characters
        lower = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    return lower if lower.isascii() else _TONE.sub(_placed, lower)


def _placed(match: re.Match[str]) -> str:
    return _TONES.get(match[0], match[0])
