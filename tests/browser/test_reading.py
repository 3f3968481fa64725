"""Reading an article: the address keeps the mode, links are copied, pairs are marked, nothing needs the script."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

SHOWN = {"en": (True, False), "both": (True, True), "vi": (False, True)}
SCRIPT_LIMIT = 2048
"""Bytes of the article's script, gzipped."""


@pytest.fixture(scope="module")
def article(built_site: Path) -> str:
    return sorted((built_site / "en").glob("articles/*/*/index.html"))[-1].as_uri()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield context
    context.close()


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A page without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def mode(page: Page) -> str:
    """The way of reading, by what is to be seen."""
    sentence = page.locator("#p1s1")
    seen = sentence.locator("> .target").is_visible(), sentence.locator("> .source").is_visible()
    return next(name for name, shown in SHOWN.items() if shown == seen)


@pytest.mark.parametrize("asked", SHOWN)
def test_an_address_opens_its_mode_without_a_script(plain: Page, article: str, asked: str) -> None:
    """#read-… opens that mode in either tree, says so in the bar, offers its link; a button still goes before it."""
    for tree in ("/en/", "/vi/"):
        plain.goto(article.replace("/en/", tree) + f"#read-{asked}")
        assert mode(plain) == asked
        assert plain.locator(".aids a:visible").get_attribute("href") == f"#read-{asked}"
        weights = [
            label.evaluate("e => getComputedStyle(e).fontWeight") for label in plain.locator(".modes label").all()
        ]
        assert weights == ["600" if name == asked else "400" for name in SHOWN]
        for other, name in (("m-par", "both"), ("m-source", "vi"), ("m-target", "en")):
            plain.locator(f"label[for={other}]").click()
            assert mode(plain) == name


def test_a_paragraph_keeps_its_address_in_every_mode(plain: Page, article: str) -> None:
    """A link to a paragraph or sentence opens in the page's own language, and leaves a chosen mode as it is."""
    plain.goto(article + "#p1s1")
    assert mode(plain) == "en"
    plain.locator("label[for=m-par]").click()
    plain.locator("#p2 .no a").click()
    assert plain.url.endswith("#p2")
    assert mode(plain) == "both"


def test_the_address_follows_the_mode_and_opens_it_elsewhere(
    context: BrowserContext, browser: Browser, article: str
) -> None:
    """With the script the address says how the page is read; another browser opens it so; this one remembers."""
    page = context.new_page()
    page.goto(article)
    assert page.locator("#m-target").is_checked()
    page.locator("label[for=m-par]").click()
    assert page.url == article + "?read=both"
    again = context.new_page()
    again.goto(article + "#p2")
    assert mode(again) == "both"
    assert again.url == article + "?read=both#p2"
    again.locator("label[for=m-target]").click()
    assert again.url == article + "#p2"
    stranger = browser.new_page()
    for address in ("?read=vi", "#read-vi"):
        stranger.goto("about:blank")
        stranger.goto(article + address)
        assert mode(stranger) == "vi"
        assert stranger.locator("#m-source").is_checked()
        assert stranger.url == article + "?read=vi"
    stranger.goto("about:blank")
    stranger.goto(article + "?read=nonsense")
    assert mode(stranger) == "en"
    stranger.close()


def test_nothing_breaks_where_nothing_may_be_stored(context: BrowserContext, article: str) -> None:
    """A browser that refuses storage and changes of the address reads and switches all the same."""
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError') }});"
        "history.replaceState = () => { throw new DOMException('no', 'SecurityError') };"
    )
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto(article)
    page.locator("label[for=m-source]").click()
    page.locator("#underline").click()
    assert mode(page) == "vi"
    assert faults == []


def test_links_are_copied_and_said(context: BrowserContext, article: str) -> None:
    """The button beside a paragraph copies its absolute address with the mode, or that of its sentence, and says so."""
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(article)
    page.locator("label[for=m-par]").click()
    page.locator("#p2 .no a").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "copy"
    page.keyboard.press("Enter")
    status = page.get_by_role("status")
    status.filter(has_text="Link copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == article + "?read=both#p2"
    page.locator("#p2s2 > .sn").click()
    page.locator("#p2 .copy").click()
    page.wait_for_function(f"navigator.clipboard.readText().then(t => t === '{article}?read=both#p2s2')")
    page.locator(".aids .copy").click()
    page.wait_for_function(f"navigator.clipboard.readText().then(t => t === '{article}?read=both')")


def test_a_refused_copy_is_said(context: BrowserContext, article: str) -> None:
    """Where the browser copies nothing the reader is told, and the link stands in the address bar."""
    context.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('no')); document.execCommand = () => false;"
    )
    page = context.new_page()
    page.goto(article)
    page.locator("#p2s1").hover()
    page.locator("#p2 .copy").click()
    page.get_by_role("status").filter(has_text="Not copied").wait_for(state="attached")
    assert page.url == article + "#p2"


