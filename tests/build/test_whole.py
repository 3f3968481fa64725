"""The real project, built whole."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.build.conftest import article_json, build, files
from tests.conftest import ROOT, SEEDS


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """This repository's project, built once for all tests of this file."""
    from build_site.store.project import find_project

    out = tmp_path_factory.mktemp("whole") / "build"
    project = find_project(ROOT, out=out)
    state = tmp_path_factory.mktemp("state")
    from msgspec import structs

    project = structs.replace(project, state=state)
    return project, build(project)


def test_five_articles_and_nothing_missing(built):
    """Every title, sentence, caption, heading, section, keyword and post of the five seeds is translated by a
    person."""
    _, report = built
    assert (report.articles, report.missing, report.failures) == (5, 0, ())
    assert report.states == {"human": 111, "approved": 0, "machine": 0, "stale": 0, "missing": 0}


def test_every_line_of_every_seed_is_accounted_for(built):
    """article.json says of each non-blank line of the seed where it went."""
    project, _ = built
    for path in SEEDS:
        data = article_json(project, path.name)
        where = [line for lines in data["lines"].values() for line in lines]
        where += [line for block in data["blocks"] for line in block["lines"]]
        where += [dropped["line"] for dropped in data["dropped"]]
        text = path.read_text("utf-8").replace("\u00a0", " ")
        assert set(where) == {number for number, line in enumerate(text.split("\n"), 1) if line.strip()}


@pytest.mark.guarantee("G2")
def test_every_sentence_of_the_site_is_of_its_seed(built):
    """The Vietnamese of each segment stands in the seed, in order; its English is not empty."""
    project, _ = built
    for path in SEEDS:
        text = " ".join(path.read_text("utf-8").split())
        position = 0
        for block in article_json(project, path.name)["blocks"]:
            for segment in block["segments"]:
                position = text.index(segment["vi"], position)
                assert segment["en"]
                assert segment["state"] == "human"
                assert segment["engine"] is None


def test_the_summary_rests_on_paragraphs(built):
    """Two to four sentences, each with a block of the article; an editor wrote those of the seeds."""
    project, _ = built
    for path in SEEDS:
        data = article_json(project, path.name)
        assert 2 <= len(data["summary"]) <= 4
        assert all(data["blocks"][each["block"]]["kind"] == "paragraph" for each in data["summary"])
        assert 2 <= len(data["tags"]) <= 6


def test_inspect_gives_the_same_json(built):
    """`inspect` prints, for each file, the article.json that the build writes."""
    project, _ = built
    command = [sys.executable, "-m", "build_site", "inspect", *map(str, SEEDS)]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=60, check=True)
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    assert printed == [article_json(project, path.name) for path in SEEDS]


@pytest.mark.guarantee("E1")
def test_no_connection_is_opened(tmp_path):
    """A whole build asks nothing of the network: no socket is ever connected."""
    code = (
        "import sys\n"
        "def refuse(event, given):\n"
        "    if event in ('socket.connect', 'socket.getaddrinfo', 'socket.sendto'):\n"
        "        sys.stderr.write(f'{event} {given}\\n'); import os; os._exit(99)\n"
        "sys.addaudithook(refuse)\n"
        "from build_site.cli import main\n"
        "main()\n"
    )
    command = [
        sys.executable,
        "-c",
        code,
        "build",
        "--project",
        str(ROOT),
        "--out",
        str(tmp_path / "out"),
        "--jobs",
        "1",
    ]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", cwd=ROOT, timeout=120, check=False)
    assert done.returncode == 0, done.stderr


def test_both_languages_have_the_same_pages(built):
    """en/ and vi/ hold the same tails; only the data of an article, which tell of both, stand in one of them."""
    project, _ = built
    english, vietnamese = files(project.out / "en").keys(), files(project.out / "vi").keys()
    assert english >= vietnamese
    assert {path.rpartition("/")[2] for path in english - vietnamese} == {"article.json"}


def test_every_link_leads_somewhere(built):
    """check finds nothing."""
    from build_site.check import check_site

    project, _ = built
    checked = check_site(project.out)
    assert checked.problems == ()
    assert checked.links > 1000


def test_text_is_utf8_and_composed(built):
    """Every page is NFC."""
    import unicodedata

    project, _ = built
    for path in project.out.rglob("*.html"):
        text = path.read_text("utf-8")
        assert unicodedata.is_normalized("NFC", text), path


def test_the_hard_terms_of_a_paragraph_have_their_notes(built):
    """¶ 3 of seed 000 explains succession planning, filling places and the “masses”; ¶ 4 the Fatherland Front."""
    project, _ = built
    page = next(project.out.glob("en/articles/2023/gia-lam-*/index.html")).read_text("utf-8")
    third = page[page.index('id="p3"') : page.index('id="p4"')]
    fourth = page[page.index('id="p4"') : page.index('id="h-who"')]
    assert all(f'id="n-{term}"' in third for term in ("quy-hoach", "kien-toan", "quan-chung-uu-tu"))
    assert 'id="n-mat-tran-to-quoc-viet-nam"' in fourth


def test_only_the_page_for_lost_readers_may_start_at_the_host(tmp_path):
    """A link from the server's root is a fault of every page but 404.html, where it is followed like any other."""
    from build_site.check import check_site

    (tmp_path / "index.html").write_text('<a href="/index.html">a</a>', "utf-8")
    (tmp_path / "404.html").write_text('<a href="/index.html">a</a><a href="/gone.html">b</a>', "utf-8")
    found = [(problem.where, problem.what) for problem in check_site(tmp_path).problems]
    assert [where for where, _ in found] == ["404.html:1", "index.html:1"]
    assert "is not there" in found[0][1]
