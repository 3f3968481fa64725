"""The one Unicode policy of all seeds: NFC, one kind of blank, one kind of line end, nothing that no reader sees."""

from __future__ import annotations

import unicodedata

from build_site.model import Finding

# Blanks that mean no more than a blank, and marks that no reader sees. Vietnamese needs no joiner.
_BLANKS = dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_ZERO_WIDTH = (0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
# Direction controls can make text read differently from what it says; they are removed and reported.
_DIRECTION = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A))
_TAGS = (*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))
_CLEAN = {**_BLANKS, **dict.fromkeys((*_ZERO_WIDTH, *_DIRECTION, *_CONTROLS, *_TAGS))}
_REPORTED = {chr(code) for code in (*_DIRECTION, *_CONTROLS, *_TAGS)}
_JOINER = "\u034f"
REPLACEMENT = "\ufffd"


def one_form(text: str) -> tuple[str, tuple[Finding, ...]]:
    """`text` as every later stage expects it, and what was damaged or disguised in it, by 1-based line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    findings: tuple[Finding, ...] = ()
    # Nearly all seeds are clean. Whatever is to be removed is not printable, but for one mark; this is told in C.
    if not text.replace("\n", "").isprintable() or REPLACEMENT in text or _JOINER in text:
        findings = tuple(_damage(text))
        text = text.translate(_CLEAN)
    return unicodedata.normalize("NFC", text), findings


def _damage(text: str) -> list[Finding]:
    found = []
    if REPLACEMENT in text or not _REPORTED.isdisjoint(text):
        for number, line in enumerate(text.split("\n"), 1):
            if REPLACEMENT in line:
                found.append(Finding(number, "damaged characters (U+FFFD) in the file; shown as they came"))
            if hidden := sorted(f"U+{ord(char):04X}" for char in _REPORTED.intersection(line)):
                found.append(Finding(number, f"control characters removed: {', '.join(hidden)}"))
    return found
