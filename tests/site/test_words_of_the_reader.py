"""Names, posts, issuers and titles as the page of each language says them; and which terms get a note."""

from __future__ import annotations

import json
from html import unescape

import pytest
from msgspec import structs

from build_site.model import NO_TITLE, CitedDocument, Digest, Finding, Person, Post, Term, TermMatch, TermUse
from build_site.model import TranslationUnit as Unit
from build_site.site.article import article_pages
from build_site.site.article_terms import plan_terms
from build_site.site.listings import listing_pages
from build_site.site.render import Renderer
from tests.site.samples import PAGES, TERMS, TOPICS, MemoryIndex, gia_lam, templates, view

TAIL = "articles/2023/gia-lam"


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(templates(), view())


def pages(renderer: Renderer, digest: Digest) -> dict[str, str]:
    index = MemoryIndex.of([(digest, TAIL)])
    made = [*article_pages(digest, tail=TAIL, neighbours=(None, None, ()), site=view())]
    made += listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    return {page.path: unescape(renderer.render(page).decode("utf-8")) for page in made}


def test_places_under_the_names_of_the_language(renderer: Renderer) -> None:
    """English has its own name for Hà Nội and none for Gia Lâm; Vietnamese keeps both."""
    made = pages(renderer, gia_lam())
    for path in ("places/index.html", "places/ha-noi/index.html", f"{TAIL}/index.html"):
        assert ">Hanoi<" in made[f"en/{path}"], path
        assert ">Hanoi<" not in made[f"vi/{path}"], path
        assert ">Hà Nội<" in made[f"vi/{path}"], path
    assert 'lang="vi">Gia Lâm<' in made["en/places/index.html"]


def test_issuers_and_bare_numbers_in_english(renderer: Renderer) -> None:
    """English says who issued a document and what it is, the printed words beside it; Vietnamese as printed."""
    document = CitedDocument("35", "Chỉ thị", "Directive", None, "Bộ Chính trị", (2,), "Politburo")
    made = pages(renderer, structs.replace(gia_lam(), documents=(document,)))
    for path in ("documents/index.html", "documents/chi-thi-35/index.html", f"{TAIL}/index.html"):
        assert 'Politburo <span class="source-small" lang="vi">Bộ Chính trị</span>' in made[f"en/{path}"], path
        assert "Politburo" not in made[f"vi/{path}"], path
        assert ">Directive 35<" in made[f"en/{path}"], path
        assert ">Chỉ thị 35<" in made[f"vi/{path}"], path


def test_people_with_all_their_posts(renderer: Renderer) -> None:
    """The list of people keeps no post back."""
    posts = tuple(Post(f"Chức {n}", 0, f"post {n}", "human") for n in range(4))
    made = pages(renderer, structs.replace(gia_lam(), people=(Person("Vũ Đức Bảo", posts, (0,)),)))
    assert all(f"post {n}" in made["en/people/index.html"] for n in range(4))


def test_an_article_without_a_title_says_so(renderer: Renderer) -> None:
    """Where the opening words stand in for a title, the head of the page tells it, in both languages."""
    digest = gia_lam()
    article = structs.replace(digest.article, findings=(Finding(0, NO_TITLE),))
    untitled = pages(renderer, structs.replace(digest, article=article))
    titled = pages(renderer, digest)
    for lang in ("en", "vi"):
        said = view().ui[lang]["title_missing"]
        assert said in untitled[f"{lang}/{TAIL}/index.html"]
        assert said not in titled[f"{lang}/{TAIL}/index.html"]


def noted(terms: list[Term], target: str) -> list[str]:
    """Terms with a note beside a paragraph of this English, all of them in its Vietnamese."""
    digest = gia_lam()
    source = "; ".join(term.term for term in terms)
    at = [source.index(term.term) for term in terms]
    matches = [TermMatch(t.id, 0, 0, start, start + len(t.term)) for t, start in zip(terms, at, strict=True)]
    changed = structs.replace(
        digest,
        units=((Unit("body", source, target, "human"),), *digest.units[1:]),
        matches=tuple(matches),
        terms=tuple(TermUse(term, 1, 0) for term in terms),
    )
    return [use.term for use in plan_terms(changed) if use.block == 0]


def test_notes_go_to_terms_of_art() -> None:
    """Terms of procedure before general verbs and common words, which stand in the list at the end only."""
    terms = [
        Term("task", "nhiệm vụ", "task", pos="noun", domain="party-building", definition="…"),
        Term("praise", "biểu dương", "praise publicly", pos="verb", domain="emulation", definition="…"),
        Term("law", "luật đất đai", "Land Law", pos="noun", domain="law", definition="…"),
        Term("fill", "kiện toàn", "fill the places on", pos="verb", domain="cadre-work", definition="…"),
    ]
    english = "They set tasks, praise publicly the Land Law, and fill places on boards. "
    assert noted(terms, english) == ["fill"]
    assert noted(terms, english * 12) == ["law", "fill"]


def test_contexts_are_plain_data() -> None:
    """What the pages are given can be written as JSON, issuers and names with it."""
    for page in article_pages(gia_lam(), tail=TAIL, neighbours=(None, None, ()), site=view()):
        assert json.dumps(page.context)
