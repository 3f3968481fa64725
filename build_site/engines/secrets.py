"""Keys come from the environment, and go nowhere but to their service."""

from __future__ import annotations

import os
import re
from urllib.parse import quote, quote_plus, urlsplit

from build_site.errors import ConfigProblem

_SECRET_NAME = re.compile(r"key|token|secret|passw|credential", re.IGNORECASE)
_SHORTEST = 6
"""Characters: a shorter value is too likely to be an ordinary word."""


def redacted(text: str, *more: str) -> str:
    """The text with `***` for every value of the environment whose name tells of a secret, and for `more`."""
    for secret in _secrets(more):
        text = text.replace(secret, "***")
    return text


def tells_secret(text: str) -> bool:
    return any(secret in text for secret in _secrets(()))


def _secrets(more: tuple[str, ...]) -> list[str]:
    named = (value for name, value in os.environ.items() if _SECRET_NAME.search(name) and len(value) >= _SHORTEST)
    found = {form for value in {*named, *more} - {""} for form in (value, quote(value), quote_plus(value))}
    return sorted(found, key=len, reverse=True)


def web_address(url: str, where: str, example: str) -> str:
    """The address, where it is one and holds no password. Raises ConfigProblem, which does not repeat the address
    where it may hold a password."""
    try:
        parts = urlsplit(url)
        good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        parts, good = None, False
    if parts and ("@" in parts.netloc or _SECRET_NAME.search(parts.query)):
        raise ConfigProblem(
            "the address of a translation service holds a user name, a password or a key",
            where=where,
            hint="Keys belong into the environment: python -m build_site docs engines names the variables.",
        )
    if not good:
        raise ConfigProblem(
            f"{where.rpartition(' ')[2]} is no web address: {redacted(url)}",
            where=where,
            hint=f"Write the address of the server, such as {example}",
        )
    return url
