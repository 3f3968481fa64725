"""What a page says of itself is weighed against its text, and never believed blindly."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from build_site.clean import clean
from build_site.errors import SourceProblem
from build_site.model import Author, Evidence, Source
from build_site.source import decode_source, decode_text
from build_site.source.html import decode_html

PAGES = Path(__file__).parents[1] / "source" / "html"
LEAD = (
    "Sau một năm thực hiện nghị quyết, số hợp tác xã làm ăn có lãi của huyện Sông Lam đã tăng gấp rưỡi, "
    "nhưng vốn và đất đai vẫn là hai điểm nghẽn lớn nhất của bà con xã viên."
)
TITLE = "Huyện Sông Lam sơ kết một năm phát triển kinh tế hợp tác xã"


@pytest.fixture
def weigh(facts):
    """Lines with their hints, and evidence → Article."""

    def read(rows, **evidence):
        text = "\n".join(row if isinstance(row, str) else row[1] for row in rows)
        hints = {number: row[0] for number, row in enumerate(rows, 1) if not isinstance(row, str)}
        source = Source("a.html", "0" * 64, 1, text, kind="html", hints=hints, evidence=Evidence(**evidence))
        return clean(source, facts, "vi")

    return read


@pytest.fixture
def read_page(facts):
    return lambda name: clean(decode_html(f"{name}.html", (PAGES / f"{name}.html").read_bytes()), facts, "vi")


BODY = [("paragraph", LEAD), ("paragraph", LEAD.replace("Sau một năm", "Sau hai năm"))]


@pytest.mark.parametrize(
    ("told", "title"),
    [
        (TITLE, TITLE),
        (f"{TITLE} - Báo điện tử Sông Lam", TITLE),
        (f"{TITLE} | baosonglam.vn", TITLE),
        (f"Cổng thông tin điện tử huyện Sông Lam :: {TITLE}", TITLE),
        (f"{TITLE} - Tin tức - Cổng thông tin huyện", TITLE),
    ],
)
def test_titles_lose_the_name_of_the_site(weigh, told, title):
    """A title that only <title> or Open Graph gives is cut free of the site's name, at either end."""
    assert weigh(BODY, titles=(told,)).title == title


@pytest.mark.parametrize(
    "told",
    [
        "Báo điện tử Sông Lam",
        "baosonglam.vn",
        "03-bai-viet.html",
        "Trang thông tin điện tử huyện - tỉnh Nghệ An",
        "Tin tức",
    ],
)
def test_a_site_is_no_title(weigh, told):
    """The site's name and a file's name are never the title: the opening words stand in, and that is said."""
    article = weigh(BODY, titles=(told,))
    assert article.title.startswith("Sau một năm")
    assert any("no title" in finding.what for finding in article.findings)


def test_the_visible_line_wins_where_it_agrees(weigh):
    """The title is printed as the page shows it, and its line is the title's."""
    article = weigh([TITLE.upper(), *BODY], titles=(f"{TITLE} - Báo Sông Lam",))
    assert (article.title, article.lines.title) == (TITLE.upper(), (1,))


def test_what_the_markup_calls_the_title_is(weigh):
    """A marked title stands against evidence that names something else; a stamp in brackets is cut off."""
    article = weigh([("title", f"{TITLE} (16:45 04/02/2023)"), *BODY], titles=("Trang chủ - Báo Sông Lam",))
    assert article.title == TITLE
    assert (article.published, article.published_from) == ("2023-02-04T16:45:00+07:00", "stamp")


