"""What becomes of a project that an older program left, and of one that a newer program made."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from build_site import __version__
from build_site.build import build
from build_site.errors import ConfigProblem
from build_site.store.files import signature
from build_site.store.manifest import FORMAT as MANIFEST
from build_site.store.project import Project, find_project
from build_site.store.settings import FORMAT, effective, read_settings
from build_site.store.state import VERSION, State
from build_site.store.topics import read_topics
from tests.build.conftest import Run, files, times
from tests.conftest import ROOT

OLDER = Path(__file__).parent / "fixtures" / "older"
ADDRESSES = ("articles/2024/an-address-that-no-title-gives", "articles/2024/tap-huan-cong-tac-dang-cho-bi-thu")


@pytest.fixture
def older(tmp_path: Path) -> Project:
    """What the program of commit 678952d read and wrote: sources, built site, state."""
    for name in ("seeds", "site_src"):
        shutil.copytree(OLDER / name, tmp_path / name)
    project = find_project(tmp_path, templates=ROOT / "templates")
    listed = (OLDER / "built-by-build_site.txt").read_text("utf-8")
    for path in [*listed.split(), "mine.txt"]:
        file = project.out / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("of then", "utf-8")
    (project.out / ".built-by-build_site").write_text(listed, "utf-8")
    project.state.mkdir()
    database = sqlite3.connect(project.state / "state.sqlite")
    database.executescript((OLDER / "state.sql").read_text("utf-8"))
    database.close()
    return project


def _articles(project: Project) -> dict[str, dict]:
    found = {tail: project.out / "en" / tail / "article.json" for tail in ADDRESSES}
    return {tail: json.loads(path.read_text("utf-8")) for tail, path in found.items()}


def test_an_older_project_builds_whole(older: Project, run: Run):
    """Every address stays, every translation keeps its text and state, nothing that editors write is touched, what the
    old site had and the new one has not is gone, what was never the program's stays; the site is byte for byte what a
    build from nothing makes, and `check` finds nothing wrong with it. What is published says its format."""
    before = {name: (files(older.root / name), times(older.root / name)) for name in ("seeds", "site_src")}
    report = build(older)
    assert (report.articles, report.changed, report.missing, report.failures) == (2, 2, 0, ())
    assert report.states == {"human": 5, "approved": 1, "machine": 1, "stale": 1, "missing": 0}
    assert report.new_addresses == 0
    assert before == {name: (files(older.root / name), times(older.root / name)) for name in before}
    made = files(older.out)
    listed = set((OLDER / "built-by-build_site.txt").read_text("utf-8").split())
    assert made.pop("mine.txt") == b"of then"
    assert b"of then" not in made.values()
    gone = listed - made.keys()
    assert gone == {f"vi/{tail}/article.json" for tail in ADDRESSES}
    first, second = _articles(older).values()
    assert first["headline"] == {"text": "Ba Bến admits 14 Party members in six months", "by": "editor"}
    assert first["tags"] == ["party-building", "local-government"]
    assert first["blocks"][0]["segments"][0]["note"] == "The seed does not say where the meeting was held."
    assert first["blocks"][1]["segments"][1]["engine"] == "offline@0.5.0"
    assert first["blocks"][2]["segments"][0]["previous"].endswith("tháng 11/2024.")
    assert [segment["state"] for block in second["blocks"] for segment in block["segments"]] == ["human", "approved"]
    assert _version_of(older) == VERSION
    assert {first["format"], second["format"]} == {1}
    records = (older.out / "data" / "articles.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["format"] for line in records] == [1, 1]
    assert json.loads(made["manifest.json"])["format"] == MANIFEST
    checked = json.loads(run("check", "--json", project=older).stdout)
    assert [each["where"] for each in checked["problems"]] == ["mine.txt"], "which is not the program's"
    bare = find_project(older.root / "bare", seeds=older.seeds, site_src=older.site_src, templates=older.templates)
    build(bare)
    fresh = files(bare.out)
    made.pop(".built-by-build_site"), fresh.pop(".built-by-build_site")
    assert made == fresh


def test_an_older_memory_is_not_rewritten(older: Project, run: Run):
    """`translate` finds nothing to do in the files of then: not a byte changes, nor the time."""
    before = files(older.memory), times(older.memory)
    done = run("translate", "--offline", project=older)
    assert done.returncode == 0, done.stderr
    assert "0 PO files written, 0 texts to translate" in done.stdout
    assert (files(older.memory), times(older.memory)) == before


def test_fields_that_once_meant_something_are_read(older: Project):
    """A topic's `last_resort` of then is passed over; a misspelt field is still named."""
    path = older.site_src / "topics.toml"
    assert [topic.slug for topic in read_topics(path)] == ["party-building", "local-government"]
    path.write_text(path.read_text("utf-8").replace("last_resort", "last_resorts"), "utf-8")
    with pytest.raises(ConfigProblem, match="last_resorts"):
        read_topics(path)


