"""In brief across articles: what many tell, said once."""

from __future__ import annotations

from build_site.digest.overview import NEWEST, Told, overview
from build_site.model import SummarySentence

FLOOD = "Mưa lớn ở tỉnh Hà Giang làm ba người chết và cuốn trôi hàng chục ngôi nhà"
SCHOOL = "Bộ Giáo dục và Đào tạo công bố lịch thi tốt nghiệp trung học phổ thông năm 2025"
BRIDGE = "Thành phố Hải Phòng khánh thành cây cầu mới bắc qua sông Cấm"


def told(article: str, *sentences: str, published: str | None = "2025-06-01", target: str | None = "…") -> Told:
    return Told(article, published, tuple(SummarySentence(target, text, 0, 0) for text in sentences))


def sources(articles: list[Told], length: int = 5) -> list[str]:
    return [sentence.source for _, sentence in overview(articles, length=length)]


def test_nothing_is_said_twice() -> None:
    """Of articles that tell the same, one has the word."""
    articles = [told("a", FLOOD), told("b", FLOOD + " trong đêm"), told("c", SCHOOL)]
    assert len(sources(articles)) == 2
    assert SCHOOL in sources(articles)


def test_every_sentence_names_its_article() -> None:
    """The article beside a sentence is the one whose summary has it."""
    articles = [told("a", FLOOD, BRIDGE), told("b", SCHOOL)]
    known = {one.article: [sentence.source for sentence in one.sentences] for one in articles}
    result = overview(articles)
    assert len(result) == 3
    assert all(sentence.source in known[article] for article, sentence in result)


def test_what_many_tell_comes_before_what_one_tells() -> None:
    """With room for one sentence the event of two articles is told."""
    articles = [
        told("a", FLOOD),
        told("b", "Nước lũ ở tỉnh Hà Giang làm ba người chết, nhà bị cuốn trôi"),
        told("c", BRIDGE),
    ]
    assert "Hà Giang" in sources(articles, length=1)[0]


def test_openings_first_the_newest_before_the_older() -> None:
    """Order: openings of summaries, of which the newest article's is first, then what follows them."""
    articles = [
        told("old", SCHOOL, published="2025-01-01"),
        told("new", BRIDGE, "Cây cầu dài hai kilômét và có bốn làn xe cơ giới", published="2025-05-01"),
        told("undated", FLOOD, published=None),
    ]
    assert [article for article, _ in overview(articles)] == ["new", "old", "undated", "new"]


def test_translated_sentences_are_preferred() -> None:
    """A sentence that has no translation is taken only where none has one."""
    articles = [told("a", FLOOD, target=None), told("b", SCHOOL)]
    assert sources(articles) == [SCHOOL]
    assert sources(articles[:1]) == [FLOOD]


def test_empty_and_order_free() -> None:
    """Nothing of nothing; the order of the articles does not matter."""
    articles = [told("a", FLOOD), told("b", SCHOOL), told("c", BRIDGE)]
    assert overview([]) == ()
    assert overview([told("a")]) == ()
    assert overview(articles) == overview(articles[::-1])


def test_a_large_tag_costs_no_more_than_a_small_one() -> None:
    """Only the newest are weighed: of 5,000 articles the old ones are not looked at."""
    articles = [
        told(f"{number:05}", *(f"{FLOOD} ngày {number + 7 * turn} {number * 31 + turn}" for turn in range(3)),
             published=f"{2000 + number // 300}-01-{1 + number % 28:02}")
        for number in range(5000)
    ]  # fmt: skip
    newest = sorted(articles, key=lambda one: (one.published, one.article), reverse=True)[:NEWEST]
    assert overview(articles) == overview(newest)
