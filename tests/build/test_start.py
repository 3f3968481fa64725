"""A digest's first hour: `init`, `new`, `config`, `completion`."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest

from build_site.cli import cli
from build_site.cli_docs import KINDS, manual_pages
from build_site.errors import ConfigProblem
from build_site.store.project import find_project
from build_site.store.settings import language_code, read_settings, site_address
from build_site.store.starter import NewDigest, start
from tests.conftest import ROOT

PAGE = (
    '<!DOCTYPE html><html lang="vi"><head><title>Xã họp dân</title>'
    '<meta property="article:published_time" content="2026-09-12T08:00:00+07:00"></head><body><article>'
    "<h1>Xã họp dân về đường liên thôn</h1><p>Ủy ban nhân dân xã Ba Bến tổ chức họp dân vào ngày 15/9/2026.</p>"
    "</article></body></html>"
)
TEXT = "Thông báo họp dân\n12/09/2026\n\nỦy ban nhân dân xã Ba Bến tổ chức họp dân vào ngày 15/9/2026.\n"


def test_a_new_digest_builds_at_once_with_nothing_to_mend(tmp_path, run):
    """`init` on a pipe asks nothing; the project is whole: strict build and check succeed, without the network."""
    made = run("init", tmp_path / "my-digest", "--name", "Sông Hồng “News”", "--base-url", "https://digest.example/vn")
    assert made.returncode == 0, made.stderr
    assert "python -m build_site serve" in made.stdout
    project = find_project(tmp_path / "my-digest", templates=ROOT / "templates")
    settings = read_settings(project.site_src / "site.toml")
    assert settings.site.name == {"en": "Sông Hồng “News”", "vi": "Sông Hồng “News”"}
    assert settings.site.base_url == "https://digest.example/vn/"
    report = json.loads(run("build", "--strict", "--json", project=project).stdout)
    assert (report["articles"], report["missing"], report["failures"]) == (2, 0, [])
    assert [each["kind"] for each in report["read"]] == ["new"], "nothing of it is doubtful"
    checked = run("check", project=project)
    assert checked.returncode == 0, checked.stdout
    assert "build/" in (project.root / ".gitignore").read_text("utf-8")


def test_names_cannot_break_the_settings(tmp_path, run):
    """Quotes, backslashes and line ends in a name are text."""
    name = 'a "b" \\ c\n[site]'
    run("init", tmp_path / "x", "--name", name)
    table = tomllib.loads((tmp_path / "x" / "site_src" / "site.toml").read_text("utf-8"))
    assert table["site"]["name"]["en"] == name


def test_nothing_that_is_there_is_replaced(tmp_path, run):
    """A folder with anything in it is refused, and stays as it was."""
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    refused = run("init", tmp_path)
    assert refused.returncode == 74
    assert "nothing was written" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_look_comes_along_when_it_is_asked_for(tmp_path, run):
    """--with-templates copies templates/ byte for byte."""
    run("init", tmp_path / "x", "--with-templates")
    copied = {path.relative_to(tmp_path / "x") for path in (tmp_path / "x" / "templates").rglob("*") if path.is_file()}
    assert copied == {path.relative_to(ROOT) for path in (ROOT / "templates").rglob("*") if path.is_file()}


def test_what_is_said_by_language_is_said_in_the_digest_s_own(tmp_path):
    """The settings name and show the languages that were asked for, also in what is left out at first."""
    start(tmp_path / "x", NewDigest("Desa", source="id", target="en"))
    settings = (tmp_path / "x" / "site_src" / "site.toml").read_text("utf-8")
    assert 'name = { en = "Desa", id = "Desa" }' in settings
    assert '# tagline = { en = "…", id = "…" }' in settings


@pytest.mark.parametrize("code", ["", "VI", "vietnamese", "v", "vi/en", "../vi"])
def test_codes_of_languages_are_codes(code):
    """A language's code becomes part of folder names: only BCP 47 codes pass."""
    with pytest.raises(ConfigProblem):
        language_code(code)
    assert language_code("zh-Hant") == "zh-Hant"


