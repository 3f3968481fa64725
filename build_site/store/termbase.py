"""The terminology: site_src/glossary/<pair>.csv, read into terms with stable addresses."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from build_site.errors import ConfigProblem
from build_site.model import Term

REQUIRED = ("term", "target")
LISTS = ("abbr", "variants", "alternatives", "forbidden")
COLUMNS = (
    "term", "target", "abbr", "variants", "alternatives", "status", "pos", "domain",
    "definition", "note", "source", "do_not_translate", "forbidden", "reviewed_by", "date",
)  # fmt: skip
STATUSES: tuple[str, ...] = get_args(get_type_hints(Term)["status"])
YES = {"yes", "true", "1", "x"}
NO = {"no", "false", "0", ""}


def read_termbase(path: Path) -> tuple[Term, ...]:
    """All terms, in the order of the file. One ConfigProblem names every fault with its line.

    Lists within a cell are separated by `; `. Columns that the file does not have are empty; `term` and `target` must
    be there, and a column of another name is refused, because it is most likely a misspelling.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ConfigProblem(
            f"not UTF-8 (byte {error.start})", where=str(path), hint="Save the glossary as UTF-8."
        ) from None
    except OSError as error:
        raise ConfigProblem(f"cannot be read: {error.strerror}", where=str(path)) from None
    faults: list[str] = []
    rows = list(_rows(text, faults))
    terms = [term for line, row in rows if (term := _term(line, row, faults))]
    faults += _duplicates(rows)
    if faults:
        shown = "\n".join(f"{path}:{fault}" for fault in sorted(faults, key=_line_of))
        raise ConfigProblem(
            f"{len(faults)} {'problem' if len(faults) == 1 else 'problems'} in the glossary:\n{shown}",
            where=f"{path}:{min(map(_line_of, faults))}",
            hint="Correct the lines above; the columns are described in the glossary's reference page.",
        )
    return tuple(_with_ids(terms))


def _line_of(fault: str) -> int:
    return int(fault.partition(":")[0])


def _rows(text: str, faults: list[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Line and cells of each row that is not empty; faults of the header and of row widths go to `faults`."""
    reader = csv.reader(text.splitlines(keepends=True), strict=True)
    columns: list[str] = []
    while True:
        line = reader.line_num + 1
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            faults.append(f"{line}: broken quotes ({error})")
            return
        if not any(cell.strip() for cell in row):
            continue
        if not columns:
            columns = [cell.strip() for cell in row]
            faults += [f"{line}: missing column “{name}”" for name in REQUIRED if name not in columns]
            faults += [f"{line}: unknown column “{name}”" for name in columns if name not in COLUMNS]
            faults += [f"{line}: column “{name}” twice" for name in sorted(set(columns)) if columns.count(name) > 1]
            if faults:
                return
        elif len(row) != len(columns):
            faults.append(f"{line}: {len(row)} cells where the header has {len(columns)}")
        else:
            yield line, dict(zip(columns, map(str.strip, row), strict=True))
    if not columns:
        faults.append("1: the file has no header")


def _list(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _term(line: int, row: dict[str, str], faults: list[str]) -> Term | None:
    found = [f"{line}: {name} is not NFC" for name, cell in row.items() if not unicodedata.is_normalized("NFC", cell)]
    found += [f"{line}: {name} is empty" for name in REQUIRED if not row[name]]
    status = row.get("status") or "preferred"
    if status not in STATUSES:
        found.append(f"{line}: unknown status “{status}” (one of: {', '.join(STATUSES)})")
    kept = row.get("do_not_translate", "").lower()
    if kept not in YES | NO:
        found.append(f"{line}: do_not_translate is “{kept}” (yes or empty)")
    forbidden = _list(row.get("forbidden", ""))
    allowed = {text.lower() for text in (row["target"], *_list(row.get("alternatives", "")))}
    found += [f"{line}: “{text}” is both wanted and forbidden" for text in forbidden if text.lower() in allowed]
    faults += found
    if found:
        return None
    text = {
        name: row.get(name, "") for name in ("pos", "domain", "definition", "note", "source", "reviewed_by", "date")
    }
    lists = {name: _list(row.get(name, "")) for name in LISTS}
    fixed = {"id": "", "term": row["term"], "target": row["target"], "status": status, "do_not_translate": kept in YES}
    return msgspec.convert({**fixed, **text, **lists}, Term)


def _duplicates(rows: list[tuple[int, dict[str, str]]]) -> list[str]:
    """The same term twice in one domain, or one abbreviation for two terms."""
    faults = []
    terms: dict[tuple[str, str], int] = {}
    abbreviations: dict[tuple[str, str], int] = {}
    for line, row in rows:
        domain = row.get("domain", "")
        if row["term"]:
            first = terms.setdefault((row["term"].lower(), domain), line)
            if first != line:
                faults.append(f"{line}: term “{row['term']}” stands in line {first} already")
        for abbr in dict.fromkeys(_list(row.get("abbr", ""))):
            first = abbreviations.setdefault((abbr, domain), line)
            if first != line:
                faults.append(f"{line}: abbreviation “{abbr}” stands in line {first} already")
    return faults


def slug(text: str) -> str:
    """Vietnamese folded to `a-z`, digits and hyphens: `Đảng bộ` is `dang-bo`. Empty where nothing is left."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d").lower())
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")


def _with_ids(terms: list[Term]) -> list[Term]:
    """Each term with an id of its own. Terms that fold to one slug are told apart by domain, then by number, so that
    a term of another spelling added later does not move the others as long as the domains differ."""
    slugs = [slug(term.term) or "term" for term in terms]
    taken: set[str] = set()
    result = []
    for term, plain in zip(terms, slugs, strict=True):
        wanted = plain if slugs.count(plain) == 1 or not term.domain else f"{plain}-{slug(term.domain)}"
        name, number = wanted, 1
        while name in taken:
            number += 1
            name = f"{wanted}-{number}"
        taken.add(name)
        result.append(replace(term, id=name))
    return result
