"""Rights of publishers, in sites that are really built."""

from __future__ import annotations

import html
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from build_site.check import check_site
from build_site.errors import ConfigProblem
from build_site.store.project import Project
from tests.build.conftest import Run, article_json, build, files, seed

SHORTEST = 25
SOURCES = """
[default]
rights = "{default}"

[[source]]
name = {{ vi = "Cổng Hà Nội", en = "Hanoi Portal" }}
hosts = ["hanoi.gov.vn"]
agencies = ["HNP"]
home = "https://hanoi.gov.vn/"
rights = "{hnp}"

[[source]]
name = {{ vi = "Báo Bắc Giang", en = "Bắc Giang Online" }}
agencies = ["BGĐT"]
rights = "{bgdt}"
"""
Texts = dict[str, dict[str, Any]]


def write_sources(project: Project, default: str, hnp: str, bgdt: str) -> None:
    text = SOURCES.format(default=default, hnp=hnp, bgdt=bgdt)
    (project.site_src / "sources.toml").write_text(text, "utf-8")


def built(project: Project) -> Texts:
    """article.json by file name, of a fresh build."""
    report = build(project)
    assert report.failures == ()
    return {path.name: article_json(project, path.name) for path in project.seeds.iterdir()}


def plain(text: str) -> str:
    return " ".join(text.split())


def segments(data: dict[str, Any]) -> list[dict[str, Any]]:
    return [segment for block in data["blocks"] for segment in block["segments"]]


def withheld(whole: dict[str, Any], shown: dict[str, Any]) -> list[str]:
    """Sentences of the whole article that its redacted form does not mean to print: not in the title, the excerpt,
    nor (with an excerpt) quoted by the summary."""
    public = [whole["title"]["vi"], *(each["vi"] for each in segments(shown) if each["vi"])]
    if shown["source"]["rights"] == "excerpt":
        public += [sentence["vi"] for sentence in whole["summary"]]
    allowed = "\n".join(map(plain, public))
    texts = {plain(each["vi"]) for each in segments(whole)}
    return sorted(text for text in texts if len(text) >= SHORTEST and text not in allowed)


def search(project: Project, sentences: list[str]) -> list[tuple[str, str]]:
    """(file, sentence) for every sentence that any file of the site holds, escaped or not, broken over lines or not."""
    found = []
    for name, data in files(project.out).items():
        if name.endswith((".woff2", ".png", ".ico")):
            continue  # fonts, icons, the default card: no text
        text = data.decode("utf-8")
        for form in (text, html.unescape(text), text.replace('\\"', '"')):
            blob = plain(form)
            found += [(name, sentence) for sentence in sentences if sentence in blob]
    return found


@pytest.mark.parametrize("with_notes", [True, False], ids=["with notes", "without notes"])
@pytest.mark.parametrize(
    ("default", "hnp", "bgdt"),
    [("full", "excerpt", "link only"), ("excerpt", "link only", "excerpt"), ("link only", "full", "link only")],
)
def test_no_file_holds_a_withheld_sentence(project: Project, default: str, hnp: str, bgdt: str, with_notes: bool):
    """No file of the site (pages of both trees, article.json, glossary, listings) holds a withheld sentence."""
    if not with_notes:
        shutil.rmtree(project.site_src / "articles")
    write_sources(project, "full", "full", "full")
    whole = built(project)
    write_sources(project, default, hnp, bgdt)
    shown = built(project)
    rights = {"HNP": hnp, "BGĐT": bgdt}
    secret = []
    for name, data in shown.items():
        assert data["source"]["rights"] == rights.get(data["source"]["agency"], default)
        if data["source"]["rights"] != "full":
            here = withheld(whole[name], data)
            assert len(here) >= 5
            secret += here
        else:
            assert data == whole[name]
    assert search(project, secret) == []
    assert check_site(project.out).problems == ()


def test_a_withheld_sentence_would_be_found(project: Project):
    """The search above is not blind: with full rights it finds every sentence, in both trees."""
    whole = built(project)
    data = whole[seed(project, "000").name]
    texts = [plain(each["vi"]) for each in segments(data) if len(each["vi"]) >= SHORTEST]
    found = search(project, texts)
    for text in texts:
        names = {name.split("/")[0] for name, sentence in found if sentence == text}
        assert names == {"en", "vi", "data", "search"}


