"""Sentences that are an earlier sentence changed: the person's translation goes along, as stale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import structs

from build_site.model import Role
from build_site.translate.catalog import Entry
from build_site.translate.fuzzy import FuzzyIndex
from build_site.translate.memory import Key, is_machine_line, is_of_another_source, key_of, unit_of
from build_site.translate.wanted import Want

_PERSONS = frozenset({"human", "approved", "stale"})


def successors(lost: Iterable[Entry], new: Sequence[Want]) -> dict[Key, Entry]:
    """For those of the new texts that are one of the lost ones changed (at least 75 % alike, of the same role): the
    entry that says so, as msgmerge writes it: `fuzzy`, `#| msgid` with the old source, the old text untouched.

    `lost`: live entries of one article whose sentence it has no more. Only a person's texts, and those that a person
    approved, go along; each at most once, the most alike first. The lost entries themselves stay as they are.
    """
    indexes: dict[Role, FuzzyIndex[Entry]] = {}
    for entry in lost:
        key = key_of(entry)
        if key is not None and unit_of(entry).state in _PERSONS:
            indexes.setdefault(key[0], FuzzyIndex()).add(key[1], entry)
    pairs = [
        (-score, number, want, entry)
        for number, want in enumerate(new)
        if want.role in indexes
        for score, entry in indexes[want.role].matches(want.source)
    ]
    found: dict[Key, Entry] = {}
    used: set[int] = set()
    for _, _, want, entry in sorted(pairs, key=lambda pair: pair[:2]):
        if (want.role, want.source) not in found and id(entry) not in used:
            used.add(id(entry))
            found[want.role, want.source] = _moved(entry, want)
    return found


def _moved(entry: Entry, want: Want) -> Entry:
    """A lost entry's text on a changed sentence. Its first source stays the previous one however often that changes.

    An approved text's signature would make it the machine's again, so it is kept in words only.
    """
    stale = "fuzzy" in entry.flags and is_of_another_source(entry)
    return structs.replace(
        entry,
        source=want.source,
        comments=tuple(f"was {text.strip()}" if is_machine_line(text) else text for text in entry.comments),
        flags=("fuzzy", *(flag for flag in entry.flags if flag != "fuzzy")),
        previous_ctxt=entry.previous_ctxt if stale else None,
        previous_id=entry.previous_id if stale else entry.source,
        obsolete=False,
        line=0,
    )
