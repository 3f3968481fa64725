"""A text seed's bytes become a Source: UTF-8, NFC, one kind of blank, one kind of line end."""

from __future__ import annotations

import hashlib
import unicodedata

from build_site.errors import SourceProblem
from build_site.model import Finding, Source

MAX_BYTES = 2_000_000
"""A larger seed is refused by its size: no news article is that long, and no build should choke on one."""

# Blanks that mean no more than a blank, and marks that no reader sees. Vietnamese needs no joiner.
_BLANKS = dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_ZERO_WIDTH = (0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)
# Direction controls can make text read differently from what it says; they are removed and reported.
_DIRECTION = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A))
_TAGS = (*range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080))
_CLEAN = {**_BLANKS, **dict.fromkeys((*_ZERO_WIDTH, *_DIRECTION, *_CONTROLS, *_TAGS))}
_REPORTED = {chr(code) for code in (*_DIRECTION, *_CONTROLS, *_TAGS)}
_REPLACEMENT = "\ufffd"


def decode_text(name: str, data: bytes) -> Source:
    """Read one text seed. `name` is its path below seeds/, for messages.

    Raises SourceProblem, located, for bytes that are not UTF-8, for nothing but blanks, and for more than MAX_BYTES.
    """
    if len(data) > MAX_BYTES:
        raise SourceProblem(
            f"{len(data):,} bytes are more than the {MAX_BYTES:,} that an article may have",
            where=name,
            hint="Split the file, one article each.",
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceProblem(
            f"byte 0x{data[error.start]:02x} is not UTF-8{_guess(data)}",
            where=f"{name}:{line}",
            hint="Save the file again with the encoding UTF-8.",
        ) from None
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    findings = tuple(_damage(text))
    text = unicodedata.normalize("NFC", text.translate(_CLEAN))
    if not text.strip():
        raise SourceProblem("the file holds no text", where=name, hint="Remove it, or save the article again.")
    return Source(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), text=text, findings=findings)


def _guess(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " (the file looks like UTF-16)"
    return ""


def _damage(text: str) -> list[Finding]:
    """What reached us damaged or disguised, line by line."""
    found = []
    if _REPLACEMENT in text or not _REPORTED.isdisjoint(text):
        for number, line in enumerate(text.split("\n"), 1):
            if _REPLACEMENT in line:
                found.append(Finding(number, "damaged characters (U+FFFD) in the file; shown as they came"))
            if hidden := sorted(f"U+{ord(char):04X}" for char in _REPORTED.intersection(line)):
                found.append(Finding(number, f"control characters removed: {', '.join(hidden)}"))
    return found
