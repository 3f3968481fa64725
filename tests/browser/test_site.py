"""The built pages, opened from the disk as a reader would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

AXE = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
MODES = {"m-target": (True, False), "m-par": (True, True), "m-source": (False, True)}


@pytest.fixture(scope="module")
def articles(built_site: Path) -> list[Path]:
    return sorted(built_site.glob("*/articles/*/*/index.html"))


@pytest.fixture
def plain(browser: Browser) -> Iterator[Page]:
    """A desktop page without JavaScript."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_modes_need_no_javascript(plain: Page, built_site: Path) -> None:
    """Each mode shows its languages and hides the other; both trees open in their own."""
    for lang, mode in (("en", "m-target"), ("vi", "m-source")):
        plain.goto(sorted((built_site / lang).glob("articles/*/*/index.html"))[0].as_uri())
        sentence = plain.locator("#p1s1")
        assert (sentence.locator(".target").is_visible(), sentence.locator(".source").is_visible()) == MODES[mode]
        for name, (english, vietnamese) in MODES.items():
            plain.locator(f"label[for={name}]").click()
            assert sentence.locator(".target").is_visible() == english
            assert sentence.locator(".source").is_visible() == vietnamese


def test_side_by_side_aligns_sentences(plain: Page, built_site: Path) -> None:
    """A sentence and its partner start at the same height, the translation to the left."""
    plain.goto(sorted((built_site / "en").glob("articles/*/*/index.html"))[0].as_uri())
    plain.locator("label[for=m-par]").click()
    for sentence in plain.locator(".k-paragraph .s").all()[:12]:
        one, other = sentence.locator(".target").bounding_box(), sentence.locator(".source").bounding_box()
        assert one
        assert other
        assert abs(one["y"] - other["y"]) < 4
        assert one["x"] + one["width"] <= other["x"]


def test_the_original_of_one_paragraph(plain: Page, built_site: Path) -> None:
    """The box under a paragraph shows its original and no other, by mouse and by keyboard."""
    plain.goto(sorted((built_site / "en").glob("articles/*/*/index.html"))[0].as_uri())
    plain.locator("label[for=v-p1]").click()
    assert plain.locator("#p1s1 .source").is_visible()
    assert not plain.locator("#p2s1 .source").is_visible()
    plain.locator("#v-p1").focus()
    plain.keyboard.press("Space")
    assert not plain.locator("#p1s1 .source").is_visible()


@pytest.mark.guarantee("F1", "F2")
def test_no_message_and_nothing_from_elsewhere(browser: Browser, kinds: list[Path], built_site: Path) -> None:
    """No console message, no failed and no foreign request on any kind of page."""
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    # The icon's request is given up when the test goes on to the next page.
    page.on("requestfailed", lambda request: "ABORTED" in (request.failure or "") or said.append(request.url))
    page.on("request", lambda request: request.url.startswith(built_site.as_uri()) or said.append(request.url))
    for path in kinds:
        page.goto(path.as_uri(), wait_until="load")
        assert said == [], path
    page.close()


@pytest.mark.parametrize("width", [320, 820])
def test_no_sideways_scrolling(browser: Browser, kinds: list[Path], width: int) -> None:
    """Every kind of page fits a narrow screen, articles in every mode."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    for path in kinds:
        page.goto(path.as_uri())
        for mode in [None, *MODES] if page.locator("#m-par").count() else [None]:
            if mode:
                page.locator(f"label[for={mode}]").click()
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, mode)
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["light desktop", "dark phone"])
def test_accessible(browser: Browser, kinds: list[Path], width: int, scheme: str) -> None:
    """axe finds nothing on any kind of page; on a desk, articles in every mode and with an original opened."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    faults = []
    # Both trees have the same templates and styles: colours and touch sizes are looked at in one.
    for path in kinds if scheme == "light" else [path for path in kinds if "vi" not in path.parts]:
        page.goto(path.as_uri())
        clicks = (
            ["m-target", "v-p1", "m-par", "m-source"] if scheme == "light" and page.locator("#m-par").count() else []
        )
        for click in [None, *clicks]:
            if click:
                page.locator(f"label[for={click}]").click()
            for fault in Axe().run(page, options=AXE).response["violations"]:
                faults.append(f"{path} {click}: {fault['id']} {fault['nodes'][0]['target']}")
    context.close()
    assert faults == []