@pytest.mark.parametrize("command", ["build", "translate", "check", "config"])
def test_a_newer_project_is_refused(older: Project, run: Run, command):
    """Where, what, what to do; exit code 2; neither the site nor the memory nor the state is touched."""
    settings = older.site_src / "site.toml"
    text = f"format = {FORMAT + 1}\n[site]\nname_of_a_later_day = 1\n"
    settings.write_text(text, "utf-8")
    before = files(older.root)
    done = run(command, project=older)
    assert done.returncode == 2
    assert f"site.toml:1: this project is of format {FORMAT + 1}, and build_site {__version__} reads" in done.stderr
    assert "Install the version of the program that made it" in done.stderr
    assert "name_of_a_later_day" not in done.stderr, "what is not understood is no fault of the editor's"
    after = files(older.root)
    assert {name: data for name, data in after.items() if not name.startswith(".build_site/lock")} == before


@pytest.mark.parametrize("wrong", ["0", "-1", '"1"', "1.0", "true", "[1]"])
def test_a_format_is_a_number(tmp_path: Path, wrong):
    """Anything else is named with its line; without one it is the first."""
    path = tmp_path / "site.toml"
    path.write_text(f"# ours\nformat = {wrong}\n", "utf-8")
    with pytest.raises(ConfigProblem, match="is no version") as raised:
        read_settings(path)
    assert raised.value.where == f"{path}:2"
    path.write_text("format = 1\n", "utf-8")
    assert effective(path)[0].where == f"{path}:1"
    path.write_text("", "utf-8")
    assert (effective(path)[0].value, effective(path)[0].where) == (1, "default")


@pytest.mark.parametrize("version", ["2", "9999"])
def test_a_state_of_another_version_is_a_miss(older: Project, version):
    """An older program's as a newer one's, though it passes for one that nobody has touched since: it is opened anew,
    empty."""
    path = older.state / "state.sqlite"
    database = sqlite3.connect(path)
    database.execute("UPDATE meta SET value = ? WHERE key = 'version'", (version,))
    database.commit()
    database.close()
    (older.state / "state.left").write_text(f"left {signature(path)}", "utf-8")
    with closing(State(older.state)) as state:
        assert not state.known()
    assert _version_of(older) == VERSION


def _version_of(project: Project) -> str:
    with closing(sqlite3.connect(project.state / "state.sqlite")) as database:
        found: str = database.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0]
    return found


def test_a_copy_of_a_newer_site_is_refused_by_name(tmp_path: Path, run: Run):
    """`check --copy` names the format and the program that can check it."""
    head = {"format": MANIFEST + 1, "program": "build_site 9.0.0", "pages": {}}
    (tmp_path / "manifest.json").write_text(json.dumps(head), "utf-8")
    done = run("check", "--copy", tmp_path)
    assert done.returncode == 1
    assert f"manifest.json: it is of format {MANIFEST + 1}, and this program" in done.stdout
    assert "Check this copy with the program that made it: build_site 9.0.0." in done.stdout
    assert "altered" not in done.stdout
