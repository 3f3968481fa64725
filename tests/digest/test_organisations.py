"""Which organisations a text names, and their English."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.organisations import find_organisations
from build_site.digest.places import find_places
from build_site.digest.terms import Matcher
from build_site.model import Term
from tests.digest.conftest import write_article

TERMS = (
    Term("uy-ban-nhan-dan", "Ủy ban nhân dân", "People’s Committee", abbr=("UBND",)),
    Term("huyen-uy", "huyện ủy", "District Party Committee"),
    Term("tinh-uy", "tỉnh ủy", "Provincial Party Committee"),
    Term("thanh-uy", "Thành ủy", "municipal Party committee"),
    Term("thanh-uy-ha-noi", "Thành ủy Hà Nội", "Hanoi Party Committee", pos="proper noun"),
    Term("btv-tinh-uy", "Ban Thường vụ Tỉnh ủy", "Standing Committee of the Provincial Party Committee"),
    Term("ha-noi", "Hà Nội", "Hanoi", pos="proper noun"),
    Term("bo-chinh-tri", "Bộ Chính trị", "Politburo", pos="proper noun"),
    Term("bo-y-te", "Bộ Y tế", "Ministry of Health", variants=("Sở Y tế",), pos="proper noun"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("UBND huyện Gia Lâm họp.", [("UBND huyện Gia Lâm", "People’s Committee of Gia Lâm District")]),
        ("Ủy ban nhân dân thành phố Hà Nội.", [("Ủy ban nhân dân thành phố Hà Nội", "People’s Committee of Hanoi")]),
        ("UBND quận 1.", [("UBND quận 1", "People’s Committee of District 1")]),
        (
            "Huyện ủy Gia Lâm và Thành ủy Hà Nội.",
            [("Huyện ủy Gia Lâm", "Gia Lâm District Party Committee"), ("Thành ủy Hà Nội", "Hanoi Party Committee")],
        ),
        ("Thành ủy Cần Thơ.", [("Thành ủy Cần Thơ", "Cần Thơ Municipal Party Committee")]),
        (
            "Ban Thường vụ Tỉnh ủy Bắc Giang.",
            [("Ban Thường vụ Tỉnh ủy Bắc Giang", "Standing Committee of the Bắc Giang Provincial Party Committee")],
        ),
        ("Bộ Chính trị; UBND huyện; UBND các xã.", [("Bộ Chính trị", "Politburo")]),
        ("Sở Y tế Hà Nội; Bộ Y tế.", [("Sở Y tế Hà Nội", None), ("Bộ Y tế", "Ministry of Health")]),
        ("Chính phủ Trung Quốc, Hội Nông dân Lào.", []),
    ],
)
def test_organisations_of_a_sentence(text: str, expected: list[tuple[str, str | None]], facts: DigestFacts) -> None:
    """With the place that is theirs; English only by the termbase; none without a place, none of another country."""
    article = write_article(text)
    matcher = Matcher(TERMS, [kind for kind, _ in facts.place_kinds])
    found = find_organisations(article, find_places(article, facts), matcher, facts)
    assert [(each.name, each.target) for each in found] == expected


def test_two_wordings_are_one_organisation(facts: DigestFacts) -> None:
    """The abbreviation and the words, with the kind of the place and without: one entry under the fullest wording."""
    article = write_article("UBND huyện Gia Lâm họp.", "Ủy ban nhân dân Gia Lâm kết luận.", "UBND Gia Lâm.")
    (found,) = find_organisations(article, find_places(article, facts), Matcher(TERMS), facts)
    assert (found.name, found.place, found.blocks) == ("Ủy ban nhân dân Gia Lâm", "Gia Lâm", (0, 1, 2))


def test_capitals_are_shown_only_where_nothing_else_is_printed(facts: DigestFacts) -> None:
    """`BỘ Y TẾ` of a credit line is the ministry that the text names in normal case."""
    article = write_article("BỘ Y TẾ.", "Bộ Y tế họp.")
    found = find_organisations(article, find_places(article, facts), Matcher(TERMS), facts)
    assert [one.name for one in found] == ["Bộ Y tế"]
