"""The project's own glossary: what its entries say of a text must be true, and its English must be English."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site.digest.terms import Matcher
from build_site.folding import fold
from build_site.model import Term
from build_site.store.termbase import read_termbase


@pytest.fixture(scope="module")
def terms() -> tuple[Term, ...]:
    return read_termbase(Path(__file__).parents[2] / "site_src" / "glossary" / "vi-en.csv")


@pytest.mark.parametrize(
    ("text", "term"),
    [
        (
            "sàng lọc đảng viên không còn đủ tư cách ra khỏi đảng",
            "sàng lọc đảng viên không còn đủ tư cách ra khỏi Đảng",
        ),
        ("làm đơn xin ra khỏi Đảng", "xin ra khỏi Đảng"),
        ("chủ trương mô hình chính quyền 2 cấp", "chính quyền 2 cấp"),
        ("chính quyền địa phương 2 cấp", "chính quyền địa phương hai cấp"),
        ("Chỉ thị 35 của Bộ chính trị", "Chỉ thị 35 của Bộ Chính trị"),
        ("chi phí sinh hoạt", "chi phí sinh hoạt"),
        ("Sân vận động Mỹ Đình", "sân vận động"),
        ("Ban Tổ chức Thành ủy Hà Nội", "Ban Tổ chức Thành ủy"),
        ("Đảng bộ Thành phố", "đảng bộ thành phố"),
        ("giải pháp cụ thể, đồng bộ", "đồng bộ"),
        ("hoạt động hiệu lực, hiệu quả", "hiệu lực, hiệu quả"),
        ("cán bộ nữ", "cán bộ nữ"),
        ("Phó Hiệu trưởng", "phó hiệu trưởng"),
        ("trên cơ sở kết quả", "trên cơ sở"),
    ],
)
def test_words_are_read_as_what_they_are(terms: tuple[Term, ...], text: str, term: str) -> None:
    """The entry found is of the same body, level and sense as the words of the text."""
    matcher = Matcher(terms)
    assert term in [matcher.terms[found].term for _, _, found in matcher.find(text)]


@pytest.mark.parametrize("text", ["Chỉ thị 35-CT/TW ngày 14/6/2024", "Chỉ thị số 35-CT/TW", "Chỉ thị 35 của Tỉnh ủy"])
def test_a_number_alone_names_no_document(terms: tuple[Term, ...], text: str) -> None:
    """Several directives bear one number: the entry is for the words that tell which."""
    matcher = Matcher(terms)
    assert not [found for _, _, found in matcher.find(text) if found.startswith("chi-thi-35")]


def test_no_form_belongs_to_two_terms(terms: tuple[Term, ...]) -> None:
    """A form under two terms would be found for the first alone."""
    owners: dict[str, set[str]] = {}
    for term in terms:
        for form in (term.term, *term.variants):
            owners.setdefault(fold(form), set()).add(term.id)
    assert not {form: ids for form, ids in owners.items() if len(ids) > 1}


def test_alternatives_are_fit_to_be_read(terms: tuple[Term, ...]) -> None:
    """No second spelling in capitals, no plural of a form that is there, no fragment: the term's page prints them."""
    odd = []
    for term in terms:
        forms = [term.target, *term.alternatives]
        small = [form.lower() for form in forms]
        plurals = {form + "s" for form in small} | {form[:-1] + "ies" for form in small if form.endswith("y")}
        odd += [(term.term, form) for form in small if small.count(form) > 1 or form in plurals]
        odd += [(term.term, form) for form in term.alternatives if form.endswith(("’s", " of", " the", " for"))]
    assert not odd
