"""The parsers that are fuzzed, one function each: any bytes at all are read, or refused with an error of ours; and what
was read keeps the promises of its format. `SEEDS` are files to start from.

`scripts/fuzz` drives them by coverage; test_kept.py runs what was found, and what Hypothesis makes of the seeds.
"""

from __future__ import annotations

import lzma
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import cache, partial
from pathlib import Path
from typing import Any

import msgspec

from build_site.check import check_site
from build_site.errors import BuildSiteError, MemoryProblem
from build_site.model import Article
from build_site.pipeline import Rules, read_article
from build_site.site.search.entry import Entry as SearchEntry
from build_site.site.search.rows import Row as SearchRow
from build_site.source import decode_source
from build_site.source.export import is_archive, lightened, page_within
from build_site.source.export.read import read_export
from build_site.store.addresses import Addresses
from build_site.store.corrections import append_corrections, read_corrections
from build_site.store.kept import keep, read_kept
from build_site.store.manifest import Content, Root
from build_site.store.notes import read_notes
from build_site.store.opening import with_state
from build_site.store.own_packs import own_packs
from build_site.store.parts import FILE, Label, Part, Row, write_part
from build_site.store.project import find_project
from build_site.store.publishers import read_publishers
from build_site.store.seeds import Collection, Seed, read_records
from build_site.store.settings import read_settings
from build_site.store.state import State, discard_state
from build_site.store.termbase import COLUMNS, read_rows, read_table, read_termbase
from build_site.store.termbase_check import check_termbase
from build_site.store.termbase_merge import merge_rows, table_of
from build_site.store.topics import read_topics
from build_site.store.views import read_views
from build_site.translate.exchange import Exchanged, exported
from build_site.translate.exchange_csv import read_csv, write_csv
from build_site.translate.exchange_tbx import read_tbx
from build_site.translate.exchange_tmx import read_tmx, write_tmx
from build_site.translate.exchange_xliff import read_xliff, write_xliff
from build_site.translate.memory import units
from build_site.translate.po import parse, serialise
from build_site.translate.salvage import salvage
from build_site.verify import verify_copy
from build_site.work.workshop import Workshop
from tests.conftest import ROOT
from tests.hostile.test_files_of_strangers import PLAIN

PAIR = ("vi", "en")
SLOW = 2.0
"""Seconds of the processor that no input may take."""


@cache
def folder() -> Path:
    """For parsers that read a file: in memory, where there is such a place."""
    shared = Path("/dev/shm")
    return Path(tempfile.mkdtemp(prefix="fuzz-", dir=shared if shared.is_dir() else None))


def on_disk(name: str, data: bytes) -> Path:
    path = folder() / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


@cache
def rules() -> Rules:
    return Workshop(find_project(ROOT)).rules


def article_of(name: str, data: bytes) -> Article:
    """Read, cleaned and cut; a segment's text is lost nowhere."""
    article = read_article(name, data, rules()).article
    for block in article.blocks:
        assert "".join(each.text for each in block.segments) == block.text
    return article


def text(data: bytes) -> None:
    """Each line that is not blank has one place, or two where a headline or a stamp shares it."""
    article = article_of("a.txt", data)
    lines, head = article.lines, article.lines
    own = [*head.title, *head.stamp, *head.section, *head.byline]
    taken = [line for block in article.blocks for line in block.lines]
    dropped = [each.line for each in article.dropped]
    source = decode_source("a.txt", data)
    wanted = {number for number, line in enumerate(source.text.split("\n"), 1) if line.strip()}
    assert wanted <= {*own, *taken, *dropped}, (wanted - {*own, *taken, *dropped}, lines)
    assert len(taken) == len(set(taken)), taken
    assert not set(taken) & set(dropped), set(taken) & set(dropped)


def html(data: bytes) -> None:
    article_of("a.html", data)


def markdown(data: bytes) -> None:
    article_of("a.md", data)


def record(data: bytes) -> None:
    article_of("a.jsonl#1", data)


def export(data: bytes) -> None:
    for entry in read_export("a.json", data) or ():
        msgspec.json.encode(entry)


def archive(data: bytes) -> None:
    """A page as Chromium saves it, in one file with its pictures."""
    if is_archive("a.mhtml", data):
        article_of("a.html", page_within("a.mhtml", data))
    lightened(data)


def language(data: bytes) -> None:
    """What a project says of its language."""
    on_disk("language/vi.toml", data)
    own_packs(folder(), ("vi",), {})


def collection(data: bytes) -> None:
    _records("a.jsonl", data)


def packed_collection(data: bytes) -> None:
    _records("a.jsonl.xz", data)
    _records("a.jsonl.xz", lzma.compress(data, preset=0))


def _records(name: str, data: bytes) -> None:
    path = on_disk(name, data)
    ids = [found.id for found in read_records(path.parent, Collection(name, "")) if isinstance(found, Seed)]
    assert len(ids) == len(set(ids))


