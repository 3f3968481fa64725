"""Feeds hold what RFC 4287 and JSON Feed 1.1 ask, in every language, and their ids never move."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from datetime import datetime
from html.parser import HTMLParser

import pytest
from msgspec import structs

from build_site.digest.rights import redact
from build_site.model import Credit, Digest, Rights
from build_site.site.entries import article_entry, brief_entry
from build_site.site.feeds import Entry, Feed, atom, feed_files, json_feed, latest, moment
from build_site.site.records import make_brief, make_record
from build_site.site.wording import Wording
from tests.site import samples

ATOM, XML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/XML/1998/namespace}"
HOME = "https://digest.example/sub/"
SITE = structs.replace(samples.view(), utc_offset="+07:00")
SITE = structs.replace(SITE, site=structs.replace(SITE.site, base_url=HOME))


def feed(lang: str, *digests: Digest) -> Feed:
    w = Wording(lang, SITE.ui[lang])
    entries = [article_entry(digest, f"articles/2023/x-{n}", w=w, site=SITE) for n, digest in enumerate(digests)]
    return Feed(lang, f"{lang}/", "News & views", "Digest", tuple(entry for entry in entries if entry), "Of <places>")


def in_brief(lang: str, digest: Digest) -> Entry | None:
    return brief_entry(
        make_record(digest, "articles/2023/x-0"), make_brief(digest), w=Wording(lang, SITE.ui[lang]), site=SITE
    )


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_a_tags_feed_tells_in_brief(lang: str) -> None:
    """The entry of a tag's or a place's feed is the whole one without text, authors and the way to the original; the
    summary is all of the digest's. It is Atom alone."""
    digest = samples.gia_lam()
    (whole,) = feed(lang, digest).entries
    brief = in_brief(lang, digest)
    assert brief
    assert brief.summary.startswith(whole.summary)
    assert structs.replace(brief, summary=whole.summary) == structs.replace(
        whole, content="", authors=(), original=None
    )
    made = structs.replace(feed(lang, digest), entries=(brief,))
    assert [path for path, _ in feed_files(made, HOME)] == [f"{lang}/feed.xml"]
    assert len(list(feed_files(structs.replace(made, whole=True), HOME))) == 2
    (entry,) = ET.fromstring(atom(made, HOME)).findall(ATOM + "entry")
    assert entry.find(ATOM + "content") is None
    assert entry.findtext(ATOM + "summary") == brief.summary
    assert [link.get("rel") for link in entry.findall(ATOM + "link")] == ["alternate"]
    assert in_brief(lang, structs.replace(digest, article=structs.replace(digest.article, published=None))) is None


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_atom_keeps_the_musts_of_rfc_4287(lang: str) -> None:
    """Feed and entries have exactly one id, title and updated, an author, a link to themselves; dates are RFC 3339
    with a zone; ids are absolute and unique; no two alternate links share type and language."""
    root = ET.fromstring(atom(feed(lang, samples.gia_lam()), HOME))
    assert root.tag == ATOM + "feed"
    assert root.get(XML + "lang") == lang
    entries = root.findall(ATOM + "entry")
    assert entries
    for each in (root, *entries):
        for name in ("id", "title", "updated"):
            found = each.findall(ATOM + name)
            assert len(found) == 1
            assert (found[0].text or "").strip()
        assert (each.findtext(ATOM + "id") or "").startswith("https://")
        for name in ("updated", "published"):
            for element in each.findall(ATOM + name):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", element.text or "")
        alternates = [
            (link.get("type"), link.get("hreflang"))
            for link in each.findall(ATOM + "link")
            if link.get("rel") == "alternate"
        ]
        assert len(alternates) == len(set(alternates)) == 1
        assert all(link.get("href", "").startswith("http") for link in each.findall(ATOM + "link"))
    assert (root.findtext(f"{ATOM}author/{ATOM}name") or "").strip()
    own = [link.get("href") for link in root.findall(ATOM + "link") if link.get("rel") == "self"]
    assert own == [f"{HOME}{lang}/feed.xml"] == [root.findtext(ATOM + "id")]
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    assert len(ids) == len(set(ids))
    updated = [entry.findtext(ATOM + "updated") or "" for entry in entries]
    assert root.findtext(ATOM + "updated") == latest(updated)
    for entry in entries:
        content = entry.find(ATOM + "content")
        assert content is not None
        assert content.get("type") == "html"
        assert not list(content), "escaped, not as elements"


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_json_feed_keeps_its_musts(lang: str) -> None:
    """Version, title and items; each item has a string id and content; dates are RFC 3339; the language is named."""
    data = json.loads(json_feed(feed(lang, samples.gia_lam()), HOME))
    assert data["version"] == "https://jsonfeed.org/version/1.1"
    assert data["language"] == lang
    assert data["feed_url"] == f"{HOME}{lang}/feed.json"
    assert data["home_page_url"] == f"{HOME}{lang}/"
    for item in data["items"]:
        assert item["id"] == item["url"] == f"{HOME}{lang}/articles/2023/x-0/"
        assert item["content_html"].startswith(f'<div lang="{lang}">')
        for name in ("date_published", "date_modified"):
            assert datetime.fromisoformat(item[name]).tzinfo


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.langs: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.langs += [value or "" for name, value in attrs if name == "lang"]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_the_content_is_whole_and_says_which_language_is_which(lang: str) -> None:
    """Every sentence of the text in the feed's language, the other title marked as such, tags closed in order."""
    digest = samples.gia_lam()
    entry = feed(lang, digest).entries[0]
    parsed = _Tags()
    parsed.feed(entry.content)
    assert parsed.open == []
    assert {"en", "vi"} <= set(parsed.langs)
    from html import escape

    for units in digest.units:
        for unit in units:
            assert escape(unit.source if lang == "vi" or unit.target is None else unit.target) in entry.content


