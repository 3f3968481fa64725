"""Text with terms in it, as runs that a template can print: no HTML is ever made of article text in Python."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any


def runs(text: str, spans: Collection[tuple[int, int, str]]) -> list[dict[str, Any]]:
    """Cuts `text` at `spans` (start, end, term id): `[{"t": "the ", "term": None}, {"t": "Party", "term": "dang"}]`.

    Spans out of order are sorted; one that is empty, overlaps an earlier one or leaves the text is passed over.
    The texts of the runs, joined, are `text`.
    """
    if not spans:
        return [{"t": text, "term": None}] if text else []
    out: list[dict[str, Any]] = []
    at = 0
    for start, end, term in sorted(spans):
        if start < at or end <= start or end > len(text):
            continue
        if start > at:
            out.append({"t": text[at:start], "term": None})
        out.append({"t": text[start:end], "term": term})
        at = end
    if at < len(text):
        out.append({"t": text[at:], "term": None})
    return out
