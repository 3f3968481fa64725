"""What a disk tells of files, and what it does not: edits that keep size and time, letters taken apart, links, and what
stands in the way of a page."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from unicodedata import normalize

import pytest
from msgspec import structs

from build_site.memory_commands import import_memory
from build_site.store.files import COARSE, input_version
from build_site.store.project import Project
from build_site.translate.memory import units
from build_site.translate.po import parse
from tests.build.conftest import Run, build, files
from tests.conftest import ROOT

TITLE = "Huyện ủy họp bàn công tác cán bộ\n16:45 04/02/2023\n\n"
SENTENCE = "Đảng bộ huyện hiện có 46 chi bộ trực thuộc với nhiều đảng viên."
PO = f'msgctxt "body"\nmsgid "{SENTENCE}"\nmsgstr "The words of 46."\n'
EDITS = {
    "seeds/1.txt": ("nhiều", "đông "),
    "site_src/translations/en/1.po": ("words", "WORDS"),
    "site_src/articles/1.md": ("headline of", "Headline of"),
    "site_src/topics.toml": ("Cadre", "CADRE"),
    "site_src/glossary/vi-en.csv": ("Party", "PARTY"),
    "site_src/pages/about.en.md": ("the", "The"),
}
linux = pytest.mark.skipif(sys.platform != "linux", reason="as Linux does it")


@pytest.fixture
def one(tiny: Project) -> Project:
    """One article with a translation and notes."""
    for folder in (tiny.memory / "en", tiny.site_src / "articles"):
        folder.mkdir(exist_ok=True)
    (tiny.seeds / "1.txt").write_text(f"{TITLE}{SENTENCE}\n", "utf-8")
    (tiny.memory / "en" / "1.po").write_text(PO, "utf-8")
    (tiny.site_src / "articles" / "1.md").write_text('+++\nheadline = "A headline of ours"\n+++\n', "utf-8")
    return tiny


def clean(project: Project, tmp_path: Path) -> dict[str, bytes]:
    """What a build from nothing makes."""
    other = structs.replace(project, out=tmp_path / "clean", state=tmp_path / "clean-state")
    build(other)
    return files(other.out)


@pytest.mark.guarantee("B2")
@pytest.mark.skipif(os.name == "nt", reason="Windows does not tell when a file was last touched")
def test_an_edit_that_keeps_size_and_time_is_seen(one: Project, tmp_path: Path) -> None:
    """Another file of the same size in the old one's place, with its time and even its number, as unpacked archives
    have them: seed, translation, notes, and what all pages are made with."""
    build(one)
    for name, (old, new) in EDITS.items():
        path = one.root / name
        text, before = path.read_text("utf-8"), path.stat()
        path.write_text(text.replace(old, new, 1), "utf-8")
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        now = path.stat()
        assert (now.st_size, now.st_mtime_ns, now.st_ino) == (before.st_size, before.st_mtime_ns, before.st_ino), name
        assert path.read_text("utf-8") != text, name
    build(one)
    assert files(one.out) == clean(one, tmp_path)


@pytest.mark.guarantee("B2")
def test_a_disk_that_keeps_whole_seconds(tmp_path: Path) -> None:
    """What was saved just now may be saved again in the same second: it is another file at each look, until it has
    rested; on a disk that keeps fractions it is the same at once."""

    def look(nanoseconds: int) -> list[str]:
        os.utime(path, ns=(nanoseconds, nanoseconds))
        return input_version(path.stat()).split(":", 4)[4:]

    path = tmp_path / "file"
    path.write_bytes(b"x")
    second = time.time_ns() // COARSE * COARSE
    assert look(second) != look(second) != []
    assert look(second - 60 * COARSE) == look(second + 60 * COARSE) == look(second + 1) == []


@pytest.mark.guarantee("C6")
def test_translations_with_letters_taken_apart_are_found(one: Project, tmp_path: Path) -> None:
    """A PO file or a table whose letters and marks a Mac's tool has taken apart says the same as another."""
    wanted = clean(one, tmp_path)
    path = one.memory / "en" / "1.po"
    path.write_text(normalize("NFD", PO), "utf-8")
    assert path.read_text("utf-8") != PO
    build(one)
    assert files(one.out) == wanted
    path.write_text(PO.replace("The words of 46.", ""), "utf-8")
    table = tmp_path / "back.csv"
    table.write_text(normalize("NFD", f'source,target,state\n"{SENTENCE}",The words of 46.,human\n'), "utf-8")
    assert import_memory(one, table).counts["taken"] == 1
    assert [unit.target for unit in units(parse(path.read_text("utf-8"), "1.po")).values()] == ["The words of 46."]


@pytest.mark.guarantee("C7")
def test_a_po_file_in_another_encoding_is_called_so(one: Project) -> None:
    """Not a line that cannot be read, of which there would be as many as it has."""
    path = one.memory / "en" / "1.po"
    path.write_text(PO, "utf-16")
    (failure,) = build(one).failures
    assert (failure.what, failure.hint) == ("not UTF-8", "Save the file as UTF-8.")


@linux
def test_a_link_stays_a_link(one: Project, run: Run) -> None:
    """A PO file and urls.csv that are links, as where two projects share them: what they lead to is written."""
    shared = one.root / "shared"
    shared.mkdir()
    (one.site_src / "urls.csv").write_text("id,address\n", "utf-8")
    paths = (one.memory / "en" / "1.po", one.site_src / "urls.csv")
    for path in paths:
        path.rename(shared / path.name)
        path.symlink_to(shared / path.name)
    assert run("translate", project=one).returncode == 0
    assert run("build", project=one).returncode == 0
    assert all(path.is_symlink() for path in paths)
    assert "articles/2023/" in (shared / "urls.csv").read_text("utf-8")
    assert 'msgctxt "title"' in (shared / "1.po").read_text("utf-8")
    assert sorted(path.name for path in shared.iterdir()) == ["1.po", "urls.csv"]


@pytest.mark.guarantee("A2")
def test_what_stands_in_a_pages_place_is_named(one: Project, run: Run) -> None:
    """A folder where a page must stand: the error names that, not where the page waits."""
    build(one)
    page = one.out / "en" / "index.html"
    page.unlink()
    page.mkdir()
    done = run("build", project=one)
    assert (done.returncode, done.stderr.partition(": Is a directory")[0]) == (74, f"error: {page}")


@pytest.mark.guarantee("D3")
def test_a_file_that_differs_from_a_page_in_capitals_alone(one: Project, run: Run) -> None:
    """static/EN/index.html, which a Mac or Windows takes for the front page: refused before anything is written."""
    path = one.site_src / "static" / "EN" / "index.html"
    path.parent.mkdir(parents=True)
    path.write_text("x", "utf-8")
    done = run("build", project=one)
    assert (done.returncode, done.stderr.split("\n")[0]) == (1, "error: EN/index.html: two pages want this address")
    assert not (one.out / "index.html").exists()


@linux
def test_nobody_listens(one: Project) -> None:
    """Started without a standard output, as some schedulers do: built all the same."""
    command = f"exec {sys.executable} -m build_site --project {one.root} --templates {one.templates} >&- 2>&-"
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    assert subprocess.run(command, shell=True, env=environment, timeout=60, check=False).returncode == 0
    assert (one.out / "index.html").is_file()
