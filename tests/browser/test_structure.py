"""The structure of every page of the built site, read without a browser: what a validator says of HTML beyond its
grammar, and what search engines and screen readers build upon."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
import pytest

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
REFERENCES = ("for", "aria-labelledby", "aria-describedby", "aria-controls", "headers", "list")
NAMED = ("description", "viewport")
TITLE = range(10, 201)
DATE = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d)?\+\d\d:\d\d)?")
FIRST_VISIT = 120_000
"""Bytes, text gzipped: a page with everything that it loads."""
EVERY = 40
"""Of so many pages the tree of one is looked at, besides one of each kind."""
PHRASING = frozenset(
    "a abbr b bdi br button cite code del em i img input ins kbd label mark q s select small span strong sub sup svg"
    " time var wbr".split()
)
TEXT_ALONE = frozenset(
    "p h1 h2 h3 h4 h5 h6 span b em i strong small cite code label button summary pre dt time mark q".split()
)
INSIDE = {
    "ul": {"li", "script", "template"},
    "ol": {"li", "script", "template"},
    "dl": {"dt", "dd", "div", "script", "template"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
} | dict.fromkeys(TEXT_ALONE, PHRASING)
"""What an element may hold; others hold anything that the grammar allows."""
SCHEMA = {
    "NewsArticle": "headline alternativeHeadline description inLanguage datePublished dateModified author translator"
    " publisher sourceOrganization image url mainEntityOfPage isPartOf isBasedOn translationOfWork workTranslation"
    " about mentions keywords articleSection contentLocation citation isAccessibleForFree creditText",
    "WebPage": "name url inLanguage description dateModified isPartOf about",
    "CollectionPage": "name url inLanguage isPartOf about",
    "DefinedTerm": "name alternateName description termCode inDefinedTermSet url",
    "DefinedTermSet": "name description inLanguage url",
    "Organization": "name url logo",
    "Person": "name jobTitle affiliation url",
    "Place": "name url",
    "ImageObject": "url width height",
    "WebSite": "name alternateName url inLanguage description publisher potentialAction",
    "SearchAction": "target query-input",
    "EntryPoint": "urlTemplate",
    "BreadcrumbList": "itemListElement",
    "ListItem": "position name item",
    "Dataset": "name description url inLanguage license creator isAccessibleForFree distribution",
    "DataDownload": "encodingFormat contentUrl",
}
"""Types and properties of schema.org that the site uses: anything else is a slip of the pen."""
NEEDED = {
    "NewsArticle": ("headline", "inLanguage", "datePublished", "publisher"),
    "DefinedTerm": ("name", "inDefinedTermSet"),
    "DefinedTermSet": ("name", "url"),
    "ListItem": ("position", "name"),
}


class Structure(HTMLParser):
    """Headings, sections, lists and references of one page, and what its head names."""

    def __init__(self) -> None:
        super().__init__()
        self.lang = self.title = self.data = ""
        self.named: dict[str, str] = {}
        self.ids: set[str] = set()
        self.references: list[str] = []
        self.levels: list[int] = []
        self.untitled = 0
        self.twice: list[str] = []
        self.loaded: list[str] = []
        self.blocking: list[str] = []
        self._open: list[str] = []
        self._sections: list[bool] = []
        self._lists: list[set[str]] = []
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.lang = given.get("lang", "")
        elif tag == "meta":
            self.named |= {given.get("name") or given.get("property") or "charset": given.get("content", "utf-8")}
        elif tag == "section":
            self._sections.append("aria-label" in given)
        elif tag == "dl":
            self._lists.append(set())
        elif tag in ("dt", "title", "script"):
            self._text = ""
        elif len(tag) == 2 and tag[0] == "h" and tag[1].isdecimal():
            self.levels.append(int(tag[1]))
            self._sections = [True] * len(self._sections)
        if "id" in given:
            self.ids.add(given["id"])
        self.references += [each for name in REFERENCES for each in given.get(name, "").split()]
        if tag in ("img", "script", "iframe", "source", "video", "audio", "object", "embed") and "src" in given:
            self.loaded.append(given["src"])
        if tag == "link" and given.get("rel") in ("stylesheet", "icon", "manifest", "apple-touch-icon"):
            self.loaded.append(given["href"])
        if (tag == "script" and "src" in given and "defer" not in given) or given.get("rel") == "stylesheet":
            self.blocking.append(given.get("src") or given["href"])
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "section":
            self.untitled += not self._sections.pop()
        elif tag == "dl":
            self._lists.pop()
        elif tag == "dt":
            name = " ".join(self._text.split())
            if name in self._lists[-1]:
                self.twice.append(name)
            self._lists[-1].add(name)
        elif tag == "title" and "svg" not in self._open:
            self.title = self._text.strip()
        elif tag == "script":
            self.data = self._text or self.data
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        self._text += data


@pytest.fixture(scope="module")
def pages(built_site: Path) -> dict[Path, Structure]:
    found = {}
    for path in sorted(built_site.rglob("*.html")):
        found[path] = Structure()
        found[path].feed(path.read_text("utf-8"))
    return found


def test_headings_make_an_outline(pages: dict[Path, Structure]) -> None:
    """No level is skipped on the way down, and every section has a heading or is labelled."""
    faults = [
        (path, page.levels)
        for path, page in pages.items()
        if page.untitled or any(lower > upper + 1 for upper, lower in zip(page.levels, page.levels[1:], strict=False))
    ]
    assert faults == []


def test_names_of_a_list_differ(pages: dict[Path, Structure]) -> None:
    """No description list has two entries of one name: Mỹ and Hoa Kỳ are both United States, and told apart."""
    assert {path: page.twice for path, page in pages.items() if page.twice} == {}


def test_labels_name_what_is_there(pages: dict[Path, Structure]) -> None:
    """What is labelled or described by another element is so by one of the page."""
    lost = {path: set(page.references) - page.ids for path, page in pages.items()}
    assert {path: names for path, names in lost.items() if names} == {}


def test_every_head_is_complete(pages: dict[Path, Structure], built_site: Path) -> None:
    """Language of the tree, character set, viewport, description and a title of reasonable length."""
    for path, page in pages.items():
        tree = path.relative_to(built_site).parts[0]
        assert page.lang == (tree if tree in ("en", "vi") else "en"), path
        assert page.named.get("charset"), path
        assert all(page.named.get(name) for name in NAMED), path
        assert len(page.title) in TITLE, (path, page.title)


def test_data_for_programs_uses_known_words(pages: dict[Path, Structure]) -> None:
    """JSON-LD of every page parses; types and properties are those of schema.org that we mean; nothing needed lacks."""
    news = 0
    for path, page in pages.items():
        if not page.data:
            continue
        data = json.loads(page.data)
        assert data["@context"] == "https://schema.org"
        faults = [fault for node in data["@graph"] for fault in faults_of(node)]
        assert faults == [], path
        article = next((node for node in data["@graph"] if node["@type"] == "NewsArticle"), None)
        if article:
            news += 1
            assert article["inLanguage"] == page.lang
            assert article.get("translationOfWork", {}).get("inLanguage") != page.lang
            wanted = ("og:title", "og:type", "og:url", "og:image", "og:locale", "twitter:card")
            assert all(page.named.get(name) for name in wanted), path
            assert page.named["og:image"].startswith("https://")
    assert news == 10


def faults_of(node: Any, *, inner: bool = False) -> list[str]:
    """What is wrong with a node of the data and those within it."""
    if isinstance(node, list):
        return [fault for each in node for fault in faults_of(each, inner=inner)]
    if not isinstance(node, dict) or "@value" in node or node.keys() == {"@id"}:
        return []
    kind = node.get("@type", "no type")
    allowed = SCHEMA.get(kind, "").split()
    found = [f"{kind}.{name}" for name in node if not name.startswith("@") and name not in allowed]
    needed = () if inner else NEEDED.get(kind, ())
    found += [f"{kind} lacks {name}" for name in needed if not node.get(name)]
    dates = (node[name] for name in ("datePublished", "dateModified") if name in node)
    found += [f"{kind}: {date} is no date" for date in dates if not DATE.fullmatch(date)]
    return found + [fault for value in node.values() for fault in faults_of(value, inner=True)]


@pytest.mark.guarantee("F2")
def test_nothing_is_loaded_from_elsewhere_or_waited_for(pages: dict[Path, Structure]) -> None:
    """Every file that a page loads is the site's own, and only the style is waited for before the page is drawn."""
    assert {path for path, page in pages.items() if any("//" in each for each in page.loaded)} <= _lost(pages)
    assert {len(page.blocking) for page in pages.values()} == {1}


