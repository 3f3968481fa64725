"""Who issued a document, in English."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.issuers import issuer_target
from build_site.digest.terms import Matcher
from build_site.model import Term

MATCHER = Matcher(
    [
        Term("bct", "Bộ Chính trị", "Politburo", pos="proper noun"),
        Term("bch", "Ban Chấp hành Trung ương", "Party Central Committee", variants=("Ban Chấp hành T.Ư",)),
        Term("khoa", "khóa", "term"),
        Term("hu", "huyện ủy", "District Party Committee"),
        Term("tu", "thành ủy", "municipal Party committee"),
        Term("tu-hn", "Thành ủy Hà Nội", "Hanoi Party Committee"),
        Term("btv", "Ban Thường vụ Thành ủy", "Standing Committee of the municipal Party committee"),
        Term("btv-hu", "Ban Thường vụ Huyện ủy", "Standing Committee of the District Party Committee"),
        Term("btc", "Ban Tổ chức Thành ủy", "Organisation Commission", variants=("Ban Tổ chức Thành ủy Hà Nội",)),
        Term("hn", "Hà Nội", "Hanoi"),
    ]
)


@pytest.mark.parametrize(
    ("issuer", "expected"),
    [
        ("Bộ chính trị", "Politburo"),
        ("Ban Chấp hành T.Ư khoá XII", "Party Central Committee"),
        ("Huyện uỷ Thanh Trì", "Thanh Trì District Party Committee"),
        ("Huyện ủy", "District Party Committee"),
        ("Thành ủy", "Hanoi Party Committee"),
        ("Ban Thường vụ Thành uỷ", "Standing Committee of the Hanoi Party Committee"),
        ("Ban Thường vụ Huyện ủy Thanh Trì", "Standing Committee of the Thanh Trì District Party Committee"),
        ("Ban Tổ chức Thành ủy Hà Nội", "Hanoi Organisation Commission"),
        ("Bộ Chính trị họp bàn", None),
        ("Tổng cục Thuế", None),
    ],
)
def test_issuers(issuer: str, expected: str | None, facts: DigestFacts) -> None:
    """A term, a term with a place; a body of a province is that of the article; of anything else nothing is said."""
    assert issuer_target(issuer, MATCHER, facts, province="Hà Nội") == expected


def test_a_body_without_a_place_stays_so(facts: DigestFacts) -> None:
    """Where the article is not of one province, no province is made up."""
    assert issuer_target("Thành ủy", MATCHER, facts) == "Municipal Party committee"


def test_a_district_s_body_is_that_of_the_article(facts: DigestFacts) -> None:
    """A body of a district that names none is that of the article's district, where it is of that kind."""
    of = "Standing Committee of the Văn Lâm District Party Committee"
    van_lam = ("Văn Lâm", "huyện")
    assert issuer_target("Ban Thường vụ Huyện ủy", MATCHER, facts, province="Hưng Yên", district=van_lam) == of
    assert issuer_target("Huyện ủy Thanh Trì", MATCHER, facts, district=van_lam) == "Thanh Trì District Party Committee"
    assert issuer_target("Huyện ủy", MATCHER, facts, district=("Long Biên", "quận")) == "District Party Committee"
