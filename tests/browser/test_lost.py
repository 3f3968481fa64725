"""The page for lost readers, as a host shows it at any depth."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, Route

from tests.conftest import ROOT


def _host(site: Path) -> Callable[[Route], None]:
    def answer(route: Route) -> None:
        path = site / route.request.url.split("digest.example/", 1)[1].partition("?")[0]
        if path.is_file():
            route.fulfill(path=path)
        else:
            route.fulfill(status=404, path=site / "404.html")

    return answer


def test_it_suggests_a_search_for_the_words_of_the_address(browser: Browser, built_site: Path) -> None:
    """The words of an address that is not there, in both languages; the page itself works without the script."""
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.route("https://digest.example/**", _host(built_site))
        page.goto("https://digest.example/gia-lam-doi-moi.html")
        guesses = page.locator(".guess.words a")
        assert page.locator("form[role=search]").count() == 2
        if script:
            assert guesses.all_inner_texts() == ["gia lam doi moi"] * 2
            for number, lang in enumerate(("en", "vi")):
                address = guesses.nth(number).get_attribute("href") or ""
                assert address.endswith(f"{lang}/search/index.html?q=gia%20lam%20doi%20moi")
        else:
            assert not guesses.first.is_visible()
        context.close()


def test_it_names_the_page_whose_address_is_nearest(browser: Browser, built_site: Path) -> None:
    """An address that has lost its end leads to the article, one letter amiss to the person, spaces and marks or a
    missing hyphen to the place, in the words of each language; nothing is offered for what resembles nothing."""
    page = browser.new_page()
    page.route("https://digest.example/**", _host(built_site))
    for address, folder, names in (
        ("gia-lam-doi-moi", "articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao", ("Hanoi’s Party", "Gia Lâm: Đổi")),
        ("vu-duc-bo.html", "people/vu-duc-bao", ("Vũ Đức Bảo", "Vũ Đức Bảo")),
        ("hanoi", "places/ha-noi", ("Hanoi", "Hà Nội")),
        ("Long%20Bi%C3%AAn", "places/long-bien", ("Long Biên", "Long Biên")),
    ):
        page.goto(f"https://digest.example/{address}")
        page.wait_for_selector(".nearest:visible")
        for link, lang, name in zip(page.locator(".nearest a").all(), ("en", "vi"), names, strict=True):
            assert link.inner_text().startswith(name)
            assert link.get_attribute("href") == f"https://digest.example/{lang}/{folder}/index.html"
            assert link.get_attribute("lang") == ("en" if name.startswith("Hanoi") else "vi")
    page.goto("https://digest.example/zzzqq")
    page.wait_for_function("document.querySelectorAll('script[src*=\"search/s\"]').length")
    assert page.locator(".nearest:visible").count() == 0
    page.close()


def test_its_script_is_small_and_made_from_its_source() -> None:
    """At most two kilobytes; made by scripts/minify from the script as it is now."""
    made = (ROOT / "templates/assets/lost.js").read_bytes()
    source = (ROOT / "templates/scripts/lost.js").read_bytes()
    assert len(made) <= 2048
    assert hashlib.sha256(source).hexdigest()[:16].encode() in made
