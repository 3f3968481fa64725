"""Where terms of the termbase stand, in the original and in the translation."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_site.digest.contexts import read_context
from build_site.digest.terms import Matcher, find_terms, target_spans, term_uses
from build_site.folding import fold
from build_site.model import Term, TranslationUnit
from tests.conftest import SEEDS
from tests.digest.conftest import PACK, cases, write_article

TERMS = (
    Term("ban-thuong-vu", "Ban Thường vụ", "Standing Committee", abbr=("BTV",)),
    Term("uy-vien-btv", "Ủy viên Ban Thường vụ", "member of the Standing Committee", abbr=("UVTV",)),
    Term("khoa", "khóa", "term"),
    Term("nghi-quyet", "nghị quyết", "Resolution", abbr=("NQ",)),
    Term("doan", "Đoàn", "Youth Union", variants=("Đoàn Thanh niên",)),
    Term("huyen", "huyện", "(rural) district"),
    Term("binh", "bình", "peace"),
    Term("kt-xh", "kinh tế - xã hội", "socio-economic", abbr=("KT-XH",)),
    Term("trung-uong", "Trung ương", "the Centre", abbr=("T.Ư",), alternatives=("central authorities",)),
    Term("tu", "tỉnh ủy", "Provincial Party Committee", abbr=("TU",)),
    Term("chi-bo", "chi bộ", "Party cell"),
    Term("cu", "tên cũ", "old name", status="forbidden"),
)
MATCHER = Matcher(TERMS, ["huyện"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ủy viên Ban Thường vụ", "Ủy viên Ban Thường vụ=uy-vien-btv"),
        ("Uỷ viên ban thường vụ", "Uỷ viên ban thường vụ=uy-vien-btv"),
        ("khoá XIII và khóa XV", "khoá=khoa, khóa=khoa"),
        ("khóang sản, skhóa", ""),
        ("BTV Tỉnh uỷ; btv", "BTV=ban-thuong-vu, Tỉnh uỷ=tu"),
        ("số 18-NQ/TW, 14-HD/BTCTU, 09-NQ/TU; NQ mới", "NQ=nghi-quyet"),
        ("tỉnh Thái Bình yên bình", "bình=binh"),
        ("anh Đoàn Văn Hậu vào Đoàn Thanh niên, Đoàn họp", "Đoàn Thanh niên=doan, Đoàn=doan"),
        ("Huyện Gia Lâm, huyện Đông Anh", "Huyện=huyen, huyện=huyen"),
        ("kinh tế-xã hội, kinh tế – xã hội, KT-XH", "kinh tế-xã hội=kt-xh, kinh tế – xã hội=kt-xh, KT-XH=kt-xh"),
        ("Ban Tổ chức T.Ư.", "T.Ư=trung-uong"),
        ("tên cũ", ""),
        ("tu sĩ", ""),
    ],
)
def test_matches(text: str, expected: str) -> None:
    """Longest match of whole syllables, tone placement folded; abbreviations in their case; not in numbers or names."""
    assert ", ".join(f"{text[start:end]}={term}" for start, end, term in MATCHER.find(text)) == expected


@given(st.text(alphabet="ủyỷuoaóòkhBTV .-/1İÐ", max_size=60))
def test_spans_are_spans_of_the_text(text: str) -> None:
    """Folding keeps the length, and spans come in order, without overlap, within the text."""
    assert len(fold(text)) == len(text)
    spans = MATCHER.find(text)
    assert all(0 <= start < end <= len(text) for start, end, _ in spans)
    assert all(one[1] <= two[0] for one, two in pairwise(spans))


def test_uses_in_order_of_first_appearance() -> None:
    """The title is block -1 and comes first; counts are of the whole text."""
    article = write_article("Nghị quyết về chi bộ. Chi bộ họp.", title="Ban Thường vụ họp")
    uses = term_uses(find_terms(article, MATCHER), MATCHER.terms)
    assert [(use.term.id, use.count, use.first_block) for use in uses] == [
        ("ban-thuong-vu", 1, -1),
        ("nghi-quyet", 1, 0),
        ("chi-bo", 2, 0),
    ]


def test_no_term_inside_a_name_of_a_person() -> None:
    """A district is not in the name of a man; beside it, and elsewhere, it is."""
    matcher = Matcher([Term("van-lam", "Văn Lâm", "Văn Lâm"), Term("bi-thu", "bí thư", "Secretary")])
    article = write_article("Bí thư Trần Văn Lâm thăm huyện Văn Lâm.")
    assert len(find_terms(article, matcher)) == 3
    assert [(match.term, match.start) for match in find_terms(article, matcher, ["Trần Văn Lâm"])] == [
        ("bi-thu", 0),
        ("van-lam", 31),
    ]


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        ("Huyện ủy Gia Lâm và Đảng", "the Gia Lâm District Party Committee and the Party, said", "Party@45"),
        ("Đảng và đảng ủy", "the Party committee met", ""),
        ("Huyện ủy Gia Lâm", "In Gia Lâm, the Gia Lâm District Committee", "District Committee@24"),
        ("Thành ủy Hà Nội", "the Hanoi District Committee of the Party", "District Committee@10, Party@36"),
        ("huyện ủy", "the Standing District Committee Office", ""),
        ("nâng cao chất lượng", "to improve; to raise the quality", "raise the quality@15"),
        ("chi bộ", "cells and Party cells", "cells@0, Party cells@10"),
    ],
)
def test_a_part_of_a_longer_name_is_not_the_term(source: str, target: str, expected: str) -> None:
    """`Party` in `District Party Committee` is another name; one word stands for a term only where it is part of it."""
    terms = (
        Term("dang", "Đảng", "Communist Party", alternatives=("the Party",)),
        Term("huyen-uy", "huyện ủy", "District Committee"),
        Term("nang-cao", "nâng cao chất lượng", "raise the quality", alternatives=("improve",)),
        Term("chi-bo", "chi bộ", "Party cell", alternatives=("cell",)),
    )
    spans = target_spans(TranslationUnit("body", source, target, "human"), terms)
    assert ", ".join(f"{target[start:end]}@{start}" for start, end, _ in spans) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("Members of the Standing Committee met.", "Members of the Standing Committee=uy-vien-btv"),
        ("The standing committee and two Party cells", "standing committee=ban-thuong-vu, Party cells=chi-bo"),
        ("Central authorities; the Centred", "Central authorities=trung-uong"),
        ("In this District’s districts", "District=huyen, districts=huyen"),
    ],
)
def test_spans_of_the_translation(target: str, expected: str) -> None:
    """Target and alternatives as whole words in any case, plural too; the longest where two overlap."""
    spans = target_spans(TranslationUnit("body", "…", target, "human"), TERMS)
    assert ", ".join(f"{target[start:end]}={term}" for start, end, term in spans) == expected


def test_a_missing_translation_has_no_spans() -> None:
    """Nothing to underline where nothing is translated."""
    assert target_spans(TranslationUnit("body", "chi bộ"), TERMS) == ()


SENSES = Matcher(
    (
        Term("ban-thuong-vu", "Ban Thường vụ", "Standing Committee", abbr=("BTV",)),
        Term("bien-tap-vien", "biên tập viên", "editor", abbr=("BTV",), context=("BTV: VTV, truyền hình",)),
        Term("ban-chi-huy", "Ban Chỉ huy", "Command Board", abbr=("BCH",), context=("BCH: quân sự, thiên tai",)),
        Term("ban-chap-hanh", "Ban Chấp hành", "Executive Committee", abbr=("BCH",)),
        Term("chi-thi", "chỉ thị", "directive", abbr=("CT",), context=("CT: số, Ban Bí thư",)),
        Term("chu-tich", "chủ tịch", "chair", abbr=("CT",), context=("CT: UBND, HĐND",)),
        Term("tu", "cấp ủy cấp tỉnh", "provincial-level Party committee", abbr=("TU",)),
        Term("hu", "huyện ủy", "District Party Committee", abbr=("HU",)),
        Term("tw", "Trung ương", "the Centre", abbr=("TW",), context=("Trung ương: not bệnh viện, sân vận động",)),
        Term("co-so", "cơ sở", "grassroots", context=("cơ sở: not sản xuất, kinh doanh",)),
        Term("gd-dt", "Bộ Giáo dục và Đào tạo", "Ministry of Education and Training", abbr=("GD&ĐT", "GD-ĐT")),
        Term("vhttdl", "Bộ Văn hóa, Thể thao và Du lịch", "Ministry of Culture", abbr=("VH,TT&DL",)),
    )
)


@pytest.mark.parametrize(("text", "expected"), cases("senses.txt"))
def test_the_sense_that_the_words_around_tell(text: str, expected: list[str]) -> None:
    """An ambiguous form is the term whose context fits, else the one that asks for none, else nothing."""
    assert [f"{text[start:end]} = {term}" for start, end, term in SENSES.find(text)] == expected


def test_a_context_reaches_sixty_characters() -> None:
    """Words further away say nothing of the form."""
    near, far = "VTV " + "a" * 50 + " BTV", "VTV " + "a" * 70 + " BTV"
    assert [SENSES.find(text)[0][2] for text in (near, far)] == ["bien-tap-vien", "ban-thuong-vu"]


@pytest.mark.parametrize("entry", ["BTV", "BTV:", ": VTV", "BTV: not ,"])
def test_a_context_without_form_or_words_is_none(entry: str) -> None:
    """What is not written as `form: words` is no context."""
    assert read_context(entry) is None


def test_five_thousand_terms_are_fast() -> None:
    """Under 1 ms for 10 KB on the development machine (scripts/bench_glossary.py); the bound only catches another order
    of magnitude."""
    text = "\n".join(path.read_text("utf-8") for path in SEEDS)
    words = text.split()
    forms = sorted({" ".join(words[n : n + 1 + n % 4]).strip(".,;:“”()") for n in range(len(words) - 4)} - {""})
    matcher = Matcher(
        [Term(f"t{n}", form, "x") for n, form in enumerate(forms)], (k for k, _ in PACK.digest.place_kinds)
    )
    sample = text.encode()[:10240].decode("utf-8", "ignore")
    started = time.perf_counter()
    assert len(matcher.read(sample)) > 300  # what `find` keeps, read anew
    assert time.perf_counter() - started < 0.02
