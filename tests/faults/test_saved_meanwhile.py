"""A1: a person saves a file in the very moment in which the program replaces it. Nothing that anybody saved is lost,
whether the person's program puts another file in its place, as most do, or writes into it.

`pytest tests/faults --kills 300` lets an editor save for a minute, the ordinary suite for a second.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec import structs

from build_site.errors import MemoryProblem, StoreProblem
from build_site.glossary_commands import import_terms
from build_site.memory_commands import import_memory
from build_site.store import replacing
from build_site.store.corrections import append_corrections
from build_site.store.files import temporary, write_durably
from build_site.store.memory import Memory
from build_site.store.replacing import Changed, replace_read
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.po import serialise
from tests.faults.world import make_project

pytestmark = pytest.mark.guarantee("A1")
linux = pytest.mark.skipif(sys.platform != "linux", reason="there files change places in one step")
Save = Callable[[Path, bytes], None]


def by_rename(path: Path, data: bytes) -> None:
    new = path.with_name("theirs")
    new.write_bytes(data)
    new.replace(path)


def in_place(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def gone(path: Path, data: bytes) -> None:
    path.unlink()


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> list[Callable[[], None]]:
    """What happens right before each exchange of two files, one after the other."""
    waiting: list[Callable[[], None]] = []
    exchange = replacing._change_places

    def change_places(one: Path, other: Path) -> bool:
        if waiting:
            waiting.pop(0)()
        return exchange(one, other)

    monkeypatch.setattr(replacing, "_change_places", change_places)
    return waiting


@linux
@pytest.mark.parametrize("saves", range(1, 5))
@pytest.mark.parametrize("save", [by_rename, in_place])
def test_the_last_one_to_save_wins(tmp_path: Path, moments: list[Callable[[], None]], save: Save, saves: int) -> None:
    """Saved after the last look, and again while it is put back, and again: the last text stands, and nothing else is
    left."""
    path = tmp_path / "1.po"
    path.write_bytes(b"read")
    for number in range(saves):
        moments.append(lambda number=number: save(path, b"theirs %d" % number))
    with pytest.raises(Changed):
        replace_read(path, b"ours", b"read")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"1.po": b"theirs %d" % (saves - 1)}
    assert moments == []


@linux
def test_a_file_that_is_open_to_write_is_let_be(tmp_path: Path) -> None:
    """A program has it open and has written nothing yet: what it will write must not go to a file that is thrown
    away."""
    path = tmp_path / "1.po"
    path.write_bytes(b"read")
    with path.open("r+b") as theirs:
        with pytest.raises(Changed):
            replace_read(path, b"ours", b"read")
        theirs.write(b"more")
    assert path.read_bytes() == b"more"
    assert replace_read(path, b"ours", b"more")
    assert path.read_bytes() == b"ours"


@linux
def test_a_program_that_opens_it_at_that_moment_is_waited_for(
    tmp_path: Path, moments: list[Callable[[], None]]
) -> None:
    """It has the file open when the two change places, and writes it a little later."""
    path = tmp_path / "1.po"
    path.write_bytes(b"read")
    theirs: list[subprocess.Popen[bytes]] = []

    def begin() -> None:
        code = "import sys,time\nf=open(sys.argv[1],'r+b')\nprint(flush=True)\ntime.sleep(0.05)\nf.write(b'new!')"
        theirs.append(subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE))
        assert theirs[0].stdout
        theirs[0].stdout.readline()

    moments.append(begin)
    with pytest.raises(Changed):
        replace_read(path, b"ours", b"read")
    theirs[0].communicate()
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"1.po": b"new!"}


@linux
def test_a_file_that_is_removed_at_that_moment(tmp_path: Path, moments: list[Callable[[], None]]) -> None:
    """It stays removed, and is asked for again."""
    path = tmp_path / "1.po"
    path.write_bytes(b"read")
    moments.append(lambda: gone(path, b""))
    with pytest.raises(Changed):
        replace_read(path, b"ours", b"read")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_comes_at_that_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There was none when it was looked for: nobody's new file is replaced, on a disk without links either."""
    path = tmp_path / "1.po"
    assert replace_read(path, b"ours", None)
    with pytest.raises(Changed):
        replace_read(path, b"other", None)

    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with pytest.raises(Changed):
        replace_read(path, b"other", None)
    assert path.read_bytes() == b"ours"
    path.unlink()
    assert replace_read(path, b"ours", None)
    assert [each.name for each in tmp_path.iterdir()] == ["1.po"]


