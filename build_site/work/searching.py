"""The search's files on their way to the disk: a block of the index is made anew where one of its articles has changed,
the suggestions where a name has, and the others stand as they are."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from functools import cache, partial

import msgspec
from msgspec import Struct

from build_site.site.search.blocks import cut_blocks, reach
from build_site.site.search.files import (
    NAMED,
    Listed,
    Name,
    block_files,
    block_paths,
    list_paths,
    name_files,
    slug_files,
    whole_files,
)
from build_site.site.search.merging import Run, make_run
from build_site.site.search.rows import Block
from build_site.site.wording import Wording
from build_site.store.files import fingerprint
from build_site.store.kept_runs import forget_runs, kept_run
from build_site.store.outputs import SEARCH
from build_site.store.publish import Stage, Written
from build_site.store.state import State
from build_site.work.batches import Workers, map_batches
from build_site.work.workshop import Setup, Workshop, workshop

TOGETHER = 32
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
    keys: Sequence[int]
    """Of what each of them gives."""
    digests: str
    """Of all that every article's part is made with."""
    most: int | None
    """Files of words that it should have."""
    key: str
    """Of what the block is made from."""


class Made(Struct, frozen=True):
    block: Block
    key: str
    files: tuple[Written, ...]


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

    articles = state.search.articles()
    known = state.search.blocks()
    cut = cut_blocks(articles.ranks, reach(len(articles.ranks)))
    newest = dict(zip(reversed(cut), OF_NEWEST, strict=False))
    blocks: dict[str, Block | None] = {}
    todo, digests = [], state.get("digests")
    for name, own in cut.items():
        most = newest.get(name, MOST if len(cut) > FEW else None)
        keys = articles.keys[own.start : own.stop]
        key = fingerprint(digests, str(most), _bytes(keys))
        block = blocks[name] = known.get(name)
        if block and stand(paths := block_paths(block), key):
            yield from (Found(path, key, None) for path in paths)
        else:
            todo.append(BlockJob(name, own, keys, digests, most, key))
    for made in map_batches(workers, partial(make_blocks, setup, stage), todo, batch=1, worth=WORTH):
        yield from (Found(file.path, made.key, file) for file in made.files)
        blocks[made.block.name] = made.block
    forget_runs(setup.project.state, blocks)
    done = [block for block in blocks.values() if block]
    state.search.put_blocks(done)

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
    key = _names_key(state, setup.version, _bytes(articles.mentions), pages)
    names = yield from listed("n", key, lambda: name_files(pages()))
    key = fingerprint(key, _bytes(articles.addresses))  # in their order, which the files keep
    slugs = yield from listed("s", key, lambda: slug_files(state.search.tails(), pages()))
    stop_words = shop.pack.search.stop_forms | shop.target_pack.search.stop_forms
    for path, data in whole_files(done, names, slugs, stop_words):
        yield Found(path, fingerprint(data), stage.put(path, data))


def _names_key(state: State, version: str, mentions: bytes, pages: Callable[[], list[Name]]) -> str:
    """Of all names. An article that names others seldom changes what is told of these: so it is the names themselves
    that count, and they are looked at where articles have other `mentions`."""
    said = fingerprint(version, mentions)
    before, _, key = state.get("names").partition(" ")
    if before != said:
        key = fingerprint(version, msgspec.json.encode(pages()))
        state.put("names", f"{said} {key}")
    return key


def make_blocks(setup: Setup, stage: Stage, jobs: Sequence[BlockJob]) -> list[Made]:
    """Merge the blocks' articles and set the files aside."""
    shop = workshop(setup)
    made = []
    with setup.reader() as state:
        for job in jobs:
            ids = state.search.ids(job.articles)
            rows, runs = state.search.rows_of(ids), _runs(setup, state, job, ids)
            block, files = block_files(job.name, rows, runs, shop.indexer.names, job.most)
            made.append(Made(block, job.key, tuple(stage.put(path, data) for path, data in files)))
    return made


def _runs(setup: Setup, state: State, job: BlockJob, ids: Sequence[str]) -> Iterator[Run]:
    """Of a block's articles. Those whose articles are as they were when the block was last made have been kept."""
    keys = workshop(setup).indexer.names.keys

    def make(own: Sequence[str]) -> Run:
        return make_run(state.search.entries(own), keys)

    for start in range(0, len(ids), TOGETHER):
        own = slice(start, start + TOGETHER)
        made_from = fingerprint(job.digests, _bytes(job.keys[own]))
        yield kept_run(setup.project.state, job.name, start, made_from, partial(make, ids[own]))


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
