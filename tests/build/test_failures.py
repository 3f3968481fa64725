"""What goes wrong is said with its place and what to do, and nothing that was there is lost."""

from __future__ import annotations

import json
import os
import shutil
import threading

import pytest

from build_site.errors import StoreProblem
from build_site.store.lock import locked
from build_site.store.templates import assets
from tests.build.conftest import article_json, build, files, seed
from tests.conftest import ROOT


@pytest.mark.guarantee("C7")
def test_a_bad_seed_is_skipped_named_and_counted(small, run):
    """A file that is not UTF-8 costs its own article only."""
    (small.seeds / "bad.txt").write_bytes("Tiêu đề\n\nNội dung ".encode() + b"\xff\xfe")
    done = run("build", project=small)
    assert done.returncode == 0
    assert "seeds/bad.txt:3: byte 0xff is not UTF-8; the article is left out" in done.stdout
    assert "Save the file again with the encoding UTF-8." in done.stdout
    assert len(list(small.out.glob("en/articles/*/*/index.html"))) == 5


def test_strict_makes_it_an_error(small, run):
    """--strict exits with 1 for a failed article, and for a text without a translation."""
    assert run("build", "--strict", project=small).returncode == 0
    (small.seeds / "new.txt").write_text(
        "Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp về cán bộ.\n", "utf-8"
    )
    assert run("build", "--strict", project=small).returncode == 1
    (small.seeds / "new.txt").write_bytes(b"\xff")
    assert run("build", "--strict", project=small).returncode == 1


def test_a_damaged_po_file_is_left_alone(small, run):
    """A conflict marker is named with file and line; the article appears untranslated; the file is not touched."""
    build(small)
    path = next(small.memory.glob("en/004*.po"))
    damaged = path.read_text("utf-8").replace('msgctxt "title"', '<<<<<<< HEAD\nmsgctxt "title"', 1)
    path.write_text(damaged, "utf-8")
    done = run("build", project=small)
    line = damaged.split("\n").index("<<<<<<< HEAD") + 1
    assert f"site_src/translations/en/{path.name}:{line}: " in done.stdout
    assert "its translations are left out" in done.stdout
    assert path.read_text("utf-8") == damaged
    data = article_json(small, seed(small, "004").name)
    assert data["title"]["en"] is None
    assert article_json(small, seed(small, "000").name)["title"]["en"]


def test_a_po_file_in_another_encoding_is_told_in_one_line(small, run):
    """UTF-16, as some programs save it: what to do, and nothing of its bytes on the terminal; it is not touched."""
    path = next(small.memory.glob("en/004*.po"))
    data = path.read_text("utf-8").encode("utf-16")
    path.write_bytes(data)
    said = run("build", project=small).stdout
    assert f"site_src/translations/en/{path.name}:1: not UTF-8; its translations are left out\n  Save the" in said
    assert "\0" not in said
    assert path.read_bytes() == data


def test_wrong_notes_are_left_out(small, run):
    """An editor's notes that name a paragraph which is not there are reported; the article is built without them."""
    path = next((small.site_src / "articles").glob("004*.md"))
    path.write_text(path.read_text("utf-8").replace("paragraph = 6", "paragraph = 60"), "utf-8")
    done = run("build", project=small)
    assert done.returncode == 0
    assert f"site_src/articles/{path.name}" in done.stdout
    assert "the notes are left out" in done.stdout
    assert article_json(small, seed(small, "004").name)["summary"][0]["en"]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('base_ulr = "https://x.example/"', "there is no setting site.base_ulr; did you mean base_url?"),
        ("contact = 5", "site.contact: text in quotes is wanted here, not a whole number"),
        ("base_url = ", "not valid TOML"),
    ],
)
def test_a_bad_setting_stops_before_anything_is_written(small, run, line, says):
    """Every problem of site.toml comes with its line; the old site stays."""
    build(small)
    before = files(small.out)
    path = small.site_src / "site.toml"
    path.write_text(path.read_text("utf-8").replace("[languages]", f"{line}\n[languages]"), "utf-8")
    number = path.read_text("utf-8").split("\n").index(line) + 1
    done = run("build", project=small)
    assert done.returncode == 2
    assert f"site.toml:{number}: " in done.stderr
    assert says in done.stderr
    assert files(small.out) == before


@pytest.mark.parametrize(
    ("break_it", "says"),
    [
        (lambda text: text + "{% if %}", "article.html:"),
        (
            lambda text: text.replace("{% block main %}", "{% block main %}{{ nobody_knows_this }}", 1),
            "nobody_knows_this",
        ),
    ],
    ids=["does not compile", "asks for what is not there"],
)
def test_a_bad_template_stops_before_anything_is_written(small, tmp_path, break_it, says, run):
    """A template that does not compile, or does not render, leaves the old site as it was."""
    build(small)
    before = files(small.out)
    templates = tmp_path / "templates"
    shutil.copytree(small.templates, templates)
    path = templates / "article.html"
    path.write_text(break_it(path.read_text("utf-8")), "utf-8")
    done = run("build", "--project", small.root, "--templates", templates)
    assert done.returncode == 2
    assert says in done.stderr
    assert files(small.out) == before
    assert not (small.state / ".stage").exists()


@pytest.mark.guarantee("A10")
def test_a_foreign_folder_is_not_adopted(small, run):
    """A folder with somebody else's files is refused, and they stay."""
    small.out.mkdir()
    (small.out / "thesis.txt").write_text("ten years of work", "utf-8")
    done = run("build", project=small)
    assert done.returncode == 74
    assert "files that this program did not make" in done.stderr
    assert files(small.out) == {"thesis.txt": b"ten years of work"}


