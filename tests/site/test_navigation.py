"""Ways through the site: breadcrumbs, letters, pages of long lists, the page for lost readers."""

from __future__ import annotations

import re

import msgspec
import pytest
from msgspec import structs

from build_site.model import Page, Place
from build_site.site import documents, names
from build_site.site.article import article_pages
from build_site.site.collation import by_bare_letter
from build_site.site.listings import listing_pages
from build_site.site.paging import PAGE, paged
from build_site.site.render import Renderer
from tests.site.samples import PAGES, TERMS, TOPICS, MemoryIndex, gia_lam, many, templates, view

TAIL = "articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao"


def pages_of(number: int, base_url: str = "https://digest.example/") -> dict[str, Page]:
    index = MemoryIndex.of(dated(number))
    made = listing_pages(index, site=view(base_url), terms=TERMS, topics=TOPICS, pages=PAGES)
    return {page.path: page for page in made}


def dated(number: int):
    """Variants of the sample, each published a day after the one before, all in one place and with one tag."""
    for n, (digest, tail) in enumerate(many(number)):
        day = f"20{20 + n // 336:02}-{1 + n // 28 % 12:02}-{1 + n % 28:02}"
        yield structs.replace(digest, article=structs.replace(digest.article, published=day)), tail


def keys(pages: dict[str, Page]) -> dict[str, bytes]:
    return {path: msgspec.json.encode((page.template, page.context)) for path, page in pages.items()}


def test_every_inner_page_tells_the_way():
    """All pages but the front pages and 404.html have breadcrumbs from the front page on, every step of which is a
    page of the site; the last is the page itself."""
    pages = pages_of(130)
    pages |= {page.path: page for page in article_pages(gia_lam(), tail=TAIL, neighbours=(None, None, ()), site=view())}
    for path, page in pages.items():
        crumbs = page.context.get("crumbs")
        if path in ("index.html", "404.html", "en/index.html", "vi/index.html"):
            assert crumbs is None
            continue
        lang = page.context["lang"]
        assert crumbs[0][1] == "index.html", path
        assert crumbs[-1][1] is None, path
        assert len(page.context["crumb_langs"]) == len(crumbs) >= 2
        if not path.endswith(f"{TAIL}/index.html"):
            assert {f"{lang}/{to}" for _, to in crumbs[:-1]} <= pages.keys(), path


def test_a_name_in_the_other_language_says_so():
    """A Vietnamese title in the breadcrumbs of an English page is marked; an English headline there is not."""
    digest = gia_lam()
    for headline, lang in ((digest.headline, None), (None, "vi")):
        page = next(
            article_pages(
                structs.replace(digest, headline=headline), tail=TAIL, neighbours=(None, None, ()), site=view()
            )
        )
        assert page.context["crumb_langs"][-1] == lang
        shown = Renderer(templates(), view()).render(page).decode()
        assert f'<span aria-current="page"{" lang=" + chr(34) + "vi" + chr(34) if lang else ""}>' in shown


def test_pages_are_counted_from_the_oldest():
    """Page 1 holds the oldest, the index what is newer than the last full page."""
    total = 5 * PAGE // 2
    found = {path: (page, paging) for path, page, paging in paged(range(total, 0, -1), total, "x")}
    assert {path: (page[0], page[-1]) for path, (page, _) in found.items()} == {
        "x/index.html": (total, 2 * PAGE + 1),
        "x/page-2/index.html": (2 * PAGE, PAGE + 1),
        "x/page-1/index.html": (PAGE, 1),
    }
    oldest = found["x/page-1/index.html"][1]
    assert oldest
    assert (oldest["first"], oldest["last"], oldest["total"]) == (1, PAGE, None)


