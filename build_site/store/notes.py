"""articles/<article-id>.md: what an editor says about an article. TOML between two `+++` lines, then Markdown."""

from __future__ import annotations

import difflib
from pathlib import Path

import msgspec

from build_site.errors import ConfigProblem, NotesProblem, StoreProblem
from build_site.model import Notes
from build_site.source.moments import iso_moment
from build_site.source.plain_words import plain_words
from build_site.source.unicode import shown
from build_site.store.files import decoded, read_bytes
from build_site.store.letters import named_file
from build_site.store.roles import VI_EN, Pair, by_code, by_role
from build_site.store.settings import read_toml

_FENCE = "+++"


def notes_path(site_src: Path, article_id: str) -> Path:
    return named_file(site_src / "articles", f"{article_id}.md")


def read_notes(path: Path, languages: Pair = VI_EN) -> Notes | None:
    """The notes, or None where there are none. Raises NotesProblem, located."""
    return parse_notes(path, notes_data(path), languages)


def notes_data(path: Path) -> bytes | None:
    """The bytes of the file; None where there is none. Raises NotesProblem."""
    try:
        return read_bytes(path)
    except StoreProblem as error:
        raise NotesProblem(error.what, where=error.where, hint=error.hint) from None


def parse_notes(path: Path, data: bytes | None, languages: Pair = VI_EN) -> Notes | None:
    """The notes that a file holds, whose bytes are given, as `read_notes` gives them."""
    if data is None:
        return None
    try:
        text = decoded(path, data)
    except StoreProblem as error:
        raise NotesProblem(error.what, where=error.where, hint=error.hint) from None
    lines = text.replace("\r\n", "\n").split("\n")
    if lines[0].strip() != _FENCE:
        raise NotesProblem(
            "the first line is not +++",
            where=f"{path}:1",
            hint="Settings stand between two lines of +++, the note below.",
        )
    try:
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
    except StopIteration:
        raise NotesProblem(
            "the second +++ is missing", where=f"{path}:{len(lines)}", hint="Close the settings with +++."
        ) from None
    try:
        table = by_role(read_toml(path, "\n".join(["", *lines[1:end]])), languages)
        notes = msgspec.convert({**table, "body": shown("\n".join(lines[end + 1 :])).strip()}, Notes)
    except ConfigProblem as error:
        raise NotesProblem(error.what, where=error.where, hint=error.hint) from None
    except msgspec.ValidationError as error:
        what = by_code(str(error), languages)
        raise NotesProblem(plain_words(what), where=str(path), hint=_hint(what)) from None
    if what := _fault(notes):
        raise NotesProblem(what, where=str(path), hint="python -m build_site docs overrule-the-digest shows how.")
    return notes


def _fault(notes: Notes) -> str:
    """What is wrong with values that have the right type."""
    named = (notes.people, notes.places, notes.organisations, notes.authors)
    if not all(each.name.strip() for several in named for each in several):
        return "a name is empty"
    for document in notes.documents:
        if not document.number.strip():
            return "a document has no number"
        if document.date and (iso_moment(document.date) is None or "T" in document.date):
            return f"“{document.date}” is no day such as 2020-08-05"
    return ""


def _hint(message: str) -> str:
    fields = [name for name in Notes.__struct_fields__ if name != "body"]
    wrong = message.partition("unknown field `")[2].partition("`")[0]
    near = difflib.get_close_matches(wrong, fields, 1) if wrong else []
    return f"Did you mean {near[0]}?" if near else f"Fields: {', '.join(fields)}."
