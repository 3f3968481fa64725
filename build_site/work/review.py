"""What of the memory wants an editor: for the review page, from the digests; for `check`, from the PO files."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import structs

from build_site.pipeline import check_rules
from build_site.site.review import LONGEST, WANT_HELP, ReviewRow, Suggestion, Why, review_rows
from build_site.store.state import State
from build_site.translate.checks import CHECKS, forbidden
from build_site.translate.memory import key_of, unit_of
from build_site.translate.suggestions import MOST, Known
from build_site.work.storing import digest_of
from build_site.work.workshop import Workshop

if TYPE_CHECKING:
    from build_site.check import Doubt


def most_serious(shop: Workshop, state: State) -> tuple[list[ReviewRow], dict[Why, int]]:
    """The rows of the review page, and how many there are of each kind. One article is held at a time."""
    counts: Counter[Why] = Counter()

    def rows() -> Iterator[ReviewRow]:
        for record in state.records():
            digest = digest_of(state, record.id, {})
            for row in review_rows(digest, record.tail):
                counts[row.why] += 1
                yield row

    chosen = heapq.nsmallest(LONGEST, rows(), key=lambda row: row.weight)
    known = Known(state.memory.units)
    helped = [structs.replace(row, suggestions=_suggestions(row, known)) for row in _located(shop, chosen)]
    return helped, dict(counts)


def _suggestions(row: ReviewRow, known: Known) -> tuple[Suggestion, ...]:
    """Translations of similar sentences, a person's before a machine's. Beside a machine's text those of persons alone:
    another machine's says nothing that this one does not."""
    if row.why not in WANT_HELP:
        return ()
    found: dict[str, Suggestion] = {}
    matches = [(min(score, 99), unit) for score, unit in known.matches(row.source) if unit.source != row.source]
    matches.sort(key=lambda match: (-match[0], match[1].role != row.role, match[1].state == "machine"))
    for score, unit in matches:
        by_person = unit.state in ("human", "approved")
        if unit.target and unit.target != row.target and (by_person or row.target is None):
            found.setdefault(unit.target, Suggestion(score, unit.source, unit.target, unit.state))
    return tuple(found.values())[:MOST]


def _located(shop: Workshop, rows: list[ReviewRow]) -> list[ReviewRow]:
    """The rows with the lines of their entries."""
    files = {shop.memory.name(name): name for name in shop.memory.signatures()}
    lines: dict[tuple[str, str, str], int] = {}
    for file in {row.file for row in rows} & files.keys():
        catalog, _ = shop.memory.read_good(files[file])
        for entry in catalog.entries if catalog else ():
            key = None if entry.obsolete else key_of(entry)
            if key:
                lines.setdefault((file, *key), entry.line)
    return [structs.replace(row, line=lines.get((row.file, row.role, row.source), 0)) for row in rows]


def check_memory(shop: Workshop) -> Iterator[Doubt]:
    """Blocking findings of every translation of the memory, waivers that waive nothing, and damaged files."""
    from build_site.check import Doubt

    rules = check_rules(shop.rules)
    names = [each.id for each in CHECKS]
    for article_id in shop.memory.signatures():
        catalog, damages = shop.memory.read_good(article_id)
        for damage in damages:
            yield Doubt(damage.where, "memory", "block", damage.what, damage.hint)
        for entry in catalog.entries if catalog else ():
            if entry.obsolete or key_of(entry) is None:
                continue
            unit = unit_of(entry)
            where = f"site_src/{shop.memory.name(article_id)}:{entry.line}"
            for name in unit.waived:
                if name not in names:
                    yield Doubt(where, "waive", "block", f"“{name}” is no check", f"There are: {', '.join(names)}.")
            if unit.state == "stale":
                continue  # its original has changed: the review page has it
            for finding in forbidden(unit, rules):
                fix = f"Correct the msgstr; or, where it is right, put “# waive: {finding.id}” above the entry."
                yield Doubt(where, finding.id, finding.severity, finding.message, fix)
