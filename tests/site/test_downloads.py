"""The data files for others: what is in them, and what is not."""

from __future__ import annotations

import csv
import io
import json

from msgspec import structs

from build_site.digest.rights import redact
from build_site.model import Digest
from build_site.site.article_json import article_json
from build_site.site.downloads import (
    FIELDS,
    GLOSSARY,
    Download,
    article_line,
    data_pages,
    glossary_csv,
    glossary_tbx,
    memory_frame,
    memory_items,
    memory_part,
)
from build_site.translate.exchange_tbx import read_tbx
from build_site.translate.exchange_tmx import read_tmx
from tests.site.samples import TERMS, gia_lam, in_state, view

TAIL = "articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao"


def memory(digest: Digest) -> bytes:
    head, foot = memory_frame(view(), "1")
    return head + memory_part(digest, view())[0] + foot


def test_a_line_is_the_article_json_with_its_address():
    """articles.jsonl holds one line an article: its article.json, and where its pages are."""
    line = article_line(gia_lam(), TAIL, "en")
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    data = json.loads(line)
    assert data.pop("address") == TAIL
    assert data == json.loads(article_json(gia_lam(), "en"))


def test_every_key_of_a_line_is_documented():
    """The data page explains each key that a line has (published_from with published), and no other."""
    keys = set(json.loads(article_line(gia_lam(), TAIL, "en"))) - {"published_from"}
    assert keys == set(FIELDS["articles.jsonl"])
    words = view().ui["en"]
    for name, fields in FIELDS.items():
        for field in fields:
            assert words[f"data_{name.replace('.', '_')}_{field}"]


def test_the_glossary_as_a_table():
    """glossary.csv opens in a spreadsheet (byte order mark, CRLF) and reads back, lists and all."""
    data = glossary_csv(TERMS)
    assert data.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in data
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == GLOSSARY
    assert [row["term"] for row in rows] == [term.term for term in TERMS]
    assert next(row for row in rows if row["id"] == "ubnd")["abbr"] == "UBND"


def test_the_glossary_for_translation_programs():
    """glossary.tbx is read back by our own reader with every term."""
    rows = read_tbx(glossary_tbx(TERMS, view()), ("vi", "en"), "x")
    assert [row["target"] for row in rows] == [term.target for term in TERMS]


def test_the_memory_has_every_translation_with_its_state():
    """memory.tmx names article, role, state and engine of each text; what is not translated is not in it."""
    digest = in_state(gia_lam(), "machine", only=2)
    items = list(memory_items(digest))
    read = read_tmx(memory(digest), ("vi", "en"), "x")
    assert [(item.source, item.target, item.state) for item in read] == [
        (item.source, item.target, item.state) for item in items
    ]
    assert {item.article for item in read} == {digest.article.id}
    assert {item.role for item in read} >= {"title", "body", "caption", "post"}
    assert [item.engine for item in read if item.state == "machine"] == ["google@1.11.4"]
    assert not [item for item in memory_items(in_state(gia_lam(), "missing")) if item.role in ("title", "body")]


def test_what_a_publisher_keeps_back_is_in_no_file():
    """With an excerpt the memory has the pairs of the excerpt alone, with a link only no sentence of the text."""
    full = gia_lam()
    sentences = {unit.source for block in full.units for unit in block}
    for rights in ("excerpt", "link only"):
        digest = redact(structs.replace(full, rights=rights))
        kept = {item.source for item in memory_items(digest)} & sentences
        hidden = sentences - {unit.source for block in digest.units for unit in block}
        data = memory(digest) + article_line(digest, TAIL, "en")
        assert hidden
        assert kept if rights == "excerpt" else not kept
        for sentence in hidden:
            if len(sentence) > 25:
                assert sentence not in data.decode()


def test_the_page_names_every_file():
    """The page tells about how large each file is, its media type, and describes it for programs."""
    files = [Download("articles.jsonl", 1_234_567, 5), Download("memory.tmx", 5, 0)]
    pages = {page.path: page for page in data_pages(files, site=view())}
    assert list(pages) == ["en/data/index.html", "vi/data/index.html"]
    shown = pages["vi/data/index.html"].context
    assert [(each["path"], each["size"]) for each in shown["files"]] == [
        ("data/articles.jsonl", 1_200_000),
        ("data/memory.tmx", 5),
    ]
    assert shown["dataset"]["files"][0] == ["application/jsonl", "data/articles.jsonl"]
