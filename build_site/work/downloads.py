"""The data files as jobs: made anew when an article, a term or the program has changed, and written only where their
bytes differ. Parts of articles that are as they were are copied from the file that stands there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import chain, groupby
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from build_site import __version__
from build_site.model import Digest
from build_site.site.downloads import (
    FOLDER,
    Download,
    article_line,
    glossary_csv,
    glossary_tbx,
    memory_frame,
    memory_part,
)
from build_site.store.article_index import DataFile, Piece
from build_site.store.files import disk, fingerprint
from build_site.store.outputs import DATA
from build_site.store.publish import Stage, Written
from build_site.store.state import State
from build_site.work.storing import digest_of
from build_site.work.workshop import Workshop

TOGETHER = 500
"""Articles up to which one file holds them all. Beyond, each month has a file: one comma in one article must not cost a
hundred megabytes, and hosts refuse files as large as that."""
MOST = 1_000
"""Articles of a month, or without a date, up to which one file holds them. Beyond, they are divided by their ids."""
_MONTH = len("2023-07")
"""Also of `undated`."""
OF_ARTICLES = ("articles.jsonl", "memory.tmx")
OF_TERMS = ("glossary.csv", "glossary.tbx")

Part = Callable[[Digest, str], tuple[bytes, int]]
"""An article's part of a file, from its digest and its address, with the number of records in it."""


Row = tuple[str, str, str]
"""Id, fingerprint of the digest, and address of an article."""


class DataJob(Struct, frozen=True):
    """Data files to make: one of terms, or all that hold the same articles, so that each digest is read once."""

    paths: tuple[str, ...]
    key: str
    version: str
    """Of the program and all that is the same for every article."""
    articles: tuple[Row, ...] = ()
    """In the order of the files."""
    standing: tuple[dict[str, Piece], ...] = ()
    """Where in each of the files that stand the parts of articles are."""

    @property
    def name(self) -> str:
        return ", ".join(self.paths)


class Data(Struct, frozen=True):
    """What has been made of one file."""

    file: DataFile
    pieces: dict[str, Piece] = {}


def data_jobs(state: State, version: str, out: str, everything: bool) -> Iterator[DataJob | str]:
    """All data files: those that stand, by their paths, where no article of their months has changed; then the
    others, of which some may stand as well."""
    together = state.totals()[0] <= TOGETHER
    before = state.outputs.owned(DATA)
    stale = state.stale.of(DATA)
    months: Sequence[str | None] = stale
    # One that is lost is marked by its path; an article that has but a year is beside its months.
    by_month = [path for path in before if path.startswith(f"{FOLDER}/articles/") and "/-" not in path]
    if everything or together or not by_month or any(len(each) != _MONTH for each in stale):
        months = (None,)
    else:
        named = tuple(f"{month}{mark}" for month in stale for mark in ".-")
        yield from (path for path in before if not path.rpartition("/")[2].startswith(named))
    for period, articles in _periods(state, months, together):
        key = fingerprint(version, *(part for row in articles for part in row))
        paths = tuple(_path(name, period) for name in OF_ARTICLES)
        # The parts' places are those in the file that was made by this program and nobody has touched.
        usable = [not state.outputs.stand(paths, key) and state.outputs.untouched(path, out) for path in paths]
        standing = (
            state.articles.pieces(path, version) if yes else {} for path, yes in zip(paths, usable, strict=True)
        )
        yield DataJob(paths, key, version, articles, tuple(standing))
    for name in OF_TERMS:
        yield DataJob((_path(name),), fingerprint(version, name), version)


def _path(name: str, period: str = "") -> str:
    stem, _, ending = name.partition(".")
    return f"{FOLDER}/{stem}/{period}.{ending}" if period else f"{FOLDER}/{name}"


