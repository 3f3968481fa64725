"""What months, years and tags tell in brief."""

from __future__ import annotations

from msgspec import structs

from build_site.model import ArticleBrief
from build_site.site.listings import listing_pages
from build_site.site.render import Renderer
from build_site.site.told import FIGURES, NEWEST, PEOPLE, leaning_words, tell, tell_periods
from tests.site.samples import PAGES, TERMS, TOPICS, MemoryIndex, gia_lam, many, templates, view

TAIL = "articles/2023/gia-lam"


def test_sentences_lead_to_their_paragraphs() -> None:
    """Every sentence is one of an article's summary, with that article's address and the block it rests on."""
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    told = tell(index, "year", "2023", 1)
    said = {sentence.source: at for sentence, at in index.brief(gia_lam().article.id).sentences}
    assert told["sentences"]
    for sentence in told["sentences"]:
        assert (sentence["tail"], sentence["at"]) == (TAIL, said[sentence["source"]])
        assert sentence["state"] == "human"


def test_figures_lead_to_their_paragraphs() -> None:
    """Figures are the articles' own, each once."""
    index = MemoryIndex.of([(gia_lam(), TAIL), (gia_lam(), TAIL)])
    assert [(figure["value"], figure["at"]) for figure in tell(index, "year", "2023", 1)["figures"]] == [
        ("11,000+", "p2"),
        ("200", "p3"),
    ]


def test_a_figure_that_leans_on_another_is_not_told_alone() -> None:
    """`5 of them` says nothing where the figure before it is not there."""
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    brief = index.brief(gia_lam().article.id)
    (figure, at), *others = brief.figures
    leaning = structs.replace(figure, what="women among them", what_source="trong đó là nữ")
    index.briefs = {gia_lam().article.id: structs.replace(brief, figures=((leaning, at), *others))}
    told = tell(index, "year", "2023", 1, leaning=leaning_words(view()))
    assert [each["value"] for each in told["figures"]] == [each.value for each, _ in others]


def test_a_figure_names_its_place() -> None:
    """`11,000 members of the district Party organisation`: of Gia Lâm."""
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    assert {figure["place"] for figure in tell(index, "year", "2023", 1)["figures"]} == {gia_lam().place}


def test_many_articles_are_told_by_program() -> None:
    """Where sentences were picked from several articles, the page says that a program did it, and who is named most."""
    renderer = Renderer(templates(), view())
    index = MemoryIndex.of(many(30))
    pages = listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    page = next(renderer.render(page).decode() for page in pages if page.path == "en/tags/cadre-work/index.html")
    assert "Put together by program" in page
    assert "People most named" in page


def test_a_withheld_text_is_not_linked_into() -> None:
    """Where only a link may be printed, no anchor is given: the page has no such paragraph."""
    index = MemoryIndex.of([(structs.replace(gia_lam(), rights="link only"), TAIL)])
    told = tell(index, "year", "2023", 1)
    assert {each["at"] for each in (*told["sentences"], *told["figures"])} == {""}


def test_people_are_counted_over_all() -> None:
    """The most named first, with the post that the newest of the articles looked at gives."""
    index = MemoryIndex.of(many(260))
    told = tell(index, "tag", "cadre-work", 260)
    counts = [person["count"] for person in told["people"]]
    assert len(counts) == PEOPLE
    assert counts == sorted(counts, reverse=True)
    assert told["total"] == 260
    assert told["newest"] == NEWEST
    assert told["people"][0]["posts"][0][1] == "member of the Standing Committee"
    assert len(told["figures"]) <= FIGURES


def test_a_document_is_new_in_one_month() -> None:
    """A document stands under the month of the oldest article that cites it, and under no other."""
    index = MemoryIndex.of(many(260))
    periods = tell_periods(index)
    months = [month for month in periods if len(month) == 7]
    firsts = [name for month in months for _, name in periods[month]["documents"]]
    assert len(firsts) == len(set(firsts)) > 0
    for slug, name, date in index.first_cited():
        assert [slug, name] in periods[date[:7]]["documents"]


def test_a_year_is_the_sum_of_its_months() -> None:
    """Counts add up; sentences come from every month."""
    periods = tell_periods(MemoryIndex.of(many(260)))
    for year in (period for period in periods if len(period) == 4):
        months = [periods[month] for month in periods if month.startswith(f"{year}-")]
        assert periods[year]["total"] == sum(month["total"] for month in months)
        assert dict(periods[year]["tags"]) == {
            slug: sum(dict(month["tags"]).get(slug, 0) for month in months) for slug, _ in periods[year]["tags"]
        }
        assert {each["tail"] for month in months for each in month["sentences"][:1]} <= {
            each["tail"] for each in periods[year]["sentences"]
        }


def test_an_article_without_a_summary_is_passed_over() -> None:
    """Nothing is made up for it."""
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    index.briefs = {gia_lam().article.id: ArticleBrief()}
    told = tell(index, "year", "2023", 1)
    assert (told["sentences"], told["figures"]) == ([], [])


def test_every_year_and_month_has_a_page() -> None:
    """Periods with articles have a page in both languages, that says who put its opening together; others have none."""
    renderer = Renderer(templates(), view())
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    pages = {
        page.path: renderer.render(page).decode()
        for page in listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    }
    periods = [path for path in pages if path.startswith("en/timeline/2")]
    assert periods == ["en/timeline/2023/index.html", "en/timeline/2023/02/index.html"]
    for path in (*periods, "en/tags/cadre-work/index.html", "en/tags/party/index.html"):
        assert "From the summary of the one article." in pages[path]
        assert pages[path].count('class="from"') == 1, "sentences of one article that follow one another share its name"
        assert f"{TAIL}/index.html#p1" in pages[path]
        assert "People named" in pages[path]
    assert "Trích phần tóm tắt của bài duy nhất." in pages["vi/timeline/2023/02/index.html"]
    assert "February 2023 in brief" in pages["en/index.html"]


def test_tags_stand_under_their_headings() -> None:
    """The list of tags has two levels; a heading's page lists the articles of its tags once."""
    index = MemoryIndex.of([(gia_lam(), TAIL)])
    pages = {page.path: page for page in listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)}
    ((heading, below),) = pages["en/tags/index.html"].context["groups"]
    assert (heading["slug"], [tag["slug"] for tag in below]) == ("party", ["cadre-work", "party-building"])
    assert [row["tail"] for row in pages["en/tags/party/index.html"].context["rows"]] == [TAIL]
    assert pages["en/tags/cadre-work/index.html"].context["above"]["slug"] == "party"
