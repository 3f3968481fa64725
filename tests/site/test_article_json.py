"""article.json is a contract."""

from __future__ import annotations

import json
from typing import Any

import pytest

from build_site.site.article_json import article_json
from tests.site.samples import ROOT, gia_lam, in_state

KEYS = {
    "id", "source", "lang", "title", "published", "published_from", "section", "authors", "keywords", "lines", "blocks",
    "summary", "glossary", "tags", "people", "places", "documents", "dropped", "findings",
}  # fmt: skip


@pytest.fixture(scope="module")
def data() -> dict[str, Any]:
    parsed: dict[str, Any] = json.loads(article_json(gia_lam(), "en"))
    return parsed


def test_keys(data: dict[str, Any]) -> None:
    """Every key that other programs rely on is there."""
    assert data.keys() >= KEYS
    assert data["source"].keys() >= {"file", "sha256", "agency", "url"}
    assert data["title"].keys() >= {"vi", "en"}
    assert data["lines"].keys() == {"title", "stamp", "section", "byline"}
    assert data["authors"] == [{"name": "Vương Vân", "organisation": None, "role": None}]
    assert data["published"] == "2023-02-04T16:45:00+07:00"
    for block in data["blocks"]:
        assert block.keys() >= {"kind", "lines", "segments"}
        for segment in block["segments"]:
            assert segment.keys() >= {"vi", "en", "state", "engine"}
    assert data["summary"][0].keys() >= {"en", "vi", "block"}
    assert data["glossary"][0].keys() >= {"term", "en", "count"}
    assert data["people"][0].keys() >= {"name", "posts"}
    assert data["documents"][0].keys() >= {"number", "kind", "date"}
    assert data["dropped"][0].keys() == {"line", "text", "rule"}
    assert data["findings"][0].keys() == {"line", "what"}


def test_every_line_has_one_place(data: dict[str, Any]) -> None:
    """Every non-blank line of the seed is in exactly one part; only a title with its stamp is in two."""
    text = next((ROOT / "seeds").glob("000_*.txt")).read_text("utf-8")
    parts = [line for name in ("title", "section", "byline") for line in data["lines"][name]]
    parts += [line for block in data["blocks"] for line in block["lines"]]
    parts += [dropped["line"] for dropped in data["dropped"]]
    parts += [line for line in data["lines"]["stamp"] if line not in data["lines"]["title"]]
    assert sorted(parts) == [number for number, line in enumerate(text.splitlines(), 1) if line.strip()]


def test_missing_text_is_null() -> None:
    """A sentence without a translation says so."""
    data = json.loads(article_json(in_state(gia_lam(), "missing"), "en"))
    assert data["title"]["en"] is None
    assert {segment["state"] for block in data["blocks"] for segment in block["segments"]} == {"missing"}


def test_stable() -> None:
    """Equal digests give equal bytes: UTF-8 as it is, indented, with a line end."""
    assert article_json(gia_lam(), "en") == article_json(gia_lam(), "en")
    assert "Gia Lâm".encode() in article_json(gia_lam(), "en")
    assert article_json(gia_lam(), "en").startswith(b'{"format":1,"id":')
    assert article_json(gia_lam(), "en").count(b"\n") == 1
