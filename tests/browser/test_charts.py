"""The charts as a browser draws them: no text on another, at every size, and nothing that only sight could find."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Browser

from build_site.model import Digest, Tag
from build_site.site.listings import listing_pages
from build_site.site.render import Renderer
from tests.browser.test_site import AXE
from tests.site.samples import PAGES, TERMS, TOPICS, MemoryIndex, many, templates, view

SIZES = {"wide": 1360, "middle": 820, "narrow": 390, "smallest": 320}
PLACES = ("Gia Lâm, Hà Nội", "Thành phố Hồ Chí Minh", "Huế", None, "Bà Rịa - Vũng Tàu", "Mường La, Sơn La")
OVERLAPS = """(svg) => {
  const boxes = [...svg.querySelectorAll("text")].map((text) => [text.textContent, text.getBoundingClientRect()]);
  const found = [];
  boxes.forEach(([one, a], n) => boxes.slice(n + 1).forEach(([other, b]) => {
    // Half a pixel of line height may meet; letters never do.
    if (a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
      found.push(one + " / " + other);
  }));
  const edge = document.documentElement.clientWidth;
  boxes.forEach(([one, a]) => { if (a.left < -0.5 || a.right > edge + 0.5) found.push(one + " leaves the page"); });
  return found;
}"""


def varied(number: int) -> Iterator[tuple[Digest, str]]:
    """Articles of several places and tags."""
    for n, (digest, tail) in enumerate(islice(many(number + number // 40 + 2), number)):
        tags = digest.tags if n % 3 else (*digest.tags, Tag("party", "Đảng", "The Party"))
        yield structs.replace(digest, place=PLACES[n % len(PLACES)], tags=tags), tail


@pytest.fixture(scope="module")
def drawn(built_site: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Number of articles → a site of the pages that have charts."""
    found = {}
    for number in (5, 12, 30, 60, 200):
        folder = tmp_path_factory.mktemp(f"articles{number}")
        shutil.copytree(built_site / "assets", folder / "assets")
        site = view()
        renderer = Renderer(templates(), site)
        index = MemoryIndex.of(varied(number))
        for page in listing_pages(index, site=site, terms=TERMS, topics=TOPICS, pages=PAGES):
            if page.template in {"timeline.html", "year.html", "charts.html", "person.html"}:
                path = folder / page.path
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(renderer.render(page))
        found[number] = folder
    return found


def pages_of(folder: Path) -> list[Path]:
    years = sorted((folder / "vi" / "timeline").glob("20*/index.html"))
    people = sorted((folder / "vi" / "people").glob("vu*/index.html"))
    return [
        folder / "en" / "timeline" / "index.html",
        folder / "vi" / "charts" / "index.html",
        years[-1],
        people[0],
    ]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("number", [5, 12, 30, 60, 200])
def test_no_text_lies_on_another(browser: Browser, drawn: dict[int, Path], number: int, size: str) -> None:
    """In every drawing that this size shows: labels, years, names of lanes, numbers."""
    page = browser.new_page(viewport={"width": SIZES[size], "height": 900})
    for path in pages_of(drawn[number]):
        page.goto(path.as_uri())
        page.evaluate("document.fonts.ready.then(() => null)")
        for drawing in page.locator("figure svg, svg.columns, svg.strip").all():
            if drawing.is_visible():
                assert drawing.evaluate(OVERLAPS) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= SIZES[size], path
    page.close()


@pytest.mark.parametrize("size", ["wide", "middle", "narrow"])
def test_one_drawing_of_the_timeline_shows(browser: Browser, drawn: dict[int, Path], size: str) -> None:
    """The one made for the screen, with letters that can be read; on paper the middle one."""
    page = browser.new_page(viewport={"width": SIZES[size], "height": 900})
    page.goto((drawn[30] / "en" / "timeline" / "index.html").as_uri())
    shown = [each for each in page.locator(".chart > svg").all() if each.is_visible()]
    assert [each.get_attribute("class") for each in shown] == [size]
    smallest = shown[0].evaluate(
        "(svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width *"
        " Math.min(...[...svg.querySelectorAll('text')].map((t) => parseFloat(getComputedStyle(t).fontSize)))"
    )
    assert smallest >= 10
    page.emulate_media(media="print")
    assert page.locator(".chart > .middle").is_visible()
    assert not page.locator(".chart > .wide").is_visible()
    page.close()


@pytest.mark.parametrize(("width", "scheme"), [(1360, "light"), (390, "dark")], ids=["light desktop", "dark phone"])
def test_charts_are_accessible(browser: Browser, drawn: dict[int, Path], width: int, scheme: str) -> None:
    """axe finds nothing, with few articles and with many, the tables opened too."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if scheme == "dark" else "light"
    )
    page = context.new_page()
    faults = []
    for number in (5, 200):
        for path in pages_of(drawn[number]):
            page.goto(path.as_uri())
            for summary in page.locator(".facts-of summary").all():
                summary.click()
            for fault in Axe().run(page, options=AXE).response["violations"]:
                faults.append(f"{path}: {fault['id']} {len(fault['nodes'])} {fault['nodes'][0]['target']}")
    context.close()
    assert faults == []


def test_marks_can_be_reached_and_named(browser: Browser, built_site: Path) -> None:
    """By keyboard, with the date and the name of the article; a term of office leads to the paragraph
    of the newest article that speaks of it, and its table names them all."""
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    page.goto((built_site / "en" / "timeline" / "index.html").as_uri())
    mark = page.locator(".chart > .wide a").first
    mark.focus()
    assert mark.evaluate("(a) => document.activeElement === a")
    assert page.locator(".chart > .wide").get_by_role("link", name="4 Feb 2023: Gia Lâm").count() == 1
    page.locator(".facts-of summary").click()
    named = page.locator(".of-chart tr", has_text="2020–2025").locator("a")
    assert named.count() == 2
    first = named.first.get_attribute("href")
    page.locator(".chart > .wide").get_by_role("link", name="2020–2025").click()
    assert page.url.endswith((first or "").removeprefix(".."))
    assert "2020" in page.locator(":target").inner_text()
    page.close()


def test_bars_lead_where_their_names_lead(browser: Browser, built_site: Path) -> None:
    """A click on a place's bar is one on its name, without a second link to tab through."""
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    page.goto((built_site / "en" / "charts" / "index.html").as_uri())
    row = page.locator(".bars tbody tr").first
    address = row.locator("a").evaluate("link => link.href")
    row.locator("svg").click(force=True)
    assert page.url == address
    page.close()
