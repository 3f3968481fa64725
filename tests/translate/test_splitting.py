"""Long sentences are split at semicolons and put together again."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from build_site.translate.splitting import LONG, rejoin, split
from tests.conftest import SEEDS


@given(st.text("ab;. ()“”", max_size=900), st.integers(1, 400))
def test_nothing_is_lost(text: str, longest: int) -> None:
    """The parts of a text are the text."""
    text = " ".join(text.split())
    assert "; ".join(split(text, longest)) == text


def test_short_sentences_stay_whole() -> None:
    """A semicolon alone is no reason to split."""
    assert split("Một; hai; ba.") == ("Một; hai; ba.",)


def test_long_lines_of_the_seeds() -> None:
    """Every part of a long line is shorter than the line; what stays long has no semicolon outside brackets."""
    lines = [" ".join(line.split()) for seed in SEEDS for line in seed.read_text("utf-8").split("\n")]
    long = [line for line in lines if len(line) > LONG and "; " in line]
    assert long
    for line in long:
        assert all(len(part) < len(line) for part in split(line))


def test_brackets_and_quotes_hold_together() -> None:
    """A part never ends inside a pair."""
    text = "Các cơ quan (" + "; ".join(["phòng chuyên môn cấp huyện"] * 20) + "); “" + "; ".join(["a" * 50] * 9) + "”."
    for part in split(text):
        assert part.count("(") == part.count(")")
        assert part.count("“") == part.count("”")


def test_full_stops_in_the_middle_go() -> None:
    """Engines end each part with a stop; the sentence keeps the last, and those of abbreviations."""
    assert rejoin(["It began at 7 p.m.", "They met.", "It ended."]) == "It began at 7 p.m.; They met; It ended."
