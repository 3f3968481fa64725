"""What the entries of a PO file mean: states, notes, credit.

| state    | how it reads in the file                                                            |
|----------|-------------------------------------------------------------------------------------|
| machine  | flag `fuzzy`, and the sha of `# mt: engine@version date sha=…` is that of the text   |
| approved | no `fuzzy`, the sha is that of the text                                              |
| human    | no `# mt:` line, or another sha: a person wrote or changed the text                  |
| stale    | a person's text with `fuzzy` and a previous source (`#|`) that differs from today's  |
| missing  | empty msgstr; or the machine's text (its sha) of another, previous source            |
"""

from __future__ import annotations

import datetime
import hashlib
import re
from typing import get_args

from build_site.model import Credit, Role, State, TranslationUnit
from build_site.source.unicode import one_line, shown
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.wanted import normalised

Key = tuple[Role, str]
"""(role, normalised source): what a translation is looked up by."""

_ROLES = frozenset(get_args(Role))
_MACHINE = re.compile(r"mt: (\S+@\S*) (\d{4}-\d\d-\d\d\S*) sha=([0-9a-f]{8})")
NOTE = "note:"
WAIVE = "waive:"


def sha(text: str) -> str:
    """The first 8 hex digits of the text's sha256: the machine's signature below its own words."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:8]


def machine_line(engine: str, date: str, target: str) -> str:
    """The translator's comment that marks `target` as the words of `engine` (`google@1.11.4`).

    Raises ValueError where engine and date could not be read back: such a text would pass for a person's.
    """
    line = f"mt: {engine} {date} sha={sha(target)}"
    if not is_machine_line(line):
        raise ValueError(f"not engine@version and an ISO date: {engine!r}, {date!r}")
    return line


def is_machine_line(comment: str) -> bool:
    return _MACHINE.fullmatch(comment.strip()) is not None


def key_of(entry: Entry) -> Key | None:
    """What the entry is looked up by; None where its msgctxt is no role: such an entry is kept, and never used."""
    if entry.context not in _ROLES:
        return None
    return entry.context, normalised(entry.source)  # type: ignore[return-value]


def unit_of(entry: Entry) -> TranslationUnit:
    """An entry as a translation unit (see the table above).

    An entry whose msgctxt is no role reads as `body`; `units` leaves it out.
    """
    return _unit(entry, key_of(entry) or ("body", normalised(entry.source)))


def _unit(entry: Entry, key: Key) -> TranslationUnit:
    role, source = key
    note, waived = _remarks(entry) if entry.comments else (None, ())
    state, engine, date = _state(entry)
    if state == "missing":
        return TranslationUnit(role, source, note=note)
    target = normalised(shown(entry.target))
    if not target:
        return TranslationUnit(role, source, note=note)
    previous = normalised(shown(entry.previous_id or "")) if state == "stale" else None
    return TranslationUnit(role, source, target, state, engine, date, note, previous, waived=waived)


def _remarks(entry: Entry) -> tuple[str | None, tuple[str, ...]]:
    """The note, and the checks that `# waive: numbers, names` names."""
    comments = [comment.strip() for comment in entry.comments]
    notes = [text[len(NOTE) :].strip() for text in comments if text.startswith(NOTE)]
    lines = [text[len(WAIVE) :] for text in comments if text.startswith(WAIVE)]
    waived = tuple(name.strip().lower() for line in lines for name in line.split(",") if name.strip())
    return shown(" ".join(notes)) or None, waived


def _state(entry: Entry) -> tuple[State, str | None, str | None]:
    """(state, engine, date) of an entry."""
    if not entry.target.strip():
        return "missing", None, None
    fuzzy = "fuzzy" in entry.flags
    changed = fuzzy and is_of_another_source(entry)
    for comment in entry.comments:
        match = _MACHINE.fullmatch(comment.strip())
        if match and match[3] == sha(entry.target):
            if changed:
                # A machine's translation of another sentence helps nobody. (A person's does: it is shown as stale.)
                return "missing", None, None
            return ("machine" if fuzzy else "approved"), match[1], match[2]
    return ("stale" if changed else "human"), None, None


def is_of_another_source(entry: Entry) -> bool:
    """Whether the entry says that its text was made from another msgid than it has now."""
    return entry.previous_id is not None and normalised(entry.previous_id) != normalised(entry.source)


def units(catalog: Catalog) -> dict[Key, TranslationUnit]:
    """The live entries of a catalog by (role, source). Two that differ only in white space: the first counts."""
    found: dict[Key, TranslationUnit] = {}
    for entry in catalog.entries:
        key = None if entry.obsolete else key_of(entry)
        if key is not None and key not in found:
            found[key] = _unit(entry, key)
    return found


def credit(catalog: Catalog | None, file: str) -> Credit:
    """Who answers for a catalog, from its header. `file` is its path below site_src/.

    Mail addresses stay in the file; the placeholders that tools leave (`FULL NAME`, `YEAR-MO-DA`) count as nothing.
    """
    if catalog is None:
        return Credit(file)
    name = (catalog.field("Last-Translator") or "").partition("<")[0].strip()
    if name == "FULL NAME" or "@" in name:
        name = ""
    return Credit(file, one_line(name) or None, _date(catalog.field("PO-Revision-Date") or ""))


def _date(text: str) -> str | None:
    try:
        return datetime.date.fromisoformat(text.strip()[:10]).isoformat()
    except ValueError:
        return None
