"""Feeds, sitemap and cards in builds: there where the site has an address, and made anew only where they must be."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from build_site.check import goes_without
from build_site.store.project import Project
from build_site.store.settings import read_settings
from build_site.work import jobs
from tests.build.conftest import build

ATOM = "{http://www.w3.org/2005/Atom}"
SM, XH = "{http://www.sitemaps.org/schemas/sitemap/0.9}", "{http://www.w3.org/1999/xhtml}"
HOME = "https://digest.example/"


def settings(project: Project, before: str, after: str) -> None:
    path = project.site_src / "site.toml"
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after), "utf-8")


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[dict[str, str | None]] = []
        self.title = ""
        self.noindex = False
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.noindex |= tag == "meta" and given.get("name") == "robots" and "noindex" in (given.get("content") or "")
        self._in_title = tag == "title" and not self.title
        if tag == "link":
            self.links.append(given)

    def handle_endtag(self, tag: str) -> None:
        self._in_title &= tag != "title"

    def handle_data(self, data: str) -> None:
        self.title += data if self._in_title else ""


def heads(out: Path) -> Iterator[tuple[str, _Head]]:
    for path in sorted(out.rglob("*.html")):
        head = _Head()
        head.feed(path.read_text("utf-8").partition("</head>")[0])
        yield path.relative_to(out).as_posix(), head


def test_every_page_is_in_the_sitemap_as_its_head_has_it(small: Project) -> None:
    """Canonical is the page's own; the sets of hreflang are reciprocal and the sitemap's; titles are unique; feeds and
    manifest that a head names are there."""
    build(small)
    listed = {
        url.findtext(SM + "loc"): {link.get("hreflang"): link.get("href") for link in url.iter(XH + "link")}
        for url in ET.parse(small.out / "sitemap.xml").getroot()
    }
    titles: set[tuple[str, str]] = set()
    sets: dict[str, dict[str, str]] = {}
    for path, head in heads(small.out):
        if head.noindex:
            continue
        where = HOME + path.removesuffix("index.html")
        assert [link["href"] for link in head.links if link["rel"] == "canonical"] == [where]
        alternates = [link for link in head.links if link["rel"] == "alternate"]
        sets[where] = {str(link["hreflang"]): str(link["href"]) for link in alternates if "hreflang" in link}
        assert (path[:2], head.title) not in titles, head.title
        titles.add((path[:2], head.title))
        for link in alternates:
            if "type" in link:
                assert (small.out / urlsplit(str(link["href"])).path.lstrip("/")).is_file()
    assert sets == listed
    assert all(sets[url] == found for found in sets.values() for url in found.values())
    assert "Sitemap: https://digest.example/sitemap.xml" in (small.out / "robots.txt").read_text("utf-8")
    assert (small.out / "site.webmanifest").is_file()


def test_a_site_without_an_address_says_what_it_lacks(small: Project) -> None:
    """No feeds, no sitemap, no absolute link to itself; `check` has a word about it."""
    settings(small, f'base_url = "{HOME}"', 'base_url = ""')
    build(small)
    assert not list(small.out.rglob("feed.*"))
    assert not (small.out / "sitemap.xml").exists()
    assert all(link["rel"] != "canonical" for _, head in heads(small.out) for link in head.links)
    assert "no feeds" in " ".join(goes_without(read_settings(small.site_src / "site.toml")))


def entries(project: Project, path: str) -> dict[str, str]:
    root = ET.parse(project.out / path).getroot()
    return {
        entry.findtext(ATOM + "id") or "": entry.findtext(ATOM + "title") or "" for entry in root.iter(ATOM + "entry")
    }


def test_a_new_headline_leaves_the_ids(small: Project) -> None:
    """The entry's title changes, its id does not; Atom and JSON say the same; newest first."""
    build(small)
    before = entries(small, "en/feed.xml")
    assert len(before) == 5
    data = json.loads((small.out / "en/feed.json").read_text("utf-8"))
    assert [item["id"] for item in data["items"]] == list(before)
    dates = [item["date_published"][:10] for item in data["items"]]
    assert dates == sorted(dates, reverse=True)
    notes = next(
        path for path in sorted((small.site_src / "articles").rglob("*.md")) if "headline" in path.read_text("utf-8")
    )
    lines = notes.read_text("utf-8").split("\n")
    notes.write_text(
        "\n".join('headline = "Another"' if line.startswith("headline") else line for line in lines), "utf-8"
    )
    build(small)
    after = entries(small, "en/feed.xml")
    assert list(after) == list(before)
    assert "Another" in after.values()


def test_a_feed_changes_with_its_articles_alone(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second build makes no feed; after a change to one article only the feeds that hold it are made."""
    made: list[str] = []
    make = jobs.make_feeds

    def spied(shop: Any, state: Any, job: Any) -> Any:
        made.append(job.folder)
        return make(shop, state, job)

    monkeypatch.setattr(jobs, "make_feeds", spied)
    build(small)
    all_feeds = len(made)
    made.clear()
    build(small)
    assert made == []
    notes = next(
        path for path in sorted((small.site_src / "articles").rglob("*.md")) if "headline" in path.read_text("utf-8")
    )
    notes.write_text(notes.read_text("utf-8") + "\nOne more remark.\n", "utf-8")
    build(small)
    assert "" in made
    assert len(made) < all_feeds


def test_cards_are_drawn_when_their_words_change(small: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """One a article, the same twice; neither a template nor another build draws them anew."""
    pytest.importorskip("PIL")
    settings(small, f'base_url = "{HOME}"', f'base_url = "{HOME}"\ncards = true')
    drawn: list[str] = []
    draw = jobs.draw_card

    def spied(card: Any, fonts: Path) -> bytes:
        drawn.append(card.title)
        return draw(card, fonts)

    monkeypatch.setattr(jobs, "draw_card", spied)
    build(small)
    assert len(drawn) == len(list(small.out.glob("en/articles/*/*/card.png"))) == 5
    page = next(small.out.glob("vi/articles/*/*/index.html")).read_text("utf-8")
    assert f'<meta property="og:image" content="{HOME}en/articles/' in page
    settings(small, "cards = true", 'cards = true\ncontact = "desk@digest.example"')
    build(small)
    assert len(drawn) == 5, "the pages have changed, the cards have not"


def test_an_editors_own_robots_goes_first(small: Project) -> None:
    """What stands in static/ is not overwritten, and no two files want one address."""
    static = small.site_src / "static"
    static.mkdir(exist_ok=True)
    (static / "robots.txt").write_text("User-agent: *\nDisallow: /\n", "utf-8")
    build(small)
    assert (small.out / "robots.txt").read_text("utf-8") == "User-agent: *\nDisallow: /\n"
