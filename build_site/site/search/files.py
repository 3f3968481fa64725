"""The files of the search: the index in blocks and shards, the names that are suggested, and what results show and are
narrowed by."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import accumulate, chain

import msgspec
from msgspec import Struct

from build_site.site.search.entry import Passage
from build_site.site.search.merging import END, Run, Span, merge
from build_site.site.search.named import Names
from build_site.site.search.rows import COLUMNS, Block, Row, choices, make_columns
from build_site.site.search.shards import LIMIT, cut, file_name
from build_site.site.search.words import bare, words

FOLDER = "search"
SMALL = 6_000
"""Characters of a file of words: a query asks for one of each block."""
_AROUND = len('"":')
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


class Outline(Struct, frozen=True, array_like=True):
    """How a block was last made: what tells which of its files an edit leaves as they are."""

    runs: tuple[str, ...]
    """Of each run a fingerprint of what it was made from."""
    sizes: dict[str, int]
    """Bare word, in order → characters that it takes in its file."""


class Edited(Struct, frozen=True):
    """What of a block is other than when it was last made; its articles, and the places that each takes, are not."""

    starts: tuple[str, ...]
    sizes: dict[str, int]
    """These two as the block and its outline had them."""
    words: Set[str]
    """Bare words that stand elsewhere now."""
    rows: Collection[int]
    """Numbers of the files that show its articles."""


def block_files(
    name: str, rows: Sequence[Row], runs: Iterable[Run], names: Names, most: int | None = None
) -> tuple[Block, dict[str, int], Iterator[tuple[str, bytes]]]:
    """What the index says of a block, the sizes of its words, and (path, bytes) of its files. `rows` and `runs`: of its
    articles, oldest first; `most`: how many files of words there may be, about, where they need not be as small as is
    good for a query."""
    merged = merge(runs, names)
    sizes = _sizes(merged.words)
    starts = _cut_words(sizes, most)
    block = Block(name, len(rows), tuple(starts), merged.lengths, *make_columns(rows))
    return block, sizes, chain(_word_files(name, _spans(starts), merged.words), _row_files(name, rows))


def edited_files(
    name: str, rows: Sequence[Row], runs: Iterable[Run], names: Names, most: int | None, edited: Edited
) -> tuple[Block, dict[str, int], Iterator[tuple[str, bytes]]] | None:
    """The same, and of the files those alone that have changed. None where they are cut elsewhere now."""
    words = sorted(edited.words)
    own = [span for span in _spans(edited.starts) if bisect_left(words, span[0]) < bisect_left(words, span[1])]
    merged = merge(runs, names, own)
    gone = edited.words - merged.words.keys()
    sizes = edited.sizes | _sizes(merged.words)
    sizes = {word: sizes[word] for word in sorted(sizes) if word not in gone}
    if _cut_words(sizes, most) != [*edited.starts]:
        return None
    block = Block(name, len(rows), edited.starts, merged.lengths, *make_columns(rows))
    return block, sizes, chain(_word_files(name, own, merged.words), _row_files(name, rows, edited.rows))


def block_paths(block: Block) -> list[str]:
    """The files that `block_files` gave."""
    shards = [f"{FOLDER}/{block.name}/w{file_name(start)}.js" for start in block.starts]
    return shards + [f"{FOLDER}/{block.name}/r{number}.js" for number in range(-(-block.articles // ROWS))]


def name_files(names: Iterable[Name]) -> Listed:
    """Where each file of suggestions starts, and the files."""
    keyed: dict[str, list[str]] = defaultdict(list)
    key_of = cache(bare)  # the same words stand in many names
    names = list(names)
    for name, text in zip(names, _lines(names), strict=True):
        for key in dict.fromkeys(map(key_of, words(f"{name.source} {name.target} {name.keys}"))):
            keyed[key].append(text)
    return _listed("n", "name", keyed)


def slug_files(articles: Iterable[str], names: Sequence[Name]) -> Listed:
    """Last part of an address → its pages, of an article [folder], of what else there is [folder, name, translation]:
    by it the page for lost readers finds what an address resembles. An article's title stands in its own file, so that
    another title changes none of these. Where each file starts, and the files."""
    found: dict[str, list[str]] = defaultdict(list)
    page = cache(lambda folder: msgspec.json.encode([folder]).decode())  # few folders have all articles
    for tail in articles:
        folder, _, slug = tail.rpartition("/")
        found[slug].append(page(folder))
    others = list({name.tail: name for name in reversed(names)}.values())
    folders = [name.tail.rpartition("/")[::2] for name in others]
    said = _lines([(folder, name.source, name.target) for (folder, _), name in zip(folders, others, strict=True)])
    for (_, slug), text in zip(folders, said, strict=True):
        found[slug].append(text)
    return _listed("s", "slug", found)


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


def _sizes(content: Mapping[str, str]) -> dict[str, int]:
    """Key → characters that it takes in its file, with quotation marks and colon."""
    return {key: len(key) + len(value) + _AROUND for key, value in content.items()}


def _cut_words(sizes: Mapping[str, int], most: int | None) -> list[str]:
    """Where each file of a block's words starts."""
    said = sum(sizes.values()) - sum(map(len, sizes)) - _AROUND * len(sizes)
    return cut(list(sizes), list(sizes.values()), max(SMALL, 2 * said // most) if most else SMALL)


def _spans(starts: Sequence[str]) -> list[Span]:
    """What each of the files has that start so."""
    return list(zip(starts, [*starts[1:], END], strict=True))


def _word_files(block: str, own: Iterable[Span], words: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    return _shards(f"{block}/w", "word", block, own, words)


def _row_files(block: str, rows: Sequence[Row], own: Iterable[int] | None = None) -> Iterator[tuple[str, bytes]]:
    """All of them, or those of these numbers."""
    for number in range(-(-len(rows) // ROWS)) if own is None else own:
        name = f"{block}/r{number}"
        yield _script(name, "row", name, rows[number * ROWS : (number + 1) * ROWS])


def _lines(values: Sequence[object]) -> list[str]:
    """JSON of each: encoding many at once takes a third of the time."""
    return msgspec.json.Encoder().encode_lines(values).decode().split("\n")[: len(values)]


def _listed(letter: str, what: str, found: Mapping[str, Sequence[str]]) -> Listed:
    """Where each file of keys starts, and the files. `found`: key → JSON of each thing that it stands for."""
    content = {key: f"[{','.join(found[key])}]" for key in sorted(found)}
    starts = cut(list(content), list(_sizes(content).values()), LIMIT)
    return starts, _shards(letter, what, 0, _spans(starts), content)


def _shards(
    letter: str, what: str, key: str | int, own: Iterable[Span], content: Mapping[str, str]
) -> Iterator[tuple[str, bytes]]:
    """The files that have these spans of sorted keys. `content`: key → JSON."""
    keys = list(content)
    for start, end in own:
        inside = keys[bisect_left(keys, start) : bisect_left(keys, end)]
        pieces = ",".join(f'"{each}":{content[each]}' for each in inside)
        yield _script(f"{letter}{file_name(start)}", what, key, msgspec.Raw(f"{{{pieces}}}".encode()))


def _script(name: str, what: str, key: str | int, value: object) -> tuple[str, bytes]:
    """`digestSearch.word("0",{…});`: what the page's script asks for, as a script that any host and no host serves."""
    data = msgspec.json.encode([key, value])[1:-1]
    return f"{FOLDER}/{name}.js", b"digestSearch." + what.encode() + b"(" + data + b");\n"