def test_a_disk_that_cannot_exchange_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There it is looked at before it is renamed."""
    monkeypatch.setattr(replacing, "_renameat2", lambda: None)
    path = tmp_path / "1.po"
    path.write_bytes(b"read")
    assert replace_read(path, b"ours", b"read")
    with pytest.raises(Changed):
        replace_read(path, b"other", b"read")
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"1.po": b"ours"}


@linux
def test_who_saves_without_end_keeps_both(tmp_path: Path, moments: list[Callable[[], None]]) -> None:
    """Faster than anybody is: what came out last stands beside the file, and is named."""
    path = tmp_path / "1.po"
    path.write_bytes(b"read")
    for number in range(100):
        moments.append(lambda number=number: by_rename(path, b"theirs %d" % number))
    with pytest.raises(StoreProblem, match="over and over"):
        replace_read(path, b"ours", b"read")
    left = sorted(each.read_bytes() for each in tmp_path.iterdir())
    assert [each.partition(b" ")[0] for each in left] == [b"theirs", b"theirs"]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["1.po", "1.po.saved"]


@linux
@pytest.mark.parametrize("links", [True, False])
def test_a_disk_that_fails_when_it_is_put_back(
    tmp_path: Path, moments: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    """What the person saved stands beside the file, and the error says so."""
    path = tmp_path / "1.po"
    path.write_bytes(b"read")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    if not links:
        monkeypatch.setattr(os, "link", fail)
    moments += [lambda: by_rename(path, b"theirs"), fail]
    with pytest.raises(StoreProblem, match="Input/output error") as caught:
        replace_read(path, b"ours", b"read")
    assert "1.po.saved" in caught.value.hint
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"1.po": b"ours", "1.po.saved": b"theirs"}


def test_the_new_file_is_taken_away_when_it_was_not_needed(tmp_path: Path) -> None:
    """Whatever happens between its being written and put in place."""
    with pytest.raises(ValueError, match="stop"), temporary(tmp_path / "a", b"a"):
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []


EDITOR = """
import os, random, re, sys, time
from pathlib import Path
path, seconds, way = Path(sys.argv[1]), float(sys.argv[2]), sys.argv[3]
choose, number, lost = random.Random(7), 0, 0
def stands(number):
    return f'"Two {number}"' in path.read_text("utf-8")
end = time.monotonic() + seconds
print("ready", flush=True)
while time.monotonic() < end:
    time.sleep(choose.uniform(0, 0.004))
    text, number = path.read_text("utf-8"), number + 1
    if "Ba." not in text:
        continue  # somebody writes into it right now, and so nobody edits it
    new = re.sub(r'msgstr "Two \\d*"', f'msgstr "Two {number}"', text)
    if way == "rename":
        path.with_name("theirs").write_text(new, "utf-8")
        path.with_name("theirs").replace(path)
    else:
        path.write_text(new, "utf-8")
    time.sleep(0.003)
    # The program's own may stand there until it is put back, which on a busy machine takes a while.
    patience = time.monotonic() + 10
    while not stands(number) and time.monotonic() < patience:
        time.sleep(0.001)
    lost += not stands(number)
print(number, lost, flush=True)
"""


@linux
@pytest.mark.parametrize("way", ["rename", "in place"])
def test_an_editor_saves_all_the_time(tmp_path: Path, kills: int, way: str) -> None:
    """Another process saves a correction every few milliseconds, the program writes its own entry as often: each
    correction stands until the next, and in the end so does the program's entry."""
    memory = Memory(tmp_path, "en")
    first = Catalog(entries=(Entry("Hai.", target="Two 0"), Entry("Ba.", target="Three 0")))
    memory.change("1", lambda _: first)
    command = [sys.executable, "-c", EDITOR, str(memory.path("1")), str(max(0.7, kills / 10)), way]
    editor = subprocess.Popen(command, stdout=subprocess.PIPE, encoding="utf-8")
    assert editor.stdout
    editor.stdout.readline()
    tries = written = refused = 0

    def ours(current: Catalog | None) -> Catalog:
        assert current
        entries = (*current.entries[:1], Entry("Ba.", target=f"Three {tries}"))
        return structs.replace(current, entries=entries)

    try:
        while editor.poll() is None:
            tries += 1
            try:
                written += memory.change("1", ours)[1]
            except (MemoryProblem, AssertionError):
                refused += 1  # a file that is half written, which is the editor's to end; or saved over and over
            time.sleep(0.0005)
    finally:
        editor.kill()
    saved, lost = map(int, editor.communicate()[0].split())
    print(f"{way}: {saved} saved by the editor, {lost} lost; {written} written, {refused} refused", file=sys.stderr)  # noqa: T201
    assert (lost, saved > 0) == (0, True)
    catalog, _ = memory.change("1", ours)
    assert catalog.entries[0].target == f"Two {saved}"
    assert sorted(each.name for each in memory.folder.iterdir()) == ["1.po"]


