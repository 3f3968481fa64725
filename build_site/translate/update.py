"""What the `translate` command writes into a PO file: today's sentences, and the machine's words for them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from build_site.model import Role, State
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.memory import Key, is_machine_line, is_of_another_source, key_of, machine_line, unit_of
from build_site.translate.successors import successors
from build_site.translate.suggestions import is_suggestion, without_suggestions
from build_site.translate.wanted import Want, normalised

_RANK: dict[State, int] = {"human": 4, "approved": 3, "stale": 2, "machine": 1, "missing": 0}


def update(catalog: Catalog | None, wanted: Sequence[Want], *, language: str, project: str) -> Catalog:
    """The catalog with exactly the wanted entries alive, in their order; nothing that it said is lost.

    Kept entries change only their references (and lose suggestions once they are filled). An entry whose text is gone
    becomes obsolete; an obsolete one whose sentence returns is revived with its text and state. A new text that is a
    gone one changed gets a copy of the person's translation, stale; other new entries have an empty msgstr. `language`
    is the target's code; `project` goes into a header that has to be made or lacks its fields.
    """
    catalog = catalog or Catalog()
    best: dict[Key, int] = {}
    for index, entry in enumerate(catalog.entries):
        key = key_of(entry)
        if key is not None and (key not in best or _rank(entry) > _rank(catalog.entries[best[key]])):
            best[key] = index
    today: dict[Key, Want] = {}
    for want in wanted:
        today.setdefault((want.role, want.source), want)
    used = {best[key] for key in today if key in best}
    lost = [entry for index, entry in enumerate(catalog.entries) if index not in used and not entry.obsolete]
    changed = successors(lost, [want for key, want in today.items() if _is_new(catalog, best.get(key))])
    live = []
    for key, want in today.items():
        entry = catalog.entries[best[key]] if key in best else Entry(want.source, context=want.role)
        if key in changed:
            entry = structs.replace(changed[key], comments=tuple(dict.fromkeys(changed[key].comments + entry.comments)))
        if entry.target.strip():
            entry = without_suggestions(entry)
        live.append(structs.replace(entry, references=_reference(want), obsolete=False))
    gone = [entry for index, entry in enumerate(catalog.entries) if index not in used]
    old = [entry for entry in gone if entry.obsolete]
    old += [structs.replace(entry, obsolete=True) for entry in gone if not entry.obsolete]
    header = _header(catalog.header, language, project)
    return structs.replace(catalog, entries=(*live, *old), header=header)


def _is_new(catalog: Catalog, index: int | None) -> bool:
    """Whether a text has no entry, or had one long ago that nobody filled."""
    return index is None or (catalog.entries[index].obsolete and not catalog.entries[index].target.strip())


def _rank(entry: Entry) -> tuple[int, bool]:
    """Which of several entries with one key speaks: a person's first; of equals the live one, then the first."""
    rank = _RANK[unit_of(entry).state]
    return (rank, not entry.obsolete) if rank or not entry.obsolete else (-1, False)


def _reference(want: Want) -> tuple[str, ...]:
    if not want.file:
        return ()
    return (f"seeds/{want.file}:{want.line}" if want.line else f"seeds/{want.file}",)


def _header(header: Entry | None, language: str, project: str) -> Entry:
    """A header with every field that editors' tools ask for. Last-Translator and the date are left to the editors."""
    header = header or Entry("")
    there = {name.casefold() for name, _ in Catalog(header=header).fields}
    fields = (
        ("Project-Id-Version", project),
        ("Language", language),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=UTF-8"),
        ("Content-Transfer-Encoding", "8bit"),
    )
    lacking = "".join(f"{name}: {value}\n" for name, value in fields if name.casefold() not in there)
    if not lacking:
        return header
    text = header.target if not header.target or header.target.endswith("\n") else header.target + "\n"
    return structs.replace(header, target=text + lacking)


def put_machine(catalog: Catalog, role: Role, source: str, target: str, engine: str, date: str) -> Catalog:
    """The catalog with an engine's words for one sentence, flagged `fuzzy` and signed (`# mt: …`).

    Unchanged where the entry holds a person's or an approved text. A machine's text of a previous source is kept as an
    obsolete entry of that source. `engine` is `name@version`, `date` ISO 8601.
    """
    key: Key = (role, normalised(source))
    target = normalised(target)
    if not target:
        raise ValueError("an empty translation cannot enter the memory")
    index = next(
        (number for number, one in enumerate(catalog.entries) if not one.obsolete and key_of(one) == key), None
    )
    if index is None:
        alive = sum(not entry.obsolete for entry in catalog.entries)
        entries = (*catalog.entries[:alive], Entry(key[1], context=role), *catalog.entries[alive:])
        return put_machine(structs.replace(catalog, entries=entries), role, source, target, engine, date)
    entry = catalog.entries[index]
    if unit_of(entry).state not in {"machine", "missing"}:
        return catalog
    kept: tuple[Entry, ...] = ()
    if entry.target.strip() and is_of_another_source(entry):
        # It may have been approved before msgmerge moved it here; the flag alone cannot tell.
        former = structs.replace(entry, source=entry.previous_id or "", previous_id=None, previous_ctxt=None)
        kept = (structs.replace(former, context=entry.previous_ctxt or entry.context, obsolete=True, references=()),)
    new = structs.replace(
        entry,
        target=target,
        comments=(
            *(one for one in entry.comments if not is_machine_line(one) and not is_suggestion(one)),
            machine_line(engine, date, target),
        ),
        flags=("fuzzy", *(flag for flag in entry.flags if flag != "fuzzy")),
        previous_ctxt=None,
        previous_id=None,
    )
    return structs.replace(catalog, entries=(*catalog.entries[:index], new, *catalog.entries[index + 1 :], *kept))
