"""The summary: sentences of the text, each with its translation and its block."""

from __future__ import annotations

from build_site.digest.facts import DigestFacts
from build_site.digest.summary import summarise
from build_site.model import Article, Role, TranslationUnit
from tests.digest.conftest import write_article


def test_every_sentence_is_in_the_text(seeds: dict[str, Article], facts: DigestFacts) -> None:
    """Three sentences of the body, in document order, untranslated ones marked missing; the same on every run."""
    for article in seeds.values():
        summary = summarise(article, {}, facts)
        places = [(sentence.block, sentence.segment or 0) for sentence in summary]
        assert len(summary) == 3
        assert places == sorted(places)
        for sentence, (block, segment) in zip(summary, places, strict=True):
            assert article.blocks[block].segments[segment].source == sentence.source
            assert article.blocks[block].kind in ("paragraph", "item")
            assert (sentence.target, sentence.state, sentence.by) == (None, "missing", "automatic")
        assert summary == summarise(article, {}, facts)


def test_the_translation_is_shown(facts: DigestFacts) -> None:
    """Target and state are those of the sentence's unit."""
    text = "Ngày 3/2, Huyện ủy Gia Lâm tổ chức hội nghị tổng kết công tác xây dựng Đảng."
    units: dict[tuple[Role, str], TranslationUnit] = {
        ("body", text): TranslationUnit("body", text, "On 3 February …", "machine")
    }
    (sentence,) = summarise(write_article(text), units, facts)
    assert (sentence.target, sentence.state, sentence.block, sentence.segment) == ("On 3 February …", "machine", 0, 0)


def test_sentences_that_lean_on_others_are_avoided(facts: DigestFacts) -> None:
    """`Bên cạnh đó …` cannot stand alone while another sentence can."""
    article = write_article(
        "Ngày 3/2, Huyện ủy Gia Lâm tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2022.",
        "Bên cạnh đó, Huyện ủy đã bổ nhiệm 27 cán bộ và điều động 41 cán bộ của huyện.",
        "Huyện ủy Gia Lâm đã kết nạp 200 đảng viên mới và bổ nhiệm 27 cán bộ của huyện.",
        title="Huyện ủy Gia Lâm tổng kết công tác xây dựng Đảng",
    )
    assert [sentence.block for sentence in summarise(article, {}, facts, length=2)] == [0, 2]


def test_nothing_is_said_twice(facts: DigestFacts) -> None:
    """Of two nearly equal sentences one is taken."""
    lead = "Ngày 3/2, Huyện ủy Gia Lâm tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2022."
    article = write_article(lead, lead, "Thành phố yêu cầu các xã nâng cao chất lượng sinh hoạt chi bộ hằng tháng.")
    assert [sentence.block for sentence in summarise(article, {}, facts, length=2)] == [0, 2]


def test_a_leaning_sentence_only_after_the_one_it_leans_on(facts: DigestFacts) -> None:
    """Where no other sentence is left it follows its neighbour; without the neighbour it stays out."""
    first = "Ngày 3/2, Huyện ủy Gia Lâm tổ chức hội nghị tổng kết công tác xây dựng Đảng năm 2022."
    leaning = "Theo đó, huyện sẽ bổ nhiệm 27 cán bộ và kết nạp 200 đảng viên mới trong năm sau."
    question = "Vì sao thành phố Hà Nội chưa có trường học nào cho trẻ em của các khu công nghiệp?"
    beside = summarise(write_article(first, leaning), {}, facts)
    apart = summarise(write_article(first, question, leaning), {}, facts)
    assert [sentence.block for sentence in beside] == [0, 1]
    assert [sentence.block for sentence in apart] == [0]


def test_a_language_without_a_ranking() -> None:
    """Title, centre and place choose, with no facts at all."""
    article = write_article(
        "It rained for most of the day and people stayed at home.",
        "The council met on Monday to discuss the budget of the city for the next year.",
        "Buses ran late.",
        title="Council meets to discuss the budget of the city",
    )
    assert [sentence.block for sentence in summarise(article, {}, DigestFacts(), length=1)] == [1]
    assert [sentence.block for sentence in summarise(article, {}, DigestFacts())] == [0, 1, 2]


def test_short_and_empty_articles(facts: DigestFacts) -> None:
    """As many sentences as there are; none for a text without paragraphs."""
    assert len(summarise(write_article("Một câu ngắn."), {}, facts)) == 1
    assert summarise(write_article("[Chỉ có ảnh]"), {}, facts) == ()
