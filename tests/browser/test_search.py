"""The search as readers use it: typed in a browser, from a folder, and from a host with a strict policy."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Browser, Page

from build_site.site.records import make_record
from build_site.site.search.entry import Indexer, passages
from build_site.site.search.files import block_files, name_files, passage_file, whole_files
from build_site.site.search.merging import make_run
from build_site.site.search.numbers import encode_all
from build_site.site.search.rows import make_row
from build_site.site.search.words import bare, form, stem, words
from tests.site.samples import gia_lam

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; form-action 'self'"
)
GIA_LAM, THANH_TRI, LONG_BIEN, BAC_GIANG, VAN_LAM = (
    "gia-lam-doi-moi",
    "nang-cao-nang-luc",
    "thuong-vu-thanh-uy",
    "kip-thoi",
    "ban-to-chuc",
)


class _Strict(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def hosted(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site below a sub-path of a host that allows nothing but its own files."""
    root = tmp_path_factory.mktemp("host")
    shutil.copytree(built_site, root / "some" / "digest")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Strict, directory=str(root)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/some/digest"
    server.shutdown()
    server.server_close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page that fails the test on any error of a script or message of the browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    said: list[str] = []
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("console", lambda message: said.append(message.text))
    yield page
    assert said == []
    context.close()


@pytest.fixture
def search(page: Page, built_site: Path) -> Page:
    page.goto((built_site / "en/search/index.html").as_uri())
    return page


def ask(page: Page, query: str) -> list[str]:
    """The folders of the articles found, in order."""
    page.fill("#q", query)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "query => document.getElementById('search').dataset.asked === query"
        " && !document.getElementById('search').hasAttribute('aria-busy')",
        arg=query.strip(),
    )
    return [
        link.get_attribute("href").partition("/index.html")[0].rpartition("/")[2]  # type: ignore[union-attr]
        for link in page.locator(".hits .item h2 a").all()
    ]


def found(page: Page, query: str) -> set[str]:
    return {
        next(name for name in (GIA_LAM, THANH_TRI, LONG_BIEN, BAC_GIANG, VAN_LAM) if hit.startswith(name))
        for hit in ask(page, query)
    }


def test_a_place_with_and_without_marks(search: Page) -> None:
    """Gia Lam, gia lâm and Gia Lâm find the same article, and suggest the place."""
    for query in ("Gia Lam", "gia lâm", "Gia Lâm"):
        assert found(search, query) == {GIA_LAM}
        assert "Gia Lâm" in search.locator(".named li").first.inner_text()


def test_d_without_its_bar(search: Page) -> None:
    """dang finds the articles that say Đảng, which all do; đang puts the one that says đang first."""
    assert len(ask(search, "dang")) == len(ask(search, "Đảng")) == 5
    assert ask(search, "đang")[0].startswith(BAC_GIANG)
    assert (
        "Đảng" in search.locator(".hits mark").first.inner_text()
        or "đang" in search.locator(".hits mark").first.inner_text()
    )


def test_a_name(search: Page) -> None:
    """A name finds the articles that name him, with or without marks, as a phrase or not, and suggests his page."""
    for query in ("Vu Duc Bao", "Vũ Đức Bảo", '"Vũ Đức Bảo"', "“Vu Duc Bao”"):
        assert found(search, query) == {GIA_LAM, LONG_BIEN}
        assert "people/vu-duc-bao" in (search.locator(".named li a").first.get_attribute("href") or "")


def test_only_the_whole_name_is_marked(search: Page) -> None:
    """Where all the words stand together, a syllable alone is something else: nhiệm vụ is no Vũ Đức Bảo."""
    ask(search, "Vu Duc Bao")
    search.wait_for_selector(".hits mark")
    assert set(search.locator(".hits mark").all_inner_texts()) == {"Vũ Đức Bảo"}


def test_places_have_the_names_of_the_page(search: Page) -> None:
    """An English page says Hanoi: among the suggestions, in results, in the filter and among the other ways in."""
    ask(search, "Ha Noi")
    search.wait_for_selector(".hits mark")
    assert search.locator(".named a").first.inner_text() == "Hanoi"
    places = search.locator(".hits .place").all_inner_texts()
    assert "Gia Lâm, Hanoi" in places
    assert not any("Hà Nội" in place for place in places)
    assert any(text.startswith("Hanoi (") for text in search.locator("#f-place option").all_text_contents())
    assert search.locator(".otherways", has_text="Hà Nội").count() == 0


