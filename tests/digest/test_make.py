"""The whole digest, and the editor's last word."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.make import make_digest
from build_site.digest.overrule import overrule_people, paragraph_numbers
from build_site.digest.people import find_people
from build_site.digest.terms import Matcher
from build_site.errors import NotesProblem
from build_site.model import (
    Article,
    Credit,
    Digest,
    Notes,
    NotesDocument,
    NotesFigure,
    NotesOrganisation,
    NotesPerson,
    NotesPlace,
    NotesSummary,
    Reason,
    Role,
    Term,
    Topic,
    TranslationUnit,
)
from tests.digest.conftest import write_article

TOPICS = (
    Topic("cadre-work", "Công tác cán bộ", "Cadre work", keywords=("đổi mới",)),
    Topic("emulation", "Thi đua", "Emulation"),
)
LEAD = "Ngày 3/2, đồng chí Vũ Đức Bảo, Trưởng Ban Tổ chức Thành ủy Hà Nội làm việc với Huyện ủy Gia Lâm."
ARTICLE = write_article(
    "# Mở đầu", LEAD, "[Quang cảnh]", "Kết nạp 200 đảng viên mới trong năm.", title="Gia Lâm đổi mới"
)


def unit(role: Role, source: str, target: str) -> tuple[tuple[Role, str], TranslationUnit]:
    return (role, source), TranslationUnit(role, source, target, "human")


UNITS = dict(
    [
        unit("title", "Gia Lâm đổi mới", "Gia Lâm renews"),
        unit("body", "Kết nạp 200 đảng viên mới trong năm.", "It admitted 200 new Party members in the year."),
        unit("post", "Trưởng Ban Tổ chức Thành ủy Hà Nội", "head of the Organisation Commission"),
    ]
)


def digest(facts: DigestFacts, notes: Notes | None = None, article: Article = ARTICLE) -> Digest:
    return make_digest(
        article,
        overrule_people(find_people(article, facts), article, notes or Notes(), "articles/a.md"),
        UNITS,
        Credit("translations/en/a.po"),
        matcher=Matcher([Term("dang-vien", "đảng viên", "Party member")]),
        topics=TOPICS,
        notes=notes,
        facts=facts,
        where="articles/a.md",
    )


def test_everything_is_assembled(facts: DigestFacts) -> None:
    """Units are parallel to the blocks; posts get their translation; what has none is counted as missing."""
    made = digest(facts)
    assert [[u.state for u in block] for block in made.units] == [["missing"], ["missing"], ["missing"], ["human"]]
    assert made.missing == 3
    assert (made.headline, made.headline_by) == ("Gia Lâm renews", "translation")
    assert made.people[0].posts[0].target == "head of the Organisation Commission"
    assert made.place == "Gia Lâm, Hà Nội"
    assert [(figure.value, figure.what) for figure in made.figures] == [("200", "new Party members")]
    assert [use.term.id for use in made.terms] == ["dang-vien"]
    assert [tag.slug for tag in made.tags] == ["cadre-work"]
    assert paragraph_numbers(ARTICLE) == {1: 1, 3: 2}


def test_missing_counts_posts_and_each_text_once(facts: DigestFacts) -> None:
    """A sentence that stands twice is one thing to translate."""
    article = write_article("Ông Trần Văn Nam, Bí thư Huyện ủy dự.", "Một câu.", "Một câu.", title="Tựa", section="Mục")
    assert digest(facts, article=article).missing == 5


def test_the_editor_s_word_is_last(facts: DigestFacts) -> None:
    """What the notes give replaces what was found and says who wrote it; what they leave out stays automatic."""
    notes = Notes(
        headline="A headline",
        summary=(NotesSummary(2, "It admitted 200.", "Kết nạp 200."),),
        figures=(NotesFigure(2, "1,200+", "members", "đảng viên"),),
        tags=("emulation",),
        place="Gia Lâm",
        body="A note.\n",
    )
    made = digest(facts, notes)
    assert (made.headline, made.headline_by, made.place, made.note) == ("A headline", "editor", "Gia Lâm", "A note.")
    assert [(s.target, s.source, s.block, s.segment, s.by) for s in made.summary] == [
        ("It admitted 200.", "Kết nạp 200.", 3, None, "editor")
    ]
    assert [(f.value, f.value_source, f.block, f.by) for f in made.figures] == [("1,200+", "1.200+", 3, "editor")]
    assert [(tag.slug, tag.because) for tag in made.tags] == [("emulation", (Reason("editor"),))]
    automatic = digest(facts)
    only_a_note = digest(facts, Notes(body="Hello"))
    assert (only_a_note.summary, only_a_note.tags) == (automatic.summary, automatic.tags)


@pytest.mark.parametrize(
    ("notes", "what", "hint"),
    [
        (Notes(summary=(NotesSummary(9, "x", "x"),)), "¶ 9", "Paragraph numbers"),
        (Notes(figures=(NotesFigure(0, "1", "x", "x"),)), "¶ 0", "Paragraph numbers"),
        (Notes(tags=("emulatoin",)), "emulatoin", "Did you mean “emulation”?"),
        (Notes(tags=("zzz",)), "zzz", "There are: cadre-work"),
    ],
)
def test_wrong_notes_are_refused(notes: Notes, what: str, hint: str, facts: DigestFacts) -> None:
    """A paragraph or a tag that is not there: where, what, and what to do."""
    with pytest.raises(NotesProblem) as error:
        digest(facts, notes)
    assert error.value.where == "articles/a.md"
    assert what in error.value.what
    assert hint in error.value.hint


def test_the_seeds_are_digested(seeds: dict[str, Article], facts: DigestFacts) -> None:
    """Also without any translation, every seed gives a digest, and the same one twice."""
    for article in seeds.values():
        made = digest(facts, article=article)
        assert [len(units) for units in made.units] == [len(block.segments) for block in article.blocks]
        assert made == digest(facts, article=article)


def test_an_editor_puts_people_right(facts: DigestFacts) -> None:
    """A person of the notes takes the place of the one that was found, with the posts that the notes give and no other;
    one that was missed is added; both say who wrote it."""
    notes = Notes(
        people=(
            NotesPerson("Vũ Đức Bảo", 1, ("Trưởng Ban Tổ chức Thành ủy Hà Nội",)),
            NotesPerson("Nguyễn Văn An", 2),
        )
    )
    bao, an = digest(facts, notes).people
    assert [(post.source, post.target, post.block) for post in bao.posts] == [
        ("Trưởng Ban Tổ chức Thành ủy Hà Nội", "head of the Organisation Commission", 1)
    ]
    assert (an.name, an.posts, an.blocks) == ("Nguyễn Văn An", (), (3,))
    assert {bao.by, an.by} == {"editor"}


def test_an_editor_takes_out_what_the_article_does_not_mean(facts: DigestFacts) -> None:
    """Names in not_here are gone, whether of a person, a place, an organisation or a term, and from nothing else."""
    before = digest(facts)
    assert [person.name for person in before.people] == ["Vũ Đức Bảo"]
    assert [use.term.term for use in before.terms] == ["đảng viên"]
    after = digest(facts, Notes(not_here=("Vũ Đức Bảo", "Gia Lâm", "Đảng viên")))
    assert (after.people, after.terms) == ((), ())
    assert "Gia Lâm" not in [place.name for place in after.places]
    assert after.organisations == before.organisations
    assert [place.name for place in after.places] == [p.name for p in before.places if p.name != "Gia Lâm"]


def test_an_editor_adds_places_organisations_and_documents(facts: DigestFacts) -> None:
    """An entry of the notes is added with its paragraph, or replaces its namesake."""
    notes = Notes(
        places=(NotesPlace("Gia Lâm", 1, "huyện"), NotesPlace("Bát Tràng", 2, "xã")),
        organisations=(NotesOrganisation("Huyện đoàn", 2, "district Youth Union"),),
        documents=(NotesDocument("12-KH/HU", 2, "Kế hoạch", "Plan", "2023-01-05"),),
    )
    told = digest(facts, notes)
    assert [(p.name, p.kind) for p in told.places if p.by == "editor"] == [("Gia Lâm", "huyện"), ("Bát Tràng", "xã")]
    assert (told.organisations[-1].name, told.organisations[-1].target) == ("Huyện đoàn", "district Youth Union")
    (document,) = told.documents
    assert (document.number, document.kind_target, document.blocks, document.by) == ("12-KH/HU", "Plan", (3,), "editor")


@pytest.mark.parametrize(
    "notes",
    [
        Notes(not_here=("Vũ Đức Bão",)),
        Notes(places=(NotesPlace("Gia Lâm", 9),)),
        Notes(people=(NotesPerson("Vũ Đức Bảo", 9),)),
    ],
)
def test_a_name_or_a_paragraph_that_is_not_there_is_refused(facts: DigestFacts, notes: Notes) -> None:
    """A misspelt name and a paragraph that the article has not are reported with the file."""
    with pytest.raises(NotesProblem) as problem:
        digest(facts, notes)
    assert problem.value.where == "articles/a.md"
    assert "Vũ Đức Bão" in problem.value.what or "¶ 9" in problem.value.what
