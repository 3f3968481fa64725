"""Saved pages become the lines of their article: what stays, what the markup says of it, and what is refused.

The pages in html/ are made up, each in the manner of one kind of site."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from build_site.errors import SourceProblem
from build_site.source import MAX_BYTES
from build_site.source.html import decode_html

PAGES = Path(__file__).parent / "html"
PARAGRAPH = (
    "Sáng 12/5, Huyện ủy Sông Lam tổ chức hội nghị sơ kết một năm thực hiện nghị quyết về phát triển kinh tế "
    "hợp tác xã trên địa bàn huyện, với đại diện mười hai xã và thị trấn."
)
TITLE = "Huyện Sông Lam sơ kết một năm phát triển kinh tế hợp tác xã"


def page(name: str):
    return decode_html(f"{name}.html", (PAGES / f"{name}.html").read_bytes())


def lines(html: str | bytes) -> list[str]:
    return decode_html("a.html", html.encode() if isinstance(html, str) else html).text.split("\n")


def hints(source) -> list[str | None]:
    return [source.hints.get(number) for number in range(1, source.text.count("\n") + 2)]


def in_page(body: str, head: str = "") -> str:
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{body}</body></html>'


@pytest.mark.parametrize("name", ["liferay", "newspaper", "sharepoint", "table_layout"])
def test_the_article_and_nothing_else(name):
    """Title, stamp, lead, paragraphs and byline stay, in order; menus, sidebars, comments and the imprint go."""
    text = page(name).text
    parts = [TITLE, "Sau một năm,", "Sáng 12/5,", "Theo báo cáo", "Phát biểu kết luận,"]
    assert sorted(parts, key=text.index) == parts
    assert "13" in text
    assert "Hoàng Lan" in text
    for furniture in ("Thủ tục hành chính", "20/06/2023", "Điện thoại", "mong huyện quan tâm", "Cây cầu", "Giá lúa"):
        assert furniture not in text


@pytest.mark.parametrize("name", ["liferay", "newspaper", "sharepoint", "table_layout"])
def test_the_title_is_marked(name):
    """One line has the hint `title`, and it is the headline, not the site's name, a section or another article's."""
    source = page(name)
    assert [source.text.split("\n")[line - 1] for line, hint in source.hints.items() if hint == "title"] == [TITLE]


def test_hints_of_a_newspaper_page():
    """Headings, captions, items, stamps and bylines carry what the markup says."""
    assert hints(page("newspaper")) == [
        "title",
        "byline",
        "stamp",
        "paragraph",
        None,
        "caption",
        "heading",
        "paragraph",
        "item",
        "item",
        "paragraph",
    ]


def test_evidence_of_a_newspaper_page():
    """JSON-LD, Open Graph and meta are kept apart from the text; a WebSite's own date is none of the article's."""
    evidence = page("newspaper").evidence
    assert evidence.titles[0] == TITLE
    assert evidence.dates == ("2023-05-13T08:15:00+07:00", "2023-05-13T01:15:00Z")
    assert evidence.authors == ("Hoàng Lan", "Báo Sông Lam")
    assert (evidence.site, evidence.section) == ("Báo Sông Lam", "Chính trị")
    assert evidence.keywords == ("hợp tác xã", "kinh tế tập thể", "Sông Lam")
    assert evidence.url == "https://baosonglam.example/chinh-tri/so-ket-123.html"


def test_furniture_is_counted():
    """What the markup left out is one finding, not many."""
    (finding,) = page("liferay").findings
    assert finding.line == 0
    assert finding.what.endswith("blocks of navigation and other page furniture were left out by their markup")


def test_a_bare_body_is_all_article():
    """A stored body without a page around it keeps every visible block, and has no title."""
    source = page("body")
    assert hints(source)[-1] == "byline"
    assert "title" not in hints(source)
    assert source.text.count("\n") == 4


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Một dòng.<br><br>Hai dòng.</p>", ["Một dòng.", "Hai dòng."]),
        ("<p>Một câu bị<br>ngắt giữa chừng.</p>", ["Một câu bị ngắt giữa chừng."]),
        ("<p>Một câu.<br>Câu nữa.</p>", ["Một câu.", "Câu nữa."]),
        ("<p>Các việc<br>- việc một<br>- việc hai</p>", ["Các việc", "- việc một", "- việc hai"]),
        ("<p>tỉnh<a href='#'>Hà Giang</a>tổ chức</p>", ["tỉnhHà Giangtổ chức"]),
        ("<div>Chữ trong div<p>Chữ trong p</p>và sau đó</div>", ["Chữ trong div", "Chữ trong p", "và sau đó"]),
        ("<p>Nhìn<script>var a='thấy';</script> thấy</p><style>p{}</style>", ["Nhìn thấy"]),
        ("<p>Hiện</p><p style='display: none'>Ẩn</p><p hidden>Ẩn</p><p class='sr-only'>Ẩn</p>", ["Hiện"]),
        ("<p>Trước<!-- không ai đọc --> sau</p>", ["Trước sau"]),
        ("<p>Hai&nbsp;&nbsp;chữ</p>", ["Hai chữ"]),
        ("<p>Dấu &#150; gạch</p>", ["Dấu – gạch"]),
    ],
    ids=[
        "blank line",
        "broken line",
        "line after a sentence",
        "list by line breaks",
        "words joined at links",
        "mixed",
        "scripts",
        "hidden",
        "comment",
        "blanks",
        "Windows entity",
    ],
)
def test_blocks(body, expected):
    """One visible block a line."""
    assert lines(body) == expected


def test_rows_of_a_table_are_lines():
    """A table of facts keeps its rows together."""
    rows = ("<th>STT</th><th>Tên</th>", "<td>1</td><td>Trần A</td>", "<td>2</td><td>Lê B</td>")
    table = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    assert lines(f"<p>{PARAGRAPH}</p>{table}")[1:] == ["STT | Tên", "1 | Trần A", "2 | Lê B"]


@pytest.mark.parametrize(
    "data",
    [
        f"\ufeff<p>{PARAGRAPH}</p>".encode(),
        b"\xff\xfe" + f"<p>{PARAGRAPH}</p>".encode("utf-16-le"),
        b"\xfe\xff" + f"<p>{PARAGRAPH}</p>".encode("utf-16-be"),
        f"<meta charset='iso-8859-1'><p>{PARAGRAPH}</p>".encode(),
        b"<meta charset=windows-1258><p>"
        + unicodedata.normalize("NFC", PARAGRAPH).encode("cp1258", "xmlcharrefreplace")
        + b"</p>",
        "".join(f"&#{ord(char)};" for char in unicodedata.normalize("NFD", f"{PARAGRAPH}")).encode(),
    ],
    ids=["BOM", "UTF-16", "UTF-16 BE", "wrong meta", "declared", "entities and combining marks"],
)
def test_encodings(data):
    """Whatever the encoding, the text is the same, in NFC."""
    assert lines(data) == [PARAGRAPH]


def test_damage_is_reported_where_it_stands():
    """A page with a broken character is read, and the line named."""
    source = decode_html("a.html", f"<p>{PARAGRAPH}</p><p>{PARAGRAPH} gi".encode() + b"\xe1\xbb</p>")
    assert [finding.line for finding in source.findings] == [2]


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ((PAGES / "section.html").read_text("utf-8"), "a list of 6 linked headlines"),
        (in_page("<form><input><button>Tìm kiếm</button></form><p>Không có văn bản nào</p>"), "no paragraph of text"),
        (in_page("<script>render()</script>"), "shows no text without its scripts"),
        ("", "no text"),
        ("\0\0\0", "no text"),
    ],
    ids=["section page", "empty search", "script only", "nothing", "NULs"],
)
def test_what_is_no_article_is_refused(html, reason):
    """Section pages, empty pages and forms are SourceProblems with the reason."""
    with pytest.raises(SourceProblem, match=reason):
        lines(html)


def test_home_pages_are_refused():
    """A page at a site's root with many linked headlines is a home page, though a paragraph stands on it."""
    links = "".join(f"<li><a href='/{n}'>Tin thứ {n} trong ngày của huyện</a></li>" for n in range(40))
    home = "<link rel=canonical href='https://songlam.example/'>"
    with pytest.raises(SourceProblem, match="home or section page"):
        lines(in_page(f"<ul>{links}</ul><div><p>{PARAGRAPH}</p></div>", home))


def test_an_office_page_is_an_article():
    """A page that describes an office, without date and byline, is read, and the date of the day's banner is not."""
    source = page("office")
    assert hints(source)[0] == "title"
    assert "20/06/2023" not in source.text


def test_too_large_is_refused():
    """The same cap as for texts."""
    with pytest.raises(SourceProblem, match="2,000,000"):
        lines(b" " * (MAX_BYTES + 1))


def test_identity():
    """Size, hash and kind are of the bytes as they came."""
    source = decode_html("a.html", b"<p>abc</p>")
    assert (source.size, source.kind, source.sha256[:8]) == (10, "html", "25d0f020")
