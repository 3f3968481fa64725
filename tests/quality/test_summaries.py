"""What summaries and overviews have reached is not lost again. `scripts/summaries --pin` raises the floors."""

from __future__ import annotations

import importlib.util
import json
import sys
from types import ModuleType

import pytest

from tests.conftest import ROOT

FLOORS = json.loads((ROOT / "tests/quality/floors.json").read_text("utf-8"))["floors"]


@pytest.fixture(scope="module")
def summaries(shared_data, monkeypatch_module) -> ModuleType:
    """scripts/summaries.py, which reads the evaluation's own ROUGE."""
    if not (shared_data.parent / "eval" / "common.py").is_file():
        pytest.skip("the evaluation scripts (../shared/eval) are not here")
    monkeypatch_module.syspath_prepend(str(ROOT / "scripts"))
    spec = importlib.util.spec_from_file_location("summaries", ROOT / "scripts" / "summaries.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    monkeypatch_module.setitem(sys.modules, "summaries", module)  # msgspec looks its types up there
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def monkeypatch_module():
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.parametrize("kind", ["hand", "leads", "ktlab", "vims"])
def test_floors(kind, summaries):
    """No score of a set is below what it once was."""
    floors = FLOORS[f"summaries, {kind}"]
    scores, _ = summaries.SETS[f"summaries, {kind}"]()
    measured = {name: sum(values) / len(values) for name, values in scores.items()}
    assert measured.keys() == floors.keys()
    assert not {name: (value, floors[name]) for name, value in measured.items() if value < floors[name] - 0.01}


@pytest.mark.parametrize("kind", ["hand", "leads"])
def test_better_than_the_lead(kind, summaries):
    """Three points of ROUGE-1 and two of ROUGE-2 and -L above the opening sentences."""
    methods = summaries.score(kind)
    for name, gain in (("ROUGE-1", 3), ("ROUGE-2", 2), ("ROUGE-L", 2)):
        ours, lead = (sum(methods[method][0][name]) / len(methods[method][0][name]) for method in ("ours", "lead"))
        assert ours >= lead + gain, name