@pytest.mark.parametrize(("one", "other"), [("cap uy", "cấp uỷ"), ("cấp uỷ", "cấp ủy"), ("Huyen uy", "Huyện uỷ")])
def test_tone_marks_in_either_place(search: Page, one: str, other: str) -> None:
    """The tone mark may stand on either vowel, or be left out."""
    assert found(search, one) == found(search, other) != set()


def test_syllables_are_not_words(search: Page) -> None:
    """dia phuong marks địa phương and never phường."""
    ask(search, "dia phuong")
    marked = {text.lower() for text in search.locator(".hits mark").all_inner_texts()}
    assert "địa phương" in marked
    assert not any("phường" in text for text in marked)


@pytest.mark.parametrize("query", ["Fatherland Front", "MTTQ"])
def test_a_body_by_its_english_and_its_abbreviation(search: Page, query: str) -> None:
    """An article that says UBMTTQ is found by MTTQ and by the English name."""
    assert found(search, query) == {GIA_LAM, LONG_BIEN}


def test_american_and_british_spelling(search: Page) -> None:
    """Who writes American English finds what the digest spells in British English, articles and pages of that name."""
    assert found(search, "mass mobilization") == found(search, "mass mobilisation") != set()
    assert GIA_LAM in found(search, "organization commission")
    assert "Organisation Commission of the municipal Party committee" in search.locator(".named").inner_text()


def test_a_word_that_no_article_has_is_named(search: Page) -> None:
    """Who has misspelt one word of several is told which."""
    assert found(search, "comunist party") == set()
    assert search.locator("[role=status]").inner_text().startswith("No article has: comunist.")


def test_inflected_english(search: Page) -> None:
    """appointing finds appointed; outsiders finds the article that asks for them, and outsider does."""
    assert found(search, "outsiders") == found(search, "outsider") == {GIA_LAM}
    assert THANH_TRI in found(search, "appointing")
    search.wait_for_selector(".hits mark")
    assert "appointed" in " ".join(search.locator(".hits mark").all_inner_texts()).lower()


ACCEPTED = {
    "Gia Lam": {GIA_LAM},
    "gia lâm": {GIA_LAM},
    "Gia Lâm": {GIA_LAM},
    "dang": {GIA_LAM, THANH_TRI, LONG_BIEN, BAC_GIANG, VAN_LAM},
    "Đảng": {GIA_LAM, THANH_TRI, LONG_BIEN, BAC_GIANG, VAN_LAM},
    "Vu Duc Bao": {GIA_LAM, LONG_BIEN},
    '"Vũ Đức Bảo"': {GIA_LAM, LONG_BIEN},
    "Fatherland Front": {GIA_LAM, LONG_BIEN},
    "MTTQ": {GIA_LAM, LONG_BIEN},
    "outsiders": {GIA_LAM},
    "14-HD/BTCTU": {LONG_BIEN},
}


def test_the_same_from_a_folder_and_from_a_host(search: Page, browser: Browser, hosted: str) -> None:
    """Every query finds the same articles in the same order from a folder and below a sub-path under the policy, and
    in the pages of both languages."""
    other = browser.new_page()
    other.goto(f"{hosted}/vi/search/index.html")
    for query, expected in ACCEPTED.items():
        here = ask(search, query)
        assert {next(name for name in expected if hit.startswith(name)) for hit in here} == expected, query
        assert ask(other, query) == here, query
    for same in (["cap uy", "cấp uỷ", "cấp ủy"], ["Huyen uy", "Huyện uỷ"]):
        assert len({frozenset(ask(other, query)) for query in same}) == 1
    other.close()


@pytest.fixture
def made_up(page: Page, built_site: Path, tmp_path: Path) -> Page:
    """The search over articles of one sentence, the oldest first: what a query finds is told by its title alone."""
    site = tmp_path / "site"
    for part in ("en/search", "assets"):
        shutil.copytree(built_site / part, site / part)
    texts = ["Chi bộ Đảng", "Họ đang họp", "Theo địa phương", "Địa chỉ của phường", "Ra phương án cho các địa bàn"]
    records = [
        structs.replace(make_record(gia_lam(), f"articles/2023/a{n}"), id=str(n), title=text, headline=None)
        for n, text in enumerate(texts)
    ]
    digest = structs.replace(gia_lam(), terms=(), keywords=(), headline=None)
    rows, entries = [], []
    indexer = Indexer((frozenset(), frozenset()), ())
    article = structs.replace(digest.article, blocks=())
    for record, text in zip(records, texts, strict=True):
        title = structs.replace(digest.title, source=text, target=None)
        own = structs.replace(digest, article=article, title=title, units=())
        path, data = passage_file(record.tail, passages(own))
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
        rows.append(make_row(record))
        entries.append(indexer.entry(own))
    block, _, files = block_files("0", rows, [make_run(entries, indexer.names.keys)], indexer.names)
    _, names = name_files([])
    for path, data in (*files, *names, *whole_files([block], [""], [""])):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)
    page.goto((site / "en/search/index.html").as_uri())
    return page