@pytest.mark.parametrize(
    "url", ["digest.example", "ftp://a/", "javascript:alert(1)", "https://", "https://a/?q", "a b"]
)
def test_addresses_of_sites_are_addresses(url):
    """base_url is http or https, without a query, and ends with a slash."""
    with pytest.raises(ConfigProblem):
        site_address(url)
    assert site_address("https://a.example") == "https://a.example/"


def test_a_saved_page_and_a_pasted_text_become_seeds(tiny, run, tmp_path):
    """Each is named by its date and title, lies in seeds/ byte for byte, and says how it was read."""
    page = tmp_path / "Downloads - page (1).htm"
    page.write_text(PAGE, "utf-8")
    said = run("new", page, project=tiny)
    assert "seeds/2026-09-12-xa-hop-dan-ve-duong-lien-thon.htm\n" in said.stdout
    assert "Xã họp dân về đường liên thôn" in said.stdout
    assert (tiny.seeds / "2026-09-12-xa-hop-dan-ve-duong-lien-thon.htm").read_text("utf-8") == PAGE
    pasted = run("new", "-", "--json", project=tiny, input=TEXT)
    report = json.loads(pasted.stdout)
    assert Path(report["path"]).name == "2026-09-12-thong-bao-hop-dan.txt"
    assert report["published"] == "2026-09-12"
    unnamed = json.loads(run("new", "-", "--json", project=tiny, input=PAGE.replace("15/9", "16/9")).stdout)
    assert Path(unnamed["path"]).name == "2026-09-12-xa-hop-dan-ve-duong-lien-thon-2.html"


def test_a_text_that_is_there_stays_where_it_is(tiny, run):
    """The same bytes again write nothing: an article keeps its name, address and translations."""
    run("new", "-", "--name", "meeting", project=tiny, input=TEXT)
    again = run("new", "-", project=tiny, input=TEXT)
    assert "seeds/meeting.txt was there already" in again.stdout
    assert [path.name for path in tiny.seeds.iterdir()] == ["meeting.txt"]


def test_several_files_and_exports_are_added_at_once(tiny, run):
    """Each article is named on a line; what is none is named with the reason and makes the exit code 1, and the others
    are added all the same."""
    exports = ROOT / "tests" / "collect" / "fixtures"
    (tiny.root / "page.html").write_text(PAGE, "utf-8")
    said = run("new", tiny.root / "page.html", exports / "rss.xml", exports / "subscriptions.opml", project=tiny)
    assert said.returncode == 1
    assert "3 added, 0 were there already, 2 left out." in said.stdout
    assert "rss.xml: article 3 (Thông báo lịch tiếp công dân tháng 9): the export has only the summary" in said.stderr
    assert "OPML lists feeds" in said.stderr
    again = run("new", "--json", exports / "jsonfeed.json", project=tiny)
    assert [json.loads(line)["known"] for line in again.stdout.splitlines()] == [True, True]
    assert len(list(tiny.seeds.iterdir())) == 3
    assert run("new", "--name", "x", exports / "rss.xml", exports / "atom.xml", project=tiny).returncode == 2
    assert run("new", "--name", "x", exports / "rss.xml", project=tiny).returncode == 2


