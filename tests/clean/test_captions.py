"""Captions among paragraphs. The texts are made up."""

from __future__ import annotations

import pytest

LEAD = (
    "Sáng 5/3, tại xã Sơn Bình, Hội Nông dân tỉnh tổ chức hội nghị bàn về việc trồng cam, với sự tham dự của nhiều hộ "
    "dân trong vùng và đại diện các sở, ngành của tỉnh."
)
STORY = (
    "Theo báo cáo của Hội, năm qua các hộ dân trong xã đã trồng thêm hơn một trăm héc-ta cam và thu về nhiều tỷ đồng, "
    "cao hơn hẳn so với những năm trước đó của địa phương."
)


@pytest.mark.parametrize(
    "line",
    [
        "Vườn cam của gia đình ông Hòa. Ảnh: Thu Hà",
        "Vườn cam của gia đình ông Hòa (Ảnh: TTXVN)",
        "Vườn cam của gia đình ông Hòa | Ảnh: Minh Anh",
        "Vườn cam của gia đình ông Hòa. Ảnh TUẤN HUY",
        "Vườn cam đang vào mùa thu hoạch THU HÀ",
        "Ảnh minh họa: Internet",
        "Đồ họa: NGỌC LAN",
        "Trồng cam theo cách mới giúp người dân có thu nhập cao hơn (Ảnh minh họa).",
        "Đồng chí Lê Văn An phát biểu tại hội nghị.",
        "Quang cảnh hội nghị.",
        "Các đại biểu tham quan gian hàng cam của xã Sơn Bình",
        "Lãnh đạo Hội Nông dân tỉnh (thứ hai từ trái) trao quà cho các hộ dân.",
    ],
)
def test_a_caption_is_told_from_the_body(line, read):
    """By its credit, or by wording and neighbours."""
    kinds = [block.kind for block in read("\n\n".join((LEAD, line, STORY))).blocks]
    assert kinds == ["paragraph", "caption", "paragraph"]


@pytest.mark.parametrize(
    "line",
    [
        "Các hộ dân cũng đã ký cam kết không dùng thuốc trừ sâu.",
        "Tại hội nghị, Hội Nông dân tỉnh trao quà cho mười hộ dân.",
        "Chiều cùng ngày, đoàn công tác thăm các hộ dân trồng cam.",
        "“Chúng tôi sẽ trồng thêm cam”, ông Hòa nói.",
        "Ông Hòa cho biết, gia đình ông có hai héc-ta cam.",
    ],
)
def test_a_short_sentence_of_the_story_stays_body(line, read):
    """A sentence that tells (đã, cũng, cho biết; a day or a place that opens it) is no caption."""
    assert [block.kind for block in read("\n\n".join((LEAD, line, STORY))).blocks] == ["paragraph"] * 3


def test_the_same_caption_again_is_dropped(read):
    """Once kept, then listed as repeated."""
    caption = "Vườn cam của gia đình ông Hòa. Ảnh: Thu Hà"
    article = read("\n\n".join((LEAD, caption, STORY, caption)))
    assert [block.kind for block in article.blocks] == ["paragraph", "caption", "paragraph"]
    assert [(dropped.line, dropped.rule) for dropped in article.dropped] == [(7, "repeated-caption")]


def test_a_gallery_is_captions_to_its_end(read):
    """Behind `Một số hình ảnh …:` short sentences that tell nothing are captions."""
    gallery = ("Một số hình ảnh tại hội nghị:", "Vườn cam nhà ông Hòa.", "Bà con hái cam.", "Thùng cam chờ xe.")
    kinds = [block.kind for block in read("\n\n".join((LEAD, STORY, *gallery))).blocks]
    assert kinds == ["paragraph"] * 2 + ["caption"] * 4