@pytest.mark.parametrize(
    ("rows", "dates", "published", "origin"),
    [
        (
            [("title", TITLE), ("stamp", "13/05/2023 08:15"), *BODY],
            ("2023-06-20",),
            "2023-05-13T08:15:00+07:00",
            "stamp",
        ),
        ([("title", TITLE), "13/05/2023 08:15 | Hoàng Lan | A+", *BODY], (), "2023-05-13T08:15:00+07:00", "stamp"),
        ([("title", TITLE), *BODY], ("2023-05-13T18:30:00Z",), "2023-05-14T01:30:00+07:00", "meta"),
        ([("title", TITLE), *BODY], ("2023-05-13",), "2023-05-13", "meta"),
        ([("title", TITLE), *BODY], ("1970-01-01", "2023-05-13"), "2023-05-13", "meta"),
        ([("title", TITLE), *BODY], ("hôm qua", "2023-02-31"), None, None),
        ([("title", TITLE), *BODY], (), None, None),
        ([("title", TITLE), ("stamp", "7 ngày trước"), *BODY], (), None, None),
        (
            [("title", TITLE), ("paragraph", f"Sáng 12/5/2019, tại hội trường, huyện họp sơ kết. {LEAD}"), *BODY],
            ("2023-05-13",),
            "2019-05-12",
            "text",
        ),
        (
            [("title", TITLE), ("paragraph", f"Sáng 12/5/2023, tại hội trường, huyện họp sơ kết. {LEAD}"), *BODY],
            ("2023-05-13T08:15:00+07:00",),
            "2023-05-13T08:15:00+07:00",
            "meta",
        ),
    ],
    ids=[
        "stamp before meta",
        "stamp with more",
        "in local time",
        "day alone",
        "impossible year",
        "no dates",
        "none",
        "relative",
        "text contradicts",
        "text agrees",
    ],
)
def test_dates(weigh, rows, dates, published, origin):
    """A visible stamp first; else what the page tells, where the text does not speak against it; never invented."""
    article = weigh(rows, dates=dates)
    assert (article.published, article.published_from) == (published, origin)


@pytest.mark.parametrize(
    ("told", "names"),
    [
        (("Hoàng Lan",), ["Hoàng Lan"]),
        (("Báo Sông Lam", "Hoàng Lan"), ["Hoàng Lan"]),
        (("admin",), []),
        (("toasoan@baosonglam.vn",), []),
        (("Ban Biên tập",), []),
        (("https://facebook.com/baosonglam",), []),
        (("MEDIATECH",), []),
        (("nguyenvana01",), []),
    ],
)
def test_told_authors(weigh, told, names):
    """Persons, not sites, addresses or users."""
    article = weigh([("title", TITLE), *BODY], authors=told, site="Báo Sông Lam")
    assert [author.name for author in article.authors] == names


def test_the_visible_byline_comes_first(weigh):
    """A byline on the page stands against a told author; the same name twice is one author."""
    rows = [("title", TITLE), ("byline", "Hoàng Lan"), *BODY, ("byline", "Hoàng Lan")]
    assert weigh(rows, authors=("Trần Văn Bình",)).authors == (Author("Hoàng Lan"),)


def test_a_name_above_the_gallery_is_the_byline(weigh):
    """A name in its own paragraph at the end, with the gallery's line behind it."""
    article = weigh([("title", TITLE), *BODY, ("paragraph", "Kim Ngân"), "Một số hình ảnh của hội nghị:"])
    assert [author.name for author in article.authors] == ["Kim Ngân"]


def test_section_keywords_and_address(weigh):
    """Taken from the page's own account where the text gives none."""
    article = weigh(
        [("title", TITLE), *BODY],
        section="Chính trị",
        keywords=("hợp tác xã", "Báo Sông Lam"),
        site="Báo Sông Lam",
        url="https://baosonglam.vn/1.html",
    )
    assert (article.section, article.keywords, article.url) == (
        "Chính trị",
        ("hợp tác xã",),
        "https://baosonglam.vn/1.html",
    )


def test_an_editor_is_believed(weigh):
    """Front matter stands, whatever the text says."""
    rows = [("title", "Một tít khác hẳn của bài viết này"), ("stamp", "13/05/2023"), *BODY]
    article = weigh(rows, titles=(TITLE,), dates=("2022-01-02",), authors=("Ban Biên tập",), trusted=True)
    assert (article.published, article.published_from) == ("2022-01-02", "front matter")
    assert article.authors == (Author("Ban Biên tập"),)


