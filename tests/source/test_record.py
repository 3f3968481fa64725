"""Records of collections as researchers have them: fields of other names, lists, numbers for dates."""

from __future__ import annotations

import json
from typing import Any

import pytest

from build_site.errors import SourceProblem
from build_site.source import decode_source

TITLE = "Huyện Ba Bến sơ kết công tác xây dựng Đảng quý I"
TEXT = "Sáng 14/3/2025, Huyện ủy Ba Bến tổ chức hội nghị sơ kết.\n\nDự hội nghị có 32 đại biểu."


def _read(**fields: Any):
    return decode_source("web.jsonl#1", json.dumps(fields, ensure_ascii=False).encode())


@pytest.mark.parametrize(
    "fields",
    [
        {"text": TEXT},
        {"content": TEXT, "description": "x"},
        {"maintext": TEXT, "filename": "x.html"},
        {"body": TEXT.split("\n\n")},
        {"Text": TEXT, "ID": 7},
        {"text": TEXT, "content": "<p>another form of it</p>"},
    ],
)
def test_the_text_may_have_other_names(fields):
    """As crawlers and extractors call it; a list is its paragraphs."""
    source = _read(title=TITLE, **fields)
    assert source.text == f"{TITLE}\n\n{TEXT}"
    assert source.evidence.titles == (TITLE,)


@pytest.mark.parametrize(
    ("date", "read"),
    [
        ("2025-03-14", "2025-03-14"),
        ("2025-03-14 08:15:00", "2025-03-14T08:15:00"),
        ("2025-03-14T01:15:00Z", "2025-03-14T01:15:00Z"),
        (1741914900, "2025-03-14T01:15:00+00:00"),
        (1741914900000, "2025-03-14T01:15:00+00:00"),
    ],
)
@pytest.mark.parametrize("name", ["date", "published_at", "date_publish", "datetime"])
def test_a_date_may_have_other_names_and_forms(date, read, name):
    """Whatever a machine writes for a moment; the day is the same."""
    (told,) = _read(text=TEXT, **{name: date}).evidence.dates
    assert told.replace("Z", "+00:00") == read.replace("Z", "+00:00")


def test_authors_section_and_keywords_are_read_from_their_usual_fields():
    """Lists, or one text with signs between."""
    evidence = _read(
        text=TEXT, author=["Minh An", {"name": "Lê Hà"}], category="Xây dựng Đảng", tags="một, hai"
    ).evidence
    assert evidence.authors == ("Minh An", "Lê Hà")
    assert (evidence.section, evidence.keywords) == ("Xây dựng Đảng", ("một", "hai"))
    assert _read(text=TEXT, authors="Minh An; Lê Hà").evidence.authors == ("Minh An", "Lê Hà")


@pytest.mark.parametrize(("name", "value"), [("date", " "), ("date", {}), ("title", 7), ("url", ["x"])])
def test_a_field_that_cannot_be_read_is_told(name, value):
    """The article is built without it, and says so: nothing is lost in silence."""
    said = [finding.what for finding in _read(text=TEXT, **{name: value}).findings]
    assert len(said) == 1
    assert said[0].startswith(f"the field {name} cannot be read: ")


def test_markup_below_the_name_of_a_text_is_markup():
    """`content` of a weblog's export is HTML; its title becomes that of the page."""
    source = _read(
        title=TITLE, content="".join(f"<p>{part} Đủ dài để là đoạn văn.</p>" for part in TEXT.split("\n\n") * 3)
    )
    assert source.kind == "html"
    assert source.text.startswith(f"{TITLE}\n")
    assert source.hints[1] in ("title", "heading")


@pytest.mark.parametrize(
    ("fields", "what"),
    [
        ({"title": TITLE, "teaser": "x"}, "the record has no text (its fields: title, teaser)"),
        ({"text": {"a": 1}}, "the record’s text is an object"),
        ({"text": 3}, "the record’s text is a number"),
        ({}, "the record has no text (its fields: none)"),
    ],
)
def test_a_record_without_text_names_what_it_has(fields, what):
    """So that one sees which field to rename."""
    with pytest.raises(SourceProblem) as caught:
        _read(**fields)
    assert caught.value.what.replace("'", "’").startswith(what)
    assert "text" in caught.value.hint
