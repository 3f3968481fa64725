"""The documentation is true as far as a program can tell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from markdown_it import MarkdownIt

from build_site.clean.article import RULES
from build_site.config import LanguageSettings, SiteSettings, TranslateSettings
from build_site.site.prose import outline
from build_site.store.packs import load_pack
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    """Every relative link of a page is a file of the repository. (Their #places: tests/build/test_manual.py.)"""
    for link in outline(page.read_text("utf-8")).links:
        target = unquote(link.partition("#")[0])
        if target and "://" not in target:
            assert (page.parent / target).exists(), target


def test_the_front_page_names_every_page():
    """docs/README.md, or the page of a folder that it names, links each page of the documentation."""
    fronts = [ROOT / "docs" / "README.md", *ROOT.glob("docs/*/*/README.md")]
    linked = {
        (front.parent / unquote(link.partition("#")[0])).resolve()
        for front in fronts
        for link in outline(front.read_text("utf-8")).links
    }
    pages = [page for page in ROOT.glob("docs/**/*.md") if page.suffixes != [".vi", ".md"] and page != fronts[0]]
    assert [name_of(page) for page in pages if page not in linked] == []


@pytest.mark.parametrize("page", sorted(ROOT.glob("docs/*/**/*.vi.md")), ids=name_of)
def test_translated_pages_keep_up(page):
    """A Vietnamese page has the English one's headings, tables and lists, one for one, and its commands and files
    letter for letter."""

    def shape(path: Path) -> tuple[list[str], list[str]]:
        tokens = MarkdownIt("js-default").parse(path.read_text("utf-8"))
        kinds = [token.type for token in tokens if token.type in ("heading_open", "tr_open", "list_item_open")]
        return kinds, [token.content for token in tokens if token.type in ("fence", "code_block")]

    assert shape(page) == shape(page.with_name(page.name.replace(".vi.md", ".md")))


def test_every_setting_is_documented():
    """docs/reference/settings.md names every setting there is."""
    text = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    for table, kind in (("site", SiteSettings), ("languages", LanguageSettings), ("translate", TranslateSettings)):
        for field in kind.__struct_fields__:
            assert f"`{table}.{field}`" in text


def test_every_rule_that_drops_lines_is_documented():
    """docs/reference/cleaning-rules.md names every rule that `dropped` may name, in both interface languages too."""
    text = (ROOT / "docs/reference/cleaning-rules.md").read_text("utf-8")
    source = "".join(path.read_text("utf-8") for path in (ROOT / "build_site/clean").glob("*.py"))
    rules = {furniture.rule for furniture in load_pack("vi").clean.furniture}
    rules |= set(re.findall(r'drop(?:_part)?\([^"]*"([a-z-]+)"\)', source)) | {"related-teaser"}
    assert len(rules) >= 10
    for rule in rules:
        assert f"`{rule}`" in text
    assert len(RULES) == text.partition("\n## ")[0].count("\n| ") - 2


def test_every_command_and_option_is_documented():
    """docs/reference/command-line.md names them all."""
    text = (ROOT / "docs/reference/command-line.md").read_text("utf-8")
    for command in ("build", "serve", "translate", "inspect", "check"):
        done = subprocess.run(
            [sys.executable, "-m", "build_site", command, "--help"],
            capture_output=True,
            encoding="utf-8",
            cwd=ROOT,
            check=True,
        )
        for option in re.findall(r"^  (?:-\w, )?(--[\w-]+)", done.stdout, re.MULTILINE):
            assert option in text or option == "--help", f"{command} {option}"


def test_the_picture_is_small():
    """The README's picture of an article is at most 200 KB."""
    assert (ROOT / "docs/images/article.png").stat().st_size <= 200_000


def test_nothing_names_a_machine():
    """No tracked text holds a path of somebody’s machine or the address of a package registry. (Test pages do: saved
    pages are full of them.)"""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    if not listing.stdout:
        pytest.skip("not a git checkout")
    wrong = re.compile(r"(?:^|[^\w.])/(?:home|root|Users|work)/\w|pypi\.org|pythonhosted|registry\.npmjs")
    kinds = {".py", ".md", ".toml", ".txt", ".sh", ".html", ".css", ""}
    for name in listing.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix in kinds and not name.startswith("tests/"):
            assert not wrong.search(path.read_text("utf-8", errors="replace")), name
