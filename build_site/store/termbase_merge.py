"""Rows brought by a file, merged into the termbase by term: nothing that an editor wrote is overwritten unasked."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from build_site.folding import fold
from build_site.store.termbase import COLUMNS, LISTS, split


class Merged(Struct, frozen=True):
    """What became of one row of the file."""

    term: str
    outcome: Literal["added", "completed", "same", "conflict", "replaced"]
    """`completed`: empty cells were filled, or lists grew; `conflict`: a cell says otherwise, and was left."""
    column: str = ""
    here: str = ""
    offered: str = ""


def merge_rows(
    rows: Sequence[dict[str, str]], brought: Iterable[dict[str, str]], *, replace: bool = False
) -> tuple[list[dict[str, str]], list[Merged]]:
    """The rows of the termbase with those of the file merged in, and what was done, a conflict for each cell.

    A row is that of the same term (tone placement and case aside), where there are several, of the same domain too.
    """
    result = [dict(row) for row in rows]
    done: list[Merged] = []
    for row in brought:
        offered = {name: cell.strip() for name, cell in row.items() if name in COLUMNS and cell and cell.strip()}
        same = [one for one in result if fold(one["term"].strip()) == fold(offered["term"])]
        near = [one for one in same if one.get("domain", "") == offered.get("domain", one.get("domain", ""))]
        if not same:
            result.append(offered)
            done.append(Merged(offered["term"], "added"))
        else:
            done += _into((near or same)[0], offered, replace)
    return result, done


def _into(row: dict[str, str], offered: dict[str, str], replace: bool) -> list[Merged]:
    done, grown = [], False
    for name, cell in offered.items():
        here = row.get(name, "").strip()
        if name == "term" or cell == here:
            continue
        if name in LISTS and not replace:
            merged = "; ".join(dict.fromkeys((*split(here), *split(cell))))
            grown |= merged != here
            row[name] = merged
        elif not here:
            grown = True
            row[name] = cell
        else:
            done.append(Merged(row["term"], "replaced" if replace else "conflict", name, here, cell))
            if replace:
                row[name] = cell
    return done or [Merged(row["term"], "completed" if grown else "same")]


def table_of(rows: Sequence[dict[str, str]], columns: Sequence[str]) -> str:
    """The rows as CSV. `columns`: those of the file as it was; what the rows have besides comes where it belongs."""
    used = [name for name in COLUMNS if name in columns or any(row.get(name) for row in rows)]
    order = list(columns) if set(used) <= set(columns) else used
    text = io.StringIO()
    writer = csv.DictWriter(text, order, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()
