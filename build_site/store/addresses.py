"""site_src/urls.csv: article id → address. Only ever appended to, so that no later headline moves a page."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
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
        self._given: dict[str, str] = {}
        self._taken: dict[str, str] = {}
        self._new: list[tuple[str, str]] = []
        self._read = read_bytes(path)
        self._text = decoded(path, self._read or b"")
        try:
            rows = list(csv.reader(io.StringIO(self._text, newline=None)))
        except csv.Error as error:
            raise ConfigProblem(f"not a table: {error}", where=str(path), hint=_RESTORE) from None
        if rows and tuple(rows[0]) != _HEADER:
            raise ConfigProblem("the first line is not id,address", where=f"{path}:1", hint=_RESTORE)
        seen: set[str] = set()
        for number, row in enumerate(rows[1:], 2):
            if len(row) != 2 or not all(row):
                raise ConfigProblem("not two values", where=f"{path}:{number}", hint="A line is: id,address")
            if not _ADDRESS.fullmatch(row[1]):
                raise ConfigProblem(
                    f"{row[1]!r} is no address",
                    where=f"{path}:{number}",
                    hint="It is made of a–z, 0–9 and hyphens, in parts with / between them: articles/2023/a-title.",
                )
            if row[0] in seen or row[1] in self._taken:
                raise ConfigProblem(
                    f"{row[0]} or its address stands twice", where=f"{path}:{number}", hint="Remove one of the lines."
                )
            seen.add(row[0])
            # One name in two forms was two articles for programs that did not know better: the older address stays.
            article = composed(row[0])
            self._given.setdefault(article, row[1])
            self._taken[row[1]] = article

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
