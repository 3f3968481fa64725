"""The trained ranking: trees as data, evaluated in plain Python."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.ranking import Ranking, Tree, grown, rank
from build_site.digest.traits import NAMES, measure
from build_site.errors import ConfigProblem

TREE = Tree(("title", "position"), (0.5, 1.0), (-1, -2), (1, -3), (0.1, 0.7, 0.3))
"""Little of the title: 0.1; much of it and early: 0.7, late: 0.3."""


def test_at_most_goes_left() -> None:
    """A trait at most the threshold goes left; leaves and the base add up over the trees."""
    trees = grown(Ranking(1.0, (TREE, TREE)), ("position", "title"))
    assert rank([[0, 0.5], [1, 0.6], [2, 0.6]], trees) == pytest.approx([1.2, 2.4, 1.6])


def test_an_unknown_trait_is_named() -> None:
    """A model trained on other traits is refused, not misread."""
    with pytest.raises(ConfigProblem, match="position"):
        grown(Ranking(0.0, (TREE,)), ("title",))


def test_the_vietnamese_model_is_small_and_fits(facts: DigestFacts) -> None:
    """Under 200 KB, and every trait it asks for is measured."""
    size = len(resources.files("build_site").joinpath("language", "summary.vi.json").read_bytes())
    assert size < 200_000
    assert grown(facts.ranking, NAMES)


_MEASURED = """
from build_site.digest.traits import measure
texts = [" ".join(f"chữ{n * n % m}" for n in range(40)) for m in range(7, 60)]
print(repr(measure(texts, [False] * len(texts), texts[0], frozenset()).rows))
"""


def test_the_same_in_every_process() -> None:
    """Sums over sets of words do not depend on the order in which a process happens to keep them."""
    said = {
        subprocess.run(
            [sys.executable, "-c", _MEASURED],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            cwd=Path(__file__).parents[2],
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    }
    assert len(said) == 1


def test_traits() -> None:
    """One number for each name; shares from 0 to 1; the title's words are found whatever their case and tone marks."""
    texts = ["Huyện uỷ Gia Lâm họp.", "Thành phố có 27 xã, 3 phường.", "Huyện ủy Gia Lâm có 27 xã."]
    rows = measure(texts, [False, False, True], "HUYỆN ỦY Gia Lâm", frozenset()).rows
    named = [dict(zip(NAMES, row, strict=True)) for row in rows]
    assert [row["title"] for row in named] == [1, 0, 1]
    assert [row["title pairs"] for row in named] == [1, 0, 1]
    assert [row["figures"] for row in named] == [0, 2, 1]
    assert [row["followed"] for row in named] == [False, True, False]
    assert named[0]["like first"] == -1
    assert named[0]["recurring"] == pytest.approx(3 / 5)
    assert measure([], [], "", frozenset()).rows == []
