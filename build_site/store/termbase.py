"""The terminology: site_src/glossary/<pair>.csv, read into terms with stable addresses."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
from msgspec.structs import replace

from build_site.digest.contexts import contexts_of, read_context
from build_site.errors import ConfigProblem
from build_site.folding import fold
from build_site.model import Term
from build_site.site.urls import RESERVED
from build_site.source.tables import separated
from build_site.source.unicode import shown
from build_site.store.files import read_bytes

REQUIRED = ("term", "target")
LISTS = ("abbr", "variants", "context", "alternatives", "forbidden")
COLUMNS = (
    "term", "target", "abbr", "variants", "context", "alternatives", "status", "pos", "domain",
    "definition", "note", "source", "common", "do_not_translate", "forbidden", "reviewed_by", "date",
)  # fmt: skip
STATUSES: tuple[str, ...] = get_args(get_type_hints(Term)["status"])
Row = tuple[int, dict[str, str]]
"""Line of the file, cells by column."""
LONGEST_ID = 80
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
YES = {"yes", "true", "1", "x"}
NO = {"no", "false", "0", ""}


def read_termbase(path: Path) -> tuple[Term, ...]:
    """All terms, in the order of the file. One ConfigProblem names every fault with its line.

    Lists within a cell are separated by `; `. Columns that the file does not have are empty; `term` and `target` must
    be there, and a column of another name is refused, because it is most likely a misspelling.
    """
    rows, broken = read_rows(read_table(path))
    terms, faults = terms_of(rows)
    if faults := broken + faults:
        shown = "\n".join(f"{path}:{fault}" for fault in sorted(faults, key=_line_of))
        raise ConfigProblem(
            f"{len(faults)} {'problem' if len(faults) == 1 else 'problems'} in the glossary:\n{shown}",
            where=f"{path}:{min(map(_line_of, faults))}",
            hint="Correct the lines above; the columns are " + ", ".join(COLUMNS) + ".",
        )
    return tuple(_with_ids(terms))


def read_table(path: Path) -> str:
    """The file's text, with commas between its cells: spreadsheets also write semicolons and tabs, and UTF-16. Raises
    ConfigProblem where there is none, or it is in another encoding, StoreProblem where it may not be read."""
    data = read_bytes(path)
    if data is None:
        hint = "Put it back, or begin one: a text file with the line term,target"
        raise ConfigProblem("there is no glossary", where=str(path), hint=hint)
    try:
        text = data.decode("utf-16" if data.startswith(_UTF_16) else "utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "Save it as UTF-8; in Excel as “CSV UTF-8”. Letters that have become “?” are in an older copy alone."
        raise ConfigProblem(f"not UTF-8 (byte {error.start})", where=str(path), hint=hint) from None
    return _with_commas(*separated(text))


def _with_commas(sign: str, text: str) -> str:
    """The same table, line by line, with commas where other signs stand between the cells."""
    if sign == ",":
        return text
    table = io.StringIO()
    try:
        rows = list(csv.reader(_lines(text), delimiter=sign, strict=True))
    except csv.Error:
        return text.replace(sign, ",")  # it is broken all the same: the reader says where
    csv.writer(table, lineterminator="\n").writerows(rows)
    return table.getvalue()


def _lines(text: str) -> Iterable[str]:
    """Cut at line ends alone: a cell may hold other characters that Python would cut at, such as Word's line breaks."""
    return io.StringIO(text, newline="")


def terms_of(rows: Sequence[Row]) -> tuple[list[Term], list[str]]:
    """The terms of the rows that are in order, without ids, and the faults (`line: what`) of the others."""
    faults: list[str] = []
    stripped = [(line, {name: shown(cell).strip() for name, cell in row.items()}) for line, row in rows]
    terms = [term for line, row in stripped if (term := _term(line, row, faults))]
    return terms, [*faults, *_duplicates(stripped)]


def _line_of(fault: str) -> int:
    return int(fault.partition(":")[0])


def read_rows(text: str) -> tuple[list[Row], list[str]]:
    """Line and cells, as they are, of each row that is not empty; and the faults of the header and of row widths."""
    faults: list[str] = []
    return list(_rows(text, faults)), faults


