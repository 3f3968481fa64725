"""What cleaning has reached on the development texts is not lost again. `scripts/quality --pin` raises the floors; it
lowers one only with a reason, which floors.json keeps."""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from tests.conftest import ROOT, load_script

FLOORS = json.loads((ROOT / "tests/quality/floors.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def quality(shared_data) -> ModuleType:
    """scripts/quality.py."""
    return load_script("quality")


@pytest.mark.parametrize("kind", ["feed", "page", "html", "bodies"])
def test_floors(kind, quality):
    """No score of a set is below what it once was."""
    scores, _ = quality.SETS[kind]()
    measured = quality.summary(scores)
    assert measured.keys() == FLOORS["floors"][kind].keys()
    worse = {
        name: (value, FLOORS["floors"][kind][name])
        for name, value in measured.items()
        if quality.falls_short(name, value, FLOORS["floors"][kind][name])
    }
    assert not worse


def test_every_lowered_floor_has_its_reason():
    """A floor that was lowered says from what, to what and why."""
    for each in FLOORS["lowered"]:
        assert each.keys() == {"set", "score", "from", "to", "why"}
        assert len(each["why"]) > 10


def test_the_labels_hold_no_text():
    """Labels are line numbers and kinds only: the texts belong to their publishers."""
    for line in (ROOT / "tests/quality/labels/feed_text.jsonl").read_text("utf-8").splitlines():
        record = json.loads(line)
        assert record.keys() == {"id", "labels"}
        assert all(isinstance(number, int) and kind.isascii() for number, kind in record["labels"])
