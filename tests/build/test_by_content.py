"""What files hold decides what is made again: not when they were saved, nor where the project stands."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

import pytest

from build_site import build as building
from build_site.fill import fill_memory
from build_site.store.project import Project, find_project
from build_site.store.seeds import list_seeds
from build_site.store.state import Known, State
from build_site.store.warm import Warm
from build_site.work import changes, jobs, versions
from build_site.work.material import Material
from build_site.work.workshop import make_setup, workshop
from tests.build.conftest import build, files
from tests.build.test_again import clean_build
from tests.conftest import ROOT

LATER = 1_900_000_000_123_456_789
TITLE = "Huyện ủy họp bàn công tác cán bộ"
COLUMNS = "date,article,source,before,after,note,kind"
SENTENCE = "Đảng bộ huyện hiện có 46 chi bộ trực thuộc với nhiều đảng viên."


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built: two short articles, one with a PO file and notes, a few terms, and templates of its own."""
    root = tmp_path_factory.mktemp("whole")
    shutil.copytree(ROOT / "templates", root / "templates")
    ignored = shutil.ignore_patterns("translations", "articles", "urls.csv", "corrections.csv")
    shutil.copytree(ROOT / "site_src", root / "site_src", ignore=ignored)
    glossary = root / "site_src" / "glossary" / "vi-en.csv"
    po = f'msgctxt "body"\nmsgid "{SENTENCE}"\nmsgstr "The words of 46."\n'
    for name, text in {
        "seeds/1.txt": f"{TITLE} 1\n16:45 04/02/2023\n\n{SENTENCE}\n",
        "seeds/2.txt": f"{TITLE} 2\n16:45 04/02/2023\n\nXã Ba Bến có 14 thôn và một chợ.\n",
        "site_src/translations/en/1.po": po,
        "site_src/articles/1.md": "+++\n+++\n\nA note.\n",
        "site_src/static/mine.txt": "mine",
        "site_src/corrections.csv": f"{COLUMNS}\n2024-01-01,1,Một câu.,Before.,After.,Why.,correction\n",
        "site_src/glossary/vi-en.csv": "\n".join(glossary.read_text("utf-8").split("\n")[:4]) + "\n",
    }.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    build(find_project(root, templates=root / "templates"))
    return root


@pytest.fixture
def own(whole: Path, tmp_path: Path) -> Project:
    """A copy of it."""
    root = tmp_path / "own"
    shutil.copytree(whole, root)
    return find_project(root, templates=root / "templates")


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is digested, planned and rendered, whether or not it is written."""
    found: list[str] = []
    for module, name in ((jobs, "digest_batch"), (jobs, "render_batch")):
        monkeypatch.setattr(module, name, _noted(found, name, getattr(module, name)))
    return found


def _noted(found: list[str], name: str, call: Callable[..., object]) -> Callable[..., object]:
    def noted(*given: object) -> object:
        found.append(name)
        return call(*given)

    return noted


def touch(*folders: Path, at: int = LATER) -> None:
    for folder in folders:
        for path in folder.rglob("*") if folder.is_dir() else [folder]:
            if path.is_file():
                os.utime(path, ns=(at, at))


def replace(*folders: Path) -> None:
    """Other files with the same bytes, as git has them after going to another branch and back."""
    for folder in folders:
        for path in [each for each in folder.rglob("*") if each.is_file()]:
            other = path.with_name("other")
            other.write_bytes(path.read_bytes())
            other.replace(path)


@pytest.mark.parametrize("change", [touch, replace])
def test_files_with_another_time_are_the_same(own: Project, made: list[str], change: Callable[..., None]) -> None:
    """Seeds, collections, PO files, notes, addresses, corrections, settings, lists, templates: nothing is digested,
    nothing rendered, and the next build reads none of them."""
    (own.seeds / "web.jsonl").write_text('{"id": "1", "text": "Huyện họp bàn công tác cán bộ năm nay."}\n', "utf-8")
    build(own)
    made.clear()
    change(own.seeds, own.site_src, own.templates)
    report = build(own)
    assert (report.changed, report.written, report.removed, made) == (0, 0, 0, [])
    with closing(State(own.state)) as state:
        assert state.get("inputs")
        assert {each.signature for each in list_seeds(own.seeds).seeds} <= {
            each.signature for each in state.known().values()
        }


def test_a_program_installed_anew_is_the_same(
    own: Project, made: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """pip gives its files new times, and another environment has them elsewhere; other bytes make another program."""
    package = tmp_path / "site-packages" / "build_site"
    shutil.copytree(versions._PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__", "docs"))
    build(own)
    made.clear()
    monkeypatch.setattr(versions, "_PACKAGE", str(package))
    versions.program_version.cache_clear()
    touch(package)
    found = versions.program_version(own.state / "read")
    report = build(own)
    assert (report.changed, report.written, made) == (0, 0, [])
    with (package / "pipeline.py").open("a", encoding="utf-8") as file:
        file.write("\n")
    versions.program_version.cache_clear()
    assert versions.program_version(own.state / "read") != found
    versions.program_version.cache_clear()


@pytest.mark.parametrize("how", ["moved", "copied", "with times"])
def test_a_project_that_stands_elsewhere_is_the_same(own: Project, made: list[str], tmp_path: Path, how: str) -> None:
    """With its .build_site/ and build/, whatever becomes of the files' times; and what is altered there is found."""
    first = own
    build(first)
    wanted = files(first.out)
    made.clear()
    there = tmp_path / "two"
    if how == "moved":
        first.root.rename(there)
    else:
        shutil.copytree(first.root, there, copy_function=shutil.copyfile if how == "copied" else shutil.copy2)
    other = find_project(there, templates=there / "templates")
    report = build(other)
    assert (report.changed, report.written, report.removed, made) == (0, 0, 0, [])
    assert build(other).written == 0
    page = other.out / "en" / "timeline" / "index.html"
    page.write_bytes(page.read_bytes()[:-1] + b" ")
    assert build(other).written == 1
    assert files(other.out) == wanted


