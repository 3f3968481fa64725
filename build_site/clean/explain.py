"""How a seed was read, line by line: what each line became, and which rule decided it."""

from __future__ import annotations

from msgspec import Struct

from build_site.clean.article import read_lines
from build_site.clean.facts import CleanFacts
from build_site.clean.reading import Reading
from build_site.model import Notes, Source


class Explained(Struct, frozen=True):
    """One non-blank line."""

    number: int
    text: str
    kinds: tuple[str, ...]
    """What it is: `title`, `stamp`, `section`, `byline`, a kind of block, `dropped`; two where it holds two things."""
    rule: str
    """The rule that decided: of a dropped line the one that `dropped` names, of others the function in clean/."""


def explain(source: Source, facts: CleanFacts, notes: Notes | None = None) -> tuple[Explained, ...]:
    """Every non-blank line of a seed, in order."""
    decided: dict[int, str] = {}

    def note(rule: str, reading: Reading) -> None:
        for line in reading.lines:
            if line.kind is not None:
                decided.setdefault(line.number, rule)

    reading = read_lines(source, facts, notes, after=note)
    dropped = {each.line: each.rule for each in reading.dropped}
    explained = []
    for line in reading.lines:
        kinds = [line.kind or "paragraph"]
        kinds += [kind for kind, numbers in reading.also.items() if line.number in numbers]
        if line.number in dropped and line.kind != "dropped":
            kinds.append("dropped")
        rule = dropped[line.number] if line.kind == "dropped" else decided.get(line.number, "")
        explained.append(Explained(line.number, line.text, tuple(kinds), rule))
    return tuple(explained)
