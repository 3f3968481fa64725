"""Publishers, and what their rights keep back."""

from __future__ import annotations

import msgspec
import pytest
from msgspec.structs import replace

from build_site.digest.publisher import find_publisher
from build_site.digest.rights import SHORTEST, excerpt, redact
from build_site.model import (
    Article,
    Credit,
    Digest,
    Dropped,
    Finding,
    Person,
    Post,
    Publisher,
    Rights,
    SummarySentence,
    TermMatch,
    TranslationUnit,
)
from tests.digest.conftest import write_article

CITY = Publisher({"en": "City", "vi": "Thành phố"}, ("hanoi.gov.vn",), ("HNP",))
DISTRICT = Publisher({"en": "District", "vi": "Huyện"}, ("gialam.hanoi.gov.vn",), ("GL",))

FIRST = "Sáng 3/2, Huyện ủy Gia Lâm tổ chức hội nghị."
SECOND = "Đồng chí Bí thư Huyện ủy chủ trì hội nghị này."
THIRD = "Hội nghị kết nạp thêm hai trăm đảng viên mới trong năm nay."
CAPTION = "Các đại biểu chụp ảnh lưu niệm tại hội nghị."
LAST = "Phát biểu kết luận, đồng chí đề nghị các chi bộ tiếp tục đổi mới."
ARTICLE = write_article(f"[{CAPTION}]", f"{FIRST} {SECOND}", THIRD, LAST, title="Gia Lâm đổi mới")


def make(rights: Rights, article: Article = ARTICLE, **changes: object) -> Digest:
    units = tuple(
        tuple(
            TranslationUnit(block.role, segment.source, f"English {b}.{s}", "human", note=f"note {b}.{s}")
            for s, segment in enumerate(block.segments)
        )
        for b, block in enumerate(article.blocks)
    )
    title = TranslationUnit("title", article.title, "Gia Lâm renews", "human")
    digest = Digest(article, title, None, (), units, Credit("a.po"), rights=rights, headline=title.target)
    return replace(digest, **changes)


def vietnamese(digest: Digest) -> list[str]:
    """Those of the article's sentences that the digest holds anywhere."""
    everything = msgspec.json.encode(digest).decode("utf-8")
    return [text for text in (CAPTION, FIRST, SECOND, THIRD, LAST) if text in everything]


@pytest.mark.parametrize(
    ("url", "agency", "found"),
    [
        ("https://hanoi.gov.vn/tin/1", None, CITY),
        ("https://WWW.Hanoi.gov.vn:443/tin", None, CITY),
        ("hanoi.gov.vn/tin", None, CITY),
        ("https://gialam.hanoi.gov.vn/tin", "HNP", DISTRICT),
        ("https://xahanoi.gov.vn/tin", None, None),
        ("https://hanoi.gov.vn.example/", None, None),
        ("https://other.vn/tin", "HNP", CITY),
        (None, "HNP", CITY),
        (None, "hnp", None),
        (None, None, None),
        ("", "", None),
        ("http://[broken", "GL", DISTRICT),
    ],
)
def test_a_publisher_is_known_by_host_then_agency(url: str | None, agency: str | None, found: Publisher | None) -> None:
    """A host stands for its subdomains, the most specific first; agencies are exact; a broken address is no address."""
    assert find_publisher(url, agency, (CITY, DISTRICT)) == found


def test_full_changes_nothing() -> None:
    """With full rights the digest is the very same."""
    digest = make("full")
    assert redact(digest) is digest


def test_excerpt_keeps_the_first_paragraph() -> None:
    """Of the original the title and the first paragraph stay, not even captions; the English is whole."""
    digest = redact(make("excerpt"))
    assert vietnamese(digest) == [FIRST, SECOND]
    assert [[unit.withheld for unit in block] for block in digest.units] == [[True], [False, False], [True], [True]]
    assert [block.text for block in digest.article.blocks] == ["", f"{FIRST} {SECOND}", "", ""]
    assert all(unit.target and unit.note for block in digest.units for unit in block)
    assert digest.title == make("full").title


