"""The preview in a real browser: pages give way to what has been saved, and the reader's place stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.build.serving import Running, serving_seeds

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One preview of the repository's seeds with thirty terms and a look of its own; each test leaves it as it was."""
    with serving_seeds(tmp_path_factory.mktemp("digest"), tmp_path_factory.mktemp("said") / "said.txt") as preview:
        yield preview


@pytest.fixture
def page(browser: Browser, running: Running) -> Iterator[Page]:
    """The English page of seeds/004, its ear open."""
    context = browser.new_context(viewport={"width": 1000, "height": 700})
    page = context.new_page()
    running.quiet()
    out = running.project.out
    article = next(out.glob("en/articles/2023/ban-to-chuc*/index.html")).relative_to(out).as_posix()
    page.goto(f"http://localhost:{running.port}/{article}")
    listens(page)
    yield page
    context.close()


def listens(page: Page) -> None:
    page.wait_for_function("window.LiveReload && LiveReload.connector.protocol === 7")


def seed(running: Running) -> Path:
    return next(running.project.seeds.glob("004*.txt"))


def test_a_saved_article_takes_the_page_s_place_and_the_reader_keeps_his(page: Page, running: Running) -> None:
    """The page is loaded again by itself, and stands where it stood."""
    page.evaluate("scrollTo(0, 900)")
    page.evaluate("window.before = true")
    path = seed(running)
    good = path.read_text("utf-8")
    path.write_text(good.replace("76 đảng viên", "97 đảng viên", 1), "utf-8")
    page.wait_for_function("!window.before && document.body.textContent.includes('97')")
    page.wait_for_function("Math.abs(scrollY - 900) < 3")
    path.write_text(good, "utf-8")
    page.wait_for_function("!document.body.textContent.includes('97 đảng viên')")


def test_a_page_that_nothing_touches_is_not_loaded_again(page: Page, running: Running) -> None:
    """An edit of another article leaves it alone."""
    page.goto(f"http://localhost:{running.port}/en/method/index.html")
    listens(page)
    page.evaluate("window.before = true")
    path = seed(running)
    good = path.read_text("utf-8")
    path.write_text(good.replace("76 đảng viên", "98 đảng viên", 1), "utf-8")
    running.quiet()
    assert page.evaluate("window.before")
    path.write_text(good, "utf-8")
    running.quiet()


def test_a_style_is_swapped_without_loading_the_page(page: Page, running: Running) -> None:
    """The theme's colours change under the reader's eyes: same document, same place."""
    page.evaluate("scrollTo(0, 500); window.before = true")
    theme = running.project.site_src / "theme"
    theme.mkdir(exist_ok=True)
    (theme / "tokens.css").write_text(":root{--ink:rgb(1, 2, 3)}\n", "utf-8")
    page.wait_for_function("getComputedStyle(document.body).color === 'rgb(1, 2, 3)'")
    (theme / "tokens.css").write_text(":root{--ink:rgb(4, 5, 6)}\n", "utf-8")
    page.wait_for_function("getComputedStyle(document.body).color === 'rgb(4, 5, 6)'")
    assert page.evaluate("window.before")
    page.wait_for_function("scrollY === 500")
    (theme / "tokens.css").unlink()
    page.wait_for_function("getComputedStyle(document.body).color !== 'rgb(4, 5, 6)'")


def test_an_error_comes_and_goes_by_itself(page: Page, running: Running) -> None:
    """A mistake takes the page's place with file, line and excerpt; mended, the page is back, where it was."""
    page.evaluate("scrollTo(0, 800)")
    settings = running.project.site_src / "site.toml"
    good = settings.read_text("utf-8")
    settings.write_text(good.replace("base_url", "base_urk", 1), "utf-8")
    expect(page.get_by_role("heading", name="The site is not built")).to_be_visible(timeout=20_000)
    expect(page.locator(".here")).to_contain_text("base_urk")
    settings.write_text(good, "utf-8")
    page.wait_for_function("document.querySelector('article') !== null")
    page.wait_for_function("scrollY > 700")


def test_the_last_good_site_can_be_seen_nevertheless(page: Page, running: Running) -> None:
    """A way from the error to the site as it stands, and back."""
    settings = running.project.site_src / "site.toml"
    good = settings.read_text("utf-8")
    settings.write_text(good.replace("base_url", "base_urk", 1), "utf-8")
    expect(page.get_by_role("heading", name="The site is not built")).to_be_visible(timeout=20_000)
    page.get_by_role("link", name="See the last good site").click()
    expect(page.locator(".preview-line")).to_contain_text("this is the last good one")
    page.get_by_role("link", name="What is wrong").click()
    expect(page.get_by_role("heading", name="there is no setting site.base_urk")).to_be_visible()
    page.go_back()
    page.context.clear_cookies()
    page.reload()
    expect(page.get_by_role("heading", name="The site is not built")).to_be_visible()
    settings.write_text(good, "utf-8")
    page.wait_for_function("document.querySelector('article') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_error_page_can_be_read_on_a_telephone(page: Page, running: Running, scheme: str, tmp_path: Path) -> None:
    """320 px wide, light and dark: nothing is wider than the window, text stands out from its ground, and nothing on
    the page is refused or missing."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    base = running.project.templates / "article.html"
    good = base.read_text("utf-8")
    base.write_text(good.replace("{{ title }}", "{{ titel }}", 1), "utf-8")
    try:
        expect(page.get_by_role("heading", name="The site is not built")).to_be_visible(timeout=20_000)
        page.set_viewport_size({"width": 320, "height": 700})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320
        ink, ground = page.evaluate(
            "['color', 'backgroundColor'].map(name => getComputedStyle(document.body)[name].match(/[0-9]+/g)[0])"
        )
        assert abs(int(ink) - int(ground)) > 180
        assert not [text for text in wrong if "500" not in text]
    finally:
        base.write_text(good, "utf-8")
        page.wait_for_function("document.querySelector('article') !== null")
