"""A text seed's bytes become a Source: UTF-8, NFC, one kind of blank, one kind of line end."""

from __future__ import annotations

import hashlib

from build_site.errors import SourceProblem
from build_site.model import Source
from build_site.source.unicode import one_form

MAX_BYTES = 2_000_000
"""A larger seed is refused by its size: no news article is that long, and no build should choke on one."""


def decode_text(name: str, data: bytes) -> Source:
    """Read one text seed. `name` is its path below seeds/, for messages.

    Raises SourceProblem, located, for bytes that are not UTF-8, for nothing but blanks, and for more than MAX_BYTES.
    """
    refuse_size(name, data)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceProblem(
            f"byte 0x{data[error.start]:02x} is not UTF-8{_guess(data)}",
            where=f"{name}:{line}",
            hint="Save the file again with the encoding UTF-8.",
        ) from None
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


def _guess(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return " (the file looks like UTF-16)"
    return ""
