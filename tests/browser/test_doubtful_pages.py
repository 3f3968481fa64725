"""The review page and the marks of doubt, opened as an editor and a reader would."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from msgspec import structs
from playwright.sync_api import Browser

from build_site.translate.catalog import Entry
from build_site.translate.memory import machine_line
from build_site.translate.po import parse, serialise
from tests.browser.conftest import ROOT
from tests.browser.test_site import AXE


def changed(number: int, entry: Entry) -> Entry:
    """One entry in three is a machine's with a fault, one has no text, one is older than its original."""
    if entry.context != "body" or entry.obsolete:
        return entry
    if number % 3 == 0:
        text = f"{entry.target} (and so on"
        return structs.replace(
            entry, target=text, flags=("fuzzy",), comments=(machine_line("google@1", "2026-11-01", text),)
        )
    if number % 3 == 1:
        return structs.replace(entry, target="")
    return structs.replace(entry, flags=("fuzzy",), previous_id=f"{entry.source} Cũ.")


@pytest.fixture(scope="module")
def drafts(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The review pages, and the pages of the article that has machine text."""
    folder = tmp_path_factory.mktemp("drafts")
    for part in ("seeds", "site_src", "templates"):
        shutil.copytree(ROOT / part, folder / part)
    path = next((folder / "site_src" / "translations" / "en").glob("004*.po"))
    catalog = parse(path.read_text("utf-8"), path.name)
    entries = tuple(changed(number, entry) for number, entry in enumerate(catalog.entries))
    path.write_text(serialise(structs.replace(catalog, entries=entries)), "utf-8")
    out = folder / "build"
    command = [sys.executable, "-m", "build_site", "build", "--drafts", "--project", str(folder), "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    articles = [path for path in out.glob("*/articles/*/*/index.html") if 'id="q-' in path.read_text("utf-8")]
    assert len(articles) == 2
    return [*(out / lang / "review" / "index.html" for lang in ("en", "vi")), *articles]


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (390, "dark"), (1360, "light")])
def test_pages_with_doubts_fit_and_are_accessible(
    browser: Browser, drafts: list[Path], width: int, scheme: Literal["light", "dark"]
) -> None:
    """No sideways scrolling, nothing for axe to find, and every mark leads to its note."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, reduced_motion="reduce", color_scheme=scheme, java_script_enabled=True
    )
    page = context.new_page()
    for path in drafts:
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert Axe().run(page, options=AXE).response["violations"] == []
        for link in page.locator("a.flag").all():
            target = (link.get_attribute("href") or "")[1:]
            assert page.locator(f"[id='{target}']").count() == 1, target
    context.close()


def test_notes_of_doubt_are_printed(browser: Browser, drafts: list[Path]) -> None:
    """The words stand on paper, where no link can be followed."""
    page = browser.new_page()
    page.goto(next(path for path in drafts if "/en/articles/" in path.as_posix()).as_uri())
    page.emulate_media(media="print")
    note = page.locator("[id^='q-']").first
    assert note.is_visible()
    assert "A bracket or quotation mark is missing." in note.inner_text()
    page.close()
