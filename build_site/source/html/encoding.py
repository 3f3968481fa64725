"""The encoding of a page: byte order mark, UTF-8 where the bytes are UTF-8, what the page declares, detection."""

from __future__ import annotations

import codecs
import re

from charset_normalizer import from_bytes

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<(?:meta|\?xml)\s[^<>]{0,300}?(?:charset|encoding)\s{0,4}=\s{0,4}["']?\s{0,4}([\w.:-]{1,40})""", re.IGNORECASE
)
_PROLOGUE = 4096
"""Bytes in which a page declares its encoding."""
_SAMPLE = 65_536
# Encodings of pages. `latin-1` is read as its superset, as browsers do; anything else is a slip or an attack.
_CODECS = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252"}
_KNOWN = re.compile(
    r"(?:windows-|cp)125[0-8]|iso-8859-(?:[2-9]|1[0134-6])|koi8-[ru]|gbk|gb2312|gb18030|big5|euc-(?:kr|jp)|shift_jis"
)
_FEW = 0.01
"""Share of damaged characters up to which a page is UTF-8 with damage rather than something else."""


def decode(data: bytes) -> str:
    """Any bytes as text; what cannot be read becomes U+FFFD."""
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(codec, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    if text.count("\ufffd") <= _FEW * len(text):
        return text
    return _declared(data) or _detected(data) or text


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data[:_PROLOGUE])
    if not found:
        return None
    name = found[1].decode("ascii", "replace").lower()
    codec = _CODECS.get(name, name)
    if codec != "cp1252" and not _KNOWN.fullmatch(codec):
        return None
    return data.decode(codec, "replace")


def _detected(data: bytes) -> str | None:
    best = from_bytes(data[:_SAMPLE]).best()
    return data.decode(best.encoding, "replace") if best is not None else None
