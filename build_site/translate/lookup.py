"""Where a translation comes from: this article's PO file, then the same text elsewhere in the memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import structs

from build_site.model import Role, State, TranslationUnit
from build_site.translate.catalog import Catalog
from build_site.translate.memory import Key, key_of, unit_of, units
from build_site.translate.successors import successors
from build_site.translate.wanted import Want

Elsewhere = Callable[[Role, str, str, str], TranslationUnit | None]
"""(role, text, the text before it, the text after it; empty where there is none) → the memory's best unit for exactly
that text: one of the same role in the same surroundings first."""

ITS_OWN: frozenset[Role] = frozenset({"post"})
"""What another article's translation cannot serve: the English of `Chủ tịch UBND huyện` names that article's
district."""
_REUSABLE: frozenset[State] = frozenset({"human", "approved", "machine"})


def translate(wanted: Sequence[Want], catalog: Catalog | None, elsewhere: Elsewhere) -> dict[Key, TranslationUnit]:
    """A unit for every wanted text, in its order; `missing` where nobody has translated it.

    `catalog` is the article's own, None where it has none. A unit found elsewhere is marked `reused`; a stale one is
    not reused, since nobody said that it fits this sentence; nor is a post, whose English says whose it is. A text
    that is one of the catalog's changed is stale, as it will be in the file after the next `update`.

    `wanted` must be the article's whole: a text's neighbours in it are its context.
    """
    own = _own(wanted, catalog) if catalog else {}
    found: dict[Key, TranslationUnit] = {}
    for place, want in enumerate(wanted):
        key = (want.role, want.source)
        unit = own.get(key) or TranslationUnit(want.role, want.source)
        if unit.state == "missing" and want.role not in ITS_OWN:
            before = wanted[place - 1].source if place else ""
            after = wanted[place + 1].source if place + 1 < len(wanted) else ""
            other = elsewhere(want.role, want.source, before, after)
            if other is not None and other.state in _REUSABLE:
                unit = structs.replace(
                    other, role=want.role, source=want.source, note=unit.note or other.note, reused=True
                )
        found[key] = unit
    return found


def _own(wanted: Sequence[Want], catalog: Catalog) -> dict[Key, TranslationUnit]:
    own = units(catalog)
    keys = {(want.role, want.source) for want in wanted}
    new = [want for want in wanted if (want.role, want.source) not in own]
    if new and len(own) > len(keys) - len(new):
        lost = [entry for entry in catalog.entries if not entry.obsolete and key_of(entry) not in keys]
        # What has an obsolete entry of its own is left to `update`, which revives that one.
        revived = {key_of(entry) for entry in catalog.entries if entry.obsolete and entry.target.strip()}
        new = [want for want in new if (want.role, want.source) not in revived]
        own |= {key: unit_of(entry) for key, entry in successors(lost, new).items()}
    return own
