"""site_src/corrections.csv: what an editor has mended in published translations. The command appends to it; the editor
reviews it; the build prints it."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Any, get_args, get_type_hints

from msgspec import structs

from build_site.errors import ConfigProblem
from build_site.model import Correction
from build_site.source.unicode import shown
from build_site.store.files import decoded, read_bytes, read_text
from build_site.store.replacing import replace_read

FILE = "corrections.csv"
"""Below site_src/."""
COLUMNS = tuple(field.name for field in structs.fields(Correction))
_KINDS = get_args(get_type_hints(Correction)["kind"])


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """All lines in the order of the file; none where there is no file. Raises ConfigProblem naming every bad line."""
    text = read_text(path)
    if text is None or not text.strip():
        return ()
    try:
        return _read(path, csv.reader(io.StringIO(text, newline="")))
    except csv.Error as error:
        raise ConfigProblem(f"not a table: {error}", where=str(path), hint="Save it as CSV again.") from None


def _read(path: Path, reader: Any) -> tuple[Correction, ...]:
    if tuple(next(reader)) != COLUMNS:
        raise ConfigProblem(
            f"the first line is not {','.join(COLUMNS)}", where=f"{path}:1", hint="Restore it: these are the columns."
        )
    found: list[Correction] = []
    faults: list[str] = []
    for row in ([shown(cell) for cell in each] for each in reader):
        if not row:
            continue
        what = _fault(row)
        if what:
            faults.append(f"{path}:{reader.line_num}: {what}")
        else:
            found.append(Correction(*row))  # type: ignore[arg-type]
    if faults:
        raise ConfigProblem("\n".join(faults), hint=f"A line is: {','.join(COLUMNS)}")
    return tuple(found)


def append_corrections(path: Path, new: Iterable[Correction]) -> None:
    """Write the new lines behind those that are there, which stay byte for byte. Raises StoreProblem where an editor
    saves the file at that moment."""
    read = read_bytes(path)
    text = decoded(path, read or b"")
    lines = io.StringIO(newline="")
    writer = csv.writer(lines, lineterminator="\n")
    if not text.strip():
        writer.writerow(COLUMNS)
    elif not text.endswith("\n"):
        lines.write("\n")
    writer.writerows(structs.astuple(each) for each in new)
    replace_read(path, (text + lines.getvalue()).encode(), read)


def _fault(row: list[str]) -> str:
    if len(row) != len(COLUMNS):
        return f"{len(row)} values instead of {len(COLUMNS)}"
    line = dict(zip(COLUMNS, row, strict=True))
    try:
        datetime.datetime.strptime(line["date"], "%Y-%m-%d")
    except ValueError:
        return f"{line['date']!r} is no day such as 2026-11-20"
    if line["kind"] not in _KINDS:
        return f"{line['kind']!r} is none of the kinds {', '.join(_KINDS)}"
    if not line["article"]:
        return "it names no article"
    return ""
