"""The review page: who is on it, in what order, and what it says."""

from __future__ import annotations

import pytest
from msgspec import structs

from build_site.model import CheckFinding, Digest, State, TranslationUnit
from build_site.site.differences import differences
from build_site.site.render import Renderer
from build_site.site.review import (
    LONGEST,
    MOST_SERIOUS_FIRST,
    ReviewRow,
    Suggestion,
    review_pages,
    review_rows,
    why_of,
)
from tests.site.samples import gia_lam, templates, view

WRONG = CheckFinding("numbers", "block", "1.599 is missing")
ODD = CheckFinding("brackets", "warn", "( has no partner")
TAIL = "articles/2023/gia-lam"


def unit(state: State, *findings: CheckFinding, source: str = "Câu <b>", withheld: bool = False) -> TranslationUnit:
    target = None if state == "missing" else "A sentence <i>"
    return TranslationUnit("body", source, target, state, findings=findings, withheld=withheld)


def with_units(*units: TranslationUnit) -> Digest:
    """The sample with these sentences in its first block, and nothing else that wants an editor."""
    digest = gia_lam()
    title = structs.replace(digest.title, state="human", target="A title")
    blank = tuple(() for _ in digest.units[1:])
    return structs.replace(digest, title=title, section=None, keywords=(), people=(), units=(tuple(units), *blank))


@pytest.mark.parametrize(
    ("one", "why"),
    [
        (unit("machine", WRONG, ODD), "wrong"),
        (unit("human", WRONG), "wrong"),
        (unit("stale", WRONG), "stale"),
        (unit("missing"), "missing"),
        (unit("machine", ODD), "doubtful"),
        (unit("machine"), "unreviewed"),
        (unit("approved", ODD), "odd"),
        (unit("approved"), None),
        (unit("human"), None),
    ],
)
def test_why_a_text_is_there(one: TranslationUnit, why: str | None) -> None:
    """Unreviewed, stale, missing and doubtful texts are there; what a person made and no check doubts is not."""
    assert why_of(one) == why


def test_each_text_once_and_nothing_withheld() -> None:
    """A caption that stands six times is one row; what the publisher keeps back is none."""
    digest = with_units(unit("machine"), unit("machine"), unit("missing", source="", withheld=True))
    assert [row.source for row in review_rows(digest, TAIL)] == ["Câu <b>"]


def test_the_most_serious_first() -> None:
    """By kind, then by the number of findings."""
    units = [
        unit("human", ODD, source="1"),
        unit("machine", source="2"),
        unit("machine", ODD, source="3"),
        unit("machine", ODD, ODD, source="4"),
        unit("missing", source="5"),
        unit("stale", source="6"),
        unit("machine", WRONG, source="7"),
    ]
    rows = sorted(review_rows(with_units(*units), TAIL), key=lambda row: row.weight)
    assert [row.source for row in rows] == ["7", "6", "5", "4", "3", "2", "1"]
    assert tuple(dict.fromkeys(row.why for row in rows)) == MOST_SERIOUS_FIRST


def pages(rows: list[ReviewRow], count: int) -> dict[str, str]:
    renderer = Renderer(templates(), view())
    found = review_pages(rows, {"wrong": count} if count else {}, site=view())
    return {page.path: renderer.render(page).decode() for page in found}


def test_both_languages_say_it_all() -> None:
    """Source, translation, findings, file and line, a link to the sentence, and how many more there are."""
    (row,) = review_rows(with_units(unit("machine", WRONG)), TAIL)
    found = pages([structs.replace(row, line=12)], 3)
    assert list(found) == ["en/review/index.html", "vi/review/index.html"]
    for page, check, more in zip(found.values(), ("Numbers", "Con số"), ("2 more", "còn 2 câu"), strict=True):
        assert "Câu &lt;b&gt;" in page
        assert "A sentence &lt;i&gt;" in page
        assert f"{check}: " in page
        assert "1.599 is missing" in page
        assert f"site_src/{row.file}:12" in page
        assert f'href="../{TAIL}/index.html#{row.anchor}"' in page
        assert more in page


def test_an_empty_page_says_so() -> None:
    """Nothing to do is worth a sentence."""
    assert "Nothing wants an editor." in pages([], 0)["en/review/index.html"]


def test_the_page_is_bounded() -> None:
    """A hundred thousand articles make a page that opens."""
    assert LONGEST <= 1000


def test_similar_sentences_are_shown_with_what_is_different() -> None:
    """Their translation, how alike they are, and which words of their original are gone or new here."""
    (row,) = review_rows(with_units(unit("missing", source="Hội nghị khai mạc ngày 5.")), TAIL)
    similar = Suggestion(83, "Đại hội khai mạc ngày 5.", "The congress <opened> on the 5th.", "machine")
    found = pages([structs.replace(row, why="wrong", suggestions=(similar,))], 1)
    for page, says, state in zip(
        found.values(), ("Similar, 83%", "Câu tương tự, 83%"), ("machine, not checked", "chưa duyệt"), strict=True
    ):
        assert says in page
        assert state in page
        assert "The congress &lt;opened&gt; on the 5th." in page
        assert "<del>Đại hội </del><ins>Hội nghị </ins>khai mạc ngày 5." in page


def test_a_stale_text_shows_what_has_changed() -> None:
    """The original that it was made from, beside today's."""
    stale = structs.replace(unit("stale", source="Có 5 người."), previous="Có 3 người dự.")
    (row,) = review_rows(with_units(stale), TAIL)
    page = pages([structs.replace(row, why="wrong")], 1)["en/review/index.html"]
    assert "Có <del>3 </del><ins>5 </ins>người<del> dự</del>." in page


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Đại hội khai mạc.", "Hội nghị khai mạc."),
        ("", "Một câu mới."),
        ("Số 540-QĐ/TU, ngày 5/2.", "Số 541-QĐ/TU ngày 5/2/2023."),
        ("a  b", "a b"),
    ],
)
def test_differences_hold_both_texts(one: str, other: str) -> None:
    """What is the same and new is the one text, what is the same and gone the other, but for blanks."""
    parts = differences(one, other)
    assert "".join(text for kind, text in parts if kind != "gone") == other
    assert "".join(text for kind, text in parts if kind != "new").split() == one.split()


def test_differences_of_long_texts_take_no_more_than_a_moment() -> None:
    """A paragraph of a thousand words."""
    assert differences("một hai ba " * 400, "hai ba bốn " * 400)
