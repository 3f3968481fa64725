"""What topics and figures have reached on the labels made by eye is not lost again (`scripts/quality_topics --pin`)."""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from tests.conftest import ROOT, load_script

FLOORS = json.loads((ROOT / "tests/quality/floors.json").read_text("utf-8"))["floors"]


@pytest.fixture(scope="module")
def quality(shared_data) -> ModuleType:
    """scripts/quality_topics.py."""
    return load_script("quality_topics")


@pytest.mark.parametrize("kind", ["topics", "figures"])
def test_floors(kind, quality):
    """No score is below what it once was."""
    measured = quality.SETS[kind]()
    assert measured.keys() == FLOORS[kind].keys()
    assert not {name: value for name, value in measured.items() if value < FLOORS[kind][name] - 0.0005}


def test_the_labels_hold_no_text():
    """Ids, slugs, line numbers and values only: the texts belong to their publishers."""
    for name, keys in (("topics", {"id", "set", "split", "topics", "also"}), ("figures", {"line", "value", "right"})):
        for line in (ROOT / f"tests/quality/labels/{name}.jsonl").read_text("utf-8").splitlines():
            record = json.loads(line)
            assert record.keys() == keys
            assert all(len(str(value)) < 120 for value in record.values())