def test_the_site_is_not_written_over_its_sources(small, run):
    """--out above seeds/ or site_src/ is refused."""
    assert run("build", "--out", small.root, project=small).returncode == 2
    assert run("build", "--out", small.seeds, project=small).returncode == 2


@pytest.mark.guarantee("A5")
def test_one_build_at_a_time(small, run):
    """A second build says who is at work, and exits with 75."""
    with locked(small.state):
        done = run("build", project=small)
    assert done.returncode == 75
    assert f"process {os.getpid()}" in done.stderr


@pytest.mark.guarantee("D2", "D5")
def test_links_and_special_files_are_not_opened(small, run):
    """A link out of seeds/ is reported; a pipe does not hang the build."""
    (small.seeds / "link.txt").symlink_to("/etc/passwd")
    os.mkfifo(small.seeds / "pipe.txt")
    (small.seeds / "picture.jpg").write_bytes(b"\xff\xd8")
    report = json.loads(run("build", "--json", project=small).stdout)
    assert {each["where"] for each in report["failures"]} == {"seeds/link.txt", "seeds/pipe.txt", "seeds/picture.jpg"}
    assert report["articles"] == 5


@pytest.mark.guarantee("D5")
@pytest.mark.parametrize(
    "name",
    [
        "site.toml", "topics.toml", "sources.toml", "urls.csv", "corrections.csv", "glossary/vi-en.csv",
        "language/vi.toml", "theme/strings.toml", "theme/tokens.css", "pages/about.en.md",
        "translations/en/000_5be2bdbade8b7f22.po", "articles/000_5be2bdbade8b7f22.md",
    ],
)  # fmt: skip
def test_a_pipe_among_the_editors_files_is_refused(small, name):
    """A pipe where the program reads a file of site_src/ ends the build with its name; waiting for what somebody may
    write into it would never end."""
    pipe = small.site_src / name
    pipe.parent.mkdir(exist_ok=True)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe)
    # Were it opened, this would end the waiting.
    rescue = threading.Timer(10, lambda: os.close(os.open(pipe, os.O_RDWR)))
    rescue.start()
    try:
        with pytest.raises(StoreProblem, match="not a plain file; it was not opened") as refused:
            build(small)
    finally:
        rescue.cancel()
    assert refused.value.where == str(pipe)


@pytest.mark.guarantee("D5")
def test_a_pipe_beside_what_is_copied_is_left_out(small):
    """Files of the theme and of static/ are copied where they are plain ones."""
    for name in ("static/feed.txt", "theme/assets/mark.svg"):
        (small.site_src / name).parent.mkdir(parents=True, exist_ok=True)
        os.mkfifo(small.site_src / name)
    copied = {path for path, *_ in assets(small.templates, small.site_src)}
    assert "assets/site.css" in copied
    assert not copied & {"feed.txt", "assets/mark.svg"}


@pytest.mark.guarantee("C8")
def test_a_huge_file_is_refused_unread(small, run):
    """A file of a gigabyte (most of it a hole) costs nothing: it is refused by its size."""
    with (small.seeds / "huge.txt").open("wb") as file:
        file.truncate(2**30)
    report = json.loads(run("build", "--json", project=small).stdout)
    assert [each["where"] for each in report["failures"]] == ["seeds/huge.txt"]
    assert "1,073,741,824 bytes" in report["failures"][0]["what"]
    assert report["articles"] == 5


def test_a_folder_without_a_project_is_told_so(tmp_path, run):
    """Outside a digest's folder the program says what is missing and how to name it."""
    done = run("build", "--project", tmp_path)
    assert done.returncode == 2
    assert "there is no folder seeds/" in done.stderr
    assert "init my-digest" in done.stderr


def test_a_folder_within_or_above_a_project_names_it(small, run, tmp_path_factory):
    """One types the command in seeds/, or in the folder that holds the digest."""
    outer = tmp_path_factory.mktemp("outer")
    for name in ("seeds", "site_src"):
        (outer / "mine" / name).mkdir(parents=True)
    for folder, digest in ((small.seeds, small.root), (outer, outer / "mine")):
        done = run("build", "--project", folder)
        assert done.returncode == 2
        assert f"{digest} is a digest" in done.stderr
    shutil.rmtree(small.seeds)
    assert "git keeps no empty folders" in run("build", project=small).stderr


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("buld", "“buld”; did you mean build?"),
        ("status", "“status”; did you mean memory status?"),
        ("import", "did you mean memory import or glossary import?"),
        ("README.md", "“README.md”; to add an article: new README.md"),
    ],
)
def test_a_command_that_there_is_not_is_told_so(run, word, said):
    """Not that `build` takes no arguments."""
    done = run(word, cwd=ROOT)
    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.guarantee("D3")
def test_two_articles_never_share_an_address(small):
    """Articles of one title and year get addresses of their own, the same in every build."""
    for name in ("a", "b", "c"):
        (small.seeds / f"{name}.txt").write_text(
            "Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp.\n", "utf-8"
        )
    build(small)
    tails = {path.parent.name for path in small.out.glob("en/articles/2024/*/index.html")}
    assert tails == {f"huyen-hop-ban-cong-tac-can-bo{ending}" for ending in ("", "-2", "-3")}
