"""The search's files on their way to the disk: what is made again, and that it makes no difference to the reader."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import structs

from build_site.site.records import make_record
from build_site.site.search import files
from build_site.site.search.entry import Entry
from build_site.store.outputs import SEARCH, Made
from build_site.store.project import Project, find_project
from build_site.store.publish import Stage, publish, remove
from build_site.store.state import State
from build_site.work import searching
from build_site.work.batches import Workers
from build_site.work.versions import Versions
from build_site.work.workshop import Setup, workshop
from tests.site.samples import gia_lam

ROOT = Path(__file__).parents[2]
Texts = dict[int, tuple[int, str]]
"""Number of an article → year, which is in its address, and text; the more words, the later it is dated. After a stroke
stand the terms that it uses."""
TERMS = {"a": "hoi-dong-nhan-dan", "b": "uy-ban-nhan-dan", "c": "hop-dong"}


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks of a few articles, as if there were ten thousand."""
    monkeypatch.setattr(searching, "reach", lambda _: 2)


def project_in(folder: Path) -> Project:
    return structs.replace(find_project(ROOT), out=folder / "build", state=folder / "state")


def entry(text: str, use: str = "") -> Entry:
    """Its words in both languages; of `use`, which has a letter for each, the terms that it uses."""
    terms = [TERMS[letter.lower()] for letter in use]
    often = "".join("2" if letter.isupper() else "1" for letter in use)
    return Entry(text, text, "|".join(terms), often, "|".join(terms[:1]))


class Site:
    """A site of made-up articles, of which only the search is built."""

    def __init__(self, folder: Path) -> None:
        self.project = project_in(folder)
        self.setup = Setup(self.project, Versions(str(folder), str(folder), "", ""))
        self.texts: Texts = {}

    def build(self, texts: Texts) -> set[str]:
        """Which files were written."""
        sample = make_record(gia_lam(), "")
        stage = Stage(self.project.out, self.project.state / ".stage")
        stage.folder.mkdir(parents=True, exist_ok=True)
        with closing(State(self.project.state)) as state, Workers(1) as workers:
            for number in self.texts.keys() - texts.keys():
                state.remove_article(str(number))
            for number, (year, text) in sorted(texts.items()):
                if self.texts.get(number) != (year, text):
                    tail = f"articles/{year}/a{number % 20}"
                    published = f"{year + len(text.split())}-01-02"
                    record = structs.replace(sample, id=str(number), tail=tail, published=published, title=text)
                    state.search.put(record, [], msgspec.json.encode(entry(*text.split("/"))))
            state.commit()
            state.outputs.begin()
            found = list(searching.put_search(workshop(self.setup), self.setup, state, stage, workers))
            made = [(each, each.written) for each in found if each.written]
            state.outputs.expect((Made(each.path, SEARCH, each.key), written.staged) for each, written in made)
            gone = set(state.outputs.owned(SEARCH)) - {each.path for each in found}
            state.outputs.accept(gone)
            publish(stage, state.outputs.waiting)
            remove(self.project.out, gone)
            state.outputs.settle(str(self.project.out), gone)
            state.commit()
        self.texts = dict(texts)
        return {written.path for _, written in made if written.staged}

    def files(self) -> dict[str, bytes]:
        out = self.project.out
        return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*.js")}


TEXTS = st.tuples(st.integers(2019, 2024), st.sampled_from(["họp", "Đảng bộ xã", "xã Gia Lâm họp", "đất và nhà", "Bộ"]))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(histories=st.lists(st.dictionaries(st.integers(0, 40), TEXTS, min_size=20), min_size=2, max_size=4))
def test_after_any_edits_the_files_are_those_of_a_clean_build(
    histories: list[Texts], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Articles come, change, move to another year and go: the files are what a build of the last state alone makes."""
    site, clean = (Site(tmp_path_factory.mktemp(name)) for name in ("site", "clean"))
    for texts in histories:
        site.build(texts)
    clean.build(histories[-1])
    assert site.files() == clean.files()


def test_addresses_in_another_order_make_their_list_again(tmp_path: Path) -> None:
    """Where an article of the same address becomes the later one of two whose addresses end alike: found by the 30th
    sequence of edits, when the list was known by the sum of its addresses."""
    site, clean = Site(tmp_path / "site"), Site(tmp_path / "clean")
    site.build({1: (2020, "họp"), 21: (2021, "Đảng bộ")})
    later = {1: (2020, "Đảng bộ xã Gia Lâm"), 21: (2021, "Đảng bộ")}
    assert "search/s0.js" in site.build(later)
    clean.build(later)
    assert site.files() == clean.files()


def test_an_edit_makes_the_files_of_its_block_again_and_no_others(tmp_path: Path) -> None:
    """Of many blocks one is put together again; where nothing has changed, nothing is written."""
    site = Site(tmp_path)
    texts = {number: (2000 + number, "Đảng bộ xã") for number in range(60)}
    first = site.build(texts)
    assert site.build(texts) == set()
    blocks = {path.split("/")[1] for path in first if path.count("/") == 2}
    assert len(blocks) > 5
    texts[30] = (2030, "Đảng bộ họ")
    written = site.build(texts)
    assert len({path.split("/")[1] for path in written if path.count("/") == 2}) == 1
    assert {path for path in written if path.count("/") == 1} <= {"search/index.js", "search/s0.js"}


WORDS = st.lists(st.sampled_from(["Bộ", "họp", "hòa", "hưng", "đang", "đất", "xã", "the"]), min_size=12, max_size=12)
CHANGES = st.tuples(st.integers(0, 30), WORDS.map(" ".join), st.sampled_from(["", "a", "ab", "c", "A", "CB"]))


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(builds=st.lists(st.lists(CHANGES, min_size=1, max_size=3), min_size=1, max_size=4))
def test_edits_in_place_make_the_files_that_a_clean_build_makes(
    builds: list[list[tuple[int, str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Where words and terms of articles change, and neither their dates nor their lengths, only files that hold these
    words are made again: what stands is what a build of everything makes, however many files and runs a block has."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "reach", lambda _: 40)
        patch.setattr(files, "SMALL", 40)
        site, clean = (Site(tmp_path_factory.mktemp(name)) for name in ("site", "clean"))
        texts = dict.fromkeys(range(31), (2000, f"Bộ hòa hưng đang đất xã the{' họp' * 5}/abc"))
        site.build(texts)
        for edits in builds:
            texts |= {number: (2000, f"{text}/{use}") for number, text, use in edits}
            site.build(texts)
        clean.build(texts)
        assert site.files() == clean.files()


def test_an_edit_makes_those_files_of_its_block_again_that_hold_a_word_that_has_changed(tmp_path: Path) -> None:
    """And the file that shows it, the list of the blocks and nothing else."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(searching, "reach", lambda _: 40)
        patch.setattr(files, "SMALL", 40)
        site = Site(tmp_path)
        texts = dict.fromkeys(range(31), (2000, "bộ họp hòa hưng đang đất xã"))
        assert sum("/w" in path for path in site.build(texts)) > 4
        texts[9] = (2000, "bộ họp hòa hưng đang đất họ")
        assert sorted(site.build(texts)) == ["search/0/r1.js", "search/0/w0h.js", "search/0/w0x.js"]
