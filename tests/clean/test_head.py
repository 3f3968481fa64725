"""Title, section, stamp, date, agency and byline. The texts are made up."""

from __future__ import annotations

import pytest

from build_site.model import Author

TITLE = "Xã Sơn Bình trồng thêm một trăm héc-ta cam"
LEAD = (
    "Hội Nông dân tỉnh vừa tổ chức hội nghị bàn về việc trồng cam, với sự tham dự của nhiều hộ dân trong vùng và đại "
    "diện các sở, ngành của tỉnh."
)
BODY = (
    "Theo báo cáo của Hội, năm qua các hộ dân trong xã đã trồng thêm nhiều cam và thu về nhiều tỷ đồng, cao hơn hẳn so "
    "với trước đó."
)


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Cập nhật: 03-12-2024 | 13:28:29", "2024-12-03T13:28:00+07:00"),
        ("Publish date 12/02/2020 | 11:03 AM | View count: 832", "2020-02-12T11:03:00+07:00"),
        ("Thứ năm, 2/11/2023, 19:20 (GMT+7)", "2023-11-02T19:20:00+07:00"),
        ("Chủ nhật, 30/10/2022, 09:07 PM", "2022-10-30T21:07:00+07:00"),
        ("8.9.2022", "2022-09-08"),
        ("15:55 - 18/09/2020", "2020-09-18T15:55:00+07:00"),
        ("2024-09-09T05:25:56+07:00", "2024-09-09T05:25:00+07:00"),
    ],
)
def test_stamps(stamp, published, read):
    """Every form in use, day first."""
    article = read("\n\n".join((TITLE, stamp, LEAD, BODY)))
    assert (article.title, article.published, article.published_from) == (TITLE, published, "stamp")
    assert article.lines.stamp == (3,)


@pytest.mark.parametrize("line", ["26-28/6", "18/6 âm lịch", "26-28/6/2024", "31/2/2024"])
def test_what_is_no_stamp(line, read):
    """A range, a lunar date, a day that no calendar has."""
    assert read("\n\n".join((TITLE, line, LEAD, BODY))).published is None


@pytest.mark.parametrize(
    "line",
    [
        "TAM NGUYÊN - Thứ tư, 03/04/2024 19:23 (GMT+7)",
        "Tam Nguyên | 19:23 03/04/2024",
        "Tam Nguyên-Thứ tư, ngày 03/04/2024 19:23 GMT+7",
    ],
)
@pytest.mark.parametrize("place", [1, 3])
def test_byline_and_stamp_in_one_line(line, place, read):
    """At the top or at the end; the line is listed under both."""
    lines = [TITLE, LEAD, BODY]
    lines.insert(place, line)
    article = read("\n\n".join(lines))
    assert article.published == "2024-04-03T19:23:00+07:00"
    assert [author.name.title() for author in article.authors] == ["Tam Nguyên"]
    assert article.lines.stamp == article.lines.byline == (2 * place + 1,)


def test_a_second_stamp_says_when_the_page_was_changed(read):
    """The first one counts; the second is dropped."""
    article = read("\n\n".join((TITLE, "09:00 03/04/2024", "Cập nhật: 10:00 05/04/2024", LEAD, BODY)))
    assert article.published == "2024-04-03T09:00:00+07:00"
    assert [dropped.rule for dropped in article.dropped] == ["second-stamp"]


@pytest.mark.parametrize(
    ("lead", "published"),
    [
        (
            "Ngày 31/7/2023, Hội Nông dân tỉnh tổ chức hội nghị bàn về việc trồng cam ở các xã miền núi trong vùng.",
            "2023-07-31",
        ),
        (
            "(BST) - Chiều 20.1, Hội Nông dân tỉnh tổ chức hội nghị tổng kết việc trồng cam năm 2025 ở các xã.",
            "2025-01-20",
        ),
        (
            "Nhân dịp đầu năm mới 2025, chiều 20.1, Hội Nông dân tỉnh tổ chức hội nghị bàn về việc trồng cam.",
            "2025-01-20",
        ),
        (
            "Nhân kỷ niệm ngày lập xã (2/9/1975 - 2/9/2024), sáng nay (02/9), Hội Nông dân xã gặp mặt các hội viên cũ.",
            "2024-09-02",
        ),
        ("Chiều 20/1, Hội Nông dân tỉnh tổ chức hội nghị bàn về việc trồng cam ở các xã miền núi trong vùng.", None),
        ("Chiều 20/1, Hội Nông dân tỉnh tổ chức hội nghị phổ biến Luật Đất đai năm 2024 cho các hộ trồng cam.", None),
        (
            "Trước đó, ngày 6/12/2024, Hội Nông dân tỉnh tổ chức hội nghị bàn về việc trồng cam ở các xã trong vùng.",
            None,
        ),
        (
            "Ngày 22/5, Công an xã khởi tố ông Trần Văn Cam (SN 1976, trú tại xã Sơn Bình) về tội đánh bạc tại nhà.",
            None,
        ),
        ("Chiều 20/1, Hội Nông dân tỉnh tổ chức hội nghị bàn về việc trồng cam nhiệm kỳ 2020-2025 ở các xã.", None),
    ],
)
def test_the_day_that_the_lead_names(lead, published, read):
    """With a year that leaves no doubt; else no date is given."""
    article = read("\n\n".join((TITLE, lead, BODY)))
    assert (article.published, article.published_from) == (published, "text" if published else None)


