"""Any text at all is read or refused, by the whole of the pipeline. `--texts N` tries as many."""

# ruff: noqa: E501 - tables of what others send
from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from typing import Any

import pytest

from build_site.errors import SourceProblem
from build_site.model import Digest
from build_site.pipeline import Rules, digest_article
from build_site.site.article_json import article_json
from build_site.site.records import make_mentions, make_record
from build_site.site.search.entry import passages
from build_site.site.search.files import passage_file
from build_site.site.urls import article_tail
from build_site.store.project import find_project
from build_site.work.workshop import Workshop
from tests.conftest import ROOT, SEEDS
from tests.hostile.test_skeleton import KNOWN

UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef"
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
"""Characters that no reader sees, or that every font shows as it likes."""
_RANGES = (
    (0, 0x80),
    (0x80, 0x250),
    (0x300, 0x370),
    (0x600, 0x700),
    (0x1E00, 0x1F00),
    (0x2000, 0x2070),
    (0xD800, 0x10000),
    (0x10000, 0x110000),
)
_LINES = [line.strip() for path in SEEDS for line in path.read_text("utf-8").split("\n") if line.strip()]
_WORDS = sorted({word for line in _LINES for word in line.split()})
_SIGNS = (
    *("\n", "\n\n", "\n\n\n", " ", "\t", ".", ". ", ",", ";", ":", "-", "–", "/", "(", ")", "[", "]", "“", "”", '"', "'", "…", "%", "!", "?"),
    *("16:45 04/02/2023", "31/7", "ngày 30/02/2023", "99/99/9999", "00:00", "1.599", "18-NQ/TW", "01/2020/NĐ-CP", "2020 - 2025"),
    *("Ảnh:", "(Ảnh: ", "PV", "Theo ", "ông ", "bà ", "đồng chí ", "Bí thư ", "huyện ", "xã ", "tỉnh ", "UBND ", "(HNP) - ", "+++", "#", "* "),
    *("<p>", "</p>", "<br>", "&amp;", "&#0;", "&#xD800;", "<b", "-->", "\ufeff", "\u202e", "\u200b", "\xa0", "\u0301", "\u0323", "Đ", "đ", "Ð"),
    *("9" * 30, "a" * 300, "1" * 400, "((((((((", "x.x.x.x.", "...", "٣٤", "²", "①", "Ⅷ", "½", "𝟙", "İ", "ß", "ﬁ", "ǆ", "\U0001f1fb\U0001f1f3"),
)  # fmt: skip


def text_of(chance: random.Random) -> str:
    """A text: lines of real articles cut and mixed, words, signs that mean something, and any character at all."""
    parts: list[str] = []
    for _ in range(chance.randrange(1, 14)):
        kind = chance.random()
        if kind < 0.25:
            line = chance.choice(_LINES)
            start = chance.randrange(len(line))
            parts.append(line[start : start + chance.randrange(200)])
        elif kind < 0.5:
            parts.append(chance.choice(_WORDS))
        elif kind < 0.85:
            parts.append(chance.choice(_SIGNS))
        elif kind < 0.9:
            parts.append(chance.choice(KNOWN))
        else:
            parts.append("".join(chr(chance.randrange(*chance.choice(_RANGES))) for _ in range(chance.randrange(1, 6))))
        parts.append(chance.choice((" ", "", "\n")))
    return "".join(parts)


def seeds(count: int, first: int) -> Iterator[tuple[str, bytes]]:
    """So many seeds, most of them plain texts."""
    for number in range(first, first + count):
        chance = random.Random(number)
        text = text_of(chance)
        kind = number % 10
        if kind < 7:
            yield "a.txt", text.encode("utf-8", "surrogatepass" if kind == 0 else "replace")
        elif kind == 7:
            head = "".join(
                f"{name} = {json.dumps(text_of(chance)[:80])}\n"
                for name in ("title", "section", "date", "url", "x")[: chance.randrange(6)]
            )
            yield "a.md", f"+++\n{head}+++\n{text}".encode("utf-8", "replace")
        elif kind == 8:
            yield "a.html", f"<h1>{text_of(chance)[:90]}</h1><p>{text}</p>".encode("utf-8", "replace")
        else:
            fields: dict[str, Any] = {
                name: text_of(chance)[:80] for name in ("title", "lead", "byline", "date", "section", "url")
            }
            yield "a.jsonl#1", json.dumps({"id": 1, "text": text} | fields).encode()


@pytest.fixture(scope="module")
def rules() -> Rules:
    """Of the project itself, with its whole glossary."""
    return Workshop(find_project(ROOT)).rules


def digest_of(name: str, data: bytes, rules: Rules) -> Digest:
    return digest_article(name, data, rules, memory_file="a.po", catalog=None, elsewhere=lambda *_: None)


@pytest.mark.guarantee("C5", "C10")
def test_any_text_is_digested_or_refused(rules, request):
    """Nothing is raised but SourceProblem; what is made of a text for pages, data, search and addresses can be written,
    and holds no character that no reader sees."""
    read = 0
    for number, (name, data) in enumerate(seeds(request.config.getoption("texts"), 0)):
        try:
            digest = digest_of(name, data, rules)
        except SourceProblem:
            continue
        except Exception as error:
            raise AssertionError(f"text {number}: {data!r}") from error
        read += 1
        tail = article_tail(digest.article.published, digest.article.title)
        assert re.fullmatch(r"articles/(?:\d{4}|undated)/[a-z0-9]+(?:-[a-z0-9]+)*", tail), (number, tail)
        make_record(digest, tail)
        make_mentions(digest)
        files = (article_json(digest, "en"), passage_file(tail, passages(digest))[1])
        for made in files:
            found = UNSEEN.search(made.decode("utf-8"))
            assert not found, (number, data, found)
    assert read > 0.3 * request.config.getoption("texts")
