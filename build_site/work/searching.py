"""The search's files on their way to the disk: a block of the index is made anew where one of its articles has changed,
the suggestions where a name has, and the others stand as they are."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import accumulate

import msgspec
from msgspec import Struct

from build_site.site.search.blocks import cut_blocks, reach
from build_site.site.search.files import (
    NAMED,
    ROWS,
    Edited,
    Listed,
    Name,
    Outline,
    block_files,
    block_paths,
    edited_files,
    list_paths,
    name_files,
    slug_files,
    whole_files,
)
from build_site.site.search.merging import Run, changed_words, make_run
from build_site.site.search.named import Names
from build_site.site.search.rows import Block
from build_site.site.wording import Wording
from build_site.store.files import fingerprint
from build_site.store.kept_runs import KeptBlock, forget_blocks
from build_site.store.outputs import DOUBTED, SEARCH
from build_site.store.publish import Stage, Written
from build_site.store.search_index import Changed, Place, Placed
from build_site.store.state import State
from build_site.work.batches import Workers, map_batches
from build_site.work.workshop import Setup, Workshop, workshop

TOGETHER = 16
"""Articles of a run: so many are read again where one of them has changed."""
WORTH = 12
"""Blocks to make from which on a second process is worth its start."""
FEW, MOST = 16, 45
"""Where there are more than so many blocks, an article that changes should not change more than so many files of its
block; where there are few, files are small, and a query is light."""
OF_NEWEST = (6, 16)
"""The same of the newest blocks, in any case: they are the ones that new articles change."""
_FOLDERS = {"person": "people", "place": "places", "document": "documents"}


class BlockJob(Struct, frozen=True):
    name: str
    articles: range
    """Which of all articles, oldest first."""
    first: Place
    """Where the first of them stands."""
    most: int | None
    """Files of words that it should have."""
    digests: str
    """What all of its articles' parts are made with."""
    made_with: str
    """That, and how many files are wanted."""
    before: Placed | None
    """As it was last made, where all of its files stand."""


class Made(Struct, frozen=True):
    placed: Placed
    files: tuple[Written, ...]
    """Those that have been made; the block's others stand as they were."""


class Found(Struct, frozen=True):
    """A file of the search, and what has been written of it: nothing where it stands already."""

    path: str
    key: str
    """Of what it is made from."""
    written: Written | None


def put_search(
    shop: Workshop,
    setup: Setup,
    state: State,
    stage: Stage,
    workers: Workers,
) -> Iterator[Found]:
    """All files of the search but the articles' own, after the plan has counted who names what."""
    stands = state.outputs.standing(SEARCH)

    def stand(paths: Iterable[str], key: str) -> bool:
        return all(stands.get(path) == key for path in paths)

    changed = state.search.changed()
    blocks, todo = _blocks(state, changed, stands)
    for placed in blocks.values():
        if placed:
            yield from (Found(path, placed.key, None) for path in block_paths(placed.block))
    for made in map_batches(workers, partial(make_blocks, setup, stage), todo, batch=1, worth=WORTH):
        placed = blocks[made.placed.block.name] = made.placed
        files = {file.path: file for file in made.files}
        yield from (Found(path, placed.key, files.get(path)) for path in block_paths(placed.block))
    forget_blocks(setup.project.state, blocks)
    state.search.put_blocks(placed for placed in blocks.values() if placed)

    def listed(letter: str, key: str, make: Callable[[], Listed]) -> Generator[Found, None, list[str]]:
        """The files of a list that has no blocks; where each of them starts is returned."""
        starts = state.search.starts(letter)
        if starts and stand(paths := list_paths(letter, starts), key):
            yield from (Found(path, key, None) for path in paths)
            return starts
        starts, files = make()
        yield from (Found(path, key, stage.put(path, data)) for path, data in files)
        state.search.put_starts(letter, starts)
        return starts

    pages: Callable[[], list[Name]] = cache(lambda: _names(shop, state))
    key = _names_key(state, setup.version, pages, again=changed.mentions)
    names = yield from listed("n", key, lambda: name_files(pages()))
    tails: Callable[[], list[str]] = cache(state.search.tails)
    if changed.tails or not state.get("tails"):
        state.put("tails", fingerprint(*tails()))  # in their order, which the files keep
    slugs = yield from listed("s", fingerprint(key, state.get("tails")), lambda: slug_files(tails(), pages()))
    stop_words = shop.pack.search.stop_forms | shop.target_pack.search.stop_forms
    done = [placed.block for placed in blocks.values() if placed]
    for path, data in whole_files(done, names, slugs, stop_words):
        yield Found(path, fingerprint(data), stage.put(path, data))