def test_link_only_keeps_no_sentence() -> None:
    """No sentence in either language, and no note to one; the title and the headline stay."""
    digest = redact(make("link only"))
    assert vietnamese(digest) == []
    assert b"English" not in msgspec.json.encode(digest)
    assert all(unit.withheld and unit.note is None and unit.state == "human" for b in digest.units for unit in b)
    assert (digest.title.source, digest.headline) == ("Gia Lâm đổi mới", "Gia Lâm renews")
    assert [block.lines for block in digest.article.blocks] == [block.lines for block in ARTICLE.blocks]


def test_an_excerpt_is_never_the_whole() -> None:
    """A first paragraph that is more than half of the text is cut between sentences; a text of one gives none."""
    assert excerpt(write_article(f"{FIRST} {SECOND} {THIRD}")) == {(0, 0)}
    assert excerpt(write_article(FIRST)) == frozenset()
    assert excerpt(write_article(f"# {FIRST}", f"[{CAPTION}]")) == frozenset()


def test_matches_of_withheld_sentences_go() -> None:
    """A span in a sentence that is not there would point nowhere; those of the title and the excerpt stay."""
    matches = tuple(TermMatch("chi-bo", block, 0, 0, 3) for block in (-1, 0, 1, 2))
    assert [match.block for match in redact(make("excerpt", matches=matches)).matches] == [-1, 1]
    assert [match.block for match in redact(make("link only", matches=matches)).matches] == [-1]


def test_summaries() -> None:
    """excerpt: a summary may quote. link only: of an automatic sentence its translation stays, and nothing where
    there is none; an editor's stays unless it quotes."""
    summary = (
        SummarySentence("One.", THIRD, 2, 0, "human"),
        SummarySentence(None, LAST, 3, 0, "missing"),
        SummarySentence("Ours.", "Câu của ban biên tập.", 3, None, "human", "editor"),
        SummarySentence("Quoted.", f"Bài viết: {THIRD}", 3, None, "human", "editor"),
    )
    assert redact(make("excerpt", summary=summary)).summary == summary
    kept = redact(make("link only", summary=summary)).summary
    assert [(sentence.target, sentence.source) for sentence in kept] == [
        ("One.", ""), ("Ours.", "Câu của ban biên tập."), ("Quoted.", "")
    ]  # fmt: skip


@pytest.mark.parametrize("rights", ["excerpt", "link only"])
def test_nothing_else_holds_a_withheld_sentence(rights: Rights) -> None:
    """Lines left out, findings that quote, notes, posts, keywords, earlier originals, and translations that
    leave the original standing."""
    article = replace(
        ARTICLE,
        dropped=(Dropped(9, CAPTION, "repeated-caption"), Dropped(10, "Ý kiến bạn đọc", "comment-form")),
        findings=(Finding(3, f"the title reads “{LAST}”"), Finding(4, "a stamp")),
        keywords=(THIRD,),
    )
    digest = make(
        rights,
        article,
        note=f"As the paper has it:\n\n> {LAST.replace('các chi bộ', f'các{chr(10)}chi bộ')}\n",
        keywords=(TranslationUnit("keyword", THIRD),),
        people=(Person("Vũ Đức Bảo", (Post(f"dự {THIRD}", 2, "guest"),), (2,)),),
    )
    units = (*digest.units[:2], (replace(digest.units[2][0], previous=LAST, target=f"({THIRD})", findings=(LAST,)),))
    shown = redact(replace(digest, units=(*units, digest.units[3])))
    assert vietnamese(shown) == ([FIRST, SECOND] if rights == "excerpt" else [])
    assert "Phát biểu kết luận" not in shown.note
    assert [(dropped.line, dropped.text, dropped.rule) for dropped in shown.article.dropped] == [
        (9, "", "repeated-caption"), (10, "", "comment-form")
    ]  # fmt: skip
    assert [finding.what for finding in shown.article.findings] == ["the title reads …", "a stamp"]
    assert shown.people[0].posts[0].target == "guest"


def test_short_phrases_are_not_hunted() -> None:
    """A heading of a few words stands in names, posts and tags too: those are the digest's own."""
    heading = "Công tác cán bộ"
    assert len(heading) < SHORTEST
    article = write_article(FIRST, f"# {heading}", THIRD, LAST)
    digest = redact(make("link only", article, people=(Person("A", (Post(heading, 1, "cadre work"),), (1,)),)))
    assert digest.people[0].posts[0].source == heading
    assert digest.units[1][0].source == ""
