"""A site of which every field is hostile, built by the real program: no file of it holds a tag, an attribute, a key or
a cell that a field has brought, and none is broken."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from lxml import etree

from build_site.build import build
from build_site.store.project import Project
from tests.hostile.fields import write_project
from tests.hostile.skeleton import data_blocks, keys, tags
from tests.hostile.test_skeleton import KNOWN, _Words

CANARY = "\"><zq zq='1'></zq><!--'><zq zq=1>]]>&zq;"
"""Tries to leave a text, both kinds of attribute, a comment and a CDATA section; what comes out is called zq."""
FIRST_SIGNS = ("=", "+", "-", "@", "\t", "\r", "|", "%")


class _Payloads:
    """Another payload for every field, in turn, with the canary behind it."""

    def __init__(self, first: int) -> None:
        self.next = first

    def __call__(self, field: str) -> str:
        self.next += 1
        text = KNOWN[self.next % len(KNOWN)]
        if field == "topic keyword":
            return text
        if field.startswith("term ") and self.next % 3:
            return f"{text} {self.next} zq"
        return f"{text} {self.next} {CANARY}"


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> Path:
    project = write_project(tmp_path_factory.mktemp("plain") / "project", _Words())
    build(project, drafts=True)
    return project.out


@pytest.fixture(scope="module", params=[0, 61])
def hostile(request, tmp_path_factory) -> Project:
    """The same project twice, each field with other payloads."""
    project = write_project(tmp_path_factory.mktemp("hostile") / "project", _Payloads(request.param))
    report = build(project, drafts=True)
    assert not report.failures, report.failures
    assert report.articles == 5
    return project


def shape(out: Path) -> tuple[set[tuple[str, str]], set[str]]:
    """(tag, attribute) of every page, and the keys of the data in them."""
    found: set[tuple[str, str]] = set()
    data: set[str] = set()
    for path in out.rglob("*.html"):
        page = path.read_text("utf-8")
        found |= {(name, attribute) for name, given in tags(page) for attribute in ("", *given)}
        data |= {key for block in data_blocks(page) for key in keys(json.loads(block))}
    return found, {re.sub(r":\w+$", "", key) for key in data}


@pytest.mark.guarantee("C1", "C3")
def test_pages_have_no_tag_of_a_field(plain, hostile):
    """Tags, attributes and keys of embedded data are those that the site has with plain words; scripts come from the
    site itself; every page keeps the strict grammar."""
    wanted, wanted_keys = shape(plain)
    found, found_keys = shape(hostile.out)
    assert found - wanted == set()
    assert found_keys - wanted_keys == set()
    for path in hostile.out.rglob("*.html"):
        for name, given in tags(path.read_text("utf-8")):
            if name == "script" and given.get("type") != "application/ld+json":
                assert re.fullmatch(r"(?:\.\./|/)*assets/[a-z]+\.js", given["src"]), path


@pytest.mark.guarantee("C2")
def test_links_of_a_hostile_site_are_web_addresses(hostile):
    """No address has a scheme but https, and none holds bytes of its own but the citation, which is saved and not
    shown."""
    for path in hostile.out.rglob("*.html"):
        for name, given in tags(path.read_text("utf-8")):
            for attribute in ("href", "src", "action"):
                if attribute in given:
                    if re.fullmatch(r"data:application/json,[\w%/.~-]+", given[attribute], re.ASCII):
                        assert given.get("download") == "cite.json", (path, name, given)
                        continue
                    scheme = urlsplit(unescape(given[attribute])).scheme
                    assert scheme in ("", "https"), (path, name, given)


def xml_shape(data: bytes) -> set[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(data, parser)
    assert not [each for each in root.iter() if not isinstance(each.tag, str)], "a comment or instruction"
    return {(element.tag, name) for element in root.iter() for name in ("", *element.attrib)}


@pytest.mark.guarantee("C1")
def test_feeds_and_exports_have_no_element_of_a_field(plain, hostile):
    """Feeds, sitemap, TMX and TBX are well formed and have the elements and attributes that they have with plain words;
    the HTML within a feed keeps the strict grammar."""
    for kind in ("xml", "tmx", "tbx"):
        wanted = {bone for path in plain.rglob(f"*.{kind}") for bone in xml_shape(path.read_bytes())}
        made = list(hostile.out.rglob(f"*.{kind}"))
        assert made
        for path in made:
            assert xml_shape(path.read_bytes()) <= wanted, path
            for content in re.findall(r'<content type="html">([^<]*)</content>', path.read_text("utf-8")):
                assert {name for name, _ in tags(unescape(content))} <= _CONTENT


_CONTENT = {
    f"{sign}{name}"
    for name in "p span h2 h3 ul ol li figcaption a div small em strong ins del".split()
    for sign in ("", "/")
}
"""What the HTML within a feed is made of; `em` and `strong` are an editor's own Markdown."""


def json_values(path: Path) -> Iterator[Any]:
    """What a file of JSON, JSON Lines or of the search holds."""
    text = path.read_text("utf-8")
    if path.suffix == ".jsonl":
        yield from map(json.loads, text.splitlines())
    elif path.suffix == ".js":
        whole = re.fullmatch(r"digestSearch\.[a-z]+\((.*)\);\n", text)
        assert whole, path
        yield json.loads(f"[{whole[1]}]")
    else:
        yield json.loads(text)


@pytest.mark.guarantee("C1", "C3")
def test_data_files_are_whole(hostile):
    """Every JSON file, every line of JSON Lines and every file of the search is one JSON value (the search's a call of
    one function with it); HTML in a JSON Feed keeps the strict grammar."""
    files = [*hostile.out.rglob("*.json"), *hostile.out.rglob("*.jsonl"), *hostile.out.glob("search/**/*.js")]
    assert len(files) > 20
    for path in files:
        for value in json_values(path):
            if path.name == "feed.json":
                assert isinstance(value, dict)
                for item in value["items"]:
                    assert {name for name, _ in tags(item["content_html"])} <= _CONTENT, path


@pytest.mark.guarantee("C1")
def test_no_cell_is_a_formula(hostile):
    """No cell of glossary.csv begins with a sign that makes a spreadsheet run it; the table keeps its columns."""
    text = (hostile.out / "data" / "glossary.csv").read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == 8
    assert not [cell for row in rows for cell in row if cell.startswith(FIRST_SIGNS)]


@pytest.mark.guarantee("F3")
def test_links_that_lead_out_say_so(plain):
    """Every link to another site is marked as one and opens in the same tab; hosts are told to send no more than the
    site's own name along."""
    count = 0
    for path in plain.rglob("*.html"):
        for name, given in tags(path.read_text("utf-8")):
            assert "target" not in given, path
            if name == "a" and urlsplit(unescape(given.get("href", ""))).netloc:
                assert "external" in given.get("rel", "").split(), (path, given)
                count += 1
    assert count > 10
    assert "Referrer-Policy: strict-origin-when-cross-origin" in (plain / "_headers").read_text("utf-8")
