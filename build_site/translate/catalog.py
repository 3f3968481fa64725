"""The data of a PO file: Catalog and Entry."""

from __future__ import annotations

from msgspec import Struct, structs


class Entry(Struct, frozen=True, eq=False):
    """One message. Two entries are equal when they say the same; where they stand (`line`) does not count."""

    source: str
    """msgid."""
    target: str = ""
    """msgstr; empty where there is no translation."""
    context: str | None = None
    """msgctxt."""
    comments: tuple[str, ...] = ()
    """Translator's comments, `# `."""
    other: tuple[str, ...] = ()
    """Comment lines of kinds unknown here, whole."""
    extracted: tuple[str, ...] = ()
    """`#. `"""
    references: tuple[str, ...] = ()
    """`#: `, each `path:line`."""
    flags: tuple[str, ...] = ()
    """`#, `"""
    previous_ctxt: str | None = None
    """`#| msgctxt`"""
    previous_id: str | None = None
    """`#| msgid`"""
    obsolete: bool = False
    line: int = 0
    """1-based line of the msgid in the file; 0 for an entry made by the program."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Entry):
            return NotImplemented
        return structs.astuple(self)[:-1] == structs.astuple(other)[:-1]

    def __hash__(self) -> int:
        return hash(structs.astuple(self)[:-1])


class Catalog(Struct, frozen=True):
    """A PO file."""

    entries: tuple[Entry, ...] = ()
    """Live entries in the order of the file, then obsolete ones."""
    header: Entry | None = None
    """The entry with the empty msgid; its target holds the fields."""
    where: str = ""
    """Path, for messages."""
    trailer: tuple[str, ...] = ()
    """Comment lines after the last entry, whole."""

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """The header's fields in order; lines that are not `Name: value` are left out here (but stay in the file)."""
        text = self.header.target if self.header else ""
        pairs = (line.partition(":") for line in text.split("\n"))
        return tuple((name.strip(), value.strip()) for name, colon, value in pairs if colon)

    def field(self, name: str) -> str | None:
        """A header field's value by its name, upper or lower case alike."""
        return next((value for key, value in self.fields if key.casefold() == name.casefold()), None)
