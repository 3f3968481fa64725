"""Who publishes what, and what of it may be printed: site_src/sources.toml."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, get_args
from unicodedata import normalize

import msgspec
from msgspec.structs import replace

from build_site.errors import ConfigProblem
from build_site.model import Publisher, Publishers, Rights
from build_site.source.address import web_address
from build_site.source.plain_words import plain_words
from build_site.store.files import read_text
from build_site.store.roles import VI_EN
from build_site.store.settings import read_toml

RIGHTS: tuple[str, ...] = get_args(Rights)
HINT = "python -m build_site docs sources-and-rights describes the file."
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")
_TABLE = re.compile(r"\s*(\[\[?)\s*([\w-]+)\s*\]")

Faults = list[tuple[int, str]]


def read_publishers(path: Path, languages: Sequence[str] = VI_EN) -> Publishers:
    """The default rights and all publishers, in the order of the file; a missing file allows everything.

    `languages`: those that a name is needed in. One ConfigProblem names every fault with its line.
    """
    text = read_text(path)
    if text is None:
        return Publishers()
    tables = read_toml(path, text)
    heads = [(number, found) for number, line in enumerate(text.split("\n"), 1) if (found := _TABLE.match(line))]
    faults = [
        (_line(text, 1, name), f"unknown table “{name}”{near(name, ('default', 'source'))}")
        for name in tables
        if name not in ("default", "source")
    ]
    default = _default(tables.get("default", {}), text, faults)
    lines = [number for number, head in heads if head[1] == "[[" and head[2] == "source"]
    entries = tables.get("source", [])
    sources: list[Publisher] = []
    if not isinstance(entries, list) or len(lines) != len(entries):
        faults.append((_line(text, 1, "source"), "publishers must be written as [[source]] tables"))
    else:
        sources = _sources(zip(lines, entries, strict=True), text, default, languages, faults)
    if faults:
        shown = "\n".join(f"{path}:{line}: {what}" for line, what in sorted(faults))
        raise ConfigProblem(
            f"{len(faults)} {'problem' if len(faults) == 1 else 'problems'} in the sources:\n{shown}",
            where=f"{path}:{min(faults)[0]}",
            hint=HINT,
        )
    return Publishers(default, tuple(sources))


def _default(table: Any, text: str, faults: Faults) -> Rights:
    line = _line(text, 1, "default")
    if not isinstance(table, dict):
        faults.append((line, "default must be a table: [default]"))
        return "full"
    faults += [
        (_line(text, line, name), f"unknown field “{name}”{near(name, ('rights',))}")
        for name in table
        if name != "rights"
    ]
    return _rights(table.get("rights", "full"), _line(text, line, "rights"), faults)


def _rights(value: Any, line: int, faults: Faults) -> Rights:
    try:
        rights: Rights = msgspec.convert(value, Rights)
        return rights
    except msgspec.ValidationError:
        hint = near(str(value), RIGHTS) or f" (one of: {', '.join(RIGHTS)})"
        faults.append((line, f"unknown rights “{value}”{hint}"))
        return "link only"


def _sources(
    entries: Iterable[tuple[int, Any]], text: str, default: Rights, languages: Sequence[str], faults: Faults
) -> list[Publisher]:
    fields = Publisher.__struct_fields__
    sources: list[Publisher] = []
    seen: dict[tuple[str, str], int] = {}
    for line, entry in entries:

        def at(field: str, line: int = line) -> int:
            return _line(text, line, field)

        faults += [(at(name), f"unknown field “{name}”{near(name, fields)}") for name in entry if name not in fields]
        given = {name: value for name, value in entry.items() if name in fields and name != "rights"}
        rights = _rights(entry.get("rights", default), at("rights"), faults)
        try:
            publisher = msgspec.convert(given, Publisher)
        except msgspec.ValidationError as error:
            named = re.search(r"\$\.(\w+)", str(error))
            faults.append((at(named[1]) if named else line, plain_words(str(error))))
            continue
        publisher = replace(
            publisher,
            rights=rights,
            agencies=tuple(normalize("NFC", agency).strip() for agency in publisher.agencies),
            drop=tuple(" ".join(normalize("NFC", phrase).split()) for phrase in publisher.drop),
        )
        faults += [(at(field), what) for field, what in _wrong(publisher, languages)]
        for field, values in (("hosts", publisher.hosts), ("agencies", publisher.agencies)):
            for value in values:
                if (field, value) in seen:
                    faults.append((at(field), f"{field}: “{value}” stands in line {seen[field, value]} already"))
                seen.setdefault((field, value), at(field))
        sources.append(publisher)
    return sources


def _wrong(publisher: Publisher, languages: Sequence[str]) -> list[tuple[str, str]]:
    """(field, what is wrong with it)."""
    found = [("name", f"name has no “{code}”") for code in languages if not publisher.name.get(code, "").strip()]
    found += [
        ("hosts", f"“{host}” is not a host name in lower case (like hanoi.gov.vn, without http:// and path)")
        for host in publisher.hosts
        if not _HOST.fullmatch(host)
    ]
    found += [
        (field, f"{field} holds an empty text")
        for field, values in (("agencies", publisher.agencies), ("drop", publisher.drop))
        if not all(any(char.isalnum() for char in value) for value in values)
    ]
    if not publisher.hosts and not publisher.agencies:
        found.append(("hosts", "neither hosts nor agencies: nothing would ever be of this publisher"))
    if publisher.home is not None and not web_address(publisher.home):
        found.append(("home", f"home “{publisher.home}” is not an address (https://…)"))
    return found


def near(name: str, known: Sequence[str]) -> str:
    """What else may be meant, as the end of a sentence."""
    found = difflib.get_close_matches(name, known, 1)
    return f"; did you mean “{found[0]}”?" if found else ""


def _line(text: str, start: int, name: str) -> int:
    """The line at or below `start` that sets `name` or opens the table `name`, before the next table; else `start`."""
    for number, line in enumerate(text.split("\n")[start - 1 :], start):
        head = _TABLE.match(line)
        if head and head[2] == name:
            return number
        if head and number > start and start > 1:
            break
        if re.match(rf"\s*[\"']?{re.escape(name)}[\"']?\s*=", line):
            return number
    return start