def _blocks(
    state: State, changed: Changed, stands: Mapping[str, str]
) -> tuple[dict[str, Placed | None], list[BlockJob]]:
    """All blocks in order, those that stand as they were made, and what is to be made of the others."""
    before = state.search.blocks()
    if changed.moved or not before:
        order = state.search.order()
        cut = cut_blocks([rank for _, _, rank in order], reach(len(order)))
        firsts = [order[own.start][:2] if own else ("", "") for own in cut.values()]
    else:
        ends = accumulate(placed.block.articles for placed in before)
        cut = {
            placed.block.name: range(end - placed.block.articles, end) for placed, end in zip(before, ends, strict=True)
        }
        firsts = [placed.first for placed in before]
    # A block of the same start, of as many articles, none of which has changed, come or gone, has the same articles.
    touched = {max(bisect_right(firsts, place) - 1, 0) for place in changed.places}
    known = {placed.block.name: placed for placed in before}
    newest = dict(zip(reversed(cut), OF_NEWEST, strict=False))
    blocks: dict[str, Placed | None] = {}
    todo, digests = [], state.get("digests")
    for number, (name, own) in enumerate(cut.items()):
        most = newest.get(name, MOST if len(cut) > FEW else None)
        made_with = fingerprint(digests, str(most))
        placed = known.get(name)
        if placed and any(stands.get(path, DOUBTED) == DOUBTED for path in block_paths(placed.block)):
            placed = None
        same = placed and placed.made_with == made_with and placed.block.articles == len(own) and number not in touched
        blocks[name] = placed if same else None
        if not same:
            todo.append(BlockJob(name, own, firsts[number], most, digests, made_with, placed))
    return blocks, todo


def _names_key(state: State, version: str, pages: Callable[[], list[Name]], *, again: bool) -> str:
    """Of all names. An article that names others seldom changes what is told of these: so it is the names themselves
    that count, and they are looked at `again` where articles have other mentions."""
    before, _, key = state.get("names").partition(" ")
    if again or before != version:
        key = fingerprint(version, msgspec.json.encode(pages()))
        state.put("names", f"{version} {key}")
    return key


def make_blocks(setup: Setup, stage: Stage, jobs: Sequence[BlockJob]) -> list[Made]:
    """Merge the blocks' articles and set the files aside."""
    names = workshop(setup).indexer.names
    made = []
    with setup.reader() as state:
        for job in jobs:
            placed, files = _make_block(KeptBlock(setup.project.state, job.name), state, job, names)
            made.append(Made(placed, tuple(stage.put(path, data) for path, data in files)))
    return made


def _make_block(
    kept: KeptBlock, state: State, job: BlockJob, names: Names
) -> tuple[Placed, Iterable[tuple[str, bytes]]]:
    """The block, and those of its files that have changed."""
    own = state.search.ids(job.articles)
    ids = [each for each, _ in own]
    rows = state.search.rows_of(ids)
    parts = [own[start : start + TOGETHER] for start in range(0, len(own), TOGETHER)]
    keys = tuple(fingerprint(job.digests, _bytes([key for _, key in part])) for part in parts)

    def run(number: int) -> Run:
        """That of articles which are as they were when the block was last made has been kept."""
        found = kept.run(number, keys[number])
        if found is None:
            found = make_run(state.search.entries(each for each, _ in parts[number]), names.keys)
            kept.keep_run(number, keys[number], found)
        return found

    outline = kept.outline(job.before.key) if job.before else None
    edited = _edited(kept, job.before.block, outline, keys, run, names) if job.before and outline else None
    made = edited_files(job.name, rows, map(run, range(len(keys))), names, job.most, edited) if edited else None
    block, sizes, files = made or block_files(job.name, rows, map(run, range(len(keys))), names, job.most)
    placed = Placed(block, job.first, job.made_with, fingerprint(*keys))
    kept.keep_outline(placed.key, Outline(keys, sizes))
    return placed, files


def _edited(
    kept: KeptBlock, before: Block, outline: Outline, keys: Sequence[str], run: Callable[[int], Run], names: Names
) -> Edited | None:
    """What has changed since the block was made as it was before; None where nearly all may have."""
    if len(outline.runs) != len(keys):
        return None
    words: set[str] = set()
    rows: list[int] = []
    for number, (old_key, key) in enumerate(zip(outline.runs, keys, strict=True)):
        if old_key != key:
            old = kept.run(number, old_key)
            changed = changed_words(old, run(number), names) if old else None
            if changed is None:
                return None
            words |= changed
            first = number * TOGETHER // ROWS
            rows += range(first, min(first + TOGETHER // ROWS, -(-before.articles // ROWS)))
    return Edited(before.starts, outline.sizes, words, rows)


def _bytes(numbers: Sequence[int]) -> bytes:
    return array("q", numbers).tobytes()


def _names(shop: Workshop, state: State) -> list[Name]:
    """Every page that a query may mean, in a fixed order."""
    target = shop.view.reading[0]
    wording = Wording(target, shop.view.ui[target])
    counts = {slug: total for slug, _, total in state.shelves.slugs("term")}
    found = [
        Name(
            NAMED.index("term"),
            f"glossary/{term.id}",
            term.term,
            term.target,
            _much(counts.get(term.id, 0)),
            "; ".join((*term.abbr, *term.variants)),
        )
        for term in shop.terms
    ]
    for kind, folder in _FOLDERS.items():
        for slug, names, total in state.shelves.slugs(kind):
            for name in names:
                own = (wording.kind("place", name) or "") if kind == "place" else ""
                found.append(
                    Name(NAMED.index(kind), f"{folder}/{slug}", name, own if own != name else "", _much(total))
                )
    tags = {slug: total for slug, _, total in state.shelves.slugs("tag")}
    for topic in shop.topics:
        if topic.slug in tags:
            often = _much(tags[topic.slug])
            found.append(Name(NAMED.index("tag"), f"tags/{topic.slug}", topic.source, topic.target, often))
    return found


def _much(articles: int) -> int:
    """As `site.search.files.Name` has it: 0, 1 for up to 3, 2 for up to 15, 3 for up to 63 …"""
    return (articles.bit_length() + 1) // 2
