"""docs/reference/templates.md names what templates are given, no more and no less."""

from __future__ import annotations

import re
from collections import defaultdict

import pytest
from jinja2 import Environment, meta

from build_site.model import Page
from build_site.site.article import article_pages
from build_site.site.listings import listing_pages
from build_site.site.manual import manual_pages
from build_site.site.render import Renderer
from build_site.site.view import MarkdownPage
from tests.site.samples import PAGES, ROOT, TERMS, TOPICS, MemoryIndex, gia_lam, many, templates, view

DOC = (ROOT / "docs" / "reference" / "templates.md").read_text("utf-8")
TAIL = "articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao"
FRAME = {"crumbs", "crumb_langs", "lang", "path"}
"""Described under “Everywhere”."""
ELSEWHERE = {"review.html"}
"""Its contexts come from the memory: tests/site/test_review.py."""


def documented() -> dict[str, set[str]]:
    """Heading → names in the first column of its tables."""
    found: dict[str, set[str]] = defaultdict(set)
    for part in re.split(r"^## ", DOC, flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        names = {
            name
            for line in body.splitlines()
            if line.startswith("| `")
            for name in re.findall(r"`(\w+)`", line.split("|")[1])
        }
        for title in heading.split(", "):
            found[title] |= names
    return found


@pytest.fixture(scope="module")
def passed() -> dict[str, set[str]]:
    """Template → names in the contexts of a site of one article and of one of many."""
    digest = gia_lam()
    pages: list[Page] = list(article_pages(digest, tail=TAIL, neighbours=(None, None, ()), site=view()))
    for index in (MemoryIndex.of([(digest, TAIL)]), MemoryIndex.of(many(260))):
        pages += listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    pages += manual_pages([MarkdownPage("", "en", "# A\n", "docs/README.md")], (), folders={}, site=view())
    found: dict[str, set[str]] = defaultdict(set)
    for page in pages:
        found[page.template] |= page.context.keys()
    return found


def test_every_template_is_described() -> None:
    """Pages have a heading; parts that others include are named."""
    pages = {name for name in templates() if not name.startswith("_")}
    assert pages <= documented().keys()
    assert {name for name in templates() if name.startswith("_")} == set(re.findall(r"`(_\w+\.html)`", DOC))


def test_contexts_are_described(passed: dict[str, set[str]]) -> None:
    """Each template's table holds exactly the names that the program passes to it."""
    said = documented()
    for template, names in passed.items():
        assert said[template] == names - FRAME, template
    assert not {name for name in templates() if not name.startswith("_")} - passed.keys() - ELSEWHERE - {"base.html"}


def test_templates_use_what_is_described() -> None:
    """A template asks for nothing but what this page names, what it sets itself and what its parts import."""
    everywhere = Renderer(templates(), view())._environments["en"].globals
    said = documented()
    for name, text in templates().items():
        if name.startswith("_"):
            continue
        tree = Environment().parse(text)
        own = set(re.findall(r"{%-?\s*(?:set|macro)\s+(\w+)", text)) | set(re.findall(r"\bas (\w+)", text))
        own |= {each.strip() for names in re.findall(r"{%-?\s*set\s+([\w, ]+)=", text) for each in names.split(",")}
        own |= {each for names in re.findall(r"import ([\w, ]+)", text) for each in re.findall(r"\w+", names)}
        known = said["Everywhere"] | said[name] | said["base.html"] | set(everywhere) | own
        assert meta.find_undeclared_variables(tree) <= known | {"self", "caller", "super"}, name


def test_blocks_are_described() -> None:
    """The table of blocks names each block of the frame and of the article's page."""
    for name in ("base.html", "article.html"):
        line = next(line for line in DOC.splitlines() if line.startswith(f"| `{name}` | "))
        blocks = set(re.findall(r"{%-?\s*block (\w+)", templates()[name]))
        if name == "article.html":
            blocks -= {"title_lang", "title", "description", "social", "head", "body_class", "main"}
        assert set(re.findall(r"`(\w+)`", line.split("|", 2)[2])) == blocks