def test_a_folder_of_saved_pages_is_added(tiny, run, tmp_path):
    """Every page of it, whatever it is called; not the folders of pictures that a browser leaves beside them. What is
    not there is named, and stops nothing."""
    pages = tmp_path / "Trang đã lưu"
    (pages / "2026" / "Họp dân_files").mkdir(parents=True)
    (pages / "2026" / "Họp dân.html").write_text(PAGE, "utf-8")
    (pages / "2026" / "Họp dân_files" / "saved.html").write_text("<p>quảng cáo</p>", "utf-8")
    (pages / ".DS_Store").write_bytes(b"x")
    said = run("new", pages, pages / "2026" / "Họp dân_files", "nope.html", project=tiny)
    assert said.returncode == 1
    assert said.stdout.startswith("seeds/2026-09-12-xa-hop-dan-ve-duong-lien-thon.html  ")
    assert "1 added, 0 were there already, 1 left out." in said.stdout
    assert "nope.html: there is no such file\n  Name a file or a folder" in said.stderr
    assert [path.name for path in tiny.seeds.iterdir()] == ["2026-09-12-xa-hop-dan-ve-duong-lien-thon.html"]
    assert run("new", "--name", "x", pages, project=tiny).returncode == 2


@pytest.mark.parametrize("name", ["../x", "/etc/x", "a/../../x", "a\\b", ".."])
def test_a_seed_lies_below_seeds(tiny, run, name):
    """A name that leads elsewhere is refused."""
    assert run("new", "-", "--name", name, project=tiny, input=TEXT).returncode == 2
    assert not list(tiny.seeds.iterdir())


def test_what_is_no_article_is_refused(tiny, run):
    """An empty text, a collection and a name that is taken: a reason, and nothing written."""
    assert run("new", "-", project=tiny, input="  \n").returncode == 1
    (tiny.root / "web.jsonl").write_text("{}", "utf-8")
    assert "Copy it to seeds/" in run("new", tiny.root / "web.jsonl", project=tiny).stderr
    run("new", "-", "--name", "a", project=tiny, input=TEXT)
    taken = run("new", "-", "--name", "a", project=tiny, input=TEXT + "\nThêm.\n")
    assert taken.returncode == 74
    assert "another --name" in taken.stderr
    assert [path.name for path in tiny.seeds.iterdir()] == ["a.txt"]


def test_an_address_says_that_nothing_is_fetched(tiny, run):
    """`new https://…`: what to do instead."""
    said = run("new", "https://paper.example/a", project=tiny).stderr
    assert "Nothing is fetched from the web: save the page" in said


def test_all_mistakes_of_the_settings_are_told_at_once(tiny, run):
    """Unknown names, wrong types and values that cannot be used, in the order of the file, each with its line."""
    path = tiny.site_src / "site.toml"
    path.write_text(
        """[site]
name = "Only a string"
base_urll = ""
base_url = "digest.example"
licence = "CC"
[languages]
source = "english"
[translate]
engines = ["gogle", "mine:Engine"]
pace = "fast"
[previw]
[preview]
editor = "code"
""",
        "utf-8",
    )
    for command in ("build", "config"):
        done = run(command, project=tiny)
        assert done.returncode == 2
        *told, hint = done.stderr.removeprefix("error: ").splitlines()
        assert [each.removeprefix(f"{path}:") for each in told] == [
            "2: site.name: a table such as { en = … } is wanted here, not text",
            "3: there is no setting site.base_urll; did you mean base_url?",
            "4: site.base_url: not a web address such as https://digest.example/",
            "5: site.licence: a table is wanted here, with name, url",
            "7: languages.source: “english” is not a language code such as vi, en or zh-Hant",
            "9: translate.engines: there is no translation engine “gogle”; did you mean google?",
            "10: translate.pace: a number is wanted here, not text",
            "11: there is no setting previw; did you mean preview?",
            "13: preview.editor: {path} is to stand in it, as in vscode://file{path}:{line}",
        ]
        assert "docs settings" in hint


def test_settings_of_any_type_are_told_and_not_stumbled_over(tmp_path):
    """Lists for codes, numbers for tables, an empty code: messages, each with a line."""
    path = tmp_path / "site.toml"
    path.write_text('languages = { source = "", target = ["vi"] }\nsite = 5\ntranslate = { engines = [1] }\n', "utf-8")
    with pytest.raises(ConfigProblem) as caught:
        read_settings(path)
    told = caught.value.what.splitlines()
    assert len(told) == 4, told
    assert "“” is not a language code" in caught.value.what


