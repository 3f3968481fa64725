"""What pages say of themselves to search engines and to other sites: head, JSON-LD, sitemap, manifest, robots.txt."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from msgspec import structs

from build_site.model import Page
from build_site.site import sitemap as sitemaps
from build_site.site.article import article_pages
from build_site.site.manifest import manifest
from build_site.site.public import alternates
from build_site.site.render import Renderer
from build_site.site.sitemap import Sitemap, robots
from build_site.site.source_words import source_words
from build_site.site.structured import dataset, structured
from build_site.site.wording import Wording
from tests.site import samples

HOME = "https://digest.example/"
SM, XH = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"


def pages(base_url: str = HOME, **changes: Any) -> dict[str, Page]:
    digest = samples.gia_lam()
    if changes:
        digest = structs.replace(digest, article=structs.replace(digest.article, **changes))
    made = article_pages(digest, tail="articles/2023/x", neighbours=(None, None, ()), site=samples.view(base_url))
    return {page.context["lang"]: page for page in made}


def graph(page: Page, base_url: str = HOME) -> dict[str, Any]:
    site = samples.view(base_url)
    lang = page.context["lang"]
    made = structured(page, site, Wording(lang, site.ui[lang]))
    assert made is not None
    found: dict[str, Any] = made["@graph"][0]
    return found


def strings(node: Any) -> list[str]:
    if isinstance(node, dict):
        return [text for value in node.values() for text in strings(value)]
    if isinstance(node, list):
        return [text for value in node for text in strings(value)]
    return [node] if isinstance(node, str) else []


def test_the_two_pages_of_an_article_name_each_other_as_translation() -> None:
    """English: translationOfWork, in Vietnamese; Vietnamese: workTranslation, in English; both with title and date."""
    made = {lang: graph(page) for lang, page in pages().items()}
    for lang, other in (("en", "vi"), ("vi", "en")):
        node = made[lang]
        assert node["@type"] == "NewsArticle"
        assert node["inLanguage"] == lang
        assert node["@id"] == f"{HOME}{lang}/articles/2023/x/"
        assert node["datePublished"].startswith("2023-")
        assert node["publisher"]["@type"] == "Organization"
        counterpart = node["translationOfWork" if lang == "en" else "workTranslation"]
        assert counterpart["@id"] == made[other]["@id"]
        assert counterpart["inLanguage"] == other
        assert counterpart["headline"] == made[other]["headline"] == node["alternativeHeadline"]
        own = f"{HOME}{lang}/glossary/"
        assert all(term["@type"] == "DefinedTerm" and term["@id"].startswith(own) for term in node["about"])
        assert {each["@type"] for each in node["mentions"]} <= {"Person", "Place"}
    assert "translationOfWork" not in made["vi"]
    assert "translator" not in made["vi"]


def test_news_without_a_date_is_not_called_news() -> None:
    """A NewsArticle must say when it was published; an undated one is a WebPage."""
    assert graph(pages(published=None)["en"])["@type"] == "WebPage"


def test_without_an_address_no_address_is_invented() -> None:
    """No canonical link, no alternates, no feeds, no address in the data of the page."""
    page = pages("")["en"]
    assert not [text for text in strings(graph(page, "")) if "digest.example" in text or text.startswith("/")]
    html = Renderer(samples.templates(), samples.view("")).render(page).decode()
    assert 'rel="canonical"' not in html
    assert "hreflang" not in html.partition("</head>")[0]
    assert "og:url" not in html


@pytest.mark.guarantee("C1", "C3")
def test_the_head_and_its_data_survive_hostile_text() -> None:
    """A title that closes script and attribute stays text, and the data parses to what was written."""
    evil = "</script><script>alert(\"x\")</script> & 'y'"
    page = pages(title=evil)["vi"]
    html = Renderer(samples.templates(), samples.view()).render(page).decode()
    assert "<script>alert" not in html
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.DOTALL)
    assert block
    assert json.loads(block[1])["@graph"][0]["headline"] == evil
    assert "<" not in block[1]


def test_hreflang_is_reciprocal_and_only_where_the_counterpart_is() -> None:
    """Both versions give one set; a page alone in its language gives none; the root is the fronts' default."""
    reading = ("en", "vi")
    one = alternates(HOME, {"path": "en/tags/x/index.html"}, reading)
    assert one == alternates(HOME, {"path": "vi/tags/x/index.html"}, reading)
    assert dict(one)["x-default"] == f"{HOME}en/tags/x/"
    assert alternates(HOME, {"path": "en/a/index.html", "alone": True}, reading) == []
    fronts = {path: alternates(HOME, {"path": path}, reading) for path in ("index.html", "en/index.html")}
    assert fronts["index.html"] == fronts["en/index.html"]
    assert dict(fronts["index.html"])["x-default"] == HOME