@pytest.mark.parametrize("kept", [".build_site", "build", "both, damaged"])
def test_a_cache_that_is_partial_costs_time_alone(own: Project, tmp_path: Path, kept: str) -> None:
    """Only the state, only the site, or both with a page missing and one altered, all times as before."""
    build(own)
    wanted = files(own.out)
    if kept == "build":
        shutil.rmtree(own.state)
    elif kept == ".build_site":
        shutil.rmtree(own.out)
    else:
        times = {path: path.stat().st_mtime_ns for path in (own.out, *own.out.rglob("*"))}
        (own.out / "en" / "index.html").unlink()
        page = own.out / "vi" / "glossary" / "index.html"
        page.write_bytes(page.read_bytes().replace(b"<p", b"<b", 1))
        again = tmp_path / "restored"
        shutil.copytree(own.out, again)
        shutil.rmtree(own.out)
        again.rename(own.out)
        for path, at in times.items():
            if path.exists():
                os.utime(path, ns=(at, at))
    report = build(own)
    assert files(own.out) == wanted
    assert report.changed == (2 if kept == "build" else 0)
    if kept != ".build_site":
        assert report.written == (0 if kept == "build" else 2)


def test_a_state_of_an_archive_of_whole_seconds(own: Project, made: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as GitLab keeps between runs: also where the state is too large to be read for it; one with another time is
    none of ours."""
    monkeypatch.setattr("build_site.store.opening.SEALED", 0)
    build(own)
    made.clear()
    path = own.state / "state.sqlite"
    second = path.stat().st_mtime_ns // 10**9 * 10**9
    shutil.copyfile(path, own.state / "copy")
    (own.state / "copy").replace(path)
    os.utime(path, ns=(second, second))
    assert build(own).changed == 0
    assert not made
    os.utime(path, ns=(LATER, LATER))
    assert build(own).changed == 2


OPTIONS = ('[site]\nbase_url = "https://digest.example/"\n', '[site]\ncontact = "a@b.example"\n', "[preview]\n")


def test_a_setting_that_digests_do_not_read_makes_none_anew(own: Project, tmp_path: Path) -> None:
    """base_url, names, contact, licence: pages are made again, and they are those of a clean build."""
    settings = own.site_src / "site.toml"
    settings.write_text(OPTIONS[0], "utf-8")
    build(own)
    settings.write_text(OPTIONS[1], "utf-8")
    report = build(own)
    assert report.changed == 0
    assert report.written > 20
    assert files(own.out) == clean_build(own, tmp_path)


def test_digests_read_no_setting_but_those_of_their_version(own: Project) -> None:
    """They are given the rest of the shared inputs and `digest_options`, and lack nothing."""
    setup = make_setup(own)
    shop = workshop(setup)
    bare = Material(own, versions.digest_options(shop.settings), Warm(own.state / "read", ""))
    assert not hasattr(bare, "settings")
    with closing(State(own.state)) as state:
        for each in list_seeds(own.seeds).seeds[:2]:
            done = jobs._digest(bare, state, each)
            assert done.digest == jobs._digest(shop, state, each).digest


def _meanwhile(monkeypatch: pytest.MonkeyPatch, where: object, name: str, change: Callable[[], None]) -> None:
    """`change` happens once, before the call."""
    call, done = getattr(where, name), []

    def changed(*given: object, **named: object) -> object:
        if not done:
            done.append(1)
            change()
        return call(*given, **named)

    monkeypatch.setattr(where, name, changed)


SAVED = {
    "an article": {
        "seeds/1.txt": ("nhiều", "đông "),
        "site_src/articles/1.md": ("A note", "Another"),
    },
    "its translation": {"site_src/translations/en/1.po": ("words", "WORDS")},
    "lists": {"site_src/topics.toml": ('en = "', 'en = "Other '), "site_src/glossary/vi-en.csv": ("Party", "PARTY")},
    "pages": {
        "site_src/site.toml": ("CC BY 4.0", "CC BY 3.0"),
        "templates/404.html": ("<p", "<b"),
        "site_src/static/mine.txt": ("mine", "other"),
        "templates/tokens.css": ("{", "{ /* other */"),
        "site_src/corrections.csv": ("After.", "Other."),
    },
}


@pytest.mark.parametrize("kind", SAVED)
def test_a_file_that_changes_and_changes_back_during_a_build(
    own: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """Whatever was read of the other text stands under its own name alone: the next build, which finds the first text,
    makes what a clean one makes."""
    texts = {own.root / name: (own.root / name).read_text("utf-8") for name in SAVED[kind]}

    def other() -> None:
        for path, change in zip(texts, SAVED[kind].values(), strict=True):
            path.write_text(texts[path].replace(*change, 1), "utf-8")
            assert path.read_text("utf-8") != texts[path]

    def back(*_: object, **__: object) -> None:
        for path, text in texts.items():
            path.write_text(text, "utf-8")

    (own.state / "state.sqlite").unlink()
    shutil.rmtree(own.state / "read")
    # As soon as it is known which version they have; of an article when its file and the memory have been looked at.
    late = kind in ("an article", "its translation")
    _meanwhile(monkeypatch, *((changes, "Addresses") if late else (building, "workshop")), other)
    _meanwhile(monkeypatch, building.Edition, "publish", back)
    build(own)
    monkeypatch.undo()
    build(own)
    assert all(path.read_text("utf-8") == text for path, text in texts.items())
    assert files(own.out) == clean_build(own, tmp_path)


@pytest.mark.parametrize("new", [False, True])
def test_addresses_that_are_saved_during_a_build(
    own: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, new: bool
) -> None:
    """An editor moves another article's page while one is digested, or right before a new one gets its address: this
    build or the next finds it."""
    build(own)
    table = own.site_src / "urls.csv"

    def moved() -> None:
        text = table.read_text("utf-8")
        line = next(line for line in text.split("\n") if line.startswith("2,"))
        table.write_text(text.replace(line, "2,articles/2023/elsewhere"), "utf-8")

    path = own.seeds / ("3.txt" if new else "1.txt")
    path.write_text(f"{TITLE} 3\n\nXã họp dân.\n", "utf-8")
    _meanwhile(monkeypatch, *((changes, "Addresses") if new else (jobs, "digest_batch")), moved)
    build(own)
    monkeypatch.undo()
    build(own)
    assert (own.out / "en" / "articles" / "2023" / "elsewhere" / "index.html").is_file()
    assert files(own.out) == clean_build(own, tmp_path)


def test_an_edit_asks_the_state_for_what_it_concerns(own: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A seed, a translation: its article alone, and no table of all addresses. What stands beside the state is of the
    last build, or nothing."""
    build(own)  # it is a copy
    asked: list[object] = []
    known = State.known

    def noted(state: State, ids: Iterable[str] | None = None) -> dict[str, Known]:
        asked.append(None if ids is None else sorted(ids))
        return known(state, ids)

    def no_table(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(State, "known", noted)
    monkeypatch.setattr(changes, "Addresses", no_table)
    for path, before, after in (
        (own.seeds / "2.txt", "14", "15"),
        (own.memory / "en" / "1.po", "words", "text"),
        (own.site_src / "articles" / "1.md", "A note", "Another"),
    ):
        path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
        assert build(own).changed == 1
    assert asked == [["2"], ["1"], ["1"]]


@pytest.mark.parametrize("how", ["gone", "damaged", "older"])
def test_what_was_asked_is_not_trusted_when_it_is_another_builds(own: Project, tmp_path: Path, how: str) -> None:
    """`read/asked.kept` gone, altered, or put back from an earlier build: every article is compared."""
    build(own)
    kept = own.state / "read" / "asked.kept"
    earlier = kept.read_bytes()
    path = own.seeds / "1.txt"
    first = path.read_text("utf-8")
    path.write_text(f"{first}\nXã họp dân.\n", "utf-8")
    build(own)
    data = kept.read_bytes()
    assert data != earlier
    if how == "gone":
        kept.unlink()
    else:
        kept.write_bytes(earlier if how == "older" else data.replace(b"1.txt", b"4.txt"))
    (own.seeds / "2.txt").unlink()
    path.write_text(first, "utf-8")
    assert build(own).changed == 1
    assert files(own.out) == clean_build(own, tmp_path)


def test_what_translate_has_written_is_read_again_when_it_is_taken_back(own: Project, tmp_path: Path) -> None:
    """The memory's index has learnt it without a build; the file as it was before is another one for it. Here an
    article borrows from a file that lost the sentence and has it again."""
    first, second = own.seeds / "1.txt", own.seeds / "2.txt"
    second.write_text(f"{TITLE} 2\n\n{SENTENCE}\n", "utf-8")
    build(own)
    path = own.memory / "en" / "1.po"
    before = path.read_bytes()
    first.write_text(f"{TITLE} 1\n\nXã Ba Bến có 14 thôn.\n", "utf-8")
    fill_memory(own)
    assert path.read_bytes() != before
    path.write_bytes(before)
    second.write_text(second.read_text("utf-8") + "\nXã có một chợ.\n", "utf-8")
    build(own)
    assert files(own.out) == clean_build(own, tmp_path)
