"""The generated parts of docs/reference/ are what the program says now."""

from __future__ import annotations

from collections import Counter
from types import ModuleType

import pytest

from tests.conftest import ROOT, load_script

PAGES = sorted((ROOT / "docs" / "reference").glob("*.md"))


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/reference.py."""
    return load_script("reference")


def test_the_pages_are_up_to_date(script: ModuleType) -> None:
    """`scripts/reference` would change nothing."""
    stale = [page.name for page in PAGES if script.filled(text := page.read_text("utf-8")) != text]
    assert stale == [], "run scripts/reference"


def test_each_part_stands_once(script: ModuleType) -> None:
    """Whatever can be made is in a page, and in one alone."""
    found = Counter(name for page in PAGES for name in script.named(page.read_text("utf-8")))
    assert found == dict.fromkeys(script.PARTS, 1)


def test_every_setting_says_what_it_does(script: ModuleType) -> None:
    """No row of the settings is without its words."""
    rows = [line for line in script.settings().split("\n") if line.startswith("| `")]
    assert len(rows) > 20
    assert [row for row in rows if row.endswith("|  |")] == []


def test_every_command_and_option_says_what_it_does(script: ModuleType) -> None:
    """No command, and no option, is without its words."""
    text = script.commands()
    assert "| `--strict` |" in text
    assert [row for row in text.split("\n") if row.startswith("| `") and row.endswith("|  |")] == []
    assert "### memory import" in text
