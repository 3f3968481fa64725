"""Tags, and what spoke for them."""

from __future__ import annotations

from build_site.digest.terms import Matcher, find_terms
from build_site.digest.topics import find_tags
from build_site.model import Article, Tag, Term, Topic
from tests.digest.conftest import write_article

TERMS = (
    Term("can-bo", "cán bộ", "official", domain="cadre"),
    Term("dieu-dong", "điều động", "transfer", domain="cadre"),
    Term("dan-van", "dân vận", "mass mobilisation", domain="mass"),
    Term("dang", "đảng", "Party", domain="party"),
)
TOPICS = (
    Topic("local-government", "Chính quyền địa phương", "Local government"),
    Topic("party-building", "Xây dựng Đảng", "Party building", domains=("party",), sections=("Đảng, đoàn thể",)),
    Topic("cadre-work", "Công tác cán bộ", "Cadre work", domains=("cadre",)),
    Topic("mass-mobilisation", "Dân vận", "Mass mobilisation", domains=("mass",), keywords=("Dân vận khéo",)),
    Topic("emulation", "Thi đua", "Emulation", keywords=("thi đua",)),
)


def tags(article: Article) -> tuple[Tag, ...]:
    matcher = Matcher(TERMS)
    return find_tags(article, find_terms(article, matcher), matcher.terms, TOPICS)


def test_terms_keywords_and_section_speak() -> None:
    """Each tag says why, the strongest reason first."""
    article = write_article(
        "Huyện điều động cán bộ.", "Phong trào Dân vận khéo lan tỏa.", title="Công tác cán bộ", section="Đảng, đoàn thể"
    )
    found = {tag.slug: tag.because for tag in tags(article)}
    assert found["party-building"] == ("section “Đảng, đoàn thể”",)
    assert found["cadre-work"] == ("term cán bộ", "term điều động")
    assert set(found["mass-mobilisation"]) == {"text says “dân vận khéo”", "term dân vận"}
    assert "emulation" not in found


def test_every_article_gets_two() -> None:
    """Where nothing speaks, the first topics of the file are taken, and say so."""
    assert [(tag.slug, tag.because) for tag in tags(write_article("Trời mưa."))] == [
        ("local-government", ("no other topic fits better",)),
        ("party-building", ("no other topic fits better",)),
    ]
    assert [tag.slug for tag in tags(write_article("Phong trào thi đua."))] == ["emulation", "local-government"]


def test_what_is_named_in_passing_gives_no_tag() -> None:
    """One word of another subject says nothing; the wide topics that the file marks are given before a wrong one."""
    topics = (
        Topic("party-congresses", "Đại hội Đảng", "Party congresses", keywords=("đại hội",)),
        Topic("security", "Quốc phòng", "Security", keywords=("quân sự", "dân quân")),
        Topic("local-government", "Chính quyền", "Local government", last_resort=True),
    )
    article = write_article("Bộ Chỉ huy Quân sự kiểm tra dân quân trước đại hội.", "Quân sự và dân quân sẵn sàng.")
    assert [tag.slug for tag in find_tags(article, (), {}, topics)] == ["security", "local-government"]


def test_names_in_both_languages() -> None:
    """A tag carries the topic's two names."""
    assert tags(write_article("Thi đua yêu nước."))[0] == Tag(
        "emulation", "Thi đua", "Emulation", ("text says “thi đua”",)
    )
