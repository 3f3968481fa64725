"""`build --drafts` and the memory's part of `check`, on a whole project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_site.store.project import Project
from tests.build.conftest import Run, build, files


def po(project: Project, number: str) -> Path:
    return next((project.site_src / "translations" / "en").glob(f"{number}*.po"))


def change(path: Path, old: str, new: str) -> int:
    """Put `new` for the first `old`. Returns the 1-based line where it stands."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return text.partition(old)[0].count("\n") + 1


@pytest.fixture
def wrong(small: Project) -> tuple[Project, str]:
    """A project with a wrong number in one translation, and where its entry is."""
    path = po(small, "003")
    line = change(path, "On the morning of 28 October 2019", "On the morning of 29 October 2019") - 1
    return small, f"site_src/translations/en/{path.name}:{line}"


def test_the_review_page_is_there_with_drafts_alone(wrong: tuple[Project, str]) -> None:
    """With --drafts it names the wrong sentence with file and line; a build without removes it, and changes no other
    file."""
    project, where = wrong
    build(project)
    before = files(project.out)
    build(project, drafts=True)
    page = (project.out / "en" / "review" / "index.html").read_text("utf-8")
    assert where in page
    assert "29 is not in the original" in page
    build(project)
    assert not (project.out / "en" / "review").exists()
    after = files(project.out)
    assert {name: data for name, data in after.items() if not name.startswith(".")} == {
        name: data for name, data in before.items() if not name.startswith(".")
    }


def test_missing_translations_are_reviewed(small: Project) -> None:
    """A text without an entry is listed with its file; the command says how to make the entry."""
    po(small, "004").unlink()
    build(small, drafts=True)
    page = (small.out / "en" / "review" / "index.html").read_text("utf-8")
    assert "Not translated" in page
    assert "python -m build_site translate" in page


def test_check_names_what_is_wrong_in_the_memory(wrong: tuple[Project, str], run: Run) -> None:
    """Severity, file and line, what, and how to mend it; exit code 1."""
    project, where = wrong
    build(project)
    done = run("check", "--json", project=project)
    assert done.returncode == 1, done.stderr
    doubts = json.loads(done.stdout)["memory"]
    assert {doubt["where"] for doubt in doubts} == {where}
    assert {doubt["id"] for doubt in doubts} == {"numbers", "dates"}
    assert all(doubt["severity"] == "block" and "# waive: " in doubt["fix"] for doubt in doubts)
    assert where in run("check", project=project).stdout


def test_a_waiver_ends_it(wrong: tuple[Project, str], run: Run) -> None:
    """Where an editor says that the translation is right, neither the page nor the command doubts it; a waiver of no
    check is named."""
    project, _ = wrong
    path = po(project, "003")
    msgid = 'msgctxt "body"\nmsgid "Sáng ngày 28/10/2019'
    change(path, msgid, f"# waive: numbers, dates\n{msgid}")
    build(project, drafts=True)
    assert "29 is not in the original" not in (project.out / "en" / "review" / "index.html").read_text("utf-8")
    assert run("check", project=project).returncode == 0
    change(path, "# waive: numbers, dates", "# waive: numbers, dates, figures")
    done = run("check", project=project)
    assert done.returncode == 1
    assert "“figures” is no check" in done.stdout


def test_our_own_memory_is_clean(project: Project, run: Run) -> None:
    """The five articles are translated whole, and no check, not even a warning, has a finding that is not waived."""
    build(project, drafts=True)
    done = run("check", project=project)
    assert done.returncode == 0, done.stdout
    page = (project.out / "en" / "review" / "index.html").read_text("utf-8")
    assert "Nothing wants an editor." in page
