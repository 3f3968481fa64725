"""All the visible text of a page, and the furniture left in a crawled text. The texts are made up."""

from __future__ import annotations

from tests.clean.test_head import BODY, LEAD, TITLE

NAVIGATION = [
    "Trang chủ",
    "Thời sự",
    "Kinh tế",
    "Văn hóa",
    "Thể thao",
    "Pháp luật",
    "Giáo dục",
    "Y tế",
    "Du lịch",
    "Liên hệ",
]
FOOT = [
    "Trở lại Kinh tế",
    "Chia sẻ",
    "Cam Sơn Bình vào mùa",
    "Giá cam tăng",
    "Báo Sơn Bình điện tử",
    "Tổng Biên tập: Lê An",
]


def rules(article):
    return {dropped.line: dropped.rule for dropped in article.dropped}


def test_the_article_is_found_in_its_page(read):
    """Navigation above and foot below are dropped by their rules; section, title, stamp and byline are read."""
    banner = "Thứ hai, 1/1/2024"
    lines = [
        banner,
        *NAVIGATION,
        *NAVIGATION,
        "Nông nghiệp",
        "14:05 - 31/7/2023",
        TITLE,
        LEAD,
        BODY,
        BODY + " Hết.",
        "Thu Hà",
        *FOOT,
    ]
    article = read("\n".join(lines))
    assert (article.section, article.title, article.published) == ("Nông nghiệp", TITLE, "2023-07-31T14:05:00+07:00")
    assert [author.name for author in article.authors] == ["Thu Hà"]
    assert [block.text for block in article.blocks] == [LEAD, BODY, BODY + " Hết."]
    assert {"navigation", "page-footer"} <= set(rules(article).values())


def test_the_title_is_the_line_that_the_breadcrumb_leads_to(read):
    """Of two short lines above the text, the one right below the breadcrumb that the navigation repeats."""
    labels = [label for label in NAVIGATION if label != "Trang chủ"]
    lines = [
        *labels,
        *labels,
        "Trang chủ",
        "Phòng Trồng trọt",
        "CHỨC NĂNG VÀ NHIỆM VỤ CỦA PHÒNG",
        LEAD,
        BODY,
        "Phòng Trồng trọt",
        *labels,
    ]
    article = read("\n".join(lines))
    assert article.title == "Phòng Trồng trọt"
    assert [block.text for block in article.blocks] == ["CHỨC NĂNG VÀ NHIỆM VỤ CỦA PHÒNG", LEAD, BODY]


def test_a_list_of_short_items_is_no_page(read):
    """Nothing of an article is dropped because its lines are short."""
    items = [f"Giống cam số {number} của xã Sơn Bình" for number in range(20)]
    article = read("\n".join((LEAD, *items, BODY, *items, LEAD)))
    assert not {"navigation", "page-footer"} & set(rules(article).values())


def test_titles_with_dates_in_brackets_are_a_list_of_others(read):
    """Two or more at the end."""
    article = read(
        "\n".join((LEAD, BODY, "Cam Sơn Bình vào mùa thu hoạch (14/07/2021)", "Giá cam ở xã tăng cao (07/07/2021)"))
    )
    assert rules(article) == {3: "related-teaser", 4: "related-teaser"}


def test_excerpts_that_break_off_are_teasers(read):
    """Lines at the end that close with dots behind a blank."""
    cut = "Cam Sơn Bình vào mùa Chuyến thăm của đoàn công tác, vốn được mong đợi từ lâu, diễn ra từ ..."
    article = read("\n".join((LEAD, BODY, BODY + " Hết.", cut, cut.replace("Cam", "Bưởi"))))
    assert rules(article) == {4: "related-teaser", 5: "related-teaser"}


def test_a_box_of_related_titles_does_not_end_the_article(read):
    """Where most of the text follows the heading, only the titles below it are dropped."""
    article = read("\n".join((LEAD, "Tin liên quan", "Cam Sơn Bình vào mùa", BODY, LEAD + " Hết.", BODY + " Hết.")))
    assert rules(article) == {2: "related-list-heading", 3: "related-teaser"}


def test_the_text_goes_on_behind_a_late_box(read):
    """Two paragraphs on end behind the titles are the article's; teasers alternate with titles."""
    box = ("Xem thêm", "Cam Sơn Bình vào mùa", "Giá cam tăng")
    text = (LEAD, BODY, LEAD + " Hết.", BODY + " Hết.")
    article = read("\n".join((*text, *box, "Xã cũng bàn việc mở đường. " + LEAD, "Xã cũng bàn việc làm cầu. " + LEAD)))
    assert rules(article) == {5: "related-list-heading", 6: "related-teaser", 7: "related-teaser"}


def test_addresses_and_separators(read):
    """A bare address and a line without letters are dropped."""
    article = read("\n".join((LEAD, "https://baotinh.vn/anh/cam.png", "* * *", BODY)))
    assert rules(article) == {2: "web-address", 3: "separator"}


def test_a_dateline_alone_joins_the_lead(read):
    """`(BST) -` and the paragraph below it are one."""
    article = read(f"(BST) -\n{LEAD}\n{BODY}")
    assert article.blocks[0].text == f"(BST) - {LEAD}"
    assert article.agency == "BST"


def test_a_paragraph_that_opens_like_a_form_is_text(read):
    """`Họ tên: …` with a whole life behind it belongs to a wanted notice."""
    notice = "Họ tên: Lê Văn A, giới tính: nam; sinh ngày 2/8/1969, tại Bắc Ninh; dân tộc: Kinh; nghề nghiệp: làm vườn."
    assert len(read("\n".join((LEAD, notice, BODY))).blocks) == 3
