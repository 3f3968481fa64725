"""Any bytes at all give a Source or a SourceProblem, in linear time."""

from __future__ import annotations

import gc
import random
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from build_site.errors import SourceProblem
from build_site.source.html import decode_html

PAGE = (Path(__file__).parent / "html" / "newspaper.html").read_bytes()
SMALL, LARGE = 64_000, 512_000
MOST = 10
"""Times as long that eight times the length may take; what takes a few milliseconds is not measured."""
LEAST_SECONDS = 0.03
HOSTILE = {
    "angle brackets": "<",
    "deep nesting": "<div>",
    "deep inline": "<b>",
    "unclosed paragraphs": "<p>a",
    "unclosed links": "<a href=x>a",
    "unclosed tables": "<table><tr><td>",
    "unclosed comment": "<!--",
    "comments": "<!---->x",
    "unclosed attribute": '<p class="',
    "line breaks": "a<br>",
    "images": "<img><em>a b</em>",
    "NULs": "\0",
    "ampersands": "&",
    "entities": "&#7897;&#803;",
    "dates": "<span class=date>1/1/2020</span>",
    "links": "<li><a href=x>một hai ba bốn năm</a></li>",
    "headings": "<h1>Một tít dài chừng mười chữ để thử xem sao</h1>",
    "nested furniture": "<div class=comment><p>Một đoạn văn dài chừng bốn mươi chữ cái, không hơn.</p>",
    "nested JSON": '<script type="application/ld+json">[',
    "meta": '<meta property="og:title" content="một hai ba bốn">',
    "table cells": "<tr><td>1</td><td>2</td></tr>",
}


def seconds(data: bytes) -> float:
    gc.collect()
    gc.disable()  # its passes grow with everything else that the tests hold
    try:
        start = process_time()
        with suppress(SourceProblem):
            decode_html("a.html", data)
        return process_time() - start
    finally:
        gc.enable()


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.guarantee("C9")
def test_time_is_linear(piece):
    """Eight times the length takes at most ten times as long."""
    small, large = (piece * (size // len(piece)) for size in (SMALL, LARGE))
    once, eight = (min(seconds(data.encode()) for _ in range(2)) for data in (small, large))
    assert eight <= max(MOST * once, LEAST_SECONDS)


@pytest.mark.guarantee("C13")
def test_entity_bombs_do_not_go_off():
    """Entities that a page declares for itself mean nothing."""
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE html [<!ENTITY a0 "{"b" * 50}">{entities}]><p>&a11; {"một đoạn văn " * 10}</p>'
    assert len(decode_html("a.html", bomb.encode()).text) < 2 * len(bomb)


@pytest.mark.guarantee("C13")
def test_json_without_end_says_nothing():
    """JSON-LD that nests beyond any parser's depth is passed over."""
    bomb = f'<script type="application/ld+json">{"[" * 200_000}</script><p>Một đoạn văn.</p>'
    assert decode_html("a.html", bomb.encode()).text == "Một đoạn văn."


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300))
@pytest.mark.guarantee("C10")
def test_any_bytes(data):
    """Random bytes are read or refused."""
    seconds(data)
    seconds(b"<html><p>" + data)


@pytest.mark.guarantee("C10")
def test_mutated_pages():
    """A page with broken tags, quotes and bytes is read or refused."""
    chance = random.Random(7)
    for _ in range(40):
        page = bytearray(PAGE)
        for _ in range(chance.randrange(1, 60)):
            place = chance.randrange(len(page))
            page[place : place + chance.randrange(3)] = chance.choices(b'<>"/=&;\x00\xff a', k=chance.randrange(3))
        seconds(bytes(page))
