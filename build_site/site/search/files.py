"""The files of the search: the index in blocks and shards, the names that are suggested, and what results show and are
narrowed by."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain

import msgspec
from msgspec import Struct

from build_site.site.search.entry import Passage
from build_site.site.search.merging import Run, merge
from build_site.site.search.named import Names
from build_site.site.search.rows import COLUMNS, Block, Row, choices, make_columns
from build_site.site.search.shards import LIMIT, cut, file_name
from build_site.site.search.words import bare, words

FOLDER = "search"
SMALL = 6_000
"""Characters of a file of words: a query asks for one of each block."""
ROWS = 16
"""Articles in a file of what results show."""

NAMED = ("person", "place", "term", "document", "tag")
"""What is suggested, the most likely meant first."""
Listed = tuple[list[str], Iterator[tuple[str, bytes]]]
"""Where each of some files of sorted keys starts, and (path, bytes) of the files."""


class Name(Struct, frozen=True, array_like=True):
    """A page that a query may mean."""

    kind: int
    """Position in NAMED."""
    tail: str
    """Folder of its page below en/ and vi/."""
    source: str
    target: str
    """Empty where names are not translated."""
    much: int
    """How many digits to the base of four the number of articles has that name it: one article more seldom changes
    that."""
    keys: str = ""
    """Other words it is found by: abbreviations, variants."""


def block_files(
    name: str, rows: Sequence[Row], runs: Iterable[Run], names: Names, most: int | None = None
) -> tuple[Block, Iterator[tuple[str, bytes]]]:
    """What the index says of a block, and (path, bytes) of its files. `rows` and `runs`: of its articles, oldest first;
    `most`: how many files of words there may be, about, where they need not be as small as is good for a query."""
    merged = merge(runs, names)
    size = sum(map(len, merged.words.values()))
    starts, shards = _shards(f"{name}/w", "word", name, merged.words, max(SMALL, 2 * size // most) if most else SMALL)
    block = Block(name, len(rows), tuple(starts), merged.lengths, *make_columns(rows))
    groups = (rows[first : first + ROWS] for first in range(0, len(rows), ROWS))
    shown = (_script(f"{name}/r{number}", "row", f"{name}/r{number}", group) for number, group in enumerate(groups))
    return block, chain(shards, shown)


def block_paths(block: Block) -> list[str]:
    """The files that `block_files` gave."""
    shards = [f"{FOLDER}/{block.name}/w{file_name(start)}.js" for start in block.starts]
    return shards + [f"{FOLDER}/{block.name}/r{number}.js" for number in range(-(-block.articles // ROWS))]


def name_files(names: Iterable[Name]) -> Listed:
    """Where each file of suggestions starts, and the files."""
    keyed: dict[str, list[Name]] = defaultdict(list)
    key_of = cache(bare)  # the same words stand in many names
    for name in names:
        for key in dict.fromkeys(map(key_of, words(f"{name.source} {name.target} {name.keys}"))):
            keyed[key].append(name)
    return _shards("n", "name", 0, {key: msgspec.json.encode(keyed[key]).decode() for key in sorted(keyed)})


def slug_files(articles: Iterable[str], names: Sequence[Name]) -> Listed:
    """Last part of an address → its pages, of an article [folder], of what else there is [folder, name, translation]:
    by it the page for lost readers finds what an address resembles. An article's title stands in its own file, so that
    another title changes none of these. Where each file starts, and the files."""
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    others = {name.tail: (name.tail, name.source, name.target) for name in reversed(names)}.values()
    for tail, *said in chain(zip(articles), others):
        folder, _, slug = tail.rpartition("/")
        found[slug].append((folder, *said))
    return _shards("s", "slug", 0, {slug: msgspec.json.encode(found[slug]).decode() for slug in sorted(found)})


def list_paths(letter: str, starts: Iterable[str]) -> list[str]:
    """The files that `name_files` (n) or `slug_files` (s) gave."""
    return [f"{FOLDER}/{letter}{file_name(start)}.js" for start in starts]


def whole_files(
    blocks: Sequence[Block], names: Sequence[str], slugs: Sequence[str], stop_words: Iterable[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """What there is once: the filters, and what the other files are, `names` and `slugs` by their starts."""
    yield _script("facets", "facet", 0, {name: [b.columns[n] for b in blocks] for n, name in enumerate(COLUMNS)})
    firsts = accumulate((block.articles for block in blocks), initial=0)
    manifest = {
        "docs": sum(block.articles for block in blocks),
        "rows": ROWS,
        "blocks": [
            [block.name, first, block.starts, block.lengths] for block, first in zip(blocks, firsts, strict=False)
        ],
        "names": names,
        "slugs": slugs,
        "stop": sorted(stop_words),
        "choices": choices(blocks),
    }
    yield _script("index", "start", 0, manifest)


def passage_file(tail: str, shown: Sequence[Passage]) -> tuple[str, bytes]:
    """An article's own file: its sentence pairs, for the excerpts."""
    return _script(tail, "text", tail, shown)


def _shards(letter: str, what: str, key: str | int, content: Mapping[str, str], limit: int = LIMIT) -> Listed:
    """Where each file of sorted keys starts, and the files. `content`: key → JSON."""
    keys = list(content)
    starts = cut(keys, [len(f'"{each}":{value}') for each, value in content.items()], limit)
    bounds = [*(bisect_left(keys, start) for start in starts), len(keys)]

    def script(start: str, own: Sequence[str]) -> tuple[str, bytes]:
        pieces = ",".join(f'"{each}":{content[each]}' for each in own)
        return _script(f"{letter}{file_name(start)}", what, key, msgspec.Raw(f"{{{pieces}}}".encode()))

    return starts, (
        script(start, keys[first:end]) for start, first, end in zip(starts, bounds, bounds[1:], strict=False)
    )


def _script(name: str, what: str, key: str | int, value: object) -> tuple[str, bytes]:
    """`digestSearch.word("0",{…});`: what the page's script asks for, as a script that any host and no host serves."""
    data = msgspec.json.encode([key, value])[1:-1]
    return f"{FOLDER}/{name}.js", b"digestSearch." + what.encode() + b"(" + data + b");\n"