def test_what_has_the_spelling_that_is_meant_comes_first(made_up: Page) -> None:
    """Asked without marks, Đảng with its capital stands before đang; with marks the spelling asked for does."""
    assert ask(made_up, "dang") == ["a0", "a1"]
    assert ask(made_up, "Đảng") == ["a0", "a1"]
    assert ask(made_up, "đang") == ["a1", "a0"]


def test_words_side_by_side_shut_out_scattered_syllables(made_up: Page) -> None:
    """dia phuong finds địa phương alone: neither địa and phường nor phương and địa apart."""
    assert ask(made_up, "dia phuong") == ["a2"]


def test_articles_of_two_tags(search: Page, built_site: Path) -> None:
    """What has both tags is found without a word: by the address, which the filters then show, and from each number of
    the charts' page, which says the same number."""
    search.goto((built_site / "en/charts/index.html").as_uri())
    cells = search.locator(".matrix td a[href*=also]")
    assert cells.count() >= 4
    for number in range(0, cells.count(), 7):
        count = int(cells.nth(number).evaluate("link => link.childNodes[1].data"))
        address = cells.nth(number).evaluate("link => link.href")
        chosen = parse_qs(urlsplit(address).query)
        search.goto(address)
        search.wait_for_selector(".hits .item")
        assert search.locator(".hits .item").count() == count
        assert [search.input_value("#f-tag"), search.input_value("#f-also")] == [*chosen["tag"], *chosen["also"]]
        assert search.locator("#f-also").is_visible()
        search.goto((built_site / "en/charts/index.html").as_uri())


def test_a_choice_alone_finds_and_is_taken_back(search: Page) -> None:
    """A year without a word lists its articles, newest first; without choice and word nothing is asked."""
    search.locator(".filters summary").click()
    search.select_option("#f-year", "2023")
    search.wait_for_selector(".hits .item")
    dates = [time.get_attribute("datetime") or "" for time in search.locator(".hits time").all()]
    assert [date[:4] for date in dates] == ["2023", "2023"]
    assert dates == sorted(dates, reverse=True)
    search.select_option("#f-year", "")
    search.wait_for_selector(".hits .item", state="detached")
    assert "Type" in search.locator("[role=status]").inner_text()


def test_a_document_number(search: Page) -> None:
    """A document number finds the article that cites it, and suggests the document."""
    assert found(search, "14-HD/BTCTU") == {LONG_BIEN}
    assert "documents/" in (search.locator(".named li a").first.get_attribute("href") or "")


def test_an_unfinished_word(search: Page) -> None:
    """The last word may be unfinished: nothing waits for its end."""
    assert found(search, "Vũ Đức B") == {GIA_LAM, LONG_BIEN} or "Vũ Đức Bảo" in search.locator(".named").inner_text()
    assert LONG_BIEN in found(search, "Long Biê")


def test_a_result_leads_to_its_sentence(search: Page, built_site: Path) -> None:
    """The link of a result names the sentence that it quotes."""
    ask(search, "Vu Duc Bao")
    search.wait_for_selector(".hits mark")
    link = search.locator(".hits h2 a").first
    quoted = search.locator(".hits .excerpt").first.inner_text()
    anchor = (link.get_attribute("href") or "").partition("#")[2].partition(":")[0]
    link.click()
    sentence = search.locator(f"#{anchor}").inner_text()
    assert "Vũ Đức Bảo" in sentence
    assert "Vũ Đức Bảo" in quoted


def test_filters_and_order(search: Page) -> None:
    """Year and the language of the words narrow the results; newest first is by date."""
    assert len(ask(search, "Hà Nội")) > 1
    search.locator(".filters summary").click()
    search.select_option("#f-year", "2023")
    assert found(search, "cán bộ") == {GIA_LAM, VAN_LAM}
    search.select_option("#f-year", "")
    search.select_option("#f-sort", "date")
    years = [time[:4] for time in (t.get_attribute("datetime") or "" for t in _after(search, "cán bộ"))]
    assert years == sorted(years, reverse=True)
    assert len(years) == 5
    search.select_option("#f-side", "1")
    assert ask(search, "Huyện ủy") == []


