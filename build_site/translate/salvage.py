"""What is good in a damaged PO file, and where the damage is."""

from __future__ import annotations

from msgspec import structs

from build_site.errors import MemoryProblem
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.po import parse

_OPENS, _CLOSES = "<<<<<<<", ">>>>>>>"
_UNREADABLE = "\ufffd"


def salvage(text: str, where: str) -> tuple[Catalog, tuple[MemoryProblem, ...]]:
    """The entries of a PO file that can be read, and every damage in it, each at its `path:line`.

    A damage costs the one entry that it stands in; a merge conflict costs all that stands between its marks; of two
    entries with one key the first is kept. The catalog is for looking, not for saving: what is damaged is not in it.
    """
    try:
        catalog = parse(text, where)
    except MemoryProblem:
        return _by_parts(text, where)
    broken = [entry for entry in catalog.entries if _UNREADABLE in entry.source + entry.target]
    if broken:
        entries = tuple(entry for entry in catalog.entries if entry not in broken)
        catalog = structs.replace(catalog, entries=entries)
    return catalog, tuple(_replaced(where, entry.line) for entry in broken)


def _by_parts(text: str, where: str) -> tuple[Catalog, tuple[MemoryProblem, ...]]:
    problems: list[MemoryProblem] = []
    entries: list[Entry] = []
    header = None
    seen: dict[tuple[str | None, str], int] = {}
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for start, part in _parts(lines):
        try:
            # The blank lines in front make the line numbers right.
            catalog = parse("\n" * start + "\n".join(part), where)
        except MemoryProblem as problem:
            problems.append(problem)
            continue
        if header and catalog.header:
            problems.append(_again(where, catalog.header, header.line))
        header = header or catalog.header
        for entry in catalog.entries:
            first = seen.setdefault((entry.context, entry.source), entry.line) if not entry.obsolete else entry.line
            if first != entry.line:
                problems.append(_again(where, entry, first))
            elif _UNREADABLE in entry.source + entry.target:
                problems.append(_replaced(where, entry.line))
            else:
                entries.append(entry)
    entries.sort(key=lambda entry: entry.obsolete)
    return structs.replace(Catalog(tuple(entries), header), where=where), tuple(problems)


def _parts(lines: list[str]) -> list[tuple[int, list[str]]]:
    """(0-based line, lines) of what can be read by itself: an entry, or all that a merge conflict touches."""
    parts: list[tuple[int, list[str]]] = []
    part: list[str] = []
    conflict = False
    for number, line in enumerate(lines):
        bare = line.strip(" \t")
        if bare.startswith(_OPENS):
            conflict = True
        opens = _statement(bare).startswith(("msgctxt", "msgid ", "msgid\t"))
        starts = not bare or (_comment(bare) and _has(part, "msg")) or (opens and _has(part, "msgstr"))
        if starts and not conflict and part:
            parts.append((number - len(part), part))
            part = []
        if bare or part:
            part.append(line)
        if bare.startswith(_CLOSES):
            conflict = False
    if part:
        parts.append((len(lines) - len(part), part))
    return parts


def _statement(line: str) -> str:
    return line.strip(" \t").removeprefix("#~").lstrip(" \t")


def _has(part: list[str], keyword: str) -> bool:
    return any(_statement(line).startswith(keyword) for line in part)


def _comment(line: str) -> bool:
    return (line.startswith("#") and not line.startswith("#~")) or line.startswith("#~|")


def _replaced(where: str, line: int) -> MemoryProblem:
    return MemoryProblem(
        "a character of this entry could not be read",
        where=f"{where}:{line}",
        hint="Take the text from an earlier version of the file, and save the file as UTF-8.",
    )


def _again(where: str, entry: Entry, first: int) -> MemoryProblem:
    return MemoryProblem(
        f"the same text stands here a second time (first in line {first}): “{entry.source[:60]}”",
        where=f"{where}:{entry.line}",
        hint="Keep the better translation and delete the other entry.",
    )
