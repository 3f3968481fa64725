"""The files of the search: the index in shards, the names that are suggested, and what results show and filter by."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

from build_site.model import ArticleRecord
from build_site.site.search.entry import Forms, Passage
from build_site.site.search.numbers import encode, encode_all
from build_site.site.search.shards import cut, file_name
from build_site.site.search.words import bare, words
from build_site.site.states import LOWEST_FIRST, lowest

FOLDER = "search"
ROWS = 16
"""Articles in a file of what results show."""
_PLACES = 200
"""Places that a reader can choose from: the most frequent."""

NAMED = ("person", "place", "term", "document", "tag")
"""What is suggested, the most likely meant first."""


class Name(Struct, frozen=True, array_like=True):
    """A page that a query may mean."""

    kind: int
    """Position in NAMED."""
    tail: str
    """Folder of its page below en/ and vi/."""
    source: str
    target: str
    """Empty where names are not translated."""
    count: int
    """Articles that name it."""
    keys: str = ""
    """Other words it is found by: abbreviations, variants."""


def index_files(
    records: Sequence[ArticleRecord],
    entries: Iterable[tuple[Forms, Forms]],
    names: Sequence[Name],
    stop_words: Iterable[str] = (),
) -> Iterator[tuple[str, bytes]]:
    """(path, bytes) of every file but the articles' own. `records` are oldest first, so that a new article leaves the
    numbers of the others alone; `entries` are parallel to them."""
    merged = _merged(entries)
    starts, shards = _shards("w", "word", merged)
    yield from shards
    keyed: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        for key in dict.fromkeys(map(bare, words(f"{name.source} {name.target} {name.keys}"))):
            keyed[key].append(name)
    name_starts, shards = _shards("n", "name", dict(sorted(keyed.items())))
    yield from shards
    slug_starts, shards = _shards("s", "slug", _slugs(records, names))
    yield from shards
    for first in range(0, len(records), ROWS):
        rows = [_row(record) for record in records[first : first + ROWS]]
        yield _script(f"r{first // ROWS}.js", "row", first // ROWS, rows)
    facets, columns = _facets(records)
    yield _script("facets.js", "facet", 0, columns)
    manifest = {
        "docs": len(records),
        "rows": ROWS,
        "words": starts,
        "names": name_starts,
        "slugs": slug_starts,
        "stop": sorted(stop_words),
        **facets,
    }
    yield _script("index.js", "start", 0, manifest)


def passage_file(tail: str, shown: Sequence[Passage]) -> tuple[str, bytes]:
    """An article's own file: its sentence pairs, for the excerpts."""
    path, data = _script(f"{tail}.js", "text", tail, shown)
    return path, data


def _slugs(records: Sequence[ArticleRecord], names: Sequence[Name]) -> dict[str, list[Any]]:
    """Last part of an address → the numbers of its articles, and [folder, name, translation] of its other pages:
    by it the page for lost readers finds what its address resembles."""
    found: dict[str, list[Any]] = defaultdict(list)
    for number, record in enumerate(records):
        found[record.tail.rpartition("/")[2]].append(number)
    for name in {name.tail: name for name in reversed(names)}.values():
        found[name.tail.rpartition("/")[2]].append([name.tail, name.source, name.target])
    return dict(sorted(found.items()))


def _merged(entries: Iterable[tuple[Forms, Forms]]) -> dict[str, dict[str, list[str]]]:
    """Bare word → form → [postings in source texts, in translations], sorted."""
    both: tuple[dict[str, list[str]], dict[str, list[str]]] = (defaultdict(list), defaultdict(list))
    for number, forms in enumerate(entries):
        doc = encode(number)
        for side, own in zip(both, forms, strict=True):
            for key, posting in own.items():
                side[key].append(doc + posting)
    source, target = both
    merged: dict[str, dict[str, list[str]]] = {}
    for key in sorted(source.keys() | target.keys()):
        word, _, exact = key.partition(" ")
        merged.setdefault(word, {})[exact] = ["".join(source.get(key, ())), "".join(target.get(key, ()))]
    return merged


def _shards(letter: str, what: str, content: Mapping[str, Any]) -> tuple[list[str], Iterator[tuple[str, bytes]]]:
    """Where each file of sorted keys starts, and the files."""
    keys = list(content)
    sizes = [len(key) + len(msgspec.json.encode(value)) for key, value in content.items()]
    starts = cut(keys, sizes)
    files: dict[str, dict[str, Any]] = {start: {} for start in starts}
    for key in keys:
        files[starts[bisect_right(starts, key) - 1]][key] = content[key]
    return starts, (_script(f"{letter}{file_name(start)}.js", what, start, files[start]) for start in starts)


def _script(name: str, what: str, key: str | int, value: object) -> tuple[str, bytes]:
    """`digestSearch.word("gi",{…});`: what the page's script asks for, as a script that any host and no host serves."""
    data = msgspec.json.encode([key, value])[1:-1]
    return f"{FOLDER}/{name}", b"digestSearch." + what.encode() + b"(" + data + b");\n"


def _row(record: ArticleRecord) -> list[Any]:
    """What a result shows before its excerpt is there."""
    date, place = record.published or "", record.place or ""
    return [record.tail, record.title, record.headline or "", date, place, lowest(record.states)]


def _facets(records: Sequence[ArticleRecord]) -> tuple[dict[str, Any], list[str]]:
    """(what can be chosen, each with its number of articles; for each column the articles' numbers of it)."""
    columns: dict[str, list[list[str]]] = {
        "year": [[record.published[:4]] if record.published else [] for record in records],
        "tag": [list(record.tags) for record in records],
        "place": [list(dict.fromkeys(map(str.strip, (record.place or "").split(",")))) for record in records],
        "state": [[lowest(record.states)] for record in records],
    }
    choices: dict[str, list[tuple[str, int]]] = {}
    packed = []
    for name, values in columns.items():
        counts = Counter(value for row in values for value in row if value)
        most = counts.most_common(_PLACES) if name == "place" else list(counts.items())
        order = [*reversed(LOWEST_FIRST)]
        ranked = sorted(most, key=lambda item: (-int(item[0]), "")) if name == "year" else sorted(most)
        if name == "state":
            ranked = sorted(most, key=lambda item: order.index(item[0]))  # type: ignore[arg-type]
        choices[name] = ranked
        numbers = {value: number for number, (value, _) in enumerate(ranked)}
        # Of each article: how many, then which.
        known = ([numbers[value] for value in row if value in numbers] for row in values)
        packed.append("".join(encode_all([len(row), *row]) for row in known))
    return {"choices": choices}, packed
