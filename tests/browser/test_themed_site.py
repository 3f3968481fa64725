"""A theme of a few small files changes the whole site, and copies nothing of the packaged look."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import ROOT
from tests.browser.test_site import AXE

THEME = Path(__file__).parent / "fixtures" / "theme"


@pytest.fixture(scope="module")
def themed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("themed")
    for part in ("seeds", "site_src", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    shutil.copytree(THEME, folder / "site_src" / "theme")
    out = folder / "build"
    command = [sys.executable, "-m", "build_site", "build", "--project", str(folder), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


@pytest.mark.parametrize(("scheme", "ground"), [("light", "rgb(255, 253, 248)"), ("dark", "rgb(23, 18, 15)")])
def test_a_theme_needs_no_copy_of_the_rest(browser: Browser, themed: Path, scheme: str, ground: str) -> None:
    """Tokens, a block of one template, a part of the frame, words and a picture are the theme's; the rest is there,
    in one style sheet, and still accessible."""
    context = browser.new_context(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(sorted(themed.glob("en/articles/*/*/index.html"))[0].as_uri())
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == ground
    assert page.evaluate("getComputedStyle(document.querySelector('.mast')).borderBottomWidth") == "3px"
    assert page.locator("article .motto").inner_text().startswith("In brief: ")
    assert page.locator(".brief ol li").count() >= 2
    assert page.locator("aside .motto").count() == 1
    assert page.locator("label[for=m-par]").inner_text() == "Two columns"
    assert page.locator("link[rel=stylesheet]").count() == 1
    assert Axe().run(page, options=AXE).response["violations"] == []
    page.goto((themed / "vi" / "timeline" / "index.html").as_uri())
    assert page.locator(".motto").count() == 1
    context.close()
    assert (themed / "assets" / "icon.svg").read_bytes() == (THEME / "assets" / "icon.svg").read_bytes()
    assert not list(themed.rglob("tokens.css"))
