"""PO files: text ↔ Catalog. Reads what Poedit, msgmerge, Weblate and polib write; writes one stable form.

The written form: fixed order of parts, no wrapping (a text is split only after its own line breaks), LF, one blank line
between entries, obsolete entries last. What is not understood (`#=`, `#!`…) is kept, line for line.
"""

from __future__ import annotations

from build_site.translate.catalog import Catalog, Entry
from build_site.translate.po_reader import ESCAPES, MESSAGE, Reader

__all__ = ["Catalog", "Entry", "parse", "serialise"]

_UNESCAPES = str.maketrans({char: "\\" + letter for letter, char in ESCAPES.items()})


def parse(text: str, where: str) -> Catalog:
    """Read a PO file's text. `where` is its path, for messages.

    Raises MemoryProblem (where = `path:line`) on a conflict marker, a plural entry, a line that is no PO, an entry
    without msgstr, and a second live entry with the same msgctxt and msgid.
    """
    reader = Reader(where)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    end = 0
    while (start := end) < len(text):
        reader.number += 1
        if text.startswith('msgctxt "', start) and (match := MESSAGE.match(text, start)) and reader.message(match):
            end = match.end()
            continue
        end = text.find("\n", start) + 1 or len(text) + 1
        raw = text[start : end - 1]
        line = raw.strip(" \t")
        if not line:
            continue
        if line[0] != "#":
            reader.statement(line, obsolete=False)
            continue
        if line[1:2] == "|":
            reader.previous(line, line[2:])
        elif line[1:3] == "~|":
            reader.previous(line, line[3:])
        elif line[1:2] == "~":
            reader.obsolete(line, line[2:].strip(" \t"))
        else:
            reader.comment(raw.lstrip(" \t"))
        reader.draft.raw.append(raw)
    reader.number = text.count("\n") + 1
    return reader.catalog()


def serialise(catalog: Catalog) -> str:
    """A catalog's text in the one stable form; `parse` gives the same catalog back."""
    entries = sorted(catalog.entries, key=lambda entry: entry.obsolete)
    blocks = [_lines(catalog.header, split=True)] if catalog.header else []
    blocks += [_lines(entry) for entry in entries]
    if catalog.trailer:
        blocks.append(list(catalog.trailer))
    return "\n\n".join("\n".join(block) for block in blocks) + "\n" if blocks else ""


def _lines(entry: Entry, *, split: bool = False) -> list[str]:
    lines = [f"# {comment}" if comment else "#" for comment in entry.comments]
    lines += entry.other
    lines += [f"#. {comment}" if comment else "#." for comment in entry.extracted]
    lines += [f"#: \u2068{one}\u2069" if " " in one or "\t" in one else f"#: {one}" for one in entry.references]
    if entry.flags:
        lines.append("#, " + ", ".join(entry.flags))
    mark = "#~ " if entry.obsolete else ""
    before = "#~| " if entry.obsolete else "#| "
    for prefix, keyword, text in (
        (before, "msgctxt", entry.previous_ctxt),
        (before, "msgid", entry.previous_id),
        (mark, "msgctxt", entry.context),
        (mark, "msgid", entry.source),
        (mark, "msgstr", entry.target),
    ):
        if text is None:
            continue
        parts = text.translate(_UNESCAPES).replace("\\n", "\\n\n").split("\n") if "\n" in text else []
        if len(parts) > 2 or (split and keyword == "msgstr") or (parts and parts[-1]):
            lines.append(f'{prefix}{keyword} ""')
            lines += [f'{prefix}"{part}"' for part in parts or [text.translate(_UNESCAPES)] if part]
        else:
            lines.append(f'{prefix}{keyword} "{text.translate(_UNESCAPES)}"')
    return lines
