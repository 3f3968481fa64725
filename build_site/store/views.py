"""Page views by address, as web statistics export them: what is read most wants a translator first."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from build_site.errors import StoreProblem
from build_site.source.tables import separated
from build_site.store.files import read_text

_COUNT = re.compile(r"(\d{1,15})(?:\.0{1,2})?|\d{1,3}(?:[,. \u00a0\u202f]\d{3}){1,5}")
_MARKS = re.compile(r"[,. \u00a0\u202f]")


class Views(Struct, frozen=True):
    """How often each article has been read, in all languages together."""

    by_article: Mapping[str, int]
    unknown: int
    """Rows whose address is no article's: other pages of the site, and articles that are gone."""


def read_views(path: Path, addresses: Mapping[str, str]) -> Views:
    """The table's views by article. `addresses`: address below en/ or vi/ → article id (urls.csv the other way round).

    A row is an address (a path or a whole URL, with or without index.html) and, in the first column after it that holds
    a number, its views; other columns are left aside, and so is a first row without a number. Raises StoreProblem where
    there is no such file, and for a row without a number.
    """
    text = read_text(path)
    if text is None:
        raise StoreProblem("there is no such file", where=str(path), hint="Name a CSV file: address,views.")
    sign, text = separated(text)
    reader = csv.reader(io.StringIO(text, newline=None), delimiter=sign)
    views: Counter[str] = Counter()
    unknown = 0
    for number, row in enumerate(filter(any, _rows(reader, path))):
        count = _count(row[1:])
        if count is None:
            if number == 0:
                continue  # the names of the columns
            raise StoreProblem(
                "no number of views in this row", where=f"{path}:{reader.line_num}", hint="A row is: address,views"
            )
        article = next((addresses[tail] for tail in _tails(row[0]) if tail in addresses), None)
        if article is None:
            unknown += 1
        else:
            views[article] += count
    return Views(dict(views), unknown)


def _rows(reader: Any, path: Path) -> Iterator[list[str]]:
    try:
        yield from reader
    except csv.Error as error:
        where = f"{path}:{reader.line_num}"
        raise StoreProblem(f"not a table: {error}", where=where, hint="Save it as CSV again.") from None


def _count(cells: list[str]) -> int | None:
    for cell in map(str.strip, cells):
        if match := _COUNT.fullmatch(cell):
            return int(match[1] or _MARKS.sub("", cell))
    return None


def _tails(address: str) -> Iterator[str]:
    """What of an address may be an article's: the path without index.html, shorter from the left by one part each.
    Nothing where it is no address: visitors ask for anything."""
    try:
        path = urlsplit(address.strip()).path
    except ValueError:
        return iter(())
    parts = unquote(path).strip("/").removesuffix("index.html").strip("/").split("/")
    return ("/".join(parts[start:]) for start in range(len(parts)))
