"""Long sentences in parts: engines translate an enumeration of clauses better, and completely, one clause at a time."""

from __future__ import annotations

from collections.abc import Sequence

LONG = 300
"""Characters from which a sentence is split."""
_JOINT = "; "
_PAIRS = ("()", "[]", "“”", "‘’", "«»")


def split(text: str, longest: int = LONG) -> tuple[str, ...]:
    """The parts of a normalised text between its semicolons, joined again as far as `longest` characters allow.

    `"; ".join(split(text)) == text`. No part ends inside brackets or quotation marks; a text that is short, or has no
    such semicolon, is one part, however long.
    """
    if len(text) <= longest:
        return (text,)
    parts: list[str] = []
    for clause in text.split(_JOINT):
        joined = f"{parts[-1]}{_JOINT}{clause}" if parts else ""
        if parts and (len(joined) <= longest or _is_open(parts[-1])):
            parts[-1] = joined
        else:
            parts.append(clause)
    return tuple(parts)


def _is_open(part: str) -> bool:
    return any(part.count(pair[0]) > part.count(pair[1]) for pair in _PAIRS) or part.count('"') % 2 == 1


def rejoin(answers: Sequence[str]) -> str:
    """The translations of the parts as one sentence: a full stop that an engine gave a part in the middle goes."""
    return _JOINT.join([*(_unstopped(answer.strip()) for answer in answers[:-1]), *(answers[-1:])])


def _unstopped(text: str) -> str:
    text = text.rstrip("; ")
    last = text.rpartition(" ")[2]
    # The dots of an abbreviation (`p.m.`) stay.
    return text[:-1] if last.endswith(".") and last.count(".") == 1 else text
