"""site_src/urls.csv: article id → address. Only ever appended to, so that no later headline moves a page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from build_site.errors import ConfigProblem
from build_site.store.files import decoded, read_bytes
from build_site.store.letters import composed
from build_site.store.replacing import replace_read

_HEADER = ("id", "address")
_RESTORE = "Restore the file from git or a backup: it keeps every page at its address."
_ADDRESS = re.compile(r"[a-z0-9-]{1,100}(?:/[a-z0-9-]{1,100}){1,5}")
"""It is a folder of the site: nothing that leads out of it."""


class Addresses:
    """The addresses given so far, and those that this run gives."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._new: list[tuple[str, str]] = []
        self._read = read_bytes(path)
        self._text = decoded(path, self._read or b"")
        try:
            header, *rows = list(csv.reader(io.StringIO(self._text, newline=None))) or [list(_HEADER)]
        except csv.Error as error:
            raise ConfigProblem(f"not a table: {error}", where=str(path), hint=_RESTORE) from None
        if tuple(header) != _HEADER:
            raise ConfigProblem("the first line is not id,address", where=f"{path}:1", hint=_RESTORE)
        # Nearly always all is in order, and every build of something new reads the whole table.
        self._given = {row[0]: row[1] for row in rows if len(row) == len(_HEADER)}
        self._taken = {address: article for article, address in self._given.items()}
        sound = len(self._taken) == len(rows) and all(map(_ADDRESS.fullmatch, self._taken)) and "" not in self._given
        if not sound:
            raise _fault(path, rows)
        if not self._text.isascii():
            # One name in two forms was two articles for programs that did not know better: the older address stays.
            self._taken = {address: composed(article) for address, article in self._taken.items()}
            self._given = {article: address for address, article in reversed(self._taken.items())}

    @property
    def given(self) -> Mapping[str, str]:
        """Article id → address, of all that have one."""
        return self._given

    @property
    def by_address(self) -> Mapping[str, str]:
        """Address → article id, of all that have one."""
        return self._taken

    def of(self, article_id: str, wanted: str) -> str:
        """The article's address: the one it has, or `wanted`, with a number behind it where another article has
        that."""
        if article_id not in self._given:
            address, number = wanted, 1
            while address in self._taken:
                number += 1
                address = f"{wanted}-{number}"
            self._given[article_id] = address
            self._taken[address] = article_id
            self._new.append((article_id, address))
        return self._given[article_id]

    def save(self) -> int:
        """Append the new addresses to the file; returns how many there were. Raises StoreProblem where an editor has
        saved it since it was read."""
        if self._new:
            lines = io.StringIO()
            writer = csv.writer(lines, lineterminator="\n")
            if not self._text:
                writer.writerow(_HEADER)
            elif not self._text.endswith("\n"):
                lines.write("\n")
            writer.writerows(self._new)
            self._text += lines.getvalue()
            new = self._text.encode()
            replace_read(self.path, new, self._read)
            self._read = new
        count, self._new = len(self._new), []
        return count


def _fault(path: Path, rows: Iterable[Sequence[str]]) -> ConfigProblem:
    """The first line, of those below the head, that is wrong."""
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        where = f"{path}:{number}"
        if len(row) != len(_HEADER) or not all(row):
            return ConfigProblem("not two values", where=where, hint="A line is: id,address")
        if not _ADDRESS.fullmatch(row[1]):
            hint = "It is made of a–z, 0–9 and hyphens, in parts with / between them: articles/2023/a-title."
            return ConfigProblem(f"{row[1]!r} is no address", where=where, hint=hint)
        if not seen.isdisjoint((f"id {row[0]}", f"address {row[1]}")):
            what = f"{row[0]} or its address stands twice"
            return ConfigProblem(what, where=where, hint="Remove one of the lines.")
        seen |= {f"id {row[0]}", f"address {row[1]}"}
    raise AssertionError("no line is wrong")
