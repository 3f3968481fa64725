"""Which sentences can stand alone in a summary."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.standing import Sentence, Standing, standings

FIRST = "Ngày 3/2, Huyện ủy Gia Lâm tổ chức hội nghị tổng kết công tác xây dựng Đảng."


def found(sentences: list[Sentence], facts: DigestFacts) -> list[Standing]:
    return standings(sentences, facts)


def standing_of(text: str, facts: DigestFacts) -> Standing:
    """Of a sentence that follows another."""
    return found([Sentence(FIRST, 0, 0), Sentence(text, 1, 0)], facts)[1]


@pytest.mark.parametrize(
    "text",
    [
        "Bên cạnh đó, Huyện ủy đã bổ nhiệm 27 cán bộ của huyện.",
        "Theo đó, Huyện uỷ sẽ bổ nhiệm 27 cán bộ của huyện.",
        "Ông cho biết huyện sẽ bổ nhiệm 27 cán bộ trong năm nay.",
        "Đồng chí đề nghị huyện bổ nhiệm 27 cán bộ trong năm nay.",
        "Đây là hội nghị lớn nhất của huyện trong năm nay.",
        "Việc này giúp huyện hoàn thành kế hoạch của năm nay.",
        "Hội nghị này được tổ chức hằng năm ở huyện Gia Lâm.",
        "Tại thời điểm đó, huyện chưa bổ nhiệm cán bộ nào cả.",
        "Mùa trước, họ đánh bại nhà vô địch ở vòng đấu cuối cùng.",
        "“Chúng tôi đã bổ nhiệm 27 cán bộ của huyện trong năm.",
    ],
)
def test_leaning(text: str, facts: DigestFacts) -> None:
    """Joining words, bare pronouns, words that point back, half a quotation."""
    assert standing_of(text, facts) == "leaning"


@pytest.mark.parametrize(
    "text",
    [
        "Ông Nguyễn Văn An cho biết huyện sẽ bổ nhiệm 27 cán bộ.",
        "Đồng chí Vũ Đức Bảo đề nghị huyện bổ nhiệm 27 cán bộ.",
        "Huyện ủy Gia Lâm đã bổ nhiệm 27 cán bộ; việc này giúp huyện hoàn thành kế hoạch.",
        "Bí thư Huyện ủy nói: “Chúng tôi đã bổ nhiệm 27 cán bộ trong năm.”",
        "Anh Trần Văn Bình được bầu làm Bí thư Đoàn xã khóa mới.",
    ],
)
def test_alone(text: str, facts: DigestFacts) -> None:
    """A pronoun before a name is none; a word that points back late in the sentence points into it."""
    assert standing_of(text, facts) == "alone"


@pytest.mark.parametrize(
    "text",
    [
        "Sau đây là những kết quả chính của hội nghị tổng kết công tác xây dựng Đảng:",
        "Vì sao huyện Gia Lâm chưa bổ nhiệm cán bộ nào trong năm nay?",
        "Kính thưa các đồng chí lãnh đạo huyện và các vị đại biểu!",
        "Ảnh: Trưởng ban Tổ chức Thành ủy phát biểu tại buổi làm việc.",
        "Phim sẽ chiếu vào lúc 21 giờ hôm nay, mời các bạn đón xem!",
        "Mời bạn đọc theo dõi các bài tiếp theo trên trang này.",
    ],
)
def test_never(text: str, facts: DigestFacts) -> None:
    """Announcements, questions, greetings, captions and hints tell no news."""
    assert standing_of(text, facts) == "never"


def test_spare(facts: DigestFacts) -> None:
    """Too short, too long, or without an end."""
    assert standing_of("Hội nghị thành công tốt đẹp.", facts) == "spare"
    assert standing_of("Huyện ủy Gia Lâm đã bổ nhiệm 27 cán bộ trong năm nay", facts) == "spare"
    assert standing_of("Huyện ủy " + "đã bổ nhiệm cán bộ " * 20 + "trong năm.", facts) == "spare"


def test_a_quotation_over_sentences(facts: DigestFacts) -> None:
    """What stands within a quotation that began earlier in the block leans; a new block ends the quotation."""
    texts = [(FIRST, 0), ("Bí thư nói: “Đảng bộ huyện đã làm tốt.", 1), ("Huyện sẽ bổ nhiệm 27 cán bộ trong năm.", 1)]
    texts.append(("Huyện Gia Lâm đã kết nạp 200 đảng viên mới.", 2))
    sentences = [Sentence(text, block, number) for number, (text, block) in enumerate(texts)]
    assert found(sentences, facts) == ["alone", "leaning", "leaning", "alone"]


def test_said_again(facts: DigestFacts) -> None:
    """A sentence that the text has already had, word for word, is never taken."""
    assert standing_of(FIRST, facts) == "never"


def test_the_first_sentence_leans_on_nothing(facts: DigestFacts) -> None:
    """Nothing stands before it but the title, which is shown."""
    assert found([Sentence("Đây là hội nghị lớn nhất của huyện trong năm nay.", 0, 0)], facts) == ["alone"]