def _lost(pages: dict[Path, Structure]) -> set[Path]:
    """404.html may have whole addresses: hosts show it at any depth."""
    return {path for path in pages if path.name == "404.html"}


def test_every_first_visit_is_light(pages: dict[Path, Structure], built_site: Path) -> None:
    """Each page with its style, scripts, icon and all four fonts weighs at most 120 KB as a host sends it; the search's
    index is not counted (see test_hosting)."""
    assets = built_site / "assets"
    fonts = sum(path.stat().st_size for path in assets.glob("fonts/*.woff2"))
    sizes = {path.name: len(gzip.compress(path.read_bytes(), 9)) for path in assets.iterdir() if path.is_file()}
    for path, page in pages.items():
        if path.stat().st_size < FIRST_VISIT // 5:
            continue  # the fonts and all assets leave room for that much
        loaded = {name for each in page.loaded if (name := each.rpartition("/")[2]) in sizes and ".png" not in name}
        weight = fonts + sum(sizes[name] for name in loaded) + len(gzip.compress(path.read_bytes(), 6))
        assert weight <= FIRST_VISIT, (path, weight)


def test_elements_stand_where_they_may(pages: dict[Path, Structure], kinds: list[Path]) -> None:
    """Lists hold entries, tables cells; what is meant for text holds no block."""
    for path in sorted({*kinds, *list(pages)[::EVERY]}):
        tree = html5lib.parse(path.read_text("utf-8"), namespaceHTMLElements=False)
        assert list(misplaced(tree)) == [], path


def misplaced(element: Element) -> Any:
    allowed = INSIDE.get(element.tag)
    for child in element:
        if not isinstance(child.tag, str):
            continue  # a comment
        if allowed is not None and child.tag.rpartition("}")[2] not in allowed:
            yield f"{child.tag} in {element.tag}: {''.join(child.itertext()).strip()[:60]}"
        yield from misplaced(child)


@pytest.mark.skipif("VNU_JAR" not in os.environ, reason="name the Nu Html Checker in $VNU_JAR (npm: vnu-jar)")
def test_the_nu_html_checker_finds_nothing(kinds: list[Path], built_site: Path) -> None:
    """No error and no warning in one page of each kind, the style and the drawings."""
    java = shutil.which("java")
    assert java
    command = [java, "-Xss8m", "-jar", os.environ["VNU_JAR"], "--format", "gnu"]
    files = [[str(path) for path in kinds], ["--css", *map(str, built_site.rglob("*.css"))]]
    files.append(["--svg", *map(str, built_site.rglob("*.svg"))])
    for each in files:
        done = subprocess.run([*command, *each], capture_output=True, encoding="utf-8", timeout=300, check=False)
        # Its style checker does not know this property yet.
        assert [line for line in done.stderr.splitlines() if "paint-order" not in line] == []
