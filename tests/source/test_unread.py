"""What a file is said to be that cannot be read, and what its owner is told to do."""

from __future__ import annotations

import unicodedata

import pytest

from build_site.errors import SourceProblem
from build_site.source import ENDINGS, decode_source
from build_site.source.unread import unread_ending

TITLE = "Huyện Ba Bến sơ kết công tác xây dựng Đảng"
BODY = "Đồng chí Bí thư yêu cầu các chi bộ, những người được giao việc, không để chậm tiến độ của huyện và tỉnh."
_LETTERS = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệđìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ"
_TCVN3 = "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊËÌÎÏÐÑªÒÓÔÕÖ®×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§"
_VNI = {"\u0300": "ø", "\u0301": "ù", "\u0309": "û", "\u0303": "õ", "\u0323": "ï", "": ""}
_VNI_HAT = {"\u0300": "à", "\u0301": "á", "\u0309": "å", "\u0303": "ã", "\u0323": "ä", "": "â"}
_VNI_I = {"\u0300": "ì", "\u0301": "í", "\u0309": "æ", "\u0303": "ó", "\u0323": "ò", "": "i"}


def _parts(letter: str) -> tuple[str, str, str]:
    """(letter, circumflex or horn, tone)."""
    letter, *marks = unicodedata.normalize("NFD", letter)
    tone = next((mark for mark in marks if mark in _VNI), "")
    return letter, next((mark for mark in marks if mark != tone), ""), tone


def tcvn3(text: str) -> str:
    return text.translate(dict(zip(map(ord, _LETTERS), _TCVN3, strict=True)))


def vni(text: str) -> str:
    out = []
    for char in unicodedata.normalize("NFC", text):
        letter, hat, tone = _parts(char)
        if char in "đĐ":
            out.append("ñ" if char == "đ" else "Ñ")
        elif letter == "i":
            out.append(_VNI_I[tone])
        elif hat == "\u031b":
            out.append(("ô" if letter == "o" else "ö") + _VNI[tone])
        else:
            out.append(letter + (_VNI_HAT[tone] if hat == "\u0302" else _VNI[tone]))
    return "".join(out)


def cp1258(text: str) -> bytes:
    """As Windows' own keyboard wrote it: letters with circumflex or horn, each tone a character of its own."""
    parts = ("".join((unicodedata.normalize("NFC", "".join(_parts(char)[:2])), _parts(char)[2])) for char in text)
    return "".join(parts).encode("cp1258")


def _problem(name: str, data: bytes) -> SourceProblem:
    with pytest.raises(SourceProblem) as caught:
        decode_source(name, data)
    return caught.value


@pytest.mark.parametrize(
    ("data", "what", "hint"),
    [
        (tcvn3(BODY).encode("latin-1"), "its letters are TCVN3", "from TCVN3 (ABC) to Unicode"),
        (vni(BODY).encode("latin-1"), "its letters are VNI", "from VNI Windows to Unicode"),
        (cp1258(BODY), "its letters are Windows-1258", "CP 1258 to Unicode"),
        (b"PK\x03\x04\xff", "looks like a Word document", "build_site new -"),
        (b"%PDF-1.7\n\xe2\xe3", "looks like a PDF", "build_site new -"),
        (BODY.encode("utf-16-le"), "looks like UTF-16", "UTF-8"),
        ("Hội ".encode() + b"\xff", "byte 0xff is not UTF-8", "UTF-8"),
    ],
    ids=["TCVN3", "VNI", "Windows-1258", "Word", "PDF", "UTF-16", "anything"],
)
def test_bytes_that_are_not_utf8_are_called_what_they_look_like(data, what, hint):
    """An editor learns which program wrote the file, and how it is made readable."""
    problem = _problem("a.txt", data)
    assert what in problem.what
    assert hint in problem.hint


@pytest.mark.parametrize("old", [tcvn3, vni])
@pytest.mark.parametrize("form", ["a.txt", "a.html", "a.md", "a.jsonl#1"])
def test_letters_of_old_fonts_are_no_article(old, form):
    """Pages of old fonts, which a browser saves as UTF-8, would be built unreadable: they are refused in every form."""
    text = {
        "a.txt": f"{TITLE}\n\n{BODY}",
        "a.html": f"<html><body><article><h1>{TITLE}</h1><p>{BODY}</p><p>{BODY} {TITLE}.</p></article></body></html>",
        "a.md": f"# {TITLE}\n\n{BODY}\n",
        "a.jsonl#1": f'{{"id": 1, "text": "{BODY}"}}',
    }[form]
    assert "an old encoding of Vietnamese" in _problem(form, old(text).encode()).what


def test_a_sign_of_old_fonts_alone_is_none():
    """® and ñ stand in today's texts too."""
    text = f"{TITLE}\n\n{BODY} Nhãn hiệu Vinamilk® và El Niño."
    assert "El Niño" in decode_source("a.txt", text.encode()).text


@pytest.mark.parametrize(
    ("name", "what", "hint"),
    [
        ("bài viết.docx", "document of a word processor", "build_site new -"),
        ("a.PDF", "a PDF", "build_site new -"),
        ("trang.mhtml", "no seed as it is", "build_site new FILE"),
        ("a.json", "no seed as it is", "build_site new FILE"),
        ("a.ndjson", "not read under the ending", ".jsonl"),
        ("a.xhtml", "not read under the ending", ".html"),
        ("a.markdown", "not read under the ending", ".md"),
        ("web.jsonl.gz", "packed", ".jsonl.xz"),
        ("web.csv", "a table", "into a .jsonl file"),
        ("a.webarchive", "Safari", "Page Source"),
        ("anh.jpg", "a picture", "Leave it out"),
        ("không đuôi", "no ending", ".txt"),
        ("a.qqq", "the ending .qqq is none that is read", "out of seeds/"),
    ],
)
def test_an_ending_that_is_not_read_says_what_to_do(name, what, hint):
    """Whatever is dropped into seeds/: what it is, and the next step."""
    said = unread_ending(name, ENDINGS)
    assert what in said.what
    assert hint in said.hint
