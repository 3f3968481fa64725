"""The commands, as a person or a program runs them."""

from __future__ import annotations

import json
import re

from tests.build.conftest import article_json, build
from tests.conftest import ROOT


def test_help_says_what_to_do(run):
    """--help lists the commands, the usual calls and the exit codes."""
    text = run("--help").stdout
    for word in ("build", "serve", "translate", "inspect", "check", "Exit codes", "python -m build_site"):
        assert word in text


def test_every_option_has_a_line_of_help(run):
    """No option of any command is left unexplained."""
    for command in ("build", "serve", "translate", "inspect", "check"):
        text = run(command, "--help").stdout
        for line in text.splitlines():
            option = re.match(r"  (?:-\w, )?--[\w-]+(?: [A-Z_]+)?(.*)$", line)
            if option and not option[1].strip():
                following = text.splitlines()[text.splitlines().index(line) + 1]
                assert following.startswith("       "), f"{command}: {line}"


def test_build_is_the_default(small, run):
    """Without a command the site is built, and the end of the report says where to look."""
    done = run(project=small)
    assert done.returncode == 0
    assert "5 (5 read in this run)" in done.stdout
    assert "111 human" in done.stdout
    assert str(small.out / "index.html") in done.stdout


def test_json_is_for_programs(small, run):
    """--json prints one document and nothing else."""
    report = json.loads(run("--json", project=small).stdout)
    assert report["articles"] == 5
    assert report["out"] == str(small.out)


def test_unknown_options_are_usage_errors(run):
    """Exit code 2, and a hint."""
    assert run("build", "--no-such-option").returncode == 2
    assert run("inspect", "no-such-file.txt").returncode == 2


def test_a_misspelt_option_without_a_command_finds_the_programs_own(run):
    """What is no command's option is the default command's, which knows --version and --help as well."""
    for given, meant in (("--verison", "'--version'"), ("--hepl", "'--help'"), ("--dratfs", "'--drafts'")):
        done = run(given)
        assert done.returncode == 2
        assert meant in done.stderr


def test_a_new_file_builds_with_its_english_marked_as_missing(small, run):
    """A raw text dropped into seeds/ is cleaned and shown in Vietnamese, its known terms explained, offline."""
    text = (
        "Hội nghị Ban Chấp hành Đảng bộ huyện lần thứ 12\n(14:05 12/07/2024)\n\n"
        "BBK- Ngày 12/7, đồng chí Nguyễn Văn An, Bí thư Huyện ủy chủ trì hội nghị Ban Chấp hành Đảng bộ huyện.\n\n"
        "Hội nghị cho ý kiến về quy hoạch cán bộ và công tác kiểm tra, giám sát 6 tháng đầu năm 2024.\n\nThu Trang\n"
    )
    (small.seeds / "moi.txt").write_text(text, "utf-8")
    done = run("build", project=small)
    assert done.returncode == 0
    assert "python -m build_site translate" in done.stdout
    data = article_json(small, "moi.txt")
    assert data["published"] == "2024-07-12T14:05:00+07:00"
    assert {each["state"] for block in data["blocks"] for each in block["segments"]} == {"missing"}
    assert "Nguyễn Văn An" in {person["name"] for person in data["people"]}
    assert data["glossary"]


def test_translate_writes_the_entries_that_are_missing(small, run):
    """`translate` adds an entry for each new sentence, for Poedit; filled in, it reaches the page; nobody's text
    changes."""
    path = small.seeds / "moi.txt"
    path.write_text("Huyện họp bàn công tác cán bộ\n\nNgày 12/7/2024, huyện họp. Có 12 đại biểu dự.\n", "utf-8")
    before = {each.name: each.read_bytes() for each in small.memory.rglob("*.po")}
    done = run("translate", project=small)
    assert done.returncode == 0
    assert "3 in site_src/translations/en/moi.po" in done.stdout
    po = small.memory / "en" / "moi.po"
    text = po.read_text("utf-8")
    assert 'msgid "Có 12 đại biểu dự."\nmsgstr ""' in text
    assert {name: (small.memory / "en" / name).read_bytes() for name in before} == before
    po.write_text(text.replace('dự."\nmsgstr ""', 'dự."\nmsgstr "Twelve delegates attended."'), "utf-8")
    build(small)
    segments = [each for block in article_json(small, "moi.txt")["blocks"] for each in block["segments"]]
    assert segments[1] == {
        "vi": "Có 12 đại biểu dự.",
        "en": "Twelve delegates attended.",
        "state": "human",
        "engine": None,
    }


def test_an_engine_fills_the_memory_and_is_named(small, run):
    """With an engine set, what is missing is translated, marked as a machine's, and shown so; --offline asks nobody."""
    settings = small.site_src / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace("engines = []", 'engines = ["fake"]'), "utf-8")
    (small.seeds / "moi.txt").write_text("Huyện họp bàn công tác cán bộ\n\nNgày 12/7/2024, huyện họp.\n", "utf-8")
    assert json.loads(run("build", "--offline", "--json", project=small).stdout)["missing"] == 2
    report = json.loads(run("build", "--json", project=small).stdout)
    assert (report["missing"], report["states"]["machine"]) == (0, 2)
    segment = article_json(small, "moi.txt")["blocks"][0]["segments"][0]
    assert segment["state"] == "machine"
    assert segment["engine"].startswith("fake@")
    assert "fuzzy" in (small.memory / "en" / "moi.po").read_text("utf-8")


def test_check_finds_a_broken_link(small, run):
    """A link that leads nowhere is named with page and line; exit code 1."""
    build(small)
    page = small.out / "en" / "timeline" / "index.html"
    page.write_text(page.read_text("utf-8").replace("../tags/index.html", "../tgas/index.html"), "utf-8")
    done = run("check", project=small)
    assert done.returncode == 1
    assert re.search(r"en/timeline/index\.html:\d+: \.\./tgas/index\.html is not there", done.stdout)


def test_check_without_a_site(small, run):
    """There is nothing to check before a build."""
    done = run("check", project=small)
    assert done.returncode == 74
    assert "there is no built site" in done.stderr


def test_inspect_names_a_bad_file_and_goes_on(tmp_path, run):
    """One file that cannot be read does not keep the others from being printed."""
    (tmp_path / "bad.txt").write_bytes(b"\xff\xff")
    good = next((ROOT / "seeds").glob("004*"))
    done = run("inspect", tmp_path / "bad.txt", good, "--project", ROOT)
    assert done.returncode == 1
    assert "bad.txt:1: byte 0xff" in done.stderr
    assert json.loads(done.stdout)["published"] == "2023-07-31"
