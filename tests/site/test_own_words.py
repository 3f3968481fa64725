"""What pages say of themselves is true of them, and in their own language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from msgspec import structs

from build_site.model import Digest, Finding
from build_site.site.article import article_pages
from build_site.site.listings import listing_pages
from build_site.site.render import Renderer
from build_site.store.packs import load_pack
from build_site.store.termbase import read_termbase
from build_site.store.topics import read_topics
from tests.site.samples import PAGES, TERMS, TOPICS, MemoryIndex, gia_lam, in_state, templates, view

TAIL = "articles/2023/gia-lam"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(templates(), view(""))


def pages(renderer: Renderer, digest: Digest) -> dict[str, str]:
    """`en` and `vi` article pages as text without tags."""
    found = article_pages(digest, tail=TAIL, neighbours=(None, None, ()), site=view(""))
    return {page.path[:2]: plain(renderer.render(page)) for page in found}


def plain(page: bytes) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page.decode()).split())


def saved_page() -> Digest:
    digest = gia_lam()
    finding = Finding(0, "23 blocks of navigation and other page furniture were left out by their markup")
    article = structs.replace(digest.article, file="seeds/000.html", findings=(finding,), dropped=())
    return structs.replace(digest, article=article)


def test_a_saved_page_is_told_by_blocks(renderer: Renderer) -> None:
    """Of an HTML page nothing is said of lines, nor that nothing was left out."""
    told = pages(renderer, saved_page())
    assert "Nothing else was cut" not in told["en"]
    assert "Where every block of the page went" in told["en"]
    assert "counted as read" in told["en"]
    assert "23 blocks of navigation" in told["en"]
    assert "23 khối điều hướng" in told["vi"]
    assert "page furniture" not in told["vi"]
    text = pages(renderer, gia_lam())["en"]
    assert "Where every line of the file went" in text
    assert "Nothing else was cut" in text


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("damaged characters (U+FFFD) in the file; shown as they came", "tệp có ký tự hỏng"),
        ("control characters removed: U+200B", "đã bỏ ký tự điều khiển: U+200B"),
        ("no title in the file; the opening words of the text stand in for it", "tệp không có tít"),
    ],
)
def test_findings_in_vietnamese(renderer: Renderer, what: str, told: str) -> None:
    """What the program found in a file is said in the page's language."""
    digest = gia_lam()
    digest = structs.replace(digest, article=structs.replace(digest.article, findings=(Finding(3, what),)))
    shown = pages(renderer, digest)
    assert told in shown["vi"]
    assert what not in shown["vi"]
    assert what in shown["en"]


def test_rights_of_what_is_not_translated(renderer: Renderer) -> None:
    """A translation that is not there is not said to be shown."""
    assert "Shown whole, in the original and in translation." in pages(renderer, gia_lam())["en"]
    assert "Shown whole; not translated yet." in pages(renderer, in_state(gia_lam(), "missing"))["en"]
    partly = pages(renderer, in_state(gia_lam(), "missing", only=2))
    assert "Shown whole; in part not translated yet." in partly["en"]
    assert "một phần chưa dịch" in partly["vi"]


def test_the_editors_in_vietnamese(renderer: Renderer) -> None:
    """The digest's own name as translator, reviewer and authority is said in the page's language; others stand."""
    digest = gia_lam()
    ours = structs.replace(digest, credit=structs.replace(digest.credit, translator="the digest’s editors"))
    shown = pages(renderer, ours)
    assert "Translated by the digest’s editors." in shown["en"]
    assert "Người dịch: ban biên tập bản tin." in shown["vi"]
    assert "digest’s editors" not in shown["vi"]
    other = structs.replace(digest, credit=structs.replace(digest.credit, translator="Nguyễn Thị Hoa"))
    assert "Người dịch: Nguyễn Thị Hoa." in pages(renderer, other)["vi"]
    term = structs.replace(TERMS[0], source="digest’s editors", reviewed_by="editors", domain="places-units")
    site = view("")
    for page in listing_pages(MemoryIndex.of([]), site=site, terms=(term,), topics=TOPICS, pages=PAGES):
        if page.path == f"vi/glossary/{term.id}/index.html":
            told = plain(renderer.render(page))
            assert "editors" not in told
            assert "người duyệt: ban biên tập" in told
            assert "địa danh" in told
            break
    else:
        pytest.fail("no page for the term")


def test_every_field_has_a_name() -> None:
    """Each domain of the project's termbase is a topic or has a name in both languages."""
    source = Path(__file__).parents[2] / "site_src"
    domains = {term.domain for term in read_termbase(source / "glossary" / "vi-en.csv")}
    named = {topic.slug for topic in read_topics(source / "topics.toml")}
    for lang in ("en", "vi"):
        ui = load_pack(lang).ui
        assert not [name for name in domains - named if f"domain_{name.replace('-', '_')}" not in ui]


def test_the_chip_line_ends(renderer: Renderer) -> None:
    """The line beside the status is a sentence."""
    for page in article_pages(gia_lam(), tail=TAIL, neighbours=(None, None, ()), site=view("")):
        line = re.search(r'<div class="status">.*?<p class="quiet">(.*?)</p>', renderer.render(page).decode(), re.S)
        assert line
        assert line[1].endswith(".")
        assert not line[1].endswith("..")
