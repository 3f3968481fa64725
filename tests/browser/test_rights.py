"""Articles whose publishers keep the text back, opened as a reader would."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT
from tests.browser.test_site import AXE

RIGHTS = {"excerpt": "HNP", "link only": "BGĐT"}


@pytest.fixture(scope="module")
def restricted(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """The article pages of either right, in both languages."""
    folder = tmp_path_factory.mktemp("rights")
    for part in ("seeds", "site_src", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    path = folder / "site_src" / "sources.toml"
    text = path.read_text("utf-8")
    for rights, agency in RIGHTS.items():
        text = re.sub(rf'(agencies = \["{agency}"\]\nhome = .*\nrights = )"full"', rf'\1"{rights}"', text)
    path.write_text(text, "utf-8")
    out = folder / "build"
    command = [sys.executable, "-m", "build_site", "build", "--project", str(folder), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    pages: dict[str, list[Path]] = {"full": [], "excerpt": [], "link only": []}
    for data in sorted(out.glob("*/articles/*/*/article.json")):
        pages[json.loads(data.read_text("utf-8"))["source"]["rights"]].append(data.with_name("index.html"))
    assert all(pages.values())
    return pages


@pytest.mark.parametrize("rights", RIGHTS)
@pytest.mark.parametrize("width", [320, 390, 1360])
def test_pages_with_fewer_rights_fit_and_are_accessible(
    browser: Browser, restricted: dict[str, list[Path]], rights: str, width: int
) -> None:
    """No sideways scrolling, nothing for axe to find, and every reference leads somewhere on the page."""
    context = browser.new_context(viewport={"width": width, "height": 900}, reduced_motion="reduce")
    page = context.new_page()
    for path in restricted[rights]:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page, options=AXE).response["violations"] == []
        for link in page.locator("main a[href^='#']").all():
            target = (link.get_attribute("href") or "")[1:]
            assert page.locator(f"[id='{target}']").count() == 1, target
    context.close()


def test_what_is_shown(browser: Browser, restricted: dict[str, list[Path]]) -> None:
    """With an excerpt the first paragraph's original stands open beside its English, and no mode is offered; with a
    link only the way to the publisher stands where the text would."""
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    for path in restricted["excerpt"]:
        page.goto(path.as_uri())
        assert page.locator(".modes").count() == 0
        english, original = page.locator("#p1s1 .target").bounding_box(), page.locator("#p1s1 .source").bounding_box()
        assert english
        assert original
        assert abs(english["y"] - original["y"]) < 4
        assert english["x"] + english["width"] <= original["x"]
        assert page.locator("#p2s1 .target").is_visible()
        assert page.locator("#p2 .source").count() == 0
    for path in restricted["link only"]:
        page.goto(path.as_uri())
        assert page.locator(".modes, .s, .pair").count() == 0
        assert page.locator("#text a[rel=external]").is_visible()
        assert page.locator("#source").inner_text()
    page.close()
