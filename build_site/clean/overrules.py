"""An editor's word on how a seed is read: articles/<id>.md may keep and drop lines and give title, date, section and
authors."""

from __future__ import annotations

from build_site.clean.reading import Reading
from build_site.errors import NotesProblem
from build_site.model import Author, Notes
from build_site.source.moments import iso_moment

RULE = "editor"
"""The rule that `dropped` names for a line that an editor dropped."""


def overrule_lines(reading: Reading, notes: Notes) -> None:
    """Before the rules: lines that an editor keeps are paragraphs, lines that an editor drops are out. Raises
    NotesProblem
    for a line that the seed does not have."""
    lines = {line.number: line for line in reading.lines}
    for number in (*notes.keep, *notes.drop):
        if number not in lines:
            raise NotesProblem(f"line {number} of the seed is blank or not there", hint="Lines are counted from 1.")
    if both := sorted(set(notes.keep) & set(notes.drop)):
        raise NotesProblem(f"line {both[0]} is both kept and dropped", hint="Name it once.")
    for number in notes.keep:
        reading.block(lines[number], "paragraph")
    for number in notes.drop:
        reading.drop(lines[number], RULE)


def overrule_fields(reading: Reading, notes: Notes) -> tuple[str, ...]:
    """After the rules: what an editor gives stands. Returns the names of the fields overruled, for the page to say
    so."""
    if notes.title:
        reading.title = notes.title
    if notes.date:
        reading.published, reading.published_from = _iso(notes.date), "front matter"
    if notes.section:
        reading.section = notes.section
    if notes.authors:
        reading.authors = [Author(each.name, each.organisation, each.role) for each in notes.authors]
    given = {
        "title": notes.title,
        "date": notes.date,
        "section": notes.section,
        "authors": notes.authors,
        "keep": notes.keep,
        "drop": notes.drop,
    }
    return tuple(name for name, value in given.items() if value)


def _iso(text: str) -> str:
    moment = iso_moment(text)
    if moment is None:
        raise NotesProblem(f"“{text}” is no date", hint="Write it as 2024-07-12 or 2024-07-12T14:05:00+07:00.")
    return moment
