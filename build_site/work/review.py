"""What of the memory wants an editor: for the review page, from the digests; for `check`, from the PO files."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator

import msgspec
from msgspec import structs

from build_site.check import Doubt
from build_site.errors import MemoryProblem
from build_site.model import Digest
from build_site.pipeline import check_rules
from build_site.site.review import LONGEST, ReviewRow, Why, review_rows
from build_site.store.state import State
from build_site.translate.checks import CHECKS, check
from build_site.translate.memory import key_of, unit_of
from build_site.work.workshop import Workshop


def most_serious(shop: Workshop, state: State) -> tuple[list[ReviewRow], dict[Why, int]]:
    """The rows of the review page, and how many there are of each kind. One article is held at a time."""
    counts: Counter[Why] = Counter()

    def rows() -> Iterator[ReviewRow]:
        for record in state.records():
            digest = msgspec.json.decode(state.digest(record.id), type=Digest)
            for row in review_rows(digest, record.tail):
                counts[row.why] += 1
                yield row

    chosen = heapq.nsmallest(LONGEST, rows(), key=lambda row: row.weight)
    return _located(shop, chosen), dict(counts)


def _located(shop: Workshop, rows: list[ReviewRow]) -> list[ReviewRow]:
    """The rows with the lines of their entries."""
    files = {shop.memory.name(name): name for name, _ in shop.memory.signatures()}
    lines: dict[tuple[str, str, str], int] = {}
    for file in {row.file for row in rows} & files.keys():
        try:
            catalog = shop.memory.read(files[file])
        except MemoryProblem:
            continue  # the build names it
        for entry in catalog.entries if catalog else ():
            key = None if entry.obsolete else key_of(entry)
            if key:
                lines.setdefault((file, *key), entry.line)
    return [structs.replace(row, line=lines.get((row.file, row.role, row.source), 0)) for row in rows]


def check_memory(shop: Workshop) -> Iterator[Doubt]:
    """Blocking findings of every translation of the memory, waivers that waive nothing, and damaged files."""
    rules = check_rules(shop.rules)
    names = [each.id for each in CHECKS]
    for article_id, _ in shop.memory.signatures():
        try:
            catalog = shop.memory.read(article_id)
        except MemoryProblem as error:
            yield Doubt(error.where, "memory", "block", error.what, error.hint)
            continue
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
            for finding in check(unit, rules):
                if finding.severity == "block":
                    fix = f"Correct the msgstr; or, where it is right, put “# waive: {finding.id}” above the entry."
                    yield Doubt(where, finding.id, finding.severity, finding.message, fix)
