"""The plural of an English term, for finding terms in translations; one rule for the check and for the page."""

from __future__ import annotations


def plurals(term: str) -> tuple[str, ...]:
    """`Party cell` → `Party cells`; `secretary of the cell` → `secretaries of the cell`. None of what ends in s."""
    head, of, rest = term.partition(" of ")
    if not head or head.endswith("s"):
        return ()
    if head.endswith("y") and head[-2:-1] not in tuple("aeiou"):
        plural = head[:-1] + "ies"
    else:
        plural = head + ("es" if head.endswith(("x", "z", "ch", "sh")) else "s")
    return (plural + of + rest,)
