"""Addresses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from build_site.site.urls import article_tail, relative, slug

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Huyện ủy Gia Lâm", "huyen-uy-gia-lam"),
        ("Đảng ủy", "dang-uy"),
        ("đồng chí Nguyễn Văn Tấn", "dong-chi-nguyen-van-tan"),
        ("18-NQ/TW", "18-nq-tw"),
        ("09-ĐA/HU", "09-da-hu"),
        ("../../etc/passwd", "etc-passwd"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("con", "con-x"),
        ("COM1", "com1-x"),
        ("con người", "con-nguoi"),
        ("", "x"),
        ("—…", "x2014-x2026"),
        ("中国", "x4e2d-x56fd"),
        ("a\u0300\u0301 b", "a-b"),
        ("%2e%2e%2f", "2e-2e-2f"),
        ("ﬁne Ⅳ", "fine-iv"),
        ("x" * 200, "x" * 80),
        ("từ " * 60, ("tu-" * 27)[:-1]),
    ],
)
def test_slugs(text: str, expected: str) -> None:
    """Vietnamese, hostile and empty texts all give a plain address."""
    assert slug(text) == expected


@given(st.text())
def test_every_text_has_a_slug(text: str) -> None:
    """Whatever the text, the slug has the promised shape and length, and making a slug of it changes nothing."""
    made = slug(text)
    assert SLUG.fullmatch(made)
    assert len(made) <= 82
    assert slug(made) == made or made.endswith("-x")


def test_article_tails() -> None:
    """Year and the first eight syllables of the original title; articles without a date stand under `undated`."""
    title = "Gia Lâm: Đổi mới phương thức lãnh đạo của cấp uỷ, chính quyền"
    assert article_tail("2023-02-04T16:45:00+07:00", title) == "articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao"
    assert article_tail(None, "Đại hội") == "articles/undated/dai-hoi"
    assert article_tail("2023-02-04", "") == "articles/2023/x"
    assert article_tail("../..", "a") == "articles/undated/a"


@pytest.mark.parametrize(
    ("here", "there", "expected"),
    [
        ("index.html", "en/index.html", "en/index.html"),
        ("en/index.html", "index.html", "../index.html"),
        ("en/a/index.html", "vi/a/index.html", "../../vi/a/index.html"),
        ("en/tags/x/index.html", "en/tags/index.html", "../index.html"),
        ("en/tags/x/index.html", "en/tags/x/index.html#p1", "#p1"),
        ("en/a/index.html", "en/b/index.html#p1", "../b/index.html#p1"),
        ("404.html", "assets/site.css", "assets/site.css"),
    ],
)
def test_relative(here: str, there: str, expected: str) -> None:
    """Links name files, so that they work from a folder opened without a server."""
    assert relative(here, there) == expected
