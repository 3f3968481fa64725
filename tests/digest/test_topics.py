"""Tags, and what spoke for them."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from build_site.digest.terms import Matcher, find_terms
from build_site.digest.topics import find_subjects, find_tags
from build_site.model import NO_TITLE, Article, CitedDocument, Finding, Reason, Tag, Term, TermUse, Topic
from tests.digest.conftest import write_article

TERMS = (
    Term("can-bo", "cán bộ", "official", domain="cadre"),
    Term("dieu-dong", "điều động", "transfer", domain="cadre"),
    Term("dang", "đảng", "Party", domain="party"),
)
TOPICS = (
    Topic("party", "Đảng", "The Party"),
    Topic(
        "party-building", "Xây dựng Đảng", "Party building", "party", domains=("party",), sections=("Đảng, đoàn thể",)
    ),
    Topic("cadre-work", "Công tác cán bộ", "Cadre work", "party", domains=("cadre",), keywords=("công tác cán bộ",)),
    Topic("mass-mobilisation", "Dân vận", "Mass mobilisation", keywords=("Dân vận khéo",)),
    Topic("apparatus", "Bộ máy", "Apparatus", keywords=("biên chế",), documents=("18-NQ/TW", "*/QH15")),
    Topic("emulation", "Thi đua", "Emulation", keywords=("thi đua",)),
)


def tags(article: Article, documents: Sequence[CitedDocument] = ()) -> tuple[Tag, ...]:
    matcher = Matcher(TERMS)
    return find_tags(article, find_terms(article, matcher), matcher, TOPICS, documents)


def test_section_title_words_and_terms_speak() -> None:
    """Each tag says why, the strongest reason first."""
    article = write_article(
        "Phong trào Dân vận khéo lan tỏa; huyện điều động cán bộ.",
        title="Công tác cán bộ",
        section="Đảng, đoàn thể",
    )
    found = {tag.slug: tag.because for tag in tags(article)}
    assert found["party-building"] == (Reason("section", "Đảng, đoàn thể"),)
    assert found["cadre-work"][0] == Reason("title", "công tác cán bộ")
    assert {reason.what for reason in found["cadre-work"][1:]} == {"cán bộ", "điều động"}
    assert "emulation" not in found


def test_documents_speak() -> None:
    """A number does, whole or by its end; and another of the same number elsewhere does not."""
    article = write_article("Các xã rà soát biên chế.")
    cited = (CitedDocument("18-NQ/TW"), CitedDocument("72/2025/QH15"), CitedDocument("118-NQ/TW"))
    assert [tag.because for tag in tags(article, cited)] == [
        (Reason("document", "18-NQ/TW"), Reason("document", "72/2025/QH15"), Reason("keyword", "biên chế"))
    ]


def test_a_parent_is_given_through_its_topics_only() -> None:
    """A tag names the topic above it; nothing gives an article that topic itself."""
    assert [(tag.slug, tag.parent) for tag in tags(write_article("Công tác cán bộ.", title="Công tác cán bộ"))] == [
        ("cadre-work", "party")
    ]


def test_nothing_speaks() -> None:
    """An article without a topic has no tag: a wrong one is worse."""
    assert tags(write_article("Trời mưa.")) == ()


def test_what_is_named_in_passing_gives_no_tag() -> None:
    """One word of another subject says nothing."""
    assert tags(write_article("Trời mưa.", "Bà được khen trong thi đua.")) == ()
    article = write_article(*["Phong trào thi đua yêu nước."] * 4, "Bàn về biên chế.", title="Thi đua yêu nước")
    assert [tag.slug for tag in tags(article)] == ["emulation"]


def test_a_borrowed_title_is_no_title() -> None:
    """Where the opening words stand in for a title, they speak as the text they are."""
    article = replace(write_article("Trời mưa.", title="Thi đua"), findings=(Finding(1, NO_TITLE),))
    assert tags(article) == ()


def test_names_in_both_languages() -> None:
    """A tag carries the topic's two names."""
    assert tags(write_article("Trời mưa.", title="Thi đua yêu nước"))[0] == Tag(
        "emulation", "Thi đua", "Emulation", (Reason("title", "thi đua"),)
    )


def test_subjects_are_things() -> None:
    """What an article is about is of a topic's domain and said more than once; everyday words and ways of speaking
    relate no articles."""
    term = Term("can-bo", "cán bộ", "official", domain="cadre", pos="noun")
    uses = [
        TermUse(each, 2, 0)
        for each in (
            term,
            replace(term, id="kien-toan", pos="verb"),
            replace(term, id="lanh-dao", common=True),
            replace(term, id="kinh-te", domain="economy"),
        )
    ]
    assert find_subjects(uses, TOPICS) == ("can-bo",)
