"""Where a sentence ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_site.clean import clean
from build_site.segment import segment, sentences
from build_site.source import decode_text
from build_site.store.packs import load_pack
from tests.conftest import SEEDS

PACK = load_pack("vi")


def cases() -> list[tuple[str, list[str]]]:
    """(text, sentences) of the fixture."""
    text = (Path(__file__).parent / "sentences.txt").read_text("utf-8")
    parts = [part.splitlines() for part in text.split("\n\n")[1:]]
    return [(lines[0], [line.removeprefix("- ") for line in lines[1:]]) for lines in parts]


@pytest.mark.parametrize(("text", "expected"), cases(), ids=lambda value: value[:24] if isinstance(value, str) else "")
def test_sentences(text, expected):
    """Abbreviations, numbers, quotes, ellipses and labels do not mislead."""
    assert [part.strip() for part in sentences(text, PACK.segment)] == expected


@given(st.text(alphabet="aĐộ .…!?/”)“1,;:A", max_size=120))
def test_nothing_is_lost(text):
    """The sentences, joined, are the text, whatever it is."""
    collapsed = " ".join(text.split())
    assert "".join(sentences(collapsed, PACK.segment)) == collapsed


@pytest.mark.parametrize(
    ("seed", "count"), list(zip(SEEDS, (11, 23, 37, 17, 18), strict=True)), ids=[seed.name[:3] for seed in SEEDS]
)
def test_the_seeds(seed, count):
    """Counted by eye: headings, captions and sentences of each seed."""
    article = segment(clean(decode_text(seed.name, seed.read_bytes()), PACK.clean, "vi"), PACK.segment)
    assert sum(len(block.segments) for block in article.blocks) == count
    assert all("".join(each.text for each in block.segments) == block.text for block in article.blocks)
