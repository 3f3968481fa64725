"""The documentation is true as far as a program can tell."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from build_site.clean.article import RULES
from build_site.config import LanguageSettings, SiteSettings, TranslateSettings
from build_site.store.packs import load_pack
from tests.conftest import ROOT

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page):
    """Every relative link of a page is a file of the repository."""
    for target in LINK.findall(page.read_text("utf-8")):
        if "://" not in target:
            assert (page.parent / target).exists(), target


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
    assert len(RULES) == text.count("\n| ") - 2


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
