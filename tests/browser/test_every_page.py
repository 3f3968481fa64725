"""Every page of the built site, read without a browser: what no look at one page of a kind would find."""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as ET
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import html5lib
import pytest

ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
EVERY = 25
"""Of so many pages one is parsed by the rules of HTML, besides one of each kind: that takes 12 ms a page."""
VIETNAMESE = re.compile("[ăđơưĂĐƠƯ\u1ea0-\u1ef9]")
"""Letters that English does not have."""
WORD = re.compile(r"[^\W\d_]+")
RUN, MARKED, LONG = 6, 3, 10
"""Of so many words in a row so many may not be Vietnamese outside lang=vi: names are shorter. A passage of so
many words in lang=vi has at least one."""
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())


class PageText(HTMLParser):
    """What one page links to, and its text with the language that it is marked with."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.text: list[tuple[str, str]] = []
        self.inline: list[str] = []
        self.headings = 0
        self.hidden = False
        self._open: list[tuple[str, str]] = [("", "")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        lang = given.get("lang") or self._open[-1][1]
        self.headings += tag == "h1"
        self.hidden |= tag == "meta" and given.get("name") == "robots" and "noindex" in (given.get("content") or "")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"] or "")
        self.inline += [f"{name} of {tag}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not given.get("src") and given.get("type") != "application/ld+json"):
            self.inline.append(tag)
        self.text += [
            (lang, given[name] or "") for name in ("alt", "aria-label", "title", "placeholder") if name in given
        ]
        if tag not in VOID:
            self._open.append((tag, lang))

    def handle_endtag(self, tag: str) -> None:
        while len(self._open) > 1 and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open[-1][0] not in ("script", "style"):
            self.text.append((self._open[-1][1], data))


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[Path, PageText]:
    found = {}
    for path in sorted(built_site.rglob("*.html")):
        found[path] = PageText()
        found[path].feed(path.read_text("utf-8"))
    return found


def test_html_parses_without_an_error(pages: dict[Path, PageText], kinds: list[Path]) -> None:
    """No page makes a browser guess."""
    for path in {*kinds, *list(pages)[::EVERY]}:
        html5lib.HTMLParser(strict=True).parse(path.read_text("utf-8"))


def test_every_page_can_be_reached(pages: dict[Path, PageText], built_site: Path) -> None:
    """A link of another page leads to every page but the front door and the one for lost readers."""
    reached = {
        (path.parent / unquote(urlsplit(link).path)).resolve()
        for path, page in pages.items()
        for link in page.links
        if "://" not in link and not link.startswith("#")
    }
    alone = {built_site / "index.html", built_site / "404.html"}
    assert [path for path in pages if path.resolve() not in reached and path not in alone] == []


@pytest.mark.guarantee("F1")
def test_nothing_is_inline_and_each_page_has_one_heading(pages: dict[Path, PageText]) -> None:
    """No style, handler or script that a strict policy would block; one h1."""
    assert {path: page.inline for path, page in pages.items() if page.inline} == {}
    assert {path: page.headings for path, page in pages.items() if page.headings != 1} == {}


def test_passages_have_their_language(pages: dict[Path, PageText]) -> None:
    """No run of Vietnamese stands outside lang=vi, and no other passage within it, names excepted."""
    faults = []
    for path, page in pages.items():
        for lang, text in page.text:
            words = WORD.findall(text)
            marked = [bool(VIETNAMESE.search(word)) for word in words]
            if lang.startswith("vi"):
                if len(words) >= LONG and not any(marked):
                    faults.append(f"{path}: lang=vi: {text.strip()[:80]}")
            elif any(sum(marked[at : at + RUN]) >= MARKED for at in range(len(words) - RUN + 1)):
                faults.append(f"{path}: lang={lang}: {text.strip()[:80]}")
    assert faults == []


def test_text_is_whole_and_composed(pages: dict[Path, PageText]) -> None:
    """Unicode NFC everywhere, so that browsers find what readers type."""
    for page in pages.values():
        assert all(unicodedata.is_normalized("NFC", text) for _, text in page.text)


def test_feeds_and_data_are_valid(built_site: Path) -> None:
    """Every JSON file parses; every Atom feed has a language, an id, itself, dates with a zone, and real entries."""
    for path in built_site.rglob("*.json"):
        json.loads(path.read_text("utf-8"))
    feeds = sorted(built_site.rglob("feed.xml"))
    assert {ET.parse(path).getroot().get(XML + "lang") for path in feeds} == {"en", "vi"}
    for path in feeds:
        feed = ET.parse(path).getroot()
        assert feed.findtext(ATOM + "id")
        assert feed.findtext(ATOM + "title")
        assert [link for link in feed.findall(ATOM + "link") if link.get("rel") == "self"]
        entries = feed.findall(ATOM + "entry")
        ids = [entry.findtext(ATOM + "id") or "" for entry in entries]
        assert all(ids)
        assert len(set(ids)) == len(ids)
        for each in (feed, *entries):
            assert datetime.fromisoformat((each.findtext(ATOM + "updated") or "").replace("Z", "+00:00")).tzinfo
        for entry in entries:
            link = next(link for link in entry.findall(ATOM + "link") if link.get("rel", "alternate") == "alternate")
            assert (built_site / urlsplit(link.get("href") or "").path.lstrip("/") / "index.html").is_file()
