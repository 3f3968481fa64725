"""Text as XML and HTML may carry it: escaped, and without the characters that XML forbids."""

from __future__ import annotations

import re
from html import escape as _escape

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escape(text: str) -> str:
    """For element content and quoted attributes alike; a character that XML cannot carry becomes U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", _escape(text, quote=True))


def element(name: str, text: str = "", /, **attributes: str | None) -> str:
    """`<name a="…">text</name>`; without text an empty element. Attributes of None are left out; `xml_lang` and `type_`
    stand for `xml:lang` and `type`."""
    given = "".join(
        f' {key.rstrip("_").replace("_", ":")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{given}>{escape(text)}</{name}>" if text else f"<{name}{given}/>"
