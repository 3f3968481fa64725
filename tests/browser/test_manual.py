"""The documentation as a site, in a browser and from a disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from build_site.build import build
from build_site.store.project import find_project
from tests.conftest import ROOT

PAGES = (
    "index.html",
    "en/how-to/index.html",
    "en/explanation/architecture/index.html",
    "en/reference/guarantees/index.html",
    "vi/index.html",
    "vi/how-to/work-with-translators/index.html",
)


@pytest.fixture(scope="module")
def documentation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("repository")
    shutil.copytree(ROOT / "docs", folder / "docs", ignore=shutil.ignore_patterns("build", ".build_site"))
    for name in ("CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md"):
        shutil.copy(ROOT / name, folder)
    project = find_project(folder / "docs")
    build(project)
    return project.out


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1360, "dark")])
def test_it_reads_well_everywhere(documentation: Path, browser: Browser, width: int, scheme: str) -> None:
    """No sideways scrolling, nothing for axe to find, no message, and nothing that is not there."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    messages: list[str] = []
    context.on("console", lambda message: messages.append(message.text))
    page = context.new_page()
    for name in PAGES:
        page.goto((documentation / name).as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
        assert messages == [], name
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], name
        broken = "[...document.images].filter(image => !image.naturalWidth).map(image => image.src)"
        assert page.evaluate(broken) == [], name
        messages.clear()  # axe asks for the style sheets, which a page from a disk may not read
    context.close()


def test_a_heading_is_reached_by_its_link(documentation: Path, browser: Browser) -> None:
    """From the list beside the text, and from another page."""
    page = browser.new_page(viewport={"width": 1360, "height": 900})
    page.goto((documentation / "en/reference/checks/index.html").as_uri())
    page.click(".within >> text=Waiving a check")
    assert page.url.endswith("#waiving-a-check")
    assert page.evaluate("document.querySelector(':target').textContent") == "Waiving a check"
    page.close()
