"""How often the memory's files are read: a run with nothing new reads none of them."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from build_site.fill import fill_memory
from build_site.store import memory as store_memory
from build_site.store.memory import Memory, index_memory
from build_site.store.project import Project
from build_site.store.state import State
from tests.build.conftest import build
from tests.build.test_reuse import write_seed

_opened: Counter[str] = Counter()
_watching = [False]


def _hook(event: str, arguments: tuple[Any, ...]) -> None:
    if _watching[0] and event == "open" and str(arguments[0]).endswith(".po"):
        _opened[str(arguments[0])] += 1


@contextmanager
def opened() -> Iterator[Counter[str]]:
    """Counts every opening of a PO file in this process, however it is done (PEP 578)."""
    if not hasattr(sys, "_po_files_watched"):
        sys.addaudithook(_hook)  # for good: a hook cannot be taken away
        sys._po_files_watched = True  # type: ignore[attr-defined]
    _opened.clear()
    _watching[0] = True
    try:
        yield _opened
    finally:
        _watching[0] = False


@pytest.fixture
def many(tiny: Project) -> Project:
    """Two hundred files of ten sentences, some in folders, one of them damaged."""
    for number in range(200):
        path = tiny.memory / "en" / str(2000 + number % 7) / f"{number:03}.po"
        path.parent.mkdir(parents=True, exist_ok=True)
        entries = [f'msgctxt "body"\nmsgid "Câu {number} {n}."\nmsgstr "Sentence {number} {n}."\n' for n in range(10)]
        path.write_text("\n".join(entries), "utf-8")
    path.write_text("\n".join(entries) + "<<<<<<< HEAD\n", "utf-8")
    return tiny


def test_an_index_with_nothing_new_reads_no_file(many: Project) -> None:
    """Each file is read once; then none, and after a change the changed one alone."""
    memory = Memory(many.site_src, "en")
    with closing(State(many.state)) as state:
        with opened() as files:
            index_memory(memory, state)
        assert len(files) == sum(files.values()) == 200
        assert sum(1 for _ in state.memory.units()) == 1999  # a mark costs the entry that it touches
        with opened() as files:
            index_memory(memory, state)
        assert not files
        path = many.memory / "en" / "2003" / "003.po"
        path.write_text(path.read_text("utf-8").replace("Sentence", "A sentence"), "utf-8")
        with opened() as files:
            index_memory(memory, state)
        assert dict(files) == {str(path): 1}
        path.unlink()
        with opened() as files:
            index_memory(memory, state)
        assert not files
        assert sum(1 for _ in state.memory.units()) == 1989


def test_what_an_index_has_read_when_it_is_killed_is_not_read_again(
    many: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is saved in parts, so that its log stays small, and each part is whole: an article that lacks a sentence hears
    of its new translation, whichever run has read it."""
    monkeypatch.setattr(store_memory, "SAVED_EVERY", 50)
    for number in range(200):
        write_seed(many, f"{number:03}", "Hội nghị diễn ra trong một ngày.", f"Câu {number} 1. Câu mới {number}.")
    build(many)
    for path in (many.memory / "en").rglob("*.po"):
        number = int(path.stem)
        entry = f'msgctxt "body"\nmsgid "Câu mới {number}."\nmsgstr "New sentence {number}."\n'
        path.write_text(f"{path.read_text('utf-8').partition('<<<')[0]}\n{entry}", "utf-8")
    memory, read = Memory(many.site_src, "en"), store_memory.Memory.good

    def killed(self: Memory, article_id: str, data: bytes | None) -> object:
        if self.name(article_id) > "translations/en/2004":
            raise KeyboardInterrupt
        return read(self, article_id, data)

    with monkeypatch.context() as patch, closing(State(many.state)) as state:
        patch.setattr(store_memory.Memory, "good", killed)
        with pytest.raises(KeyboardInterrupt):
            index_memory(memory, state)
    with opened() as files, closing(State(many.state)) as state:
        index_memory(memory, state)
    assert 50 <= len(files) <= 150
    assert build(many).changed == 200


def test_a_build_with_nothing_new_reads_no_file(many: Project) -> None:
    """Not one; and a `translate` with nothing new reads each article's file, and no other."""
    for number in range(3):
        write_seed(many, str(number), "Hội nghị diễn ra trong một ngày.", f"Câu {number} 1.")
    fill_memory(many)
    build(many)
    with opened() as files:
        report = build(many)
    assert (report.changed, report.written, dict(files)) == (0, 0, {})
    with opened() as files:
        fill_memory(many)
    assert {path.rpartition("/")[2] for path in files} == {"0.po", "1.po", "2.po"}
