"""What a look at every page would find: broken lines, columns that do not meet, labels that touch, small targets."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from playwright.sync_api import Browser

ALONE_AND_SMALL = """() => [...document.querySelectorAll("a, button, summary, select, label")]
  .filter(e => !e.closest(".vh, .skip, svg") && e.checkVisibility({visibilityProperty: true}))
  .filter(e => getComputedStyle(e).display !== "inline"
    || e.parentElement.textContent.trim().length <= e.textContent.trim().length + 3)
  .map(e => [e.getBoundingClientRect(), e])
  .filter(([box]) => box.width > 2 && (box.width < 23.9 || box.height < 23.9))
  .map(([box, e]) => `${e.textContent.trim().slice(0, 20)} ${box.width}×${box.height}`)"""
"""Links and buttons that are no part of a sentence and less than 24 pixels wide or high."""
LEFT_EDGES = """selector => [...new Set([...document.querySelectorAll(selector)]
  .filter(e => e.checkVisibility()).map(e => Math.round(e.getBoundingClientRect().left)))]"""


@pytest.mark.parametrize("width", [720, 820, 940, 1040, 1360])
def test_the_menu_stays_on_one_line(browser: Browser, built_site: Path, width: int) -> None:
    """From a tablet to a desk the menu has one line in either language, and the site's name is whole."""
    page = browser.new_page(viewport={"width": width, "height": 600})
    for lang in ("en", "vi"):
        page.goto((built_site / lang / "tags" / "index.html").as_uri())
        tops = page.evaluate("[...document.querySelectorAll('.mast nav li')].map(e => e.getBoundingClientRect().top)")
        assert max(tops) - min(tops) < 2, lang
        name = "document.createRange()"
        whole = page.evaluate(
            f"(() => {{ const name = {name}, brand = document.querySelector('.brand');"
            "name.selectNodeContents(brand.firstChild);"
            "return name.getBoundingClientRect().right <= brand.getBoundingClientRect().right + 1 })()"
        )
        assert whole, lang
    page.close()


@pytest.mark.parametrize("width", [1000, 1360])
def test_all_pairs_share_two_columns(browser: Browser, built_site: Path, width: int) -> None:
    """Side by side, paragraphs, captions and list entries begin at the same two edges, and so do the notes below."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    for path in sorted(built_site.glob("en/articles/*/*/index.html")):
        page.goto(path.as_uri() + "#read-both")
        left, right = (page.evaluate(LEFT_EDGES, f".text .s > .{side}") for side in ("target", "source"))
        assert len(left) == len(right) == 1, path
        assert set(page.evaluate(LEFT_EDGES, ".text .notes dl > div")) <= {*left, *right}, path
    page.close()


def test_what_is_touched_is_large_enough(browser: Browser, kinds: list[Path]) -> None:
    """On a phone every link that stands alone is 24 pixels wide and high, also in what can be opened; and what has been
    opened still fits."""
    page = browser.new_page(viewport={"width": 320, "height": 800})
    for path in kinds:
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(e => { e.open = true })")
        assert page.evaluate(ALONE_AND_SMALL) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
    page.close()


def test_years_above_posts_do_not_touch(browser: Browser, built_site: Path) -> None:
    """The years above a person's posts stand apart on every width and on paper."""
    page = browser.new_page()
    page.goto((built_site / "en" / "people" / "vu-duc-bao" / "index.html").as_uri())
    for width, media in ((320, "screen"), (820, "screen"), (1000, "screen"), (1360, "screen"), (680, "print")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(media=media)  # type: ignore[arg-type]
        boxes = page.evaluate(
            "[...document.querySelectorAll('.strip.axis text')].map(e => e.getBoundingClientRect())"
            ".map(box => [box.left, box.right]).sort((a, b) => a[0] - b[0])"
        )
        assert len(boxes) > 2
        assert all(after[0] - before[1] >= 3 for before, after in pairwise(boxes)), (width, media)
    page.close()


def test_a_number_of_articles_is_not_read_as_a_day(built_site: Path) -> None:
    """Behind the name of a month its number of articles stands in brackets: “July 1” would be a date."""
    for tail in ("timeline/2023", "charts"):
        text = (built_site / "en" / tail / "index.html").read_text("utf-8")
        text = re.sub(r'<span class="vh">[^<]*</span>|</?(?:a|span)[^>]*>', "", text)
        assert re.search(r"July\s+\(1\)", text), tail
        assert not re.search(r"July\s+1\b(?! )", text), tail


def test_the_mark_lies_under_both_sentences(browser: Browser, built_site: Path) -> None:
    """A pair that is tapped is marked whole, also on a phone, where the original stands under its translation."""
    context = browser.new_context(has_touch=True, java_script_enabled=False)
    page = context.new_page()
    path = sorted(built_site.glob("en/articles/*/*/index.html"))[0]
    for width in (320, 390, 820, 1360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto("about:blank")
        page.goto(path.as_uri() + "#read-both")
        pair = page.locator("#p1s1")
        pair.locator("> .source").tap(position={"x": 20, "y": 12})
        assert pair.evaluate("e => getComputedStyle(e).backgroundColor") != "rgba(0, 0, 0, 0)", width
        assert pair.evaluate("e => getComputedStyle(e).display") in ("block", "grid"), width
        mark = pair.bounding_box()
        for side in ("target", "source"):
            text = pair.locator(f"> .{side}").bounding_box()
            assert mark
            assert text
            assert mark["x"] <= text["x"], (width, side)
            assert text["x"] + text["width"] <= mark["x"] + mark["width"] + 1, (width, side)
            assert mark["y"] <= text["y"] + 4, (width, side)
            assert text["y"] + text["height"] <= mark["y"] + mark["height"] + 4, (width, side)
    context.close()