def test_blocks_keep_what_the_markup_says(read_page):
    """Headings, items and captions of a page become blocks of their kind."""
    kinds = [block.kind for block in read_page("newspaper").blocks]
    assert kinds == ["paragraph", "paragraph", "caption", "heading", "paragraph", "item", "item", "paragraph"]


@pytest.mark.parametrize("name", ["liferay", "newspaper", "sharepoint", "table_layout"])
def test_pages_of_four_kinds(read_page, name):
    """Title, day and author of a portal's, a newspaper's and an old table-built page."""
    article = read_page(name)
    assert article.title == TITLE
    assert (article.published or "")[:10] == "2023-05-13"
    assert [author.name for author in article.authors] == ["Hoàng Lan"]


def test_an_office_page_has_no_date(read_page):
    """A static page is an article without date and author."""
    article = read_page("office")
    assert (article.title, article.published, article.authors) == ("Văn phòng Huyện ủy", None, ())


SPAM = "Sunwin là cổng game uy tín, nổ hũ cực lớn, tài xỉu online xanh chín, hãy bắn cá đổi thưởng tại Sunwin. "
ENGLISH = (
    "The district committee held a meeting on Friday to review the first year of its plan for rural co-operatives. "
    * 10
)


@pytest.mark.parametrize(("text", "reason"), [(SPAM * 6, "gambling"), (ENGLISH, "not in the language")])
def test_what_is_no_article_is_refused(facts, text, reason):
    """Gambling pages and other languages are refused with the reason, as text and as HTML."""
    with pytest.raises(SourceProblem, match=reason):
        clean(decode_text("a.txt", text.encode()), facts, "vi")
    with pytest.raises(SourceProblem, match=reason):
        clean(decode_html("a.html", f"<p>{text}</p>".encode()), facts, "vi")


def test_news_of_gambling_is_news(facts):
    """A report on a gambling case uses the words of the law."""
    text = (
        "Công an huyện đã khởi tố vụ án đánh bạc qua mạng, các bị can chơi tài xỉu và cá độ bóng đá trong nhiều tháng. "
        * 5
    )
    assert clean(decode_text("a.txt", text.encode()), facts, "vi").blocks


def test_dated_headlines_are_a_list(facts):
    """Headlines with their stamps and no paragraph of some length are a section page saved as text."""
    rows = [f"Tin số {number} trong huyện tuần này\n1{number}/05/2023 08:15" for number in range(1, 8)]
    with pytest.raises(SourceProblem, match=r"list|article text"):
        clean(decode_text("a.txt", "\n".join(rows).encode()), facts, "vi")


@pytest.mark.parametrize(
    ("date", "published"),
    [
        ("Thứ tư, 21/5/2025, 10:53 (GMT+7)", "2025-05-21T10:53:00+07:00"),
        ("10:53 SA, 21/05/2025", "2025-05-21T10:53:00+07:00"),
        ("Cập nhật lúc 22h05 ngày 21.5.2025", "2025-05-21T22:05:00+07:00"),
        ("Thứ Tư ngày 21-05-2025".translate({ord("ứ"): "u\u031b\u0301"}), "2025-05-21"),
    ],
)
def test_a_records_date_may_be_as_printed(facts, date, published):
    """A crawler copies what the page shows: it is read as the line of a text would be, and stands as what is told."""
    article = _of_record(facts, date)
    assert (article.published, article.published_from, article.findings) == (published, "meta", ())


@pytest.mark.parametrize("date", ["hôm qua", "Thứ ba, 31/2/2025", "2025-02-31", "Hội nghị ngày 21/5/2025"])
def test_a_records_date_that_cannot_be_read_is_told(facts, date):
    """No date, and a finding that shows it."""
    article = _of_record(facts, date)
    assert article.published is None
    assert [each.what for each in article.findings] == [f"the date given beside the text cannot be read: {date}"]


def _of_record(facts, date):
    record = {"title": TITLE, "text": f"{LEAD}\n\n{LEAD.replace('một', 'hai')}", "date": date}
    return clean(decode_source("web.jsonl#1", json.dumps(record).encode()), facts, "vi")