@pytest.mark.parametrize(
    ("first", "section", "title"),
    [
        (f"Thời sự {TITLE} Chiều 13/7, {LEAD}", "Thời sự", TITLE),
        (f"Kinh tế {TITLE} (BST) - {LEAD}", "Kinh tế", TITLE),
        (f"{TITLE} (BST) - {LEAD}", None, TITLE),
    ],
)
def test_section_title_and_lead_in_one_line(first, section, title, read):
    """Split where a dateline or a capitalised day shows the seam; the line is listed under each."""
    article = read(f"{first}\n\n{BODY}")
    assert (article.section, article.title) == (section, title)
    assert article.lines.title == (1,)
    assert article.blocks[0].lines == (1,)
    assert LEAD in article.blocks[0].text


@pytest.mark.parametrize("first", [f"Hội nghị họp từ sáng. Chiều 13/7, {LEAD}", f"{LEAD} Hội nghị bế mạc chiều 13/7."])
def test_no_seam_no_split(first, read):
    """A day behind punctuation is the text's own."""
    assert not read(f"{first}\n\n{BODY}").lines.title


@pytest.mark.parametrize(
    ("last", "authors", "agency"),
    [
        ("Tin, ảnh: Thu Hà", (Author("Thu Hà", None, "text and photos"),), None),
        ("THU HÀ - MINH ANH thực hiện", (Author("THU HÀ"), Author("MINH ANH")), None),
        ("Phòng Thông tin – Sở Công Thương", (Author("Phòng Thông tin – Sở Công Thương"),), None),
        ("Theo TTXVN", (), "TTXVN"),
        ("(TTXVN/Vietnam+)", (), "TTXVN/Vietnam+"),
        ("Nguồn: https://www.baotinh.vn/trong-cam-123.htm", (), "baotinh.vn"),
    ],
)
def test_bylines_and_sources(last, authors, agency, read):
    """Who wrote, and from whom it was taken: a source is no author."""
    article = read("\n\n".join((LEAD, BODY, last)))
    assert (article.authors, article.agency) == (authors, agency)
    assert article.lines.byline == (5,)


def test_a_name_behind_the_last_full_stop(read):
    """It is the byline, if the text names it nowhere else."""
    article = read(f"{LEAD}\n\n{BODY} Nguyễn Thu Trang")
    assert article.authors == (Author("Nguyễn Thu Trang"),)
    assert article.blocks[-1].text == BODY
    named = read(f"{LEAD} Bà Nguyễn Thu Trang dự.\n\n{BODY} Nguyễn Thu Trang")
    assert named.authors == ()


def test_a_byline_at_the_top_drops_nothing(read):
    """What follows a byline is teasers only at the end."""
    article = read("\n\n".join(("Tác giả: Thu Hà", LEAD, BODY, LEAD + " Hết.")))
    assert len(article.blocks) + len(article.lines.byline) + len(article.lines.title) >= 4
    assert not article.dropped


@pytest.mark.parametrize(
    ("dateline", "agency"),
    [
        ("(BST) -", "BST"),
        ("BST-", "BST"),
        ("(sonbinh.gov.vn)", "sonbinh.gov.vn"),
        ("(BST)", "BST"),
        ("(BST0 -", "BST"),
        ("(BST online) –", "BST online"),
        ("SƠN BÌNH -", None),
        ("LTS -", None),
    ],
)
def test_datelines(dateline, agency, read):
    """The agency is what the dateline names, whole or broken; a place or an editor's note is none."""
    assert read(f"{dateline} {LEAD}\n\n{BODY}").agency == agency
