"""The one Unicode policy of all seeds: NFC, one kind of blank, one kind of line end, nothing that no reader sees."""

from __future__ import annotations

import re
import unicodedata

from build_site.model import Finding

# Blanks that mean no more than a blank, and marks that no reader sees. Vietnamese needs no joiner.
_BLANKS = dict.fromkeys((0x00A0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " ")
_ZERO_WIDTH = (0x00AD, 0x034F, 0x061C, 0x180E, 0x200B, 0x200C, 0x200D, *range(0x2060, 0x2066), 0xFEFF)
# Direction controls can make text read differently from what it says; they are removed and reported.
_DIRECTION = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
_CONTROLS = tuple(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code not in (0x09, 0x0A))
# Format characters of other scripts, of music, and tags. Ranges, not Unicode's own categories: these differ between
# releases of Python, and the same seed must be the same text in all of them.
_FORMATS = (
    *(*range(0x0600, 0x0606), 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2, *range(0xFFF9, 0xFFFC), 0x110BD, 0x110CD),
    *(*range(0x13430, 0x13440), *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B), *range(0xE0000, 0xE0080)),
)
# Halves of characters, what is none, and what every font shows as it likes.
_PRIVATE = (0xE000, 0xF8FF), (0xF0000, 0x10FFFF)
_NO_CHARACTERS = (*range(0xFDD0, 0xFDF0), *(plane << 16 | last for plane in range(15) for last in (0xFFFE, 0xFFFF)))
_STRANGE = re.compile(f"[\ud800-\udfff{''.join(f'{chr(first)}-{chr(last)}' for first, last in _PRIVATE)}]")
_CLEAN = {
    **_BLANKS,
    **dict.fromkeys((*_ZERO_WIDTH, *_DIRECTION, *_CONTROLS, *_FORMATS, *_NO_CHARACTERS)),
}
_REPORTED = {chr(code) for code in (*_DIRECTION, *_CONTROLS, *_FORMATS, *_NO_CHARACTERS)}
_MOST_NAMED = 8
_JOINER = "\u034f"
REPLACEMENT = "\ufffd"


def one_form(text: str) -> tuple[str, tuple[Finding, ...]]:
    """`text` as every later stage expects it, and what was damaged or disguised in it, by 1-based line."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    findings: tuple[Finding, ...] = ()
    # Nearly all seeds are clean. Whatever is to be removed is not printable, but for one mark; this is told in C.
    if not text.replace("\n", "").isprintable() or REPLACEMENT in text or _JOINER in text:
        findings = tuple(_damage(text))
        text = _STRANGE.sub("", text.translate(_CLEAN))
    return unicodedata.normalize("NFC", text), findings


def one_line(text: str) -> str:
    """A short text that comes with an article or about it (a name, a section, a title), in the same form and on one
    line."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return " ".join(one_form(text)[0].split())


def shown(text: str) -> str:
    """The text without what no reader sees; blanks and lines as they are."""
    return text if text.isprintable() else _STRANGE.sub("", text.translate(_UNSEEN))


_UNSEEN = {code: sign for code, sign in _CLEAN.items() if sign is None and code != 0x0D}


def _damage(text: str) -> list[Finding]:
    found = []
    if REPLACEMENT in text or not _REPORTED.isdisjoint(text) or _STRANGE.search(text):
        for number, line in enumerate(text.split("\n"), 1):
            if REPLACEMENT in line:
                found.append(Finding(number, "damaged characters (U+FFFD) in the file; shown as they came"))
            if hidden := sorted({*_REPORTED.intersection(line), *_STRANGE.findall(line)}):
                named = ", ".join(f"U+{ord(char):04X}" for char in hidden[:_MOST_NAMED])
                more = f" and {len(hidden) - _MOST_NAMED} more" if len(hidden) > _MOST_NAMED else ""
                found.append(Finding(number, f"control characters removed: {named}{more}"))
    return found