def po(data: bytes) -> None:
    """What was read is written, read and written the same; what is damaged is salvaged, and the rest with it."""
    known = data.decode("utf-8", "replace")
    saved, problems = salvage(known, "a.po")
    units(saved)
    try:
        catalog = parse(data.decode("utf-8-sig"), "a.po")
    except UnicodeDecodeError:
        return
    except MemoryProblem:
        assert problems
        raise
    written = serialise(catalog)
    again = parse(written, "a.po")
    live = tuple(sorted(catalog.entries, key=lambda entry: entry.obsolete))
    assert (again.entries, again.header, again.trailer) == (live, catalog.header, catalog.trailer)
    assert serialise(again) == written
    if not problems:
        assert saved == catalog
    items = exported("a", catalog)
    for write, read in _exchanges():
        found = read(write(items))
        assert all(isinstance(each, Exchanged) for each in found)


def _exchanges() -> Iterator[tuple[Callable[[Any], bytes], Callable[[bytes], Any]]]:
    yield write_csv, partial(read_csv, where="a.csv")
    yield lambda items: write_tmx(items, PAIR, "1"), lambda data: read_tmx(data, PAIR, "a.tmx")
    yield lambda items: write_xliff(items, PAIR, "1.2"), partial(read_xliff, where="a.xlf")
    yield lambda items: write_xliff(items, PAIR, "2.0"), partial(read_xliff, where="a.xlf")


def _same(items: Iterable[Exchanged]) -> list[tuple[str, ...]]:
    """What no exchange may change."""
    return [(" ".join(each.source.split()), " ".join(each.target.split())) for each in items]


def csv(data: bytes) -> None:
    """What was read says the same when it is written and read."""
    found = read_csv(data, "a.csv")
    again = read_csv(write_csv(found), "a.csv")
    assert _same(again) == _same(each for each in found if each.source or each.target or len(found) < 0) or not all(
        each.source for each in found
    )


def tmx(data: bytes) -> None:
    found = [each for each in read_tmx(data, PAIR, "a.tmx") if each.target]
    assert _same(read_tmx(write_tmx(found, PAIR, "1"), PAIR, "a.tmx")) == _same(found)


def xliff(data: bytes) -> None:
    found = read_xliff(data, "a.xlf")
    for version in ("1.2", "2.0"):
        assert sorted(_same(read_xliff(write_xliff(found, PAIR, version), "a.xlf"))) == sorted(_same(found))


def tbx(data: bytes) -> None:
    read_tbx(data, PAIR, "a.tbx")


def glossary(data: bytes) -> None:
    """A table merged with itself is itself."""
    path = on_disk("terms.csv", data)
    check_termbase(path, "terms.csv", ())
    read_termbase(path)
    rows = [row for _, row in read_rows(read_table(path))[0]]
    merged, done = merge_rows(rows, [row for row in rows if row["term"].strip()])
    assert all(each.outcome in ("same", "completed", "conflict") for each in done)
    again, broken = read_rows(table_of(merged, list(rows[0]) if rows else COLUMNS))
    assert not broken
    assert len(again) == len(rows)


def settings(data: bytes) -> None:
    read_settings(on_disk("site.toml", data))


def sources(data: bytes) -> None:
    read_publishers(on_disk("sources.toml", data))


def topics(data: bytes) -> None:
    read_topics(on_disk("topics.toml", data))


def notes(data: bytes) -> None:
    read_notes(on_disk("notes.md", data))


def urls(data: bytes) -> None:
    """What is appended leaves what was there."""
    path = on_disk("urls.csv", data)
    given = Addresses(path)
    before = dict(given.by_address)
    address = given.of("fuzz", "articles/undated/fuzz")
    given.save()
    assert Addresses(path).by_address == before | {address: "fuzz"}
    assert re.match(re.escape(data.removeprefix(b"\xef\xbb\xbf").rstrip(b"\n")), path.read_bytes()) or b"\r" in data


def corrections(data: bytes) -> None:
    path = on_disk("corrections.csv", data)
    found = read_corrections(path)
    if found:
        append_corrections(path, found[:1])
        assert read_corrections(path) == (*found, found[0])


def views(data: bytes) -> None:
    read_views(on_disk("views.csv", data), {"articles/2023/a": "a"})


def manifest(data: bytes) -> None:
    """A copy's own list, in any state: `check --copy` names problems, and reads nothing outside."""
    copy = folder() / "copy"
    copy.mkdir(exist_ok=True)
    (copy / "manifest.json").write_bytes(data)
    verify_copy(copy)
    part = copy / "manifest"
    part.mkdir(exist_ok=True)
    (part / "part.json").write_bytes(data)
    verify_copy(copy)


def page(data: bytes) -> None:
    """A page of a site that somebody altered."""
    site = folder() / "site"
    site.mkdir(exist_ok=True)
    (site / "index.html").write_bytes(data)
    check_site(site)


@cache
def _part() -> bytes:
    made = folder() / "whole-part"
    label = Label(1, 2, b"{}", "m", "m")
    write_part(made, label, (Row(f"id{number}", "k", False, b"\x80") for number in range(40)))
    return (made / FILE).read_bytes()


