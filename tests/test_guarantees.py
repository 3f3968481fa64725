"""docs/reference/guarantees.md is what tests/guarantees.toml and the tests' marks make of it."""

from __future__ import annotations

import re
import tomllib
from types import ModuleType

import pytest

from tests.conftest import ROOT, load_script


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """scripts/guarantees.py."""
    return load_script("guarantees")


@pytest.fixture(scope="module")
def data() -> dict:
    return tomllib.loads((ROOT / "tests" / "guarantees.toml").read_text("utf-8"))


def test_the_page_is_up_to_date(script, data):
    """`scripts/guarantees` would change nothing."""
    assert script.PAGE.read_text("utf-8") == script.page(data, script.held()), "run scripts/guarantees"


def test_every_promise_is_held(script, data):
    """Each row has a test, or says why it has none; figures have their day."""
    tested = {row for row, _, _ in script.held()}
    for row in data["row"]:
        assert (row["id"] in tested) != ("without" in row), row["id"]
        assert ("figures" in row) == ("date" in row), row["id"]
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", str(row.get("date", "2026-11-22")))


def test_every_mark_names_a_row(script, data):
    """No test holds a promise that the file does not have; no row stands twice."""
    rows = [row["id"] for row in data["row"]]
    assert len(set(rows)) == len(rows)
    assert {row for row, _, _ in script.held()} <= set(rows)