def _rows(text: str, faults: list[str]) -> Iterator[Row]:
    reader = csv.reader(_lines(text), strict=True)
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
        row = _without_empty(row, len(columns))
        if not columns:
            columns = [cell.strip().lower() for cell in row]
            faults += [f"{line}: missing column “{name}”" for name in REQUIRED if name not in columns]
            faults += [f"{line}: unknown column “{name}”{_meant(name)}" for name in columns if name not in COLUMNS]
            faults += [f"{line}: column “{name}” twice" for name in sorted(set(columns)) if columns.count(name) > 1]
            if faults:
                return
        elif len(row) != len(columns):
            mend = (
                'put "…" around a cell that has a comma'
                if len(row) > len(columns)
                else "each empty cell wants its comma"
            )
            faults.append(f"{line}: {len(row)} cells where the header has {len(columns)}; {mend}")
        else:
            yield line, dict(zip(columns, row, strict=True))
    if not columns:
        faults.append("1: the file has no header")


def _without_empty(row: list[str], least: int) -> list[str]:
    """Without the empty cells at its end that spreadsheets write for columns that somebody has only touched."""
    while len(row) > least and not row[-1].strip():
        row = row[:-1]
    return row


def _meant(name: str) -> str:
    return "".join(f"; did you mean {close}?" for close in get_close_matches(name, COLUMNS, 1))


def split(cell: str) -> tuple[str, ...]:
    """The parts of a list within a cell."""
    return tuple(part.strip() for part in cell.split(";") if part.strip())


def _term(line: int, row: dict[str, str], faults: list[str]) -> Term | None:
    found = [f"{line}: {name} is not NFC" for name, cell in row.items() if not unicodedata.is_normalized("NFC", cell)]
    found += [f"{line}: {name} is empty" for name in REQUIRED if not row[name]]
    status = row.get("status") or "preferred"
    if status not in STATUSES:
        found.append(f"{line}: unknown status “{status}” (one of: {', '.join(STATUSES)})")
    said = {name: row.get(name, "").lower() for name in ("common", "do_not_translate")}
    found += [f"{line}: {name} is “{cell}” (yes or empty)" for name, cell in said.items() if cell not in YES | NO]
    forbidden = split(row.get("forbidden", ""))
    allowed = {text.lower() for text in (row["target"], *split(row.get("alternatives", "")))}
    found += [f"{line}: “{text}” is both wanted and forbidden" for text in forbidden if text.lower() in allowed]
    found += [f"{line}: {fault}" for fault in _context_faults(row)]
    faults += found
    if found:
        return None
    text = {
        name: row.get(name, "") for name in ("pos", "domain", "definition", "note", "source", "reviewed_by", "date")
    }
    lists = {name: split(row.get(name, "")) for name in LISTS}
    fixed = {"id": "", "term": row["term"], "target": row["target"], "status": status}
    return msgspec.convert({**fixed, **text, **lists, **{name: cell in YES for name, cell in said.items()}}, Term)


def _context_faults(row: dict[str, str]) -> Iterator[str]:
    """An entry of `context` names one of the row's forms, and the words that must or must not be near."""
    forms = {fold(form) for name in ("term", "variants", "abbr") for form in split(row.get(name, ""))}
    for entry in split(row.get("context", "")):
        context = read_context(entry)
        if context is None:
            yield f"context “{entry}” is not written as “form: word, word” or “form: not word, word”"
        elif fold(context.form) not in forms:
            yield f"context “{entry}”: “{context.form}” is no form of this term"


def _duplicates(rows: Sequence[Row]) -> list[str]:
    """The same term twice in one domain, or one abbreviation for two terms where no context tells them apart."""
    faults = []
    terms: dict[tuple[str, str], int] = {}
    abbreviations: dict[tuple[str, str], int] = {}
    for line, row in rows:
        domain = row.get("domain", "")
        if row["term"]:
            first = terms.setdefault((row["term"].lower(), domain), line)
            if first != line:
                faults.append(f"{line}: term “{row['term']}” stands in line {first} already")
        told_apart = contexts_of(split(row.get("context", "")))
        for abbr in dict.fromkeys(split(row.get("abbr", ""))):
            if fold(abbr) in told_apart:
                continue
            first = abbreviations.setdefault((abbr, domain), line)
            if first != line:
                faults.append(f"{line}: abbreviation “{abbr}” stands in line {first} already")
    return faults


def slug(text: str) -> str:
    """Vietnamese folded to `a-z`, digits and hyphens: `Đảng bộ` is `dang-bo`. Empty where nothing is left. It names a
    folder: never longer than 80 characters, never one of the names that Windows keeps for devices."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d").lower())
    found = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c))).strip("-")
    found = found[:LONGEST_ID].strip("-")
    return f"{found}-x" if found in RESERVED else found


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
