"""The memory as a table for spreadsheets (CSV, RFC 4180, UTF-8 with a byte order mark, which Excel wants)."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable
from typing import Any, get_args

from build_site.errors import MemoryProblem
from build_site.model import Role, State
from build_site.source.tables import separated
from build_site.translate.exchange import Exchanged

COLUMNS = ("location", "context", "source", "target", "state", "translator_comments", "developer_comments")
"""The names that translate-toolkit (Weblate, Pootle) knows; it drops columns of any other name, and empties `state`. So
what we must know again stands in `developer_comments` too, as `name=value`; `previous` last, since it has blanks."""
_NAMES = {"article": "location", "role": "context", "note": "translator_comments"}
"""Our name for a column → the one that is written; both are read."""
_FIELDS = ("state", "engine", "date", "base", "waive", "previous")
_FIELD = re.compile(rf"({'|'.join(_FIELDS[:-1])})=(\S+)")
_PREVIOUS = "previous="
_DOUBTED = frozenset({"true", "1", "yes", "x", "fuzzy"})
_ALL = (*_NAMES, *_FIELDS)
# A spreadsheet would run a cell that begins so. An apostrophe in front makes it text; one that is there gets another.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n|%＝＋－＠]")
_GUARDED = re.compile(r"'+[=+\-@\t\r\n|%＝＋－＠]")


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """What `guarded` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


_PO = ".po"
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""Excel's “Unicode text”."""


class _Lines(list[str]):
    def write(self, line: str) -> None:
        self.append(line)


def write_csv(items: Iterable[Exchanged]) -> bytes:
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in items:
        fields = [f"{name}={value}" for name in _FIELDS if (value := getattr(item, name))]
        # A spreadsheet would make a date of `2023/05`.
        location = f"{item.article}{_PO}" if item.article else ""
        cells = (location, item.role or "", item.source, item.target, item.state, item.note or "", " ".join(fields))
        writer.writerow(map(guarded, cells))
    return "".join(lines).encode("utf-8-sig")


def read_csv(data: bytes, where: str) -> tuple[Exchanged, ...]:
    """The rows of a table with at least the columns source and target; `,`, `;` or tabs between cells. A table without
    the column state is a person's. Raises MemoryProblem, located."""
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        hint = "Save it as “CSV UTF-8”; letters that have become “?” are lost in this file."
        raise MemoryProblem("not UTF-8", where=f"{where}:{line}", hint=hint) from None
    sign, text = separated(text)
    lines = [f"{line}\n" for line in text.removesuffix("\n").split("\n")]
    reader = csv.reader(lines, delimiter=sign, strict=True)
    rows = []
    try:
        names = [name.strip().casefold() for name in next(filter(any, reader), [])]
        if not {"source", "target"} <= set(names):
            raise MemoryProblem(
                "no columns source and target",
                where=f"{where}:1",
                hint="The first row names the columns: source, target.",
            )
        for row in reader:
            if any(row):
                rows.append(_item(dict(zip(names, map(unguarded, row), strict=False)), f"{where}:{reader.line_num}"))
    except csv.Error as error:
        raise MemoryProblem(
            f"not a table: {error}", where=f"{where}:{reader.line_num}", hint="Save it as CSV again."
        ) from None
    return tuple(rows)


def _item(row: dict[str, str], where: str) -> Exchanged:
    known = _fields(row.get("developer_comments", ""))
    cells = {name: row.get(name) or row.get(_NAMES.get(name, ""), "") or known.get(name, "") for name in _ALL}
    # Where there is a column for it and nobody has filled it, nobody has confirmed the text either.
    doubted = row.get("fuzzy", "").strip().casefold() in _DOUBTED
    persons = "machine" if doubted or "state" in row or "state" in known else "human"
    state = cells["state"] or (persons if row.get("target") else "missing")
    role = cells["role"] or None
    if state not in get_args(State) or role not in (None, *get_args(Role)):
        raise MemoryProblem(
            f"no such state or role: {state!r}, {role!r}",
            where=where,
            hint=f"States: {', '.join(get_args(State))}. Roles: {', '.join(get_args(Role))}.",
        )
    names = ("engine", "date", "note", "previous", "base", "waive")
    rest: dict[str, Any] = {name: cells[name] or None for name in names}
    return Exchanged(
        row.get("source", ""), row.get("target", ""), state, role=role,  # type: ignore[arg-type]
        article=cells["article"].removesuffix(_PO) or None, **rest,
    )  # fmt: skip


def _fields(text: str) -> dict[str, str]:
    """What `developer_comments` says, where it is ours."""
    before, mark, previous = f" {text}".partition(f" {_PREVIOUS}")
    found = {match[1]: match[2] for part in before.split() if (match := _FIELD.fullmatch(part))}
    return {**found, "previous": previous} if mark else found