def test_the_language_switch_keeps_the_page(browser: Browser, kinds: list[Path], built_site: Path) -> None:
    """From any page of one tree the switch leads to the same page of the other, and back."""
    page = browser.new_page()
    for path in kinds:
        tree, _, tail = path.relative_to(built_site).as_posix().partition("/")
        if tree not in ("en", "vi"):
            continue
        other = "vi" if tree == "en" else "en"
        page.goto(path.as_uri())
        page.locator(".mast .lang a").click()
        assert page.url == (built_site / other / tail).as_uri()
        assert page.locator("html").get_attribute("lang") == other
        page.locator(".mast .lang a").click()
        assert page.url == path.as_uri()
    page.close()


@pytest.mark.guarantee("F4")
def test_every_sentence_has_a_state(plain: Page, articles: list[Path]) -> None:
    """The head names the article's state and counts all; a sentence in another state than most says which, and is
    marked where it stands."""
    for path in articles:
        plain.goto(path.as_uri())
        assert plain.locator(".status .pill").inner_text()
        counts = plain.locator(".status .quiet").inner_text()
        total = int(next(iter(re.findall(r"(?:of |/)(\d+)", counts))))
        assert plain.locator(".text .s").count() + 1 == total
        shown = plain.locator(".text .s").all()
        others = [sentence for sentence in shown if " s-" in (sentence.get_attribute("class") or "")]
        assert len(others) * 2 <= len(shown)
        for sentence in others:
            assert sentence.locator(".st, .none").count()


def test_notes_and_references_lead_somewhere(plain: Page, articles: list[Path]) -> None:
    """A dotted word leads to a note on the page; a summary sentence to its paragraph."""
    for path in articles:
        plain.goto(path.as_uri())
        for link in plain.locator("a.t, a.flag, a.cite").all():
            target = link.get_attribute("href") or ""
            assert plain.locator(f"[id='{target[1:]}']").count() == 1


def test_print_shows_both_languages(browser: Browser, built_site: Path) -> None:
    """On paper both languages stand side by side, whatever mode the page was left in."""
    page = browser.new_page(viewport={"width": 800, "height": 1100})
    page.goto(sorted((built_site / "en").glob("articles/*/*/index.html"))[0].as_uri())
    for mode in MODES:
        page.emulate_media(media="screen")
        page.locator(f"label[for={mode}]").click()
        page.emulate_media(media="print")
        one, other = page.locator("#p1s1 .target").bounding_box(), page.locator("#p1s1 .source").bounding_box()
        assert one
        assert other
        assert abs(one["y"] - other["y"]) < 4
        assert not page.locator(".modes").is_visible()
    page.close()


def test_the_list_of_a_thousand_terms_leads_to_its_letters(browser: Browser, built_site: Path) -> None:
    """Rows that are laid out late do not move the letter that a reader asked for, on a desk and on a phone: from the
    index to Đ in the middle of D's page, and from an old address of the index to its letter there."""
    top = "document.getElementById('{}').getBoundingClientRect().top"
    for width in (390, 1360):
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((built_site / "en/glossary/index.html").as_uri())
        page.locator(".letters a", has_text="Đ").first.click()
        page.wait_for_url("**/letter-d/index.html#*")
        page.wait_for_timeout(300)
        assert 0 <= page.evaluate(top.format("l-Đ")) < 200
        page.goto((built_site / "en/glossary/index.html").as_uri() + "#l-T")
        assert 0 <= page.evaluate(top.format("l-T")) < 900
        page.close()


def test_a_term_is_found_from_the_glossary(browser: Browser, built_site: Path) -> None:
    """Asked for in English, without marks or by an abbreviation, the term's page comes first."""
    page = browser.new_page()
    for asked, address in (("party cell", "chi-bo"), ("quy hoach", "quy-hoach"), ("UBND", "uy-ban-nhan-dan")):
        page.goto((built_site / "en/glossary/index.html").as_uri())
        page.locator("input[name=q]").fill(asked)
        page.keyboard.press("Enter")
        first = page.locator(".named a").first
        first.wait_for()
        assert (first.get_attribute("href") or "").endswith(f"glossary/{address}/index.html"), asked
    page.close()
