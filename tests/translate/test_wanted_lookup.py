"""Which texts want a translation, and where it is looked for."""

from build_site.model import Article, Block, Lines, Role, Segment, TranslationUnit
from build_site.translate.lookup import translate
from build_site.translate.po import Catalog, Entry
from build_site.translate.wanted import Want, wanted


def test_wanted_is_in_document_order_and_unique() -> None:
    """Title, section, sentences, keywords, posts; each (role, text) once, where it stands first."""
    same = (Segment("Cảnh hội nghị."),)
    article = Article(
        "2023/000", "2023/000.txt", "0" * 64, 1, "vi", "Tiêu  đề", Lines(title=(1,), section=(3,)),
        (
            Block("paragraph", (5, 6), "Một. Hai.", (Segment("Một. "), Segment("Hai."))),
            Block("caption", (8,), "Cảnh hội nghị.", same),
            Block("caption", (9,), "Cảnh hội nghị.", same),
            Block("paragraph", (10,), "Cảnh hội nghị.", same),
            Block("heading", (11,), "Hai.", (Segment("Hai."),)),
        ),
        section="Đảng",
        keywords=("giao ban", "giao ban"),
    )  # fmt: skip
    posts = [("Bí thư", 5), ("Bí thư", 8), ("", 9)]
    assert [(want.role, want.source, want.line) for want in wanted(article, posts)] == [
        ("title", "Tiêu đề", 1),
        ("section", "Đảng", 3),
        ("body", "Một.", 5),
        ("body", "Hai.", 5),
        ("caption", "Cảnh hội nghị.", 8),
        ("body", "Cảnh hội nghị.", 10),
        ("heading", "Hai.", 11),
        ("keyword", "giao ban", 0),
        ("post", "Bí thư", 5),
    ]
    assert {want.file for want in wanted(article, posts)} == {"2023/000.txt"}


def test_lookup_order() -> None:
    """This article's file first, whatever its state; then an exact match elsewhere, marked; then missing."""
    own = Catalog(
        (
            Entry("Một.", "One, ours.", "body"),
            Entry("Hai.", "", "body", ("note: Ours.",)),
            Entry("Ba.", "Three, once.", "body", flags=("fuzzy",), previous_id="3."),
        )
    )
    memory = {
        "Một.": TranslationUnit("body", "Một.", "One, theirs.", "human"),
        "Hai.": TranslationUnit("caption", "Hai.", "Two.", "machine", "google@1", "2026-11-20", note="Theirs."),
        "Ba.": TranslationUnit("body", "Ba.", "Three.", "human"),
        "Bốn.": TranslationUnit("body", "Bốn.", "Four, once.", "stale", previous="4."),
        "Năm.": TranslationUnit("body", "Năm."),
    }
    asked: list[tuple[Role, str, str, str]] = []

    def elsewhere(role: Role, source: str, before: str, after: str) -> TranslationUnit | None:
        asked.append((role, source, before, after))
        return memory.get(source)

    found = translate([Want("body", text) for text in ("Một.", "Hai.", "Ba.", "Bốn.", "Năm.", "Sáu.")], own, elsewhere)
    assert [unit.target for unit in found.values()] == ["One, ours.", "Two.", "Three, once.", None, None, None]
    assert [unit.reused for unit in found.values()] == [False, True, False, False, False, False]
    two = found["body", "Hai."]
    assert (two.role, two.state, two.engine, two.note) == ("body", "machine", "google@1", "Ours.")
    assert found["body", "Ba."].state == "stale"
    assert found["body", "Bốn."].state == "missing"
    assert asked == [
        ("body", "Hai.", "Một.", "Ba."),
        ("body", "Bốn.", "Ba.", "Năm."),
        ("body", "Năm.", "Bốn.", "Sáu."),
        ("body", "Sáu.", "Năm.", ""),
    ]


def test_lookup_without_a_file() -> None:
    """An article without a PO file lives on the memory of the others."""
    unit = TranslationUnit("title", "Một", "One", "approved", "fake@1", "2026-11-20")
    found = translate([Want("title", "Một")], None, lambda *_: unit)
    assert (found["title", "Một"].target, found["title", "Một"].reused) == ("One", True)


def test_a_post_is_not_taken_from_another_article() -> None:
    """`Chủ tịch UBND huyện` is another district's in another article: its English there is never shown here."""
    source = "Chủ tịch UBND huyện"
    theirs = TranslationUnit("post", source, "chair of the Văn Lâm district People’s Committee", "human")
    found = translate([Want("post", source, 5)], None, lambda *_: theirs)
    assert found["post", source].state == "missing"
