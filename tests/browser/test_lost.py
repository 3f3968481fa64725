"""The page for lost readers, as a host shows it at any depth."""

from __future__ import annotations

import hashlib
from pathlib import Path

from playwright.sync_api import Browser, Route

from tests.conftest import ROOT


def test_it_suggests_a_search_for_the_words_of_the_address(browser: Browser, built_site: Path) -> None:
    """The words of an address that is not there, in both languages; the page itself works without the script."""

    def answer(route: Route) -> None:
        path = built_site / route.request.url.split("digest.example/", 1)[1].partition("?")[0]
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404, path=built_site / "404.html")

    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.route("https://digest.example/**", answer)
        page.goto("https://digest.example/gia-lam-doi-moi.html")
        guesses = page.locator(".guess a")
        assert page.locator("form[role=search]").count() == 2
        if script:
            assert guesses.all_inner_texts() == ["gia lam doi moi"] * 2
            for number, lang in enumerate(("en", "vi")):
                address = guesses.nth(number).get_attribute("href") or ""
                assert address.endswith(f"{lang}/search/index.html?q=gia%20lam%20doi%20moi")
        else:
            assert not guesses.first.is_visible()
        context.close()


def test_its_script_is_small_and_made_from_its_source() -> None:
    """At most a kilobyte; made by scripts/minify from the script as it is now."""
    made = (ROOT / "templates/assets/lost.js").read_bytes()
    source = (ROOT / "templates/scripts/lost.js").read_bytes()
    assert len(made) <= 1024
    assert hashlib.sha256(source).hexdigest()[:16].encode() in made
