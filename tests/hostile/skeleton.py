"""The bones of a page: its tags and the names of their attributes, read by a grammar stricter than any browser's."""

from __future__ import annotations

import json
import re
from typing import Any

_ATTRIBUTE = r"""\s+[a-zA-Z][\w:.-]*(?:="[^"<>]*"|='[^'<>&]*')?"""
_TOKEN = re.compile(
    r"<!doctype html>|<!--[^<>-]*-->|</(?P<end>[a-zA-Z][\w-]*)>"
    rf"|<(?P<tag>[a-zA-Z][\w-]*)(?P<attributes>(?:{_ATTRIBUTE})*)\s*/?>|(?P<text>[^<>]+)"
)
_NAME = re.compile(r"""([a-zA-Z][\w:.-]*)(?:="([^"<>]*)"|='[^'<>&]*')?""")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}

Bone = tuple[str, tuple[str, ...]]


class Broken(AssertionError):
    """The page does not follow the grammar: a sign that should be escaped is not."""


def tags(page: str) -> list[tuple[str, dict[str, str]]]:
    """Every start tag with its attributes, end tags as `/name`. Raises Broken for whatever is no tag, no quoted
    attribute and no escaped text, and for tags that are not closed in order."""
    found: list[tuple[str, dict[str, str]]] = []
    open_tags: list[str] = []
    at = 0
    while at < len(page):
        match = _TOKEN.match(page, at)
        if not match:
            raise Broken(f"at {at}: {page[max(at - 60, 0) : at + 60]!r}")
        at = match.end()
        if match["tag"]:
            name = match["tag"]
            names = _NAME.findall(match["attributes"])
            if len(dict(names)) != len(names):
                raise Broken(f"an attribute stands twice: {match[0]!r}")
            found.append((name, dict(names)))
            closed = name in VOID or match[0].endswith("/>")
            if not closed:
                open_tags.append(name)
        elif match["end"]:
            found.append((f"/{match['end']}", {}))
            if not open_tags or open_tags.pop() != match["end"]:
                raise Broken(f"{match[0]} closes nothing: {page[max(at - 80, 0) : at]!r}")
    if [name for name in open_tags if name not in ("html", "body", "p", "li", "dt", "dd", "tr", "td", "th")]:
        raise Broken(f"not closed: {open_tags}")
    return found


def skeleton(page: str) -> list[Bone]:
    """Tags and names of attributes, in order; of script blocks of data the keys of the data."""
    bones = [(name, tuple(given)) for name, given in tags(page)]
    return [*bones, *((key, ()) for block in data_blocks(page) for key in keys(json.loads(block)))]


def data_blocks(page: str) -> list[str]:
    """What stands in script blocks."""
    return [block for block in re.findall(r"<script[^>]*>([^<]*)</script>", page) if block.strip()]


def keys(value: Any, above: str = "") -> list[str]:
    """Every key of a JSON value with its way, and the kind of each value."""
    if isinstance(value, dict):
        return [way for name, each in value.items() for way in keys(each, f"{above}.{name}")]
    if isinstance(value, list):
        return [way for each in value for way in keys(each, f"{above}[]")]
    return [f"{above}:{type(value).__name__}"]
