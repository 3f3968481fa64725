"""Translations on their way to other programs and back: one record for CSV, TMX, XLIFF and packs, and what an import
does to a catalog."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct, structs

from build_site.model import Role, State
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.memory import (
    NOTE,
    WAIVE,
    is_machine_line,
    is_of_another_source,
    key_of,
    machine_line,
    sha,
    unit_of,
)
from build_site.translate.suggestions import is_suggestion
from build_site.translate.update import put_machine
from build_site.translate.wanted import normalised

CONFIRMED: frozenset[State] = frozenset({"human", "approved"})
_BEFORE = "before: "


class Exchanged(Struct, frozen=True):
    """One text and its translation, as a file for exchange holds it."""

    source: str
    target: str = ""
    state: State = "missing"
    article: str | None = None
    """Id of its article; None in a file that another program made: then it is for every article that has the text."""
    role: Role | None = None
    """None: for every role."""
    engine: str | None = None
    date: str | None = None
    note: str | None = None
    previous: str | None = None
    base: str | None = None
    """The sha of the translation when it was exported, so that one can tell who has changed what since."""
    waive: str | None = None
    """The checks that an editor has waived for it, with commas and no blanks between them."""
    remarked: bool = False
    """Whether somebody has changed note or waivers since the export."""
    comments: tuple[str, ...] = ()
    """What a translator has written besides, in a pack."""


Outcome = Literal["taken", "approved", "noted", "unchanged", "kept", "empty", "unknown"]
"""taken: a text was filled or replaced · approved: a machine's or stale text was confirmed as it is · noted: nothing
but a note, a waiver or a comment was taken · unchanged ·
kept: a person's text differs and was left as it is · empty: no translation in the file · unknown: no such sentence."""


class Done(Struct, frozen=True):
    """What an import did with one text."""

    outcome: Outcome
    source: str
    article: str | None = None
    kept: str | None = None
    """The person's text that was left, where `outcome` is kept."""
    offered: str | None = None
    """What the file had instead."""


def exported(article: str, catalog: Catalog) -> Iterator[Exchanged]:
    """An article's live entries, in their order."""
    for entry in catalog.entries:
        key = None if entry.obsolete else key_of(entry)
        if key is None:
            continue
        unit = unit_of(entry)
        yield Exchanged(
            unit.source, unit.target or "", unit.state, article, key[0], unit.engine, unit.date, unit.note,
            unit.previous, sha(unit.target or ""), ",".join(unit.waived) or None,
        )  # fmt: skip


def imported(
    catalog: Catalog, article: str, items: Sequence[Exchanged], *, origin: str, date: str, overwrite: bool = False
) -> tuple[Catalog, list[Done]]:
    """The catalog with what the items say of this article, and what was done with each.

    `origin` (`xliff`) names the source of texts that nobody confirmed: they are signed `import-<origin>@1` as a
    machine's. `date` is today's, ISO 8601. A person's text is replaced only with `overwrite`, or where it is stale and
    has not been touched since the export; it then stays above the new one as a comment `# before: …`.
    """
    done = []
    places: dict[str, list[int]] = {}
    for index, entry in enumerate(catalog.entries):
        if not entry.obsolete and key_of(entry) is not None:
            places.setdefault(normalised(entry.source), []).append(index)
    for item in items:
        if item.article not in (None, article):
            continue
        found = [
            index for index in places.get(normalised(item.source), ())
            if item.role in (None, catalog.entries[index].context)
        ]  # fmt: skip
        if not found and item.article is not None:
            done.append(Done("unknown", item.source, article))
        for index in found:
            entry = catalog.entries[index]
            outcome, new = _merged(entry, item, origin, date, overwrite)
            if outcome in ("taken", "approved") and item.base is not None:
                new = _annotated(new, item)
            said = _with_remarks(new, item, outcome)
            if said is not new:
                new, outcome = said, "noted" if outcome in ("unchanged", "empty") else outcome
            left = (normalised(entry.target), normalised(item.target)) if outcome == "kept" else (None, None)
            done.append(Done(outcome, item.source, article, *left))
            if new is not entry:
                catalog = structs.replace(
                    catalog, entries=(*catalog.entries[:index], new, *catalog.entries[index + 1 :])
                )
    return catalog, done