@pytest.mark.guarantee("C1")
def test_markup_and_control_characters_of_a_seed_stay_text() -> None:
    """A title with tags, quotes and a character that XML forbids breaks neither feed."""
    digest = samples.gia_lam()
    evil = '<script>alert(1)</script> & "x" ]]> \x0b \ufffe'
    bad = structs.replace(digest, headline=evil, article=structs.replace(digest.article, title=evil))
    for lang in ("en", "vi"):
        made = feed(lang, bad)
        root = ET.fromstring(atom(made, HOME))
        title = root.findtext(f"{ATOM}entry/{ATOM}title") or ""
        assert title.startswith("<script>")
        assert "<script>" not in made.entries[0].content
        assert json.loads(json_feed(made, HOME))["items"][0]["title"] == evil


def test_ids_and_dates_come_from_content_alone() -> None:
    """Another headline or translation leaves the id; `updated` moves to the PO file's revision date, and no further."""
    digest = samples.gia_lam()
    before = feed("en", digest).entries[0]
    after = feed("en", structs.replace(digest, headline="Other", credit=Credit("x.po", None, "2025-03-02"))).entries[0]
    assert before.path == after.path
    assert after.updated == "2025-03-02T00:00:00+07:00"
    assert after.published == before.published
    older = feed("en", structs.replace(digest, credit=Credit("x.po", None, "2001-03-02"))).entries[0]
    assert older.updated == older.published


@pytest.mark.parametrize("rights", ["excerpt", "link only"])
def test_rights_are_obeyed(rights: Rights) -> None:
    """What the article's page may not print, its feeds do not print either."""
    whole = samples.gia_lam()
    digest = redact(structs.replace(whole, rights=rights))
    entry = feed("vi", digest).entries[0]
    hidden = whole.units[-1][-1].source
    assert hidden not in entry.content
    assert entry.title == whole.article.title
    told = feed("en", digest).entries[0]
    last = whole.units[-1][-1].target or hidden
    assert (last in told.content) == (rights == "excerpt" and whole.units[-1][-1].target is not None)
    assert (
        SITE.ui["en"]["text_withheld" if rights == "link only" else "text_in_excerpt"].replace("’", "’") in told.content
    )


def test_an_article_without_a_date_is_in_no_feed() -> None:
    """Atom wants a date, and the program invents none."""
    digest = samples.gia_lam()
    undated = structs.replace(digest, article=structs.replace(digest.article, published=None))
    assert feed("en", undated).entries == ()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("2023-02-04", "2023-02-04T00:00:00+07:00"),
        ("2023-02-04T16:45:00+07:00", "2023-02-04T16:45:00+07:00"),
        ("2023-02-04T16:45:00Z", "2023-02-04T16:45:00+00:00"),
        ("2023-02-04T16:45", "2023-02-04T16:45:00+07:00"),
        ("soon", None),
        (None, None),
    ],
)
def test_moments(given: str | None, said: str | None) -> None:
    """A date alone is its first second where the articles come from."""
    assert moment(given, "+07:00") == said


def test_later_is_a_matter_of_time_not_of_letters() -> None:
    """Times in several zones are compared as times."""
    assert latest(["2023-02-04T23:00:00+07:00", None, "2023-02-04T20:00:00+00:00"]) == "2023-02-04T20:00:00+00:00"


def test_an_anchor_is_part_of_the_id() -> None:
    """Two corrections of one article are two entries."""
    entries = tuple(
        Entry("en/corrections/index.html", "A", "en", None, "2024-01-01T00:00:00+07:00", "<p>x</p>", anchor=f"c{n}")
        for n in (1, 2)
    )
    root = ET.fromstring(atom(Feed("en", "en/corrections/", "C", "D", entries), HOME))
    ids = [entry.findtext(ATOM + "id") for entry in root.findall(ATOM + "entry")]
    assert ids == [f"{HOME}en/corrections/#c1", f"{HOME}en/corrections/#c2"]
