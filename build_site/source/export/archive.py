"""A page in one file: MHTML, as Chrome and Edge save it, and pages that carry their pictures within."""

from __future__ import annotations

import codecs
import re
from email import policy
from email.message import Message
from email.parser import BytesParser

from build_site.errors import SourceProblem
from build_site.source.address import web_address

ENDINGS = (".mhtml", ".mht")
_HEAD = re.compile(rb"\A(?:[\w-]{1,40}:[^\n]{0,2000}\n(?:[ \t][^\n]{0,2000}\n){0,20}){1,20}", re.IGNORECASE)
_CARRIED = re.compile(rb"data:[\w.+/-]{1,80}(?:;[\w=-]{1,40}){0,3},[^\"'()<>\s]{200,}", re.IGNORECASE)
"""A picture, font or style within the page."""


def is_archive(name: str, data: bytes) -> bool:
    """Whether a file is a page with all its parts, by its name or its head."""
    head = _HEAD.match(data[:8000])
    return name.lower().endswith(ENDINGS) or (head is not None and b"multipart/related" in head[0].lower())


def page_within(name: str, data: bytes) -> bytes:
    """The page of an archive, in UTF-8, with the address that it was saved from in a comment above. Raises
    SourceProblem where there is none."""
    message = BytesParser(policy=policy.compat32).parsebytes(data)
    address = web_address(str(message.get("Snapshot-Content-Location") or "").strip())
    pages = [each for each in message.walk() if each.get_content_type() in ("text/html", "application/xhtml+xml")]
    page = next((each for each in pages if address and str(each.get("Content-Location")).strip() == address), None)
    page = page or next(iter(pages), None)
    body = page.get_payload(decode=True) if page is not None else None
    if page is None or not isinstance(body, bytes) or not body.strip():
        raise SourceProblem("an archive without a page", where=name, hint="Save the page again, as HTML.")
    address = address or web_address(str(page.get("Content-Location") or "").strip())
    # As browsers write it; only what is sure to be no end of a comment.
    saved = f"<!-- saved from url=({len(address):04}){address} -->\n" if address and "--" not in address else ""
    return saved.encode() + _utf8(page, body)


def _utf8(page: Message, body: bytes) -> bytes:
    """As the part's head says it is encoded; without that, as it is."""
    charset = page.get_content_charset()
    if charset is None:
        return body
    try:
        codec = codecs.lookup(charset).name
        return body if codec == "utf-8" else body.decode(codec, "replace").encode()
    except (LookupError, ValueError):
        return body  # a name that is none, or that of a codec which reads no pages (`idna`)


def lightened(data: bytes) -> bytes:
    """A page without the pictures and fonts that stand within it; nothing that is read is among them."""
    return _CARRIED.sub(b"data:,", data)