def _merged(entry: Entry, item: Exchanged, origin: str, date: str, overwrite: bool) -> tuple[Outcome, Entry]:
    state = unit_of(entry).state
    now, offered = normalised(entry.target), normalised(item.target)
    confirmed = item.state in CONFIRMED
    if not offered:
        return "empty", entry
    if offered == now and state != "missing":
        if state in ("machine", "stale") and confirmed:
            return "approved", _confirmed(entry)
        return "unchanged", entry
    touched = item.base is not None and item.base != sha(offered)
    if item.base is not None and not touched and not (state == "missing" or overwrite):
        return "unchanged", entry  # the file still says what it said when it was exported; the memory has gone on
    if state in ("human", "approved", "stale"):
        mine = state == "stale" and touched and item.base == sha(now)
        if not (overwrite or mine):
            return "kept", entry
    if state in ("missing", "machine") and not touched and item.base is not None:
        if item.state == "stale" and item.previous:
            return "taken", _as_stale(entry, offered, item.previous)
        if item.state == "approved" and item.engine:
            return "taken", _confirmed(_as_machine(entry, item, origin, date))
    if not (confirmed or touched):
        if state in ("human", "approved", "stale"):
            return "kept", entry  # not even --overwrite puts a machine's words in the place of a person's
        return "taken", _as_machine(entry, item, origin, date)
    return "taken", _as_persons(entry, offered, confirmed=confirmed, keep=state in ("human", "approved", "stale"))


def _annotated(entry: Entry, item: Exchanged) -> Entry:
    """The entry with the note and the waivers that came with its text from our own export, where it has none. What was
    waived for one text is not waived for another."""
    unit = unit_of(entry)
    more = [f"note: {normalised(item.note)}"] if item.note and not unit.note else []
    if item.waive and not unit.waived and item.base == sha(normalised(item.target)):
        more.append(f"waive: {item.waive.replace(',', ', ')}")
    return structs.replace(entry, comments=(*entry.comments, *more)) if more else entry


def _with_remarks(entry: Entry, item: Exchanged, outcome: Outcome) -> Entry:
    """The entry with what a translator has said about it in a pack. A note that theirs replaces stays as a comment; it
    is not taken where the text that it belongs to was not."""
    comments, unit = entry.comments, unit_of(entry)
    theirs = (normalised(item.note or ""), item.waive or "")
    if item.remarked and outcome != "kept" and theirs != (unit.note or "", ",".join(unit.waived)):
        old = [one for one in comments if one.strip().startswith((NOTE, WAIVE))]
        comments = tuple(one for one in comments if one not in old)
        if unit.note and unit.note not in theirs[0]:
            comments += (f"{_BEFORE}{NOTE} {unit.note}",)
        comments += tuple(
            f"{kind} {text}" for kind, text in ((NOTE, theirs[0]), (WAIVE, theirs[1].replace(",", ", "))) if text
        )
    known = set(map(str.strip, comments))
    comments += tuple(one for one in item.comments if one.strip() not in known)
    return entry if comments == entry.comments else structs.replace(entry, comments=comments)


def _confirmed(entry: Entry) -> Entry:
    return structs.replace(
        entry, flags=tuple(flag for flag in entry.flags if flag != "fuzzy"), previous_ctxt=None, previous_id=None
    )


def _as_persons(entry: Entry, target: str, *, confirmed: bool, keep: bool) -> Entry:
    comments = [one for one in entry.comments if not is_machine_line(one) and not is_suggestion(one)]
    if keep:
        comments.append(_BEFORE + normalised(entry.target))
    new = structs.replace(entry, target=target, comments=tuple(comments))
    stale = keep and "fuzzy" in entry.flags and is_of_another_source(entry)
    return new if stale and not confirmed else _confirmed(new)


def _as_stale(entry: Entry, target: str, previous: str) -> Entry:
    new = _as_persons(entry, target, confirmed=True, keep=False)
    return structs.replace(new, flags=("fuzzy", *new.flags), previous_id=previous)


def _as_machine(entry: Entry, item: Exchanged, origin: str, date: str) -> Entry:
    engine = item.engine or f"import-{origin}@1"
    try:
        machine_line(engine, item.date or date, item.target)
    except ValueError:
        engine, item = f"import-{origin}@1", structs.replace(item, date=None)
    role, source = key_of(entry) or ("body", entry.source)
    return put_machine(Catalog((entry,)), role, source, item.target, engine, item.date or date).entries[0]
