"""A text seed's bytes become a Source: UTF-8 (or UTF-16 that says so), NFC, one kind of blank, one kind of line end."""

from __future__ import annotations

import codecs
import hashlib

from build_site.errors import SourceProblem
from build_site.model import Source
from build_site.source.unicode import one_form
from build_site.source.unread import unread_bytes

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""As Windows' Notepad writes it where one chooses “Unicode”."""
_UTF_32 = codecs.BOM_UTF32_LE
MAX_BYTES = 2_000_000
"""A larger seed is refused by its size: no news article is that long, and no build should choke on one."""


def decode_text(name: str, data: bytes) -> Source:
    """Read one text seed. `name` is its path below seeds/, for messages.

    Raises SourceProblem, located, for bytes that are not UTF-8 (nor, as their first two say, UTF-16), for nothing but
    blanks, and for more than MAX_BYTES.
    """
    refuse_size(name, data)
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) and not data.startswith(_UTF_32) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line, unread = data.count(b"\n", 0, error.start) + 1, unread_bytes(data)
        what = f"byte 0x{data[error.start]:02x} is not {'UTF-16' if error.encoding[:6] == 'utf-16' else 'UTF-8'}"
        what = f"{what}: {unread.what}" if unread.what else what
        raise SourceProblem(what, where=f"{name}:{line}", hint=unread.hint) from None
    text, findings = one_form(text)
    if not text.strip():
        raise SourceProblem("the file holds no text", where=name, hint="Remove it, or save the article again.")
    return Source(name=name, sha256=hashlib.sha256(data).hexdigest(), size=len(data), text=text, findings=findings)


def refuse_size(name: str, data: bytes) -> None:
    """Raises SourceProblem for more than MAX_BYTES."""
    if len(data) > MAX_BYTES:
        raise SourceProblem(
            f"{len(data):,} bytes are more than the {MAX_BYTES:,} that an article may have",
            where=name,
            hint="Split the file, one article each.",
        )
