"""Every fault of a termbase, for `glossary check`: what reading refuses, and what would mislead readers or editors."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Literal

from msgspec import Struct

from build_site.digest.contexts import contexts_of
from build_site.folding import fold
from build_site.store.termbase import COLUMNS, Row, read_rows, read_table, split, terms_of

_ASKED = (
    ("definition", "Say in one English sentence what it is."),
    ("source", "Name a law or reference, or yourselves."),
)
_ANSWERED = (("reviewed_by", "Enter who answers for the row."), ("date", "Enter the day of the review, YYYY-MM-DD."))

SEVERAL = 3
"""Rows with a domain from which on it is no slip of the pen."""


class TermFault(Struct, frozen=True):
    """Something to mend in the termbase."""

    where: str
    """file:line"""
    severity: Literal["error", "warning"]
    what: str
    fix: str


def check_termbase(path: Path, name: str, domains: Collection[str]) -> tuple[TermFault, ...]:
    """All faults, by line. `name`: how the file is called in reports; `domains`: those that a topic or the interface
    names; others are known where several rows have them. Raises ConfigProblem where there is no file to read."""
    rows, broken = read_rows(read_table(path))
    used = Counter(row.get("domain", "").strip() for _, row in rows)
    domains = {*domains, *(domain for domain, count in used.items() if domain and count >= SEVERAL)}
    _, refused = terms_of(rows)
    faults = [(int(line), "error", what.strip(), f"Correct the row; the columns are {', '.join(COLUMNS)}.")
              for line, _, what in (fault.partition(":") for fault in broken + refused)]  # fmt: skip
    told = {(line, what[what.find("“") :]) for line, _, what, _ in faults}
    faults += [fault for line, row in rows for fault in _of_row(line, row, domains)]
    faults += [fault for fault in _shared_forms(rows) if (fault[0], fault[2]) not in told]
    return tuple(
        TermFault(f"{name}:{line}", "error" if severity == "error" else "warning", what, fix)
        for line, severity, what, fix in sorted(faults)
    )


Fault = tuple[int, str, str, str]
"""line, severity, what, fix"""


def _of_row(line: int, raw: dict[str, str], domains: Collection[str]) -> Iterator[Fault]:
    row = {name: cell.strip() for name, cell in raw.items()}
    if raw.get("target", "") != row.get("target"):
        yield line, "error", f"target “{row['target']}” has blanks around it", "Remove the blanks."
    for column, fix in _ASKED:
        if not row.get(column):
            yield line, "error", f"“{row['term']}” has no {column}", fix
    for column, fix in _ANSWERED:
        if not row.get(column):
            yield line, "warning", f"“{row['term']}” has no {column}", fix
    domain = row.get("domain", "")
    if domain not in domains:
        what = f"domain “{domain}” is unknown" if domain else f"“{row['term']}” has no domain"
        yield line, "error", what, f"One of: {', '.join(sorted(domains))}; or add it to a topic in topics.toml."
    forms = [row["term"], *split(row.get("variants", ""))]
    for column in ("variants", "abbr", "alternatives"):
        own = row["target"] if column == "alternatives" else row["term"]
        for text in split(row.get(column, "")):
            if text == own or (column == "variants" and fold(text) == fold(own)):
                yield line, "error", f"{column} repeats “{own}” itself", f"Remove it from {column}."
    if row["term"].isupper() and " " not in row["term"] and all(form.isupper() for form in forms):
        what = f"“{row['term']}” is an abbreviation that is spelt out nowhere"
        yield line, "error", what, "Make the full form the term, and this its abbr."


def _shared_forms(rows: list[Row]) -> Iterator[Fault]:
    """Forms of two concepts that no context tells apart; and terms that are each a form of the other."""
    owners: dict[str, list[int]] = defaultdict(list)
    terms = {fold(row["term"].strip()): line for line, row in rows}
    names: dict[int, dict[str, str]] = {}
    for line, row in rows:
        told_apart = contexts_of(split(row.get("context", "")))
        spelt = [row["term"].strip(), *split(row.get("variants", ""))]
        forms = {fold(form): form for form in spelt} | {form: form for form in split(row.get("abbr", ""))}
        names[line] = forms
        for key, form in forms.items():
            if fold(form) not in told_apart:
                owners[key].append(line)
    circles = set()
    for line, forms in names.items():
        for key in forms:
            other = terms.get(key, line)
            if other < line and fold(_term(rows, line)) in names[other]:
                circles |= {(key, line), (fold(_term(rows, line)), line)}
                what = f"“{_term(rows, line)}” and line {other} are each a form of the other"
                yield line, "error", what, "Decide which is the term, and make the other its variant."
    for key, lines in owners.items():
        for line in lines[1:]:
            if (key, line) not in circles:
                what = f"“{names[line][key]}” stands in line {lines[0]} already"
                yield line, "error", what, "Keep it in one of them, or tell them apart by context."


def _term(rows: list[Row], line: int) -> str:
    return next(row["term"].strip() for at, row in rows if at == line)