def shard(data: bytes) -> None:
    """A part of a build that was damaged on its way: a row is what was written, or it is not there."""
    on_disk(f"part/{FILE}", data)
    with closing(Part(folder() / "part")) as part:
        for number in range(40):
            row = part.of(f"id{number}")
            assert row in (None, Row(f"id{number}", "k", False, b"\x80")), row


@cache
def _state() -> bytes:
    made = folder() / "whole-state"
    with closing(State(made)) as state:
        state.commit()
    return (made / "state.sqlite").read_bytes()


def state(data: bytes) -> None:
    """A damaged state is thrown away and made again."""
    place = folder() / "state"
    shutil.rmtree(place, ignore_errors=True)
    on_disk("state/state.sqlite", data)

    def run() -> None:
        with closing(State(place)) as opened:
            opened.totals()
            opened.inputs.signatures("po")
            opened.search.changed()
            opened.search.order()
            opened.search.blocks()
            opened.commit()

    with_state(place, run, partial(discard_state, place))


def kept(data: bytes) -> None:
    """Files that only save time: whatever is not what was kept counts as not there."""
    path = on_disk("kept", data)
    read_kept(path)
    keep(path, data)
    assert read_kept(path) == data


def search(data: bytes) -> None:
    """What the search's tables hold is decoded, or told to be damaged as the state is."""
    for kind in (SearchRow, SearchEntry, Root, Content):
        try:
            msgspec.json.decode(data, type=kind)
        except (msgspec.DecodeError, UnicodeDecodeError):
            continue  # of bytes that are no UTF-8 msgspec says the latter; opening.py takes both for damage


OURS = (BuildSiteError,)
TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__.replace("_", "-"): target
    for target in (
        *(
            text,
            html,
            markdown,
            record,
            export,
            archive,
            collection,
            packed_collection,
            po,
            csv,
            tmx,
            xliff,
            tbx,
            glossary,
        ),
        *(
            settings,
            language,
            sources,
            topics,
            notes,
            urls,
            corrections,
            views,
            manifest,
            page,
            shard,
            state,
            kept,
            search,
        ),
    )
}


def _texts(*patterns: str) -> list[bytes]:
    return [path.read_bytes() for pattern in patterns for path in sorted(ROOT.glob(pattern))]


def seeds(name: str) -> list[bytes]:
    """Files to start from: the repository's own, and small ones that have everything once."""
    project = "site_src"
    terms = b"\n".join(next((ROOT / project / "glossary").glob("*.csv")).read_bytes().split(b"\n")[:12]) + b"\n"
    memory = _texts(f"{project}/translations/en/*.po")
    short = [b"\n\n".join(each.split(b"\n\n")[:6]) + b"\n" for each in memory]
    items = exported("a", parse(short[0].decode("utf-8"), "a.po")) if short else []
    own: dict[str, list[bytes]] = {
        "text": _texts("seeds/*.txt"),
        "html": [*_texts("tests/source/html/*.html"), PLAIN.get("html", b"<h1>A</h1><p>B</p>")],
        "markdown": [PLAIN["md"]],
        "record": [PLAIN["record"]],
        "export": [*_texts("tests/collect/fixtures/*"), b'{"version":"1","items":[{"title":"A","content_text":"B"}]}'],
        "archive": _texts("tests/collect/fixtures/*.mhtml"),
        "language": [
            b'[clean]\n[segment]\nabbreviations = ["TP."]\n[ui]\nsearch = "T\xc3\xacm"\n[with.en.ui]\nsearch = "Find"\n'
        ],
        "collection": [PLAIN["jsonl"]],
        "packed-collection": [PLAIN["jsonl"], lzma.compress(PLAIN["jsonl"])],
        "po": [*short, *_texts("tests/translate/fixtures/*.po")],
        "csv": [PLAIN["csv"], write_csv(items)],
        "tmx": [PLAIN["tmx"], write_tmx(items, PAIR, "1")],
        "xliff": [PLAIN["xlf"], write_xliff(items, PAIR, "1.2"), write_xliff(items, PAIR, "2.0")],
        "tbx": [PLAIN["tbx"]],
        "glossary": [PLAIN["terms"], terms],
        "settings": [PLAIN["settings"], *_texts(f"{project}/site.toml")],
        "sources": [PLAIN["sources"], *_texts(f"{project}/sources.toml")],
        "topics": [PLAIN["topics"]],
        "notes": [PLAIN["notes"]],
        "urls": [PLAIN["urls"], *_texts(f"{project}/urls.csv")],
        "corrections": [PLAIN["corrections"]],
        "views": [PLAIN["views"]],
        "manifest": [msgspec.json.encode(Root(1, "1", 0, ())), msgspec.json.encode(Content({"a": "b"}))],
        "page": [b'<!doctype html><p id="a"><a href="index.html#a">A</a><img src="x.png" srcset="a 1x">'],
        "shard": [_part()],
        "state": [_state()],
        "kept": [b"x"],
        "search": [b'["a"]', b"{}"],
    }
    return own[name]


def run(name: str, data: bytes) -> None:
    """One input: read, or refused as we refuse. Anything else is raised."""
    try:
        TARGETS[name](data)
    except OURS:
        return
    except sqlite3.Error as error:
        raise AssertionError(f"{name}: {error}") from error
