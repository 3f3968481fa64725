"""Paragraphs that a page holds twice."""

from __future__ import annotations

LONG = (
    "Huyện Ba Bến họp bàn công tác cán bộ, với sự tham dự của lãnh đạo các phòng, ban, ngành, đoàn thể thuộc huyện"
    " và bí thư đảng ủy các xã, thị trấn."
)


def test_a_long_paragraph_stands_once(read):
    """The same long paragraph again is listed as left out; the first stays."""
    article = read(f"Huyện họp bàn công tác cán bộ\n\n{LONG}\n\n{LONG}\n\nHội nghị nhất trí thông qua nghị quyết.\n")
    assert [(each.line, each.rule) for each in article.dropped] == [(5, "repeated-paragraph")]
    assert [block.lines for block in article.blocks] == [(3,), (7,)]


def test_a_short_line_may_be_said_twice(read):
    """A salutation is part of a speech each time."""
    hello = "Thưa các đồng chí và các bạn!"
    article = read(
        f"Bài phát biểu của đồng chí Bí thư\n\n{hello}\n\n{LONG}\n\n{hello}\n\nXin cảm ơn và chúc sức khỏe.\n"
    )
    assert sum(block.text == hello for block in article.blocks) == 2
