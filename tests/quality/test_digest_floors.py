"""What the digest finds in the texts labelled by eye is not found less well again.

`scripts/quality_digest --pin` raises the floors."""

from __future__ import annotations

import json
from types import ModuleType

import pytest

from tests.conftest import ROOT, load_script

FLOORS = json.loads((ROOT / "tests/quality/floors.json").read_text("utf-8"))["floors"]
LABELS = ROOT / "tests/quality/labels"


@pytest.fixture(scope="module")
def quality_digest(shared_data) -> ModuleType:
    """scripts/quality_digest.py."""
    return load_script("quality_digest")


@pytest.mark.parametrize("kind", ["people", "posts", "places", "documents"])
def test_floors(kind, quality_digest):
    """No score over the labelled articles is below what it once was."""
    if kind not in FLOORS:
        pytest.skip("no floor yet")
    measured = quality_digest.quality.summary(quality_digest.SETS[kind]()[0])
    worse = {
        name: (value, FLOORS[kind][name])
        for name, value in measured.items()
        if quality_digest.quality.falls_short(name, value, FLOORS[kind][name])
    }
    assert measured.keys() == FLOORS[kind].keys()
    assert not worse


@pytest.mark.parametrize("path", sorted(LABELS.glob("digest_*.jsonl")), ids=lambda path: path.stem)
def test_the_labels_hold_names_and_facts_alone(path):
    """The texts belong to their publishers: a label is a name, a post, a kind, a number or a date, never a sentence."""
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        assert record.keys() == {"id", "set", "people", "places", "documents"}
        for person in record["people"]:
            assert person.keys() - {"career"} == {"name", "posts"}
            assert all(len(text) <= 130 for text in (person["name"], *person["posts"]))
        assert all(place.keys() == {"name", "kind"} for place in record["places"])
        assert all(document.keys() == {"number", "kind", "date"} for document in record["documents"])
