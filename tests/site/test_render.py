"""Pages as bytes: escaping, languages, errors."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import html5lib
import msgspec
import pytest
from msgspec import structs

from build_site.errors import TemplateProblem
from build_site.model import Digest, Page, Reason
from build_site.site.article import article_pages
from build_site.site.listings import listing_pages
from build_site.site.paging import PAGE
from build_site.site.records import make_record
from build_site.site.render import Renderer
from tests.site.samples import PAGES, TERMS, TOPICS, MemoryIndex, gia_lam, in_state, many, templates, view

TAIL = "articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao"
HOSTILE = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}{% raw %}&amp;'`<!-- ]]>"


class Skeleton(HTMLParser):
    """The tags of a page with the names of their attributes, and its ids and fragment links."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))
        self.ids += [value or "" for name, value in attrs if name == "id"]
        self.links += [value or "" for name, value in attrs if name == "href"]


def skeleton(data: bytes) -> Skeleton:
    parser = Skeleton()
    parser.feed(data.decode("utf-8"))
    return parser


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    return Renderer(templates(), view())


def rendered(renderer: Renderer, digest: Digest) -> dict[str, bytes]:
    """Both pages of an article, and all others of a site that holds it alone."""
    index = MemoryIndex.of([(digest, TAIL)])
    record = make_record(digest, TAIL)
    shared = [Reason("person", person.name) for person in digest.people]
    shared += [Reason("term", use.term.term) for use in digest.terms[:2]] + [Reason("place", "Gia Lâm")]
    related = ((record, tuple(shared)), (record, (Reason("editor"),)))
    pages = list(article_pages(digest, tail=TAIL, neighbours=(record, record, related), site=view()))
    pages += listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES)
    return {page.path: renderer.render(page) for page in pages}


def poisoned(value: Any, poison: str) -> Any:
    """`value` with `poison` behind every text that is shown as it is and decides nothing."""
    texts = {
        *("title", "text", "source", "target", "headline", "note", "name", "organisation", "what", "what_source"),
        *("value", "value_source", "kind", "kind_target", "issuer", "agency", "place", "file", "engine", "translator"),
        *("definition", "previous"),
    }
    if isinstance(value, msgspec.Struct):
        changes = {}
        for field in structs.fields(value):
            old = getattr(value, field.name)
            decides = field.name == "kind" and type(value).__name__ in ("Block", "Mention", "Reason")
            if isinstance(old, str) and field.name in texts and not decides:
                changes[field.name] = old + poison
            elif isinstance(old, (msgspec.Struct, tuple)):
                changes[field.name] = poisoned(old, poison)
        return structs.replace(value, **changes)
    if isinstance(value, tuple):
        return tuple(poisoned(item, poison) for item in value)
    return value


def test_hostile_text_changes_no_tag(renderer: Renderer) -> None:
    """Markup, template syntax and quotes in any field of a digest leave the tags of every page as they were."""
    clean = rendered(renderer, structs.replace(poisoned(gia_lam(), " abc"), matches=()))
    hostile = rendered(renderer, structs.replace(poisoned(gia_lam(), HOSTILE), matches=()))
    for (path, one), (other_path, other) in zip(clean.items(), hostile.items(), strict=True):
        assert path.count("/") == other_path.count("/")
        assert skeleton(one).tags == skeleton(other).tags, path
        assert b"49" not in re.findall(rb"alert\(1\)&gt;(\d+)", other)


def test_editors_markdown_shows_raw_html_as_text(renderer: Renderer) -> None:
    """Markdown of an editor's page is rendered; HTML in it is not."""
    page = rendered(renderer, gia_lam())["en/about/index.html"].decode("utf-8")
    assert "&lt;b&gt;tag&lt;/b&gt;" in page
    assert '<a href="../glossary/index.html">link</a>' in page


def test_article_text_is_not_markdown(renderer: Renderer) -> None:
    """Asterisks, underscores and links in a source stay as printed."""
    digest = gia_lam()
    unit = structs.replace(digest.units[0][0], source="*a* [b](http://c) _d_", target="**x** [y](z)")
    page = rendered(renderer, structs.replace(digest, units=((unit,), *digest.units[1:]), matches=()))
    text = page[f"en/{TAIL}/index.html"].decode("utf-8")
    assert "*a* [b](http://c) _d_" in text
    assert "**x** [y](z)" in text


def test_safe_stands_in_one_place() -> None:
    """Only one template prints HTML without escaping, once; styles and scripts are files, but for JSON-LD."""
    found = [name for name, text in templates().items() for _ in re.findall(r"\|\s*safe\b", text)]
    assert found == ["_prose.html"]
    inline = re.compile(r'autoescape|style=|<script(?! src="| type="application/ld\+json">)')
    assert not [name for name, text in templates().items() if inline.search(text)]


@pytest.mark.parametrize("state", ["human", "approved", "machine", "stale", "missing"])
def test_every_state_has_a_page(renderer: Renderer, state: Any) -> None:
    """An article in any state renders as valid HTML; one sentence in another state says so where it stands."""
    strict = html5lib.HTMLParser(strict=True)
    for digest in (in_state(gia_lam(), state), in_state(gia_lam(), state, only=4)):
        for data in rendered(renderer, digest).values():
            strict.parse(data.decode("utf-8"))
    page = rendered(renderer, in_state(gia_lam(), state, only=4))[f"en/{TAIL}/index.html"].decode("utf-8")
    marks = {
        "approved": "machine, checked",
        "machine": "machine, not checked",
        "stale": "the original has changed since",
    }
    if state in marks:
        assert page.count(f">{marks[state]}<") == 1
    if state == "missing":
        assert page.count('class="target none"') == 1