def test_the_sitemap_names_what_the_heads_name() -> None:
    """One url a page, its alternates those of its head, lastmod only where given."""
    made = Sitemap(HOME, ("en", "vi"))
    entries = made.article("a", "2023-02-04"), made.entry("vi/b/index.html", alone=True)
    root = ET.fromstring(made.file(entries))
    assert [url.findtext(SM + "loc") for url in root] == [f"{HOME}en/a/", f"{HOME}vi/a/", f"{HOME}vi/b/"]
    assert [url.findtext(SM + "lastmod") for url in root] == ["2023-02-04", "2023-02-04", None]
    found = [(link.get("hreflang"), link.get("href")) for link in root[0].iter(XH + "link")]
    assert found == alternates(HOME, {"path": "en/a/index.html"}, ("en", "vi"))
    assert not list(root[2].iter(XH + "link"))


def test_a_large_sitemap_is_an_index() -> None:
    """Articles lie in a file a year, of a large year in one a month; lists by kind and address, both languages of a
    page in one file, in any number of files a power of two; no page is lost."""
    months = [("2022-11", 3), ("2023-01", sitemaps.OF_A_YEAR), ("2023-04", 1), ("undated", 2)]
    assert sitemaps.periods(months) == {
        "undated": ["undated"],
        "2023-04": ["2023-04"],
        "2023-01": ["2023-01"],
        "2022": ["2022-11"],
    }
    pages = [(f"{lang}/tags/{n}/index.html", False) for n in range(sitemaps.OF_A_LIST) for lang in ("en", "vi")]
    files = sitemaps.dealt("tags", pages, ("en", "vi"))
    assert set(files) == {"tags-1of2", "tags-2of2"}
    assert sorted(page for own in files.values() for page in own) == sorted(pages)
    for own in files.values():
        assert {path[3:] for path, _ in own if path[:2] == "en"} == {path[3:] for path, _ in own if path[:2] == "vi"}
    index = ET.fromstring(Sitemap(HOME, ("en", "vi")).index(files))
    assert index.tag == SM + "sitemapindex"
    assert [each.findtext(SM + "loc") for each in index] == [f"{HOME}sitemap-{name}.xml" for name in sorted(files)]


def test_robots_names_the_sitemap_where_there_is_one() -> None:
    """Absolute, as crawlers want it."""
    assert b"\nSitemap: https://digest.example/sitemap.xml\n" in robots(HOME)
    assert b"Sitemap" not in robots("")


def test_the_manifest_works_below_any_path() -> None:
    """Name, icons, language and start are there; no address is absolute; every icon is a file of the look."""
    data = json.loads(manifest(samples.view()))
    assert {"name", "icons", "start_url", "lang", "display"} <= data.keys()
    assert data["display"] == "browser"
    for address in [data["start_url"], data["scope"], *(icon["src"] for icon in data["icons"])]:
        assert not address.startswith(("/", "http"))
    for icon in data["icons"]:
        assert (samples.ROOT / "templates" / icon["src"]).is_file()


def test_a_dataset_names_its_files() -> None:
    """Each with its media type and its address."""
    files = (("application/jsonl", "data/articles.jsonl"),)
    made = dataset(samples.view(), "en", path="en/data/index.html", name="N", description="D", license="L", files=files)
    assert made["distribution"] == [
        {"@type": "DataDownload", "encodingFormat": "application/jsonl", "contentUrl": f"{HOME}data/articles.jsonl"}
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("At it Nguyễn Thị Tuyết Mai spoke.", ["Nguyễn Thị Tuyết Mai"]),
        ("of the People’s Council, Phạm Văn Cường, standing deputy", ["Phạm Văn Cường"]),
        ("that leads it: đảng ủy, tỉnh ủy or QĐ", ["đảng ủy", "tỉnh ủy"]),
        ("a café in Hanoi", []),
        ("", []),
    ],
)
def test_words_of_the_source_are_set_apart_without_losing_a_letter(text: str, names: list[str]) -> None:
    """Two words and more; the runs, joined, are the text."""
    runs = source_words(samples.view().letters)(text)
    assert "".join(run for run, _ in runs) == text
    assert [run for run, name in runs if name] == names