def test_the_copy_button_moves_nothing(context: BrowserContext, article: str) -> None:
    """Pointing at paragraph after paragraph shifts no line of the text, on a desk and on a phone."""
    page = context.new_page()
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(article)
        before = page.evaluate("[...document.querySelectorAll('.s')].map(e => e.getBoundingClientRect().top + scrollY)")
        for pair in page.locator(".pair").all():
            pair.locator(".s").first.hover()
            assert pair.locator(".copy").count() == 1
        after = page.evaluate("[...document.querySelectorAll('.s')].map(e => e.getBoundingClientRect().top + scrollY)")
        assert after == before


def test_a_pair_is_marked_on_hover_focus_tap_and_address(browser: Browser, article: str) -> None:
    """Side by side, the sentence that is pointed at, tabbed to, tapped or addressed is marked with its partner."""
    context = browser.new_context(viewport={"width": 820, "height": 900}, java_script_enabled=False, has_touch=True)
    page = context.new_page()

    def marked() -> list[str]:
        found = []
        for sentence in page.locator(".text .s").all():
            if sentence.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)":
                found.append(sentence.get_attribute("id") or "")
        return found

    page.goto(article)
    page.locator("label[for=m-par]").click()
    assert marked() == []
    page.locator("#p1s1 > .source").hover()
    assert marked() == ["p1s1"]
    page.locator(".mast").hover()
    page.locator("#p2s1 > .sn").focus()
    assert marked() == ["p2s1"]
    page.keyboard.press("Escape")
    page.locator("#p2s2 > .source").tap()
    assert "p2s2" in marked()
    page.goto("about:blank")
    page.goto(article + "#p2s2")
    assert marked() == ["p2s2"]
    context.close()


def test_every_sentence_has_a_link_for_the_keyboard(plain: Page, article: str) -> None:
    """Side by side, the tab key stops at each sentence's number, in order; in English alone it does not."""
    plain.goto(article)
    assert plain.locator(".sn:visible").count() == 0
    plain.locator("label[for=m-par]").click()
    numbers = plain.locator(".sn:visible")
    assert numbers.count() == plain.locator(".text .s").count()
    for number in numbers.all():
        own = number.locator("xpath=..").get_attribute("id")
        assert number.get_attribute("href") == f"#{own}"
    assert plain.locator(".s[tabindex='0']").count() == 0


def test_glossary_underlines_can_be_taken_away(context: BrowserContext, plain: Page, article: str) -> None:
    """The box needs no script; with it the choice holds for the next article."""
    line = "e => getComputedStyle(e).textDecorationLine"
    plain.goto(article)
    assert plain.locator(".t").first.evaluate(line) == "underline"
    plain.locator("label[for=underline]").click()
    assert plain.locator(".t").first.evaluate(line) == "none"
    page = context.new_page()
    page.goto(article)
    page.locator("#underline").uncheck()
    page.goto(article.replace("/en/", "/vi/"))
    assert not page.locator("#underline").is_checked()


def test_notes_stand_beside_and_on_a_phone_below(plain: Page, article: str) -> None:
    """The notes to a paragraph begin at its right, and on a narrow screen directly under it."""
    plain.goto(article)
    text, notes = plain.locator("#p1 .body").bounding_box(), plain.locator("#p1 .notes").bounding_box()
    assert text
    assert notes
    assert notes["x"] > text["x"] + text["width"]
    assert abs(notes["y"] - text["y"]) < 4
    plain.set_viewport_size({"width": 390, "height": 800})
    text, notes = plain.locator("#p1 .body").bounding_box(), plain.locator("#p1 .notes").bounding_box()
    assert text
    assert notes
    assert abs(notes["x"] - text["x"]) < 4
    assert 0 <= notes["y"] - text["y"] - text["height"] < 32


def test_text_follows_the_readers_size(browser: Browser, kinds: list[Path]) -> None:
    """A browser set to letters of twice the size shows all text twice as large, and still scrolls one way only."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    session = page.context.new_cdp_session(page)
    size = "parseFloat(getComputedStyle(document.querySelector('main p, main dd')).fontSize)"
    for path in kinds:
        page.goto(path.as_uri())
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
        once = page.evaluate(size)
        session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
        assert page.evaluate(size) == pytest.approx(2 * once), path
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280, path
    page.close()


def test_the_script_is_small_and_stands_on_articles_alone(built_site: Path, kinds: list[Path]) -> None:
    """At most 2 KB gzipped, asked for once and late, and by no other kind of page."""
    assert len(gzip.compress((built_site / "assets" / "site.js").read_bytes(), 9)) <= SCRIPT_LIMIT
    for path in kinds:
        text = path.read_text("utf-8")
        assert text.count("assets/site.js") == ("articles" in path.parts)
        assert "assets/site.js" not in text or 'assets/site.js" defer>' in text