def _after(page: Page, query: str) -> list:  # type: ignore[type-arg]
    ask(page, query)
    return page.locator(".hits time").all()


def test_every_state_says_so(search: Page) -> None:
    """Nothing asked, nothing found, only words that every text has: each says what to do."""
    status = search.locator("[role=status]")
    assert "Type" in status.inner_text()
    assert ask(search, "zzzq") == []
    assert "No article" in status.inner_text()
    ask(search, "của")
    assert "every article" in status.inner_text()
    ask(search, "")
    assert "Type" in status.inner_text()


def test_a_lost_file_is_said_and_can_be_asked_again(browser: Browser, built_site: Path, tmp_path: Path) -> None:
    """Where a part of the index does not come, the page says so; the button tries again."""
    site = tmp_path / "site"
    shutil.copytree(built_site, site)
    shards = list((site / "search").glob("*/w*.js"))
    for shard in shards:
        shard.rename(shard.with_suffix(".gone"))
    page = browser.new_page()
    page.goto((site / "en/search/index.html").as_uri())
    page.fill("#q", "Gia Lam")
    page.wait_for_selector(".again button")
    assert "could not be loaded" in page.locator("[role=status]").inner_text()
    for shard in shards:
        shard.with_suffix(".gone").rename(shard)
    page.locator(".again button").click()
    page.wait_for_selector(".hits .item")
    page.close()


def test_the_address_holds_the_question(page: Page, hosted: str) -> None:
    """Below a sub-path, under a strict policy: a link with a question answers it, and typing changes the address."""
    page.goto(f"{hosted}/vi/search/index.html?q=Gia+Lam&sort=date")
    page.wait_for_selector(".hits .item")
    assert page.input_value("#q") == "Gia Lam"
    assert page.input_value("#f-sort") == "date"
    assert found(page, "Fatherland Front") == {GIA_LAM, LONG_BIEN}
    assert "q=Fatherland+Front" in page.url


def test_by_keyboard_alone(search: Page) -> None:
    """/ leads to the box from anywhere; Tab goes on to the results."""
    search.locator("body").press("/")
    assert search.evaluate("document.activeElement.id") == "q"
    search.keyboard.type("Gia Lam")
    search.wait_for_selector(".hits .item")
    search.locator(".hits h2 a").first.focus()
    search.keyboard.press("/")
    assert search.evaluate("document.activeElement.id") == "q"


def test_without_javascript_there_are_other_ways(browser: Browser, built_site: Path) -> None:
    """The page says that the search needs JavaScript, shows no dead box, and leads on by year, tag and place."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((built_site / "en/search/index.html").as_uri())
    assert not page.locator("#q").is_visible()
    assert "needs JavaScript" in page.locator("main").inner_text()
    assert page.locator(".otherways a").count() > 10
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_results_are_accessible(browser: Browser, built_site: Path, scheme: str) -> None:
    """With results, suggestions and open filters there is no violation of WCAG 2.2 AA, on a phone too."""
    context = browser.new_context(viewport={"width": 320, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto((built_site / "en/search/index.html").as_uri())
    ask(page, "Vu Duc Bao")
    page.wait_for_selector(".hits mark")
    page.locator(".filters summary").click()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert [violation["id"] for violation in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    context.close()


def test_words_are_the_same_there_and_here(search: Page) -> None:
    """The script and the index agree on what a word, its forms and a number are."""
    text = "Đảng uỷ, UBND T.Ư 14-HD/BTCTU People’s outsiders appointing policies khoẻ Hòa HOÀ Ðà n° 1.599 committees"
    numbers = [0, 51, 52, 1819, 1820, 10**6]
    here = [[form(word), bare(word), stem(form(word))] for word in words(text)]
    there = search.evaluate("text => digestSearch.rules.tokens(text).map(t => [t.form, t.bare, t.stem])", text)
    assert there == here
    assert search.evaluate("text => digestSearch.rules.numbers(text)", encode_all(numbers)) == numbers


def test_two_things_at_once(search: Page) -> None:
    """Words that stand together somewhere belong together: an article that has them scattered is not found, one that
    has both things apart is."""
    assert found(search, "can bo Gia Lam") == {GIA_LAM}
    assert found(search, "Gia Lâm Vũ Đức Bảo") == {GIA_LAM}
