"""A damaged PO file costs its damaged entries, and nothing else: in the pages, in `check`, and on the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site.fill import fill_memory
from build_site.store.project import Project, find_project
from tests.build.conftest import Report, Run, article_json, build, files
from tests.build.test_reuse import shown, write_seed
from tests.conftest import ROOT
from tests.translate.test_salvage import DAMAGES, GOOD

NUMBERS = {name: f"{number:02}" for number, name in enumerate(DAMAGES, 10)}
"""Damage → the article whose PO file has it."""


def put(project: Project, name: str, data: bytes) -> Path:
    path = project.memory / "en" / f"{name}.po"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def own(name: str, text: str) -> str:
    """The text with sentences that only this article has: nothing can be borrowed."""
    for one in ("Một", "Hai", "Ba", "Cũ"):
        text = text.replace(one, f"{one} của bài {name}")
    return text


@pytest.fixture(scope="module")
def damaged(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Report]:
    """One article for each kind of damage, built once."""
    import shutil

    root = tmp_path_factory.mktemp("damaged")
    shutil.copytree(ROOT / "site_src", root / "site_src", ignore=shutil.ignore_patterns("translations", "articles"))
    for folder in (root / "seeds", root / "site_src" / "translations"):
        folder.mkdir()
    (root / "site_src" / "urls.csv").unlink(missing_ok=True)
    glossary = root / "site_src" / "glossary" / "vi-en.csv"
    glossary.write_text("\n".join(glossary.read_text("utf-8").split("\n")[:31]) + "\n", "utf-8")
    project = find_project(root, templates=ROOT / "templates")
    for name, (before, after, _) in DAMAGES.items():
        number = NUMBERS[name]
        write_seed(project, number, own(number, "Hai."), own(number, "Ba."))
        put(project, number, own(number, GOOD.replace(before, after, 1)).encode())
    return project, build(project)


@pytest.mark.parametrize("name", DAMAGES)
def test_good_sentences_are_shown(damaged: tuple[Project, Report], name: str) -> None:
    """Each of the thirty kinds: the sentence below the damage has its human translation, and the build names the file,
    the line, what is damaged and what to do."""
    project, report = damaged
    number, line = NUMBERS[name], DAMAGES[name][2]
    segments = [one for block in article_json(project, f"{number}.txt")["blocks"] for one in block["segments"]]
    (good,) = [one for one in segments if one["vi"] == own(number, "Ba.")]
    assert (good["en"], good["state"]) == ("Three.", "human")
    if name != "unreadable character":  # written as such into a whole file, it is that file's text
        assert [one.where for one in report.failures if one.name == f"{number}.txt"] == [
            f"site_src/translations/en/{number}.po:{line}"
        ]
    assert all(one.kind == "memory" and one.what and one.hint for one in report.failures)


def test_translate_and_import_leave_damaged_files_alone(damaged: tuple[Project, Report]) -> None:
    """Not a byte of them changes, and each is named; it can be mended, and nothing has been lost."""
    project, _ = damaged
    before = files(project.memory)
    report = fill_memory(project)
    after = files(project.memory)
    broken = {f"en/{NUMBERS[name]}.po" for name in DAMAGES if name != "unreadable character"}
    assert {name for name in before if before[name] == after[name]} >= broken
    assert {one.name for one in report.failures} == {f"{name[3:5]}.txt" for name in broken}


def test_check_names_each_damage(damaged: tuple[Project, Report], run: Run) -> None:
    """By file and line, as an error."""
    project, _ = damaged
    done = run("check", project=project)
    assert done.returncode == 1
    for name, (_, _, line) in DAMAGES.items():
        if name != "unreadable character":
            assert f"translations/en/{NUMBERS[name]}.po:{line}" in done.stdout + done.stderr, name


@pytest.mark.guarantee("A7")
def test_other_articles_go_on_borrowing(tiny: Project) -> None:
    """The good entries of a damaged file serve the articles that have the same sentences; the damaged one serves
    nobody, and when the file is mended, everybody."""
    two, three = own("này", "Hai."), own("này", "Ba.")
    good = own("này", GOOD.replace("#, fuzzy\n", ""))
    write_seed(tiny, "1", two, three)
    put(tiny, "0", good.replace('msgstr "Two."', "msgstr Two.").encode())
    build(tiny)
    assert (shown(tiny, "1", three), shown(tiny, "1", two)) == (["Three."], [None])
    put(tiny, "0", good.encode())
    assert build(tiny).changed == 1
    assert shown(tiny, "1", two) == ["Two."]


@pytest.mark.guarantee("A7")
def test_bytes_that_are_no_text(tiny: Project) -> None:
    """A file saved in another encoding: the entry whose characters are lost is left out, the others are used; where
    only a comment is lost, all are."""
    two, three, good = own("này", "Hai."), own("này", "Ba."), own("này", GOOD)
    write_seed(tiny, "1", two, three)
    put(tiny, "1", good.replace("Two.", "Caf\xe9.").encode().replace("\xe9.".encode(), b"\xe9."))
    report = build(tiny)
    assert [one.where for one in report.failures] == ["site_src/translations/en/1.po:13"]
    assert (shown(tiny, "1", three), shown(tiny, "1", two)) == (["Three."], [None])
    put(tiny, "1", good.replace("A doubt.", "X").encode().replace(b"note: X", b"note: caf\xe9"))
    report = build(tiny)
    assert [(one.where, one.what) for one in report.failures] == [("site_src/translations/en/1.po:16", "not UTF-8")]
    assert shown(tiny, "1", three) == ["Three."]


def test_a_file_of_another_kind_is_not_a_thousand_failures(tiny: Project) -> None:
    """A page saved under the name of a PO file: the first places are named, and how many more there are."""
    write_seed(tiny, "1", own("này", "Hai."))
    put(tiny, "1", b"".join(b"<p>%d</p>\n\n" % number for number in range(1000)))
    report = build(tiny)
    assert len(report.failures) == 6
    assert "995 more" in report.failures[-1].what