def test_config_says_where_each_setting_comes_from(tiny, run):
    """The value in force, and the line of site.toml that sets it, or `default`."""
    (tiny.site_src / "site.toml").write_text('[site]\ncontact = "a@b.example"\n\n[translate]\npace = 1\n', "utf-8")
    found = {each["name"]: each for each in json.loads(run("config", "--json", project=tiny).stdout)}
    assert found["site.contact"] == {
        "name": "site.contact",
        "value": "a@b.example",
        "where": f"{tiny.site_src / 'site.toml'}:2",
    }
    assert (found["translate.pace"]["value"], found["translate.pace"]["where"][-2:]) == (1.0, ":5")
    assert found["languages.source"] == {"name": "languages.source", "value": "vi", "where": "default"}
    assert "site_src/site.toml:2" in run("config", project=tiny).stdout


def test_the_reference_knows_every_setting(tiny, run):
    """docs/reference/settings.md has a row for each, with its name."""
    reference = (ROOT / "docs" / "reference" / "settings.md").read_text("utf-8")
    names = [each["name"] for each in json.loads(run("config", "--json", project=tiny).stdout)]
    assert [name for name in names if f"`{name}`" not in reference] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands(shell, run):
    """What `completion` prints calls the program, and the program then answers with its commands."""
    assert "_BUILD_SITE_COMPLETE" in run("completion", shell).stdout
    asked = {"_BUILD_SITE_COMPLETE": f"{shell}_complete", "COMP_WORDS": "build_site se", "COMP_CWORD": "1"}
    answer = subprocess.run(
        [sys.executable, "-c", "import sys; sys.argv = ['build_site']; from build_site.cli import main; main()"],
        env=os.environ | asked | ({"COMP_CWORD": "se"} if shell == "fish" else {}) | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert "serve" in answer.stdout, answer.stderr


def test_every_command_says_in_a_line_what_it_does():
    """Whole, in the list of commands and in a shell's completion: the first sentence of its help, of 45 characters at
    most, and without a comma, at which fish would cut it."""
    cli.load()
    groups = [cli, *(each for each in cli.commands.values() if isinstance(each, click.Group))]
    said = {command.name: command.get_short_help_str() for group in groups for command in group.commands.values()}
    assert {name: text for name, text in said.items() if "..." in text or "," in text} == {}


def test_the_manual_can_be_read_anywhere(run):
    """`docs` lists its pages, and shows one by its name; a slip is told."""
    listed = run("docs").stdout
    assert "write-pages " in listed
    assert "deploy " in listed
    for name in ("settings", "reference/settings", "docs/reference/settings.md"):
        assert run("docs", name).stdout == (ROOT / "docs/reference/settings.md").read_text("utf-8")
    wrong = run("docs", "setings")
    assert wrong.returncode == 2
    assert "did you mean settings?" in wrong.stderr


def test_what_messages_say_of_the_manual_is_there():
    """Each page that the program names, in messages and in the files that it writes, has that name, and no other has it
    too. The path of a page would lead nowhere in an installed program."""
    pages = manual_pages()
    files = [path for kind in KINDS for path in (ROOT / "docs" / kind).rglob("*.md")]
    assert sorted(pages.values()) == sorted(files), "two pages have one name"
    for path in (ROOT / "build_site").rglob("*"):
        if path.is_file() and path.suffix not in (".pyc", ".txt"):
            text = path.read_text("utf-8")
            assert [name for name in re.findall(r"build_site docs ([\w.-]+)", text) if name not in pages] == [], path
            if path.suffix != ".py":
                assert "docs/how-to/" not in text, path
            else:
                assert re.findall(r"(?:hint|HINT|Hint) ?=.*\bdocs/", text) == [], path