def _periods(state: State, months: Iterable[str | None], together: bool) -> Iterator[tuple[str, tuple[Row, ...]]]:
    """The articles of each file of some months, or of all (None), in order, with its name: nothing, a month, or
    `undated`; with a number behind it where these are divided. The same article stays in the same file until there are
    twice as many."""
    rows = chain.from_iterable(map(state.articles.fingerprints, months))
    for period, same in groupby(rows, lambda row: "" if together else row[3]):
        articles = tuple(row[:3] for row in same)
        parts = 1
        while len(articles) > parts * MOST:
            parts *= 2
        if parts == 1:
            yield period, articles
            continue
        for number in range(parts):
            own = tuple(row for row in articles if int(fingerprint(row[0])[:8], 16) % parts == number)
            if own:
                yield f"{period}-{number + 1}", own


def make_data(shop: Workshop, state: State, stage: Stage, job: DataJob) -> list[tuple[Written, Data]]:
    if not job.articles:
        (path,) = job.paths
        name = path.rpartition("/")[2]
        data = glossary_csv(shop.terms) if name == OF_TERMS[0] else glossary_tbx(shop.terms, shop.view)
        return [(stage.put(path, data), Data(DataFile(path, name, len(data), len(shop.terms), job.version)))]
    pieces: list[dict[str, Piece]] = [{} for _ in job.paths]
    made = stage.put_streams(job.paths, _pieces(shop, state, stage, job, pieces))
    return [
        (written, Data(DataFile(written.path, name, size, sum(piece[3] for piece in own.values()), job.version), own))
        for name, (written, size), own in zip(OF_ARTICLES, made, pieces, strict=True)
    ]


def downloads(state: State, wanted: Callable[[str], bool]) -> list[Download]:
    """The data files that the site is to have, by kind."""
    files = [file for file in state.articles.data_files() if wanted(file.path)]
    found = []
    for name in sorted((*OF_ARTICLES, *OF_TERMS)):
        own = [file for file in files if file.name == name]
        parts = tuple((file.path, file.size, file.records) for file in own if file.path != f"{FOLDER}/{name}")
        if own:
            found.append(Download(name, sum(file.size for file in own), sum(file.records for file in own), parts))
    return found


def _pieces(
    shop: Workshop, state: State, stage: Stage, job: DataJob, new: Sequence[dict[str, Piece]]
) -> Iterator[list[bytes]]:
    """A piece of each file at a time; `new` is filled with where each article's part stands in each."""
    frames = [_frame(shop, name) for name in OF_ARTICLES]
    at = [len(head) for head, _, _ in frames]
    yield [head for head, _, _ in frames]
    with ExitStack() as stack:
        sources = [
            _opened(stage.out / path, stack) if standing else None
            for path, standing in zip(job.paths, job.standing, strict=True)
        ]
        for article_id, made_from, tail in job.articles:
            key = fingerprint(made_from, tail)
            digest: Digest | None = None
            several = []
            for number, (source, standing) in enumerate(zip(sources, job.standing, strict=True)):
                piece = standing.get(article_id)
                if source and piece and piece[0] == key:
                    source.seek(piece[1])
                    data, records = source.read(piece[2]), piece[3]
                else:
                    digest = digest or digest_of(state, article_id, shop.terms_by_id)
                    data, records = frames[number][1](digest, tail)
                new[number][article_id] = (key, at[number], len(data), records)
                at[number] += len(data)
                several.append(data)
            yield several
    yield [foot for _, _, foot in frames]


def _opened(path: Path, stack: ExitStack) -> BinaryIO:
    with disk(path):
        return stack.enter_context(path.open("rb"))


def _frame(shop: Workshop, name: str) -> tuple[bytes, Part, bytes]:
    """What stands before the articles' parts, how these are made, and what stands behind them."""
    if name == "articles.jsonl":
        target = shop.settings.languages.target
        return b"", lambda digest, tail: (article_line(digest, tail, target), 1), b""
    head, foot = memory_frame(shop.view, __version__)
    return head, lambda digest, _: memory_part(digest, shop.view), foot