@pytest.fixture
def saved_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[Path, bytes], None]]:
    """Lets a person save one file at the moment at which the program has written its own beside it."""
    made = replacing.temporary
    saves: dict[Path, bytes] = {}

    def then_save(path: Path, data: bytes) -> object:
        if path in saves:
            by_rename(path, saves.pop(path))
        return made(path, data)

    monkeypatch.setattr(replacing, "temporary", then_save)
    yield saves.__setitem__
    assert not saves


def test_an_import_takes_what_is_saved_meanwhile(tmp_path: Path, saved_once: Callable[[Path, bytes], None]) -> None:
    """`memory import` while a person corrects another entry of the same file: both stand; and one who translates the
    very entry is not overruled, and is told."""
    project = make_project(tmp_path / "project")
    path = project.memory / "en" / "1.po"
    path.write_bytes(
        serialise(
            Catalog(
                entries=(Entry("Hai.", context="body"), Entry("Ba.", context="body"), Entry("Bốn.", context="body"))
            )
        ).encode()
    )
    mine = Catalog(
        entries=(
            Entry("Hai.", context="body", target="Two."),
            Entry("Ba.", context="body", target="My three."),
            Entry("Bốn.", context="body"),
        )
    )
    saved_once(path, serialise(mine).encode())
    brought = tmp_path / "brought.csv"
    brought.write_text("article,role,source,target,state\n1,,Ba.,Three.,human\n1,,Bốn.,Four.,human\n", "utf-8")
    report = import_memory(project, brought)
    assert (report.files_written, report.counts["taken"], report.counts["kept"]) == (1, 1, 1)
    found = Memory(project.site_src, "en").read("1")
    assert found
    assert [entry.target for entry in found.entries] == ["Two.", "My three.", "Four."]


def test_corrections_that_a_person_adds_meanwhile_stay(
    tmp_path: Path, saved_once: Callable[[Path, bytes], None]
) -> None:
    """`memory corrections` stops, and the person's file stands."""
    path = tmp_path / "corrections.csv"
    append_corrections(path, ())
    mine = path.read_bytes() + b"2023-02-04,1,a,b,c,,meaning\n"
    saved_once(path, mine)
    from build_site.model import Correction

    with pytest.raises(Changed):
        append_corrections(path, [Correction("2023-02-04", "1", "x", "y", "z", "", "meaning")])
    assert {each.name: each.read_bytes() for each in tmp_path.iterdir()} == {"corrections.csv": mine}


def test_a_term_that_a_person_adds_meanwhile_stays(tmp_path: Path, saved_once: Callable[[Path, bytes], None]) -> None:
    """`glossary import` stops, and the person's glossary stands."""
    project = make_project(tmp_path / "project")
    path = project.site_src / "glossary" / "vi-en.csv"
    path.write_text("term,target\nhuyện,district\n", "utf-8")
    mine = b"term,target\nhuy\xe1\xbb\x87n,district\nx\xc3\xa3,commune\n"
    saved_once(path, mine)
    brought = tmp_path / "brought.csv"
    brought.write_text("term,target\ntỉnh,province\n", "utf-8")
    with pytest.raises(Changed):
        import_terms(project, brought)
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == {"vi-en.csv": mine}
    assert import_terms(project, brought).written
    assert path.read_bytes() == mine + "tỉnh,province\n".encode()


@pytest.mark.guarantee("A8")
def test_what_people_own_is_synced_before_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that was not there, one that is replaced, and one that changes places with what was read: all of it is on
    the disk before it has the name."""
    path, synced, real = tmp_path / "1.po", dict[int, int](), os.fsync

    def sync(file: int) -> None:
        found = os.fstat(file)
        assert not path.exists() or path.stat().st_ino != found.st_ino
        synced[found.st_ino] = found.st_size
        real(file)

    monkeypatch.setattr(os, "fsync", sync)
    writes: list[tuple[bytes, Callable[[bytes], object]]] = [
        (b"one", lambda data: replace_read(path, data, None)),
        (b"three", lambda data: replace_read(path, data, b"one")),
        (b"seventh", lambda data: write_durably(path, data)),
    ]
    for data, write in writes:
        write(data)
        assert (path.read_bytes(), synced[path.stat().st_ino]) == (data, len(data))
        synced.clear()
