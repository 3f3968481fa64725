"""The glossary: one page while it is short, a guide and a page a letter when it is long."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest

from build_site.model import Page, Term
from build_site.site.glossary import EXAMPLES, ONE_PAGE
from build_site.site.listings import listing_pages
from build_site.site.render import Renderer
from build_site.site.structured import structured
from build_site.site.wording import Wording
from tests.site.samples import TERMS, TOPICS, MemoryIndex, gia_lam, many, templates, view

LONG = (
    *TERMS,
    *(Term(f"so-{n}", f"{letter}ố {n}", f"number {n}") for n, letter in enumerate(ONE_PAGE * "dđs")),
    Term("35", "35", "Directive 35"),
)


def made(terms: tuple[Term, ...]) -> dict[str, Page]:
    index = MemoryIndex.of([(gia_lam(), "articles/2023/gia-lam")])
    pages = listing_pages(index, site=view(), terms=terms, topics=TOPICS, pages=())
    return {page.path: page for page in pages if "/glossary/" in page.path}


@pytest.fixture(scope="module")
def long() -> dict[str, Page]:
    return made(LONG)


def shown(page: Page) -> str:
    return unescape(Renderer(templates(), view()).render(page).decode())


def graph(page: Page) -> list[dict[str, Any]]:
    lang = page.context["lang"]
    data = structured(page, view(), Wording(lang, view().ui[lang]))
    assert data
    nodes: list[dict[str, Any]] = data["@graph"]
    return nodes


def test_a_short_glossary_is_one_page() -> None:
    """All terms stand on the index, and its letters lead to places of the page."""
    pages = made(TERMS)
    assert not [path for path in pages if "/letter-" in path]
    index = pages["en/glossary/index.html"].context
    assert sum(len(entries) for _, entries in index["letters"]) == len(TERMS)
    assert all(path is None for _, path, _ in index["links"])
    assert pages["en/glossary/quy-hoach/index.html"].context["under"] is None


def test_a_long_one_has_a_page_a_letter(long: dict[str, Page]) -> None:
    """Each term stands on the page of its bare letter and on no other; the index has none but the most used."""
    for lang in ("en", "vi"):
        index = long[f"{lang}/glossary/index.html"].context
        assert index["letters"] == []
        assert {path for _, path, _ in index["links"]} == {path for _, path, *_ in index["guide"]}
        assert sum(count for *_, count in index["guide"]) == index["total"] == len(LONG)
        listed = [
            (page.context["here"], entry["id"])
            for path, page in long.items()
            if path.startswith(f"{lang}/glossary/letter-")
            for _, entries in page.context["letters"]
            for entry in entries
        ]
        assert sorted(term for _, term in listed) == sorted(term.id for term in LONG)
        assert {bare for bare, term in listed if term in ("so-0", "so-1")} == {"D"}
        for bare, term in listed:
            assert long[f"{lang}/glossary/{term}/index.html"].context["under"][0] == bare
        used = [entry["id"] for entry in index["used"]]
        assert used == [term for _, term in listed if term in used]
        assert f"{lang}/glossary/letter-other/index.html" in long


def test_old_places_of_the_index_are_still_there(long: dict[str, Page]) -> None:
    """`glossary/index.html#l-T` leads to T, of a long glossary as of a short one; letters with marks too."""
    for pages in (long, made(TERMS)):
        ids = set(re.findall(r' id="(l-.)"', shown(pages["en/glossary/index.html"])))
        assert ids >= {"l-T", "l-K", "l-C", "l-M"}
    assert ids | {"l-Đ"} <= set(re.findall(r' id="(l-.)"', shown(long["en/glossary/index.html"])))


def test_the_index_asks_the_search(long: dict[str, Page]) -> None:
    """A form without a script leads to the search page of the language."""
    for lang in ("en", "vi"):
        form = re.search(r'<form role="search".*?</form>', shown(long[f"{lang}/glossary/index.html"]), re.DOTALL)
        assert form
        assert 'action="../search/index.html"' in form[0]
        assert 'name="q"' in form[0]


def test_definitions_stand_where_they_are_read(long: dict[str, Page]) -> None:
    """English lists explain; Vietnamese ones have the translation alone. A term's page has both, marked, and says in
    Vietnamese that English follows."""
    definition = "Listing in advance who may be considered for a post."
    letter, term = "glossary/letter-q/index.html", "glossary/quy-hoach/index.html"
    assert definition in shown(long[f"en/{letter}"])
    assert definition not in shown(long[f"vi/{letter}"])
    assert '<dd lang="en"><b>succession planning</b></dd>' in shown(long[f"vi/{letter}"])
    page = shown(long[f"vi/{term}"])
    assert f'<p class="definition" lang="en">{definition}</p>' in page
    assert "tiếng Anh:</p>" in page.partition('<p class="definition"')[0]
    head = page.partition("</head>")[0]
    assert re.findall(r'<meta name="description" content="([^"]*)"', head)[0].startswith("quy hoạch: tiếng Anh")


def test_the_set_and_its_parts_tell_programs_of_each_other(long: dict[str, Page]) -> None:
    """The index is the DefinedTermSet, a letter's page is about it, every term is in it; an English definition on a
    Vietnamese page says that it is English."""
    for lang in ("en", "vi"):
        whole = f"https://digest.example/{lang}/glossary/"
        nodes = graph(long[f"{lang}/glossary/index.html"])
        assert (nodes[0]["@type"], nodes[0]["@id"]) == ("DefinedTermSet", whole)
        letter = graph(long[f"{lang}/glossary/letter-d/index.html"])[0]
        assert (letter["@type"], letter["about"]["@id"]) == ("CollectionPage", whole)
        term = graph(long[f"{lang}/glossary/quy-hoach/index.html"])[0]
        assert (term["@type"], term["inDefinedTermSet"]["@id"]) == ("DefinedTerm", whole)
        said = "Listing in advance who may be considered for a post."
        assert term["description"] == (said if lang == "en" else {"@value": said, "@language": "en"})
    crumbs = [each["name"] for each in graph(long["en/glossary/quy-hoach/index.html"])[-1]["itemListElement"]]
    assert crumbs == ["Front page", "Glossary", "Q", "quy hoạch"]


def test_a_terms_page_stays_as_it_is_when_articles_come() -> None:
    """Examples are of the oldest articles, one of each before a second of any; more articles change nothing, neither on
    the terms' pages nor on those of the letters."""

    def of(number: int) -> dict[str, Page]:
        pages = listing_pages(MemoryIndex.of(many(number)), site=view(), terms=LONG, topics=TOPICS, pages=())
        return {page.path: page for page in pages if "/glossary/" in page.path}

    few, more = of(EXAMPLES), of(EXAMPLES + 9)
    assert {path for path in few if few[path] != more[path]} == set()
    shown_there = few["en/glossary/quy-hoach/index.html"].context["pairs"]
    assert len(shown_there) == len({pair["tail"] for pair in shown_there}) == EXAMPLES
    alone = of(1)["en/glossary/quy-hoach/index.html"].context
    assert alone["used"]
    assert len({pair["anchor"] for pair in alone["pairs"]}) == len(alone["pairs"]) > 1


def test_a_terms_page_leads_to_all_its_articles() -> None:
    """By the search, with what to do without a script; one that no article uses says so."""
    used, unused = (shown(made(LONG)[f"en/glossary/{term}/index.html"]) for term in ("quy-hoach", "so-1"))
    assert 'href="../../search/index.html?q=quy%20ho%E1%BA%A1ch"' in used
    assert (
        'href="../../timeline/index.html">Timeline</a>, <a'
        in used.partition("<noscript>")[2].partition("</noscript>")[0]
    )
    assert "search/index.html?q=" not in unused