@pytest.mark.parametrize("number", [3 * PAGE // 2, 2 * PAGE, 9 * PAGE // 4])
def test_a_new_article_changes_no_old_page(number):
    """A page of a list, once full, stays as it is when an article is added; only the one below a page that has just
    come to be gets the way to it."""
    before, after = keys(pages_of(number)), keys(pages_of(number + 1))
    old = {path for path in before if "/page-" in path}
    changed = {path for path in old if before[path] != after.get(path)}
    assert old
    if number == 2 * PAGE:
        assert {path.rpartition("/page-")[2] for path in changed} <= {"1/index.html"}
    else:
        assert not changed


def test_a_heading_and_a_year_leave_old_articles_to_their_tags_and_months():
    """A heading over several tags lists the newest articles and says so; a year with many articles has none but on the
    pages of its months, to which it leads. A year with few lists them all."""
    pages = pages_of(4 * PAGE)
    render = Renderer(templates(), view()).render
    heading, year = pages["en/tags/party/index.html"], pages["en/timeline/2020/index.html"]
    assert not [path for path in pages if path.startswith(("en/tags/party/page-", "en/timeline/2020/page-"))]
    assert len(heading.context["rows"]) == PAGE
    assert (heading.context["total"], heading.context["paging"]) == (4 * PAGE, None)
    assert f"These are the newest {PAGE}." in render(heading).decode()
    assert year.context["rows"] == []
    months = [f"timeline/2020/{month[5:]}/index.html" for month, _ in year.context["months"]]
    assert len(months) == 8
    assert all(path in render(year).decode() for path in months)
    few = pages_of(PAGE)
    assert len(few["en/timeline/2020/index.html"].context["rows"]) == PAGE
    assert "These are the newest" not in render(few["en/tags/party/index.html"]).decode()


def test_a_long_list_of_documents_has_a_page_for_each_first_digit(monkeypatch):
    """Each document stands once on the page of its digit, under its kind; the page above leads to all of these and has
    what most articles cite. A short list is one page."""
    assert not [path for path in pages_of(20) if "/documents/letter-" in path]
    monkeypatch.setattr(documents, "ONE_PAGE", 30)
    monkeypatch.setattr(documents, "MOST", 7)
    made = pages_of(45)
    render = Renderer(templates(), view()).render
    above = made["en/documents/index.html"]
    assert (above.context["groups"], len(above.context["most"])) == ([], 7)
    digits = [path for path in made if path.startswith("en/documents/letter-")]
    assert digits == [f"en/documents/letter-{digit}/index.html" for digit in "123456789"]
    assert all(path.removeprefix("en/") in render(above).decode() for path in digits)
    named = [entry["name"] for path in digits for group in made[path].context["groups"] for entry in group["entries"]]
    assert sorted(named) == sorted(f"{number}-NQ/TU" for number in range(1, 46))
    assert all(f">{number}-NQ/TU<" in render(made[digits[3]]).decode() for number in (4, *range(40, 46)))
    assert "<h1>Documents: 4</h1>" in render(made[digits[3]]).decode()
    assert made[digits[3]].context["crumbs"][-2:] == [["Documents", "documents/index.html"], ["4", None]]


@pytest.mark.parametrize(("lang", "called"), [("en", "Places"), ("vi", "Địa danh")])
def test_the_page_of_a_letter_says_which(monkeypatch, lang, called):
    """In its title and its heading; what is no letter is 0–9."""
    monkeypatch.setattr(names, "ONE_PAGE", 1)
    index = with_places(Place("Đông Anh", "huyện"), Place("Gia Lâm", "huyện"), Place("30 Tháng 4", "xã"))
    pages = listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    render = Renderer(templates(), view()).render
    made = [render(page).decode() for page in pages if (page.context["lang"], page.template) == (lang, "places.html")]
    headings = [re.findall(r"<h1>([^<]+)</h1>", page) for page in made]
    assert headings == [[called], [f"{called}: D"], [f"{called}: G"], [f"{called}: 0–9"]]
    assert all(f"<title>{heading} | " in page for page, (heading,) in zip(made, headings, strict=True))


def test_letters_are_typed_bare():
    """D stands for D and Đ, A for A, Ă and Â; the order of the alphabet is kept."""
    assert by_bare_letter(["A", "Ă", "Â", "B", "Đ", "Ư", "#"]) == {
        "A": ["A", "Ă", "Â"],
        "B": ["B"],
        "D": ["Đ"],
        "U": ["Ư"],
        "#": ["#"],
    }


def test_the_page_for_lost_readers_works_at_any_depth():
    """With an address every link, style and script of 404.html is whole; without one they start at the host's root,
    where most sites stand. Under an address reserved for examples, where nothing is served, they are relative."""

    def shown(base_url: str) -> str:
        return Renderer(templates(), view(base_url)).render(pages_of(1, base_url)["404.html"]).decode()

    whole = shown("https://news.vn/digest/")
    assert 'href="https://news.vn/digest/assets/site.css"' in whole
    assert 'src="https://news.vn/digest/assets/lost.js"' in whole
    for lang in ("en", "vi"):
        assert f'action="https://news.vn/digest/{lang}/search/index.html"' in whole
    assert 'href="assets/' not in whole
    rooted = shown("")
    assert 'href="/assets/site.css"' in rooted
    assert not re.findall(r'(?:href|src|action)="(?![#/])', rooted)
    assert 'href="assets/site.css"' in shown("https://digest.example/")


def test_the_front_page_tells_the_terms():
    """The most used terms, with what they are in English, the first words of their meaning, and their articles."""
    terms = pages_of(3)["en/index.html"].context["terms"]
    assert terms[0]["count"] == 3
    assert all(term["target"] and len(term["meaning"].split()) <= 13 for term in terms)


def with_places(*places: Place) -> MemoryIndex:
    return MemoryIndex.of([(structs.replace(gia_lam(), places=places), TAIL)])


def rendered(index: MemoryIndex, path: str) -> str:
    pages = listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    return next(Renderer(templates(), view()).render(page).decode() for page in pages if page.path == path)


def test_places_stand_under_the_names_of_the_page():
    """Germany under G for who reads English, Đức under Đ for who reads Vietnamese; the front page and the search page
    say Hanoi and Hà Nội alike."""
    index = with_places(Place("Đức", "quốc gia"), Place("Hà Nội", "thành phố"), Place("Gia Lâm", "huyện"))
    pages = {page.path: page for page in listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)}
    letters = {lang: [one for one, _ in pages[f"{lang}/places/index.html"].context["letters"]] for lang in ("en", "vi")}
    assert letters == {"en": ["G", "H"], "vi": ["Đ", "G", "H"]}
    for path in ("index.html", "search/index.html"):
        assert ">Hanoi</a>" in rendered(index, f"en/{path}")
        assert ">Hà Nội</a>" in rendered(index, f"vi/{path}")


def test_a_numbered_place_is_named_with_its_kind():
    """`1` says nothing; two kinds of one number are two places."""
    index = with_places(Place("1", "quận"), Place("1", "phường"), Place("Gia Lâm", "huyện"))
    assert [names for _, names, _ in index.slugs("place")] == [("Gia Lâm",), ("Phường 1",), ("Quận 1",)]
    assert ">District 1</a>" in rendered(index, "en/places/index.html")


@pytest.mark.parametrize(
    ("definition", "opening"),
    [
        ("A member of the Party.", "A member of the Party"),
        (
            "A decision of a collective body (Party committee, congress, assembly, council) on lines and tasks.",
            "A decision of a collective body…",
        ),
        (
            "The period, normally five years, for which a committee, council or office-holder is elected.",
            "The period, normally five years, for which a committee…",
        ),
    ],
)
def test_an_opening_says_that_it_is_one(definition, opening):
    """A meaning that is cut has an ellipsis and no open bracket."""
    term = structs.replace(TERMS[0], definition=definition)
    pages = listing_pages(
        MemoryIndex.of([(gia_lam(), TAIL)]), site=view(), terms=[term, *TERMS[1:]], topics=TOPICS, pages=PAGES
    )
    front = next(page for page in pages if page.path == "en/index.html")
    assert opening in [each["meaning"] for each in front.context["terms"]]


@pytest.mark.parametrize("part", [{"pos": "verb"}, {"pos": "adjective"}, {"status": "admitted"}, {"common": True}])
def test_the_front_page_names_things(part):
    """Ways of speaking, forms of address and everyday words are no terms to show a reader first."""
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    shown = {}
    for first in (TERMS[0], structs.replace(TERMS[0], **part)):
        pages = listing_pages(index, site=view(), terms=[first, *TERMS[1:]], topics=TOPICS, pages=PAGES)
        front = next(page for page in pages if page.path == "en/index.html")
        shown[first] = {each["id"] for each in front.context["terms"]}
    before, after = shown.values()
    assert before - after == {TERMS[0].id}
