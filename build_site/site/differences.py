"""What is different in two sentences, word by word, for the eye of an editor."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal

Part = tuple[Literal["same", "gone", "new"], str]
_WORD = re.compile(r"\s+|\w+(?:[.,/-]\w+)*|[^\w\s]")


def differences(one: str, other: str) -> list[Part]:
    """Runs of words, in order: in both texts, gone from `one`, new in `other`. What is the same and new, joined, is
    `other`; what is the same and gone is `one`, but for blanks between words, which are one each."""
    here, there = _words(one), _words(other)
    bare = [word.strip() for word in here], [word.strip() for word in there]
    parts: list[Part] = []
    for kind, start, end, from_, to in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(("same", "".join(there[from_:to])))
            continue
        if end > start:
            before = here[start - 1] if start else ""
            lost = before.endswith(" ") and not parts[-1][1].endswith(" ")
            parts.append(("gone", " " * lost + "".join(here[start:end])))
        if to > from_:
            parts.append(("new", "".join(there[from_:to])))
    return parts


def _words(text: str) -> list[str]:
    """Words with the blank behind them, if there is one: `a, b` → `a`, `, `, `b`."""
    words: list[str] = []
    for part in _WORD.findall(text):
        if part.isspace() and words:
            words[-1] += " "
        elif not part.isspace():
            words.append(part)
    return words
