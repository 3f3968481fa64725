"""Cleaning takes time in proportion to the text, and no text makes it fail otherwise than by refusing."""

from __future__ import annotations

import random
from contextlib import suppress
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_site.clean import clean
from build_site.clean.article import RULES
from build_site.clean.reading import Line, Reading
from build_site.errors import SourceProblem
from build_site.source import decode_text
from build_site.store.packs import load_pack
from tests.conftest import SEEDS

FACTS = load_pack("vi").clean
SHORT, LONG, MOST = 64 * 1024, 512 * 1024, 10
FLOOR = 0.02
"""Seconds: below, the clock says more of the machine than of the rule."""
HOSTILE = {
    "one word": "a",
    "one line": "Ảnh: ( ảnh ảnh ",
    "dots": ". ",
    "dates": "1/1/2024 12:00 ",
    "days": "Ngày 1/1, chiều 2/2 (3/3/2024), ",
    "names": "Nguyễn Văn An - Lê Thu Hà, ",
    "brackets": "(((([[[[",
    "dashes": "- – — | ",
    "short lines": "Thời sự\n",
    "stamps": "12:00 1/1/2024\n",
    "captions": "Đồng chí An phát biểu tại hội nghị.\n",
    "paragraphs": "Hội nghị đã bàn về việc trồng cam của các hộ dân trong xã, và cũng đã nhất trí nhiều điều.\n",
    "bare captions": "Các đại biểu tham quan vườn cam\nSáng nay các hộ dân đã hái cam, rồi bán cam ở chợ của xã này.\n",
    "addresses": "https://a.vn/20240101 ",
    "related": "Tin liên quan\nCam vào mùa (1/1/2024)\n",
    "view counts": "Lượt xem: 1 ",
    "excerpts": "Cam Sơn Bình vào mùa thu hoạch ...\n",
    "commas": "cam, bưởi, quýt\n",
}


def lines_of(text: str) -> list[Line]:
    return [Line(number, each) for number, raw in enumerate(text.split("\n"), 1) if (each := " ".join(raw.split()))]


def seconds(piece: str, size: int) -> dict[str, float]:
    """Of each rule, all in their order, on `size` characters."""
    reading = Reading(lines_of(piece * (size // len(piece))))
    taken = {}
    for rule in RULES:
        started = process_time()
        rule(reading, FACTS)
        taken[rule.__name__] = process_time() - started
    return taken


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.guarantee("C9")
def test_every_rule_is_linear(piece):
    """Eight times the text takes at most ten times as long."""
    for _ in range(3):  # a busy machine may disturb one measurement, not three
        short, long = seconds(piece, SHORT), seconds(piece, LONG)
        slow = {name: taken for name, taken in long.items() if taken > MOST * max(short[name], FLOOR)}
        if not slow:
            return
    raise AssertionError(slow)


def read(text: str) -> None:
    with suppress(SourceProblem):
        clean(decode_text("seed.txt", text.encode("utf-8", "surrogatepass")), FACTS, "vi")


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=400))
@pytest.mark.guarantee("C10")
def test_any_text_is_read_or_refused(text):
    """No exception but SourceProblem."""
    read(text)


LINES = st.sampled_from(
    [line for seed in SEEDS for line in seed.read_text("utf-8").split("\n")] + list(HOSTILE.values())
)


@settings(max_examples=60, deadline=None)
@given(st.lists(LINES, max_size=40))
def test_any_order_of_real_lines_is_read_or_refused(lines):
    """Lines of the seeds, shuffled, doubled and left out."""
    read("\n".join(lines))


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
@pytest.mark.guarantee("C10")
def test_mutated_seeds_are_read_or_refused(seed):
    """Characters cut, doubled and swapped."""
    dice, text = random.Random(7), seed.read_text("utf-8")
    for _ in range(20):
        pieces = [text[i : i + 40] for i in range(0, len(text), 40)]
        for _ in range(8):
            place = dice.randrange(len(pieces))
            pieces[place] = dice.choice(["", pieces[place][::-1], pieces[place] * 2, "\n", pieces[place].upper()])
        read("".join(pieces))