def test_no_text_without_its_language(renderer: Renderer) -> None:
    """Every sentence that is not in its page's language says which it is in, in both trees."""
    for lang, own, other, foreign in (("en", "target", "vi", "source"), ("vi", "source", "en", "target")):
        page = rendered(renderer, gia_lam())[f"{lang}/{TAIL}/index.html"].decode("utf-8")
        text = page.partition('id="text"')[2].partition("</section>")[0]
        assert text.count(f'<span class="{own}">') == 11
        assert text.count(f'<span class="{foreign}" lang="{other}">') == 11


def test_ids_and_fragments(renderer: Renderer) -> None:
    """No id twice; every fragment on a page leads somewhere."""
    for path, data in rendered(renderer, gia_lam()).items():
        page = skeleton(data)
        assert len(page.ids) == len(set(page.ids)), path
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids), path


def test_links_are_relative_and_name_files(renderer: Renderer) -> None:
    """From every page every link of the site leads to a page of it or an asset."""
    pages = rendered(renderer, gia_lam())
    known = {"site.webmanifest", *pages, f"en/{TAIL}/article.json"}
    for path, data in pages.items():
        for link in skeleton(data).links:
            if link.startswith(("#", "data:", "https://digest.example/")):
                continue
            folder = path.split("/")[:-1]
            parts = re.split("[?#]", link)[0].split("/")
            while parts[0] == "..":
                folder.pop()
                parts = parts[1:]
            address = "/".join([*folder, *parts])
            assert address in known or address.startswith(("assets/", "site.webmanifest")) or "feed." in address, (
                path,
                link,
            )


def test_language_alternates_are_reciprocal(renderer: Renderer) -> None:
    """Canonical and hreflang links are absolute, the same set in both languages, and absent without a base address."""
    pages = rendered(renderer, gia_lam())
    one, other = (
        re.findall(r'<link rel="alternate".*>', pages[f"{lang}/{TAIL}/index.html"].decode()) for lang in ("en", "vi")
    )
    assert one == other
    assert len(one) == 3
    bare = Renderer(templates(), view(""))
    page = next(article_pages(gia_lam(), tail=TAIL, neighbours=(None, None, ()), site=view("")))
    assert b"canonical" not in bare.render(page)
    assert b'hreflang="x-default"' not in bare.render(page)


def test_equal_contexts_give_equal_bytes(renderer: Renderer) -> None:
    """A context is JSON, and says all that the page depends on."""
    for page in article_pages(gia_lam(), tail=TAIL, neighbours=(None, None, ()), site=view()):
        again = Page(page.path, page.template, msgspec.json.decode(msgspec.json.encode(page.context)))
        assert Renderer(templates(), view()).render(again) == renderer.render(page)


def test_site_of_many_articles(renderer: Renderer) -> None:
    """A few hundred articles: no address twice, pages no longer than they may be, names that share an address share a
    page."""
    index = MemoryIndex.of(many(260))
    pages = {}
    for page in listing_pages(index, site=view(), terms=TERMS, topics=TOPICS, pages=PAGES):
        assert page.path not in pages
        pages[page.path] = page
        renderer.render(page)
    assert "en/tags/cadre-work/page-1/index.html" in pages
    assert len(pages["en/tags/cadre-work/page-1/index.html"].context["rows"]) == PAGE
    assert len(pages["en/tags/cadre-work/index.html"].context["rows"]) == 260 - 5 * PAGE
    assert {group["name"] for group in pages["en/people/vu-duc-tan/index.html"].context["groups"]} == {
        "Vũ Đức Tân",
        "Vũ Đức Tấn",
    }
    assert "vi/timeline/undated/index.html" in pages


def test_empty_site(renderer: Renderer) -> None:
    """A site without articles renders."""
    for page in listing_pages(MemoryIndex(), site=view(), terms=(), topics=(), pages=()):
        renderer.render(page)


def test_placeholders_agree() -> None:
    """Both languages fill the same placeholders."""
    ui = view().ui
    for key, text in ui["en"].items():
        if ":" in key:
            continue  # a name that one language has its own word for
        names = set(re.findall(r"{(\w+)}", text)) - {"d", "m", "y", "month"}
        assert names == set(re.findall(r"{(\w+)}", ui["vi"][key])) - {"d", "m", "y", "month"}, key


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("{% extends 'base.html' %}\n{% block main %}\n{% if %}\n{% endblock %}", "front.html:3"),
        ("{% extends 'base.html' %}\n{% block main %}{% endblok %}", "front.html:2"),
    ],
)
def test_a_broken_template_stops_at_once(source: str, where: str) -> None:
    """The template and its line are named before anything is rendered."""
    with pytest.raises(TemplateProblem) as problem:
        Renderer(templates() | {"front.html": source}, view())
    assert problem.value.where == where


def test_an_unknown_variable_is_named() -> None:
    """A template that asks for what is not there is an error with its line, never an empty string."""
    renderer = Renderer(templates() | {"404.html": "<p>\n{{ nosuchthing }}\n"}, view())
    with pytest.raises(TemplateProblem, match="nosuchthing") as problem:
        renderer.render(Page("404.html", "404.html", {"lang": "en", "path": "404.html"}))
    assert problem.value.where == "404.html:2"
