"""An editor's word on how a seed is read, and the line-by-line account of how it was."""

from __future__ import annotations

import pytest

from build_site.clean import clean
from build_site.clean.explain import explain
from build_site.errors import NotesProblem
from build_site.model import Author, Notes, NotesAuthor
from build_site.source import decode_text
from tests.conftest import SEEDS

LEAD = (
    "Ngày 5/6/2024, huyện Ba Bến họp bàn công tác cán bộ, với sự tham dự của lãnh đạo các phòng, ban, ngành, đoàn thể"
    " thuộc huyện và bí thư đảng ủy các xã, thị trấn trên địa bàn."
)
TEXT = f"""Huyện họp bàn công tác cán bộ

{LEAD}

Thu Trang

Tin liên quan

Xã Ba Bến Đông khánh thành đường mới
"""


@pytest.fixture
def source():
    return decode_text("a.txt", TEXT.encode())


def test_kept_lines_are_paragraphs(source, facts):
    """A line that the rules drop is in the article when an editor keeps it."""
    assert 9 in {dropped.line for dropped in clean(source, facts, "vi").dropped}
    article = clean(source, facts, "vi", Notes(keep=(9,)))
    assert [block.lines for block in article.blocks if block.kind == "paragraph"] == [(3,), (9,)]
    assert article.edited == ("keep",)


def test_dropped_lines_name_the_editor(source, facts):
    """A line that an editor drops is listed like any other, with the rule `editor`."""
    article = clean(source, facts, "vi", Notes(drop=(3,), keep=(9,)))
    assert next((each.line, each.rule) for each in article.dropped) == (3, "editor")


def test_fields_are_believed(source, facts):
    """Title, date, section and authors stand as an editor gives them; the article says which."""
    notes = Notes(
        title="Ba Bến họp", date="2024-06-06", section="Thời sự", authors=(NotesAuthor("Lê Hà", "Báo Ba Bến", "text"),)
    )
    article = clean(source, facts, "vi", notes)
    assert (article.title, article.published, article.published_from) == ("Ba Bến họp", "2024-06-06", "front matter")
    assert (article.section, article.authors) == ("Thời sự", (Author("Lê Hà", "Báo Ba Bến", "text"),))
    assert article.edited == ("title", "date", "section", "authors")


@pytest.mark.parametrize(
    ("notes", "says"),
    [
        (Notes(drop=(2,)), "line 2 of the seed is blank or not there"),
        (Notes(keep=(3,), drop=(3,)), "both kept and dropped"),
        (Notes(date="6/6/2024"), "“6/6/2024” is no date"),
    ],
)
def test_what_cannot_be_is_said(source, facts, notes, says):
    """A line that is not there, a contradiction, and a date in another form are errors."""
    with pytest.raises(NotesProblem, match=says):
        clean(source, facts, "vi", notes)


def test_explain_accounts_for_every_line(facts):
    """Each non-blank line once, with what it is and the rule that decided."""
    for seed in SEEDS:
        text = seed.read_text("utf-8").replace("\u00a0", " ")
        lines = explain(decode_text(seed.name, seed.read_bytes()), facts)
        assert [line.number for line in lines] == [n for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        assert all(line.rule for line in lines)


def test_explain_names_the_rule(source, facts):
    """Dropped lines name what `dropped` names, others the function that claimed them."""
    rules = {line.number: line.rule for line in explain(source, facts)}
    assert rules == {
        1: "claim_head",
        3: "claim_paragraphs",
        5: "claim_byline",
        7: "related-list-heading",
        9: "related-teaser",
    }
