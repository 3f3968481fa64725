"""The glossary explains the abbreviations of real texts, and finds its terms in them."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import quality_glossary


def test_the_raw_texts_are_explained(shared_data: Path) -> None:
    """On the raw texts 95 % of the Vietnamese abbreviations and five terms in 95 % of the articles. The larger sample
    takes `scripts/quality_glossary`."""
    listed = frozenset(quality_glossary.FOREIGN.read_text("utf-8").split())
    scores, _ = quality_glossary.measure(quality_glossary.raw_texts(), quality_glossary.matcher(), listed)
    assert scores["explained, Vietnamese"] >= 0.95
    assert scores["articles with 5 terms or more"] >= 0.95