def test_an_excerpt(project: Project):
    """Of the original the title and the first paragraph; the English whole; no mode for what is not there."""
    name = seed(project, "000").name
    whole = built(project)[name]
    write_sources(project, "full", "excerpt", "full")
    data = built(project)[name]
    assert [each["en"] for each in segments(data)] == [each["en"] for each in segments(whole)]
    first = next(block for block in data["blocks"] if block["kind"] == "paragraph")
    assert all(each["vi"] for each in first["segments"])
    others = [each["vi"] for block in data["blocks"] if block is not first for each in block["segments"]]
    assert others
    assert set(others) == {None}
    assert {line["text"] for line in data["dropped"]} == {None}
    assert [line["line"] for line in data["dropped"]] == [line["line"] for line in whole["dropped"]]
    assert data["source"]["publisher"] == {
        "name": {"vi": "Cổng Hà Nội", "en": "Hanoi Portal"}, "home": "https://hanoi.gov.vn/"
    }  # fmt: skip
    for lang, words in (("en", "Excerpt."), ("vi", "Trích đăng.")):
        page = _page(project, name, lang)
        assert words in page
        assert 'name="mode"' not in page
        assert page.count('class="vi"') == len(first["segments"])
        assert page.count('class="en"') >= len(others)
        assert '<a href="https://hanoi.gov.vn/" rel="external">' in page


def test_link_only(project: Project):
    """The digest without the text: no sentence in either language, and a way to the publisher."""
    name = seed(project, "000").name
    whole = built(project)[name]
    write_sources(project, "full", "link only", "full")
    data = built(project)[name]
    assert {(each["vi"], each["en"]) for each in segments(data)} == {(None, None)}
    assert len(segments(data)) == len(segments(whole))
    for key in ("title", "headline", "people", "places", "documents", "tags", "figures", "glossary"):
        assert data[key] == whole[key]
    english = [plain(each["en"]) for each in segments(whole) if len(each["en"]) >= SHORTEST]
    assert search(project, english) == []
    for lang in ("en", "vi"):
        page = _page(project, name, lang)
        assert 'class="pairs"' not in page
        assert 'name="mode"' not in page
        assert '<p class="go"><a href="https://hanoi.gov.vn/" rel="external">' in page


def test_without_notes_a_summary_keeps_its_translation_only(project: Project):
    """Automatic sentences of a "link only" article stand in English in both trees; with "excerpt" in both languages."""
    shutil.rmtree(project.site_src / "articles")
    name = seed(project, "000").name
    write_sources(project, "full", "link only", "full")
    data = built(project)[name]
    assert data["summary"]
    for sentence in data["summary"]:
        assert (sentence["vi"], sentence["by"]) == (None, "automatic")
        assert sentence["en"] in html.unescape(_page(project, name, "vi"))
    write_sources(project, "full", "excerpt", "full")
    assert all(sentence["vi"] for sentence in built(project)[name]["summary"])


def test_a_change_of_rights_is_a_change_of_the_site(project: Project):
    """Giving an article fewer rights takes its text off a site that had it; giving them back restores every byte."""
    built(project)
    before = files(project.out)
    write_sources(project, "link only", "link only", "link only")
    built(project)
    assert not [name for name, data in files(project.out).items() if b'class="pairs"' in data]
    shutil.copy(Path(__file__).parents[2] / "site_src" / "sources.toml", project.site_src / "sources.toml")
    built(project)
    after = files(project.out)
    assert {name for name in before if before[name] != after[name]} == set()


def test_hints_of_a_publisher(project: Project):
    """A line that opens with one of the publisher's phrases is dropped, and the page says why; others keep theirs."""
    name = seed(project, "000").name
    line = next(each for each in seed(project, "000").read_text("utf-8").splitlines()[5:] if len(each) > 30)
    phrase = " ".join(line.split()[:4])
    publisher = f'[[source]]\nname = {{ vi = "A", en = "A" }}\nagencies = ["HNP"]\ndrop = ["{phrase}"]\n'
    (project.site_src / "sources.toml").write_text(publisher, "utf-8")
    data = built(project)[name]
    hinted = [each for each in data["dropped"] if each["rule"] == "source-hint"]
    assert [each["text"] for each in hinted] == [plain(line)]
    assert "named by an editor" in _page(project, name, "en")


def test_inspect_obeys(project: Project, run: Run):
    """`inspect` prints what the site would hold, no more."""
    write_sources(project, "full", "excerpt", "full")
    data = built(project)[seed(project, "000").name]
    done = run("inspect", seed(project, "000"), "--project", project.root)
    assert json.loads(done.stdout) == data


def test_a_wrong_file_stops_the_build(project: Project):
    """Nothing is built with rights that were misread."""
    write_sources(project, "ful", "excerpt", "full")
    with pytest.raises(ConfigProblem, match="did you mean “full”"):
        build(project)
    assert not project.out.exists()


def _page(project: Project, name: str, lang: str) -> str:
    for path in project.out.glob("en/articles/*/*/article.json"):
        if json.loads(path.read_text("utf-8"))["source"]["file"] == name:
            tail = path.parent.relative_to(project.out / "en")
            return (project.out / lang / tail / "index.html").read_text("utf-8")
    raise AssertionError(name)
