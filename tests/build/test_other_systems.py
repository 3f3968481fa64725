"""What Windows and macOS make of names and paths, tried here without them."""

from __future__ import annotations

import ast
from pathlib import PureWindowsPath
from unicodedata import normalize

import pytest

from build_site.check import leads_to
from build_site.site.urls import RESERVED, article_tail, slug
from build_site.source import article_id
from build_site.store.addresses import Addresses
from build_site.store.letters import composed, named_file
from build_site.store.memory import Memory, note_signatures
from build_site.store.notes import notes_path
from build_site.store.seeds import list_seeds
from build_site.work.adding import name_fault
from tests.build.conftest import Run, article_json, build
from tests.conftest import ROOT

NAME = "2024-07/sơ-kết-đợt-1"
APART = normalize("NFD", NAME)
TEXT = "Xã họp dân\n12/07/2024\n\nNgày 10/7/2024, xã Ba Bến họp dân.\n"
PO = """msgid ""
msgstr ""
"Language: en\\n"

msgctxt "title"
msgid "Xã họp dân"
msgstr "Commune meets residents"
"""
WINDOWS = 260
"""Characters of a whole path that Windows takes by default."""


@pytest.mark.parametrize("name", ["a", "2024-07-12-họp-dân", "2024/bài 1", "v1.2", "x" * 150, "con-duong", "console"])
def test_names_that_every_system_takes(name):
    """Letters of any language, blanks and dots within, folders."""
    assert name_fault(name) == ""
    assert not PureWindowsPath(name).is_reserved()


@pytest.mark.parametrize(
    "name",
    [
        *("", "/a", "a/", "a//b", ".", "..", "../a", "a/../b", ".hidden", "a.", "a ", " a", "a./b", "~a", "a~"),
        "x" * 200,
        *("a:b", "C:a", "a\\b", "a?b", "a*b", "a|b", 'a"b', "a<b", "a>b", "a\nb", "a\x00b", "a\u202eb"),
        *("con", "CON", "nul", "aux.txt", "2024/prn", "COM1", "lpt9.html", "con.2024"),
    ],
)  # fmt: skip
def test_names_that_some_system_does_not_take(name):
    """Reserved for devices, hidden, with a blank or dot at the end, with characters that Windows keeps: none is given
    to a new seed."""
    assert name_fault(name)


def test_every_name_of_a_device_gets_another_address():
    """No folder of the site is called as a device, whatever an article, a tag or a place is called."""
    for name in RESERVED:
        assert not PureWindowsPath(slug(name)).is_reserved()
        assert not PureWindowsPath(slug(name.upper())).is_reserved()
        assert all(not PureWindowsPath(part).is_reserved() for part in article_tail("2024", name).split("/"))


def test_paths_of_the_site_are_short():
    """Below a folder of a hundred characters the longest address that a title can get fits into what Windows takes."""
    for title in ("ơ" * 500, "dài " * 200, "x" * 1000, "中" * 300):
        for tail in (article_tail("2024-07-12", title), f"glossary/{slug(title)}", f"places/{slug(title)}"):
            path = PureWindowsPath("C:/", "u" * 100, "build", "en", tail, "article.json")
            assert len(str(path)) < WINDOWS, tail


def test_links_are_followed_with_slashes():
    """`check` compares addresses in one form on every system: paths below the site."""
    page = "en/articles/2024/a/index.html"
    assert leads_to(page, "../../../index.html") == "en/index.html"
    assert leads_to(page, "../b/./index.html") == "en/articles/2024/b/index.html"
    assert leads_to(page, "") == page
    assert leads_to("index.html", "en/index.html") == "en/index.html"
    assert leads_to(page, "../../../../../x") == "../x"


def test_paths_become_text_with_slashes():
    """In the whole program no path below a folder becomes text with the system's own separators: pages, data, messages
    and the manifest say the same on every system."""
    wrong = []
    for path in (ROOT / "build_site").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            inner = None
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "str" and node.args:
                inner = node.args[0]
            elif isinstance(node, ast.FormattedValue):
                inner = node.value
            named = isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute)
            if named and inner.func.attr == "relative_to":
                wrong.append(f"{path.name}:{node.lineno}")
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("sep", "altsep")
                and ast.unparse(node).startswith("os.")
            ):
                wrong.append(f"{path.name}:{node.lineno}")
    assert wrong == []


def test_a_name_is_the_same_in_both_forms(tmp_path):
    """macOS may write `ơ` as a letter and a mark: the article's id, its address, its translations and its notes are
    those of the name in one piece, and files that were copied from there are found."""
    assert APART != NAME
    assert article_id(f"{APART}.txt") == NAME == composed(APART)
    seeds = tmp_path / "seeds"
    for name in (NAME, APART):
        (seeds / f"{name}.txt").parent.mkdir(parents=True, exist_ok=True)
        (seeds / f"{name}.txt").write_text(TEXT, "utf-8")
    if len(list((seeds / "2024-07").iterdir())) == 2:  # a disk that tells them apart
        listing = list_seeds(seeds)
        assert [seed.id for seed in listing.seeds] == [NAME]
        assert "the form of its letters" in listing.problems[0].what
    memory = Memory(tmp_path, "en")
    for path in (memory.folder / f"{APART}.po", tmp_path / "articles" / f"{APART}.md"):
        path.parent.mkdir(parents=True)
        path.write_text("", "utf-8")
    assert list(memory.signatures()) == [NAME]
    assert list(note_signatures(tmp_path)) == [NAME]
    assert memory.path(NAME).exists()
    assert notes_path(tmp_path, NAME).exists()
    assert named_file(tmp_path, "không-có.po") == tmp_path / "không-có.po"


def test_an_article_from_a_mac_keeps_its_address_and_translation(tiny, run: Run):
    """Seed, PO file and urls.csv in letters and marks, as a copy from a Mac may have them: nothing moves, nothing is
    lost, and no line is added to urls.csv."""
    for path, text in (
        (tiny.seeds / f"{APART}.txt", TEXT),
        (tiny.site_src / "urls.csv", f"id,address\n{APART},articles/2024/so-ket\n"),
        (tiny.memory / "en" / f"{APART}.po", PO),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    report = build(tiny)
    assert (report.articles, report.new_addresses, report.failures) == (1, 0, ())
    assert (tiny.out / "en" / "articles" / "2024" / "so-ket" / "index.html").is_file()
    data = article_json(tiny, f"{APART}.txt")
    assert (data["id"], data["title"]["en"]) == (NAME, "Commune meets residents")
    run("translate", "--offline", project=tiny)
    assert [path.name for path in (tiny.memory / "en" / "2024-07").iterdir()] == [f"{APART.partition('/')[2]}.po"]


def test_one_article_under_two_forms_has_one_address(tmp_path):
    """A urls.csv in which programs that did not know better wrote both forms: the first address stays, the other is not
    given to anybody else."""
    path = tmp_path / "urls.csv"
    path.write_text(f"id,address\n{APART},articles/2024/a\n{NAME},articles/2024/a-2\n", "utf-8")
    addresses = Addresses(path)
    assert addresses.of(NAME, "articles/2024/b") == "articles/2024/a"
    assert addresses.of("other", "articles/2024/a-2") == "articles/2024/a-2-2"
