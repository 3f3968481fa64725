"""A pack for a translator: one PO file of what wants a person's eye in all articles, the most read or the most doubtful
first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from msgspec import structs

from build_site.model import Role
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.exchange import CONFIRMED, Exchanged
from build_site.translate.lookup import ITS_OWN
from build_site.translate.memory import NOTE, WAIVE, credit, key_of, sha, unit_of
from build_site.translate.suggestions import is_suggestion

_LINE = re.compile(r"pack: (\S+) sha=([0-9a-f]{8})(?: said=([0-9a-f]{8}))?")
_OURS = (NOTE, WAIVE, "pack:", "mt:", "was mt:", "before:")
_SIGNATURE = ("Last-Translator", "PO-Revision-Date")
Doubts = Callable[[Exchanged], tuple[str, ...]]
"""What the checks say against a machine's text."""


def packed(
    items: Iterable[Exchanged],
    doubts: Doubts,
    header: Entry,
    most: int | None = None,
    views: Mapping[str, int] | None = None,
) -> Catalog:
    """Entries for what is unreviewed, stale or missing: machine texts that the checks doubt, those with most doubts
    first, then stale ones, missing ones, and the other machine texts; at most `most`. With `views` (article → how often
    it was read) what stands in the most read articles comes first, in that order among equals.

    The same text of several articles is one entry, with a comment `# pack: <article> sha=…` for each; the sha is that
    of the translation it has there now. A text that a person has translated anywhere is not missing: it is reused, but
    for posts.
    """
    groups: dict[tuple[Role | None, str], list[Exchanged]] = {}
    finished: set[str] = set()
    for item in items:
        if item.state in CONFIRMED:
            finished.add(item.source)
        else:
            groups.setdefault((item.role, item.source), []).append(item)
    read, ranked = views or {}, []
    for number, group in enumerate(groups.values()):
        first = max(group, key=lambda item: (item.state == "stale", item.state == "machine"))
        if first.state == "missing" and first.source in finished and first.role not in ITS_OWN:
            continue
        said = doubts(first) if first.state == "machine" else ()
        rank = 0 if said else {"stale": 1, "missing": 2}.get(first.state, 3)
        readers = sum(read.get(article, 0) for article in {one.article or "" for one in group})
        entry = _entry(first, said, [one for one in group if one.target == first.target])
        ranked.append(((-readers, rank, -len(said), number), entry))
    ranked.sort(key=lambda each: each[0])
    return Catalog(tuple(entry for _, entry in ranked[:most]), header)


def _entry(item: Exchanged, said: tuple[str, ...], group: list[Exchanged]) -> Entry:
    comments = [f"note: {item.note}"] if item.note else []
    comments += [f"waive: {item.waive.replace(',', ', ')}"] if item.waive else []
    remarks = _said(item.note, item.waive)
    comments += [f"pack: {one.article} sha={one.base} said={remarks}" for one in group]
    return Entry(
        item.source, item.target, item.role, comments=tuple(comments),
        extracted=tuple(f"doubt: {one}" for one in said) + ((f"translated by {item.engine}",) if item.engine else ()),
        flags=("fuzzy",) if item.target else (), previous_id=item.previous,
    )  # fmt: skip


def unpacked(catalog: Catalog) -> tuple[Exchanged, ...]:
    """What a PO file brings: of a pack, each entry for each of its articles; of any other, for every article that has
    the text. An entry without `fuzzy` is confirmed."""
    found = []
    for entry in catalog.entries:
        key = None if entry.obsolete else key_of(entry)
        if key is None:
            continue
        unit = unit_of(entry)
        item = Exchanged(
            key[1], unit.target or "", unit.state, None, key[0], unit.engine, unit.date, unit.note,
            waive=",".join(unit.waived) or None,
        )  # fmt: skip
        if item.state == "human" and "fuzzy" in entry.flags:
            item = structs.replace(item, state="machine")  # nobody says who wrote it, and somebody doubts it
        lines = [match for comment in entry.comments if (match := _LINE.fullmatch(comment.strip()))]
        if lines:
            state = "missing" if not entry.target.strip() else "machine" if "fuzzy" in entry.flags else "human"
            written = (one.strip() for one in entry.comments if one.strip() and not is_suggestion(one))
            more = tuple(one for one in written if not one.startswith(_OURS))
            item = structs.replace(item, target=entry.target, state=state, comments=more)
        said = _said(item.note, item.waive)
        found += [
            structs.replace(item, article=line[1], base=line[2], remarked=line[3] not in (None, said)) for line in lines
        ] or [item]
    return tuple(found)


def _said(note: str | None, waive: str | None) -> str:
    """By what one sees that a translator has changed the note or the waivers."""
    return sha(f"{note or ''}\n{waive or ''}")


def signed(catalog: Catalog, pack: Catalog) -> Catalog:
    """The catalog with the translator and the date of the pack's header, as if they had saved it themselves."""
    fields = [(name, pack.field(name)) for name in _SIGNATURE]
    header = catalog.header
    if header is None or not credit(pack, "").translator:
        return catalog
    text = header.target
    for name, value in fields:
        lines = [line for line in text.splitlines(keepends=True) if line.partition(":")[0].strip() != name]
        text = "".join(lines) + (f"{name}: {value}\n" if value else "")
    return structs.replace(catalog, header=structs.replace(header, target=text))
