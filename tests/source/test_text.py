"""Bytes become text at one door, and nothing that comes through it is lost in silence."""

from __future__ import annotations

import unicodedata

import pytest

from build_site.errors import SourceProblem
from build_site.source import MAX_BYTES, decode_text


def text_of(data: bytes) -> str:
    return decode_text("a.txt", data).text


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("\ufeffĐảng".encode(), "Đảng"),
        (b"a\r\nb\rc", "a\nb\nc"),
        ("một\u00a0hai\u202fba".encode(), "một hai ba"),
        ("tỉnh\u200bHà\u00ad Giang\ufeff".encode(), "tỉnhHà Giang"),
        (unicodedata.normalize("NFD", "Uỷ ban nhân dân").encode(), "Uỷ ban nhân dân"),
        (b"a\tb\x00c\x0bd", "a\tbcd"),
    ],
    ids=["BOM", "line ends", "no-break spaces", "zero-width marks", "NFD", "controls"],
)
@pytest.mark.guarantee("C6")
def test_one_form(data, text):
    """A byte order mark, line ends, blanks, invisible marks and decomposed letters come out one way."""
    assert text_of(data) == text


def test_not_utf8_says_where():
    """A byte that is not UTF-8 is an error with file, line and what to do."""
    with pytest.raises(SourceProblem) as caught:
        decode_text("2023/a.txt", "Dòng một\nDòng ".encode() + b"\xff")
    assert caught.value.where == "2023/a.txt:2"
    assert "0xff" in caught.value.what
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize("data", ["Đảng bộ\r\n".encode("utf-16"), b"\xfe\xff" + "Đảng bộ\n".encode("utf-16-be")])
def test_utf16_with_its_mark_is_read(data):
    """Notepad's “Unicode” says what it is in its first two bytes."""
    assert text_of(data) == "Đảng bộ\n"


def test_utf16_that_is_none_says_where():
    """Half a character at the end of a file that begins as UTF-16 does."""
    with pytest.raises(SourceProblem, match="0x61 is not UTF-16"):
        text_of(b"\xff\xfea")


@pytest.mark.parametrize("data", [b"", b" \n\t ", "\ufeff\u200b\n".encode()])
def test_nothing_is_an_error(data):
    """A file without text is refused."""
    with pytest.raises(SourceProblem, match="no text"):
        text_of(data)


def test_too_large_is_refused():
    """More than MAX_BYTES is no article."""
    with pytest.raises(SourceProblem, match="2,000,000"):
        text_of(b"a" * (MAX_BYTES + 1))


def test_damage_is_kept_and_reported():
    """U+FFFD stays in the text, and its line is a finding."""
    source = decode_text("a.txt", "tốt\nL?y l?i m\ufffd".encode())
    assert "\ufffd" in source.text
    assert [(finding.line, "U+FFFD" in finding.what) for finding in source.findings] == [(2, True)]


@pytest.mark.guarantee("C5")
def test_disguises_are_removed_and_reported():
    """Direction overrides could make text read differently from what it says."""
    source = decode_text("a.txt", "Đảng \u202eộb\u202c huyện".encode())
    assert source.text == "Đảng ộb huyện"
    assert source.findings[0].what == "control characters removed: U+202C, U+202E"


def test_identity():
    """Size and SHA-256 are of the bytes as they came."""
    source = decode_text("a.txt", b"\xef\xbb\xbfabc")
    assert (source.size, source.sha256[:8]) == (6, "1c28dc3f")
