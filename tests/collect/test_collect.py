"""Articles that other programs have collected. The fixtures are what these programs write (trafilatura 2.3.1 and wget
1.21 wrote theirs; the others follow their programs' forms); the articles in them are made up."""

from __future__ import annotations

import csv
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from build_site.errors import SourceProblem
from build_site.source.export import as_page, read_export
from build_site.source.html.saved import saved_from
from build_site.source.told_head import read_head
from build_site.store.project import find_project
from build_site.store.starter import NewDigest, start
from build_site.work.adding import Added, add_all
from build_site.work.inspection import inspect_file
from build_site.work.workshop import Workshop
from tests.conftest import ROOT

FIXTURES = Path(__file__).parent / "fixtures"
ADDRESS = "https://bao-mau.example/tin/duong-lien-thon.html"
TITLE = "Xã Ba Bến khánh thành đường liên thôn"
OPENINGS = ["Sáng 12/9/2026, Đảng ủy xã", "Tuyến đường có tổng mức", "Thực hiện Nghị quyết số 05-NQ/ĐU"]
SEEDS = [
    "trafilatura-text.txt",
    "trafilatura-markdown.txt",
    "clipper.md",
    "wget.html",
    "wget-links-converted.html",
    "monolith.html",
    "browser.html",
    "singlefile.html",
]
"""Files that are seeds as they are."""
EXPORTS = {
    "trafilatura.json": 1,
    "freshrss.json": 2,
    "miniflux.json": 2,
    "jsonfeed.json": 2,
    "atom.xml": 2,
    "rss.xml": 2,
    "trafilatura.xml": 1,
    "trafilatura-tei.xml": 1,
    "chrome.mhtml": 1,
}
"""Files that `new` makes seeds of, and how many."""


@pytest.fixture
def shop(tmp_path: Path) -> Workshop:
    """A new digest without articles, and with an empty glossary."""
    start(tmp_path / "digest", NewDigest("My digest", source="vi", target="en"))
    project = find_project(tmp_path / "digest", templates=ROOT / "templates")
    for path in [*project.seeds.iterdir(), *project.memory.rglob("*.po")]:
        path.unlink()
    (project.site_src / "glossary" / "vi-en.csv").write_text("term,target\n", "utf-8")
    return Workshop(project)


def _article(shop: Workshop, path: Path) -> dict:
    line = next(iter(inspect_file(shop, path)))
    assert isinstance(line, str), line
    return json.loads(line)


def _is_the_article(article: dict) -> None:
    """Title, day, author, address and every paragraph are right, and nothing else is taken for text."""
    assert article["title"]["vi"] == TITLE
    assert article["published"][:10] == "2026-09-12"
    assert article["source"]["url"] == ADDRESS
    assert [author["name"] for author in article["authors"]] == ["Minh An"]
    texts = [" ".join(segment["vi"] for segment in block["segments"]) for block in article["blocks"]]
    assert [text[: len(opening)] for text, opening in zip(texts, OPENINGS, strict=True)] == OPENINGS


@pytest.mark.parametrize("name", SEEDS)
def test_what_tools_save_is_read_where_it_lies(shop, name):
    """A file in seeds/, as a tool has left it there."""
    path = shop.project.seeds / name
    path.write_bytes((FIXTURES / name).read_bytes())
    _is_the_article(_article(shop, path))


@pytest.mark.parametrize("name", [*SEEDS, "trafilatura-html.txt"])
def test_new_takes_what_tools_save(shop, name):
    """`new FILE` puts it into seeds/ byte for byte, under a name that says what it is; once."""
    data = (FIXTURES / name).read_bytes()
    (added,) = add_all(shop, name, data)
    assert isinstance(added, Added)
    assert added.path.startswith("seeds/2026-09-12-xa-ba-ben-khanh-thanh-duong-lien-thon.")
    assert (shop.project.root / added.path).read_bytes() == data
    assert [each.known for each in add_all(shop, name, data) if isinstance(each, Added)] == [True]
    assert len(list(shop.project.seeds.iterdir())) == 1


@pytest.mark.parametrize("name", EXPORTS)
def test_new_makes_a_seed_of_every_article_of_an_export(shop, name):
    """Whatever the form: the same seeds with the same names, and the articles are whole."""
    data = (FIXTURES / name).read_bytes()
    added = [each for each in add_all(shop, name, data) if isinstance(each, Added)]
    assert len(added) == EXPORTS[name]
    assert added[0].path == "seeds/2026-09-12-xa-ba-ben-khanh-thanh-duong-lien-thon.html"
    _is_the_article(_article(shop, shop.project.root / added[0].path))
    if len(added) > 1:
        assert added[1].path == "seeds/2026-08-03-phuong-cau-moi-mo-lop-boi-duong-can-bo.html"
        assert added[1].headline == "Phường Cầu Mới mở lớp bồi dưỡng cán bộ"


def test_an_article_that_comes_again_keeps_its_seed(shop):
    """Another reader's export of the same article, or a later one with another text, changes nothing: the address
    tells."""
    first = list(add_all(shop, "jsonfeed.json", (FIXTURES / "jsonfeed.json").read_bytes()))
    before = {path.name: path.read_bytes() for path in shop.project.seeds.iterdir()}
    changed = (FIXTURES / "atom.xml").read_bytes().replace("hai tháng".encode(), "ba tháng".encode())
    again = list(add_all(shop, "atom.xml", changed))
    assert [each.known for each in first if isinstance(each, Added)] == [False, False]
    assert [each.known for each in again if isinstance(each, Added)] == [True, True]
    assert {path.name: path.read_bytes() for path in shop.project.seeds.iterdir()} == before


def test_other_articles_of_the_same_title_get_a_seed_of_their_own(shop):
    """The same day and title at another address is another article."""
    data = (FIXTURES / "trafilatura.json").read_bytes()
    list(add_all(shop, "a.json", data))
    (other,) = add_all(shop, "a.json", data.replace(b"duong-lien-thon.html", b"khac.html"))
    assert other.path == "seeds/2026-09-12-xa-ba-ben-khanh-thanh-duong-lien-thon-2.html"


def test_a_teaser_is_no_article(shop):
    """What a feed says only to make one click is left out, and named."""
    left_out = [
        each for each in add_all(shop, "rss.xml", (FIXTURES / "rss.xml").read_bytes()) if not isinstance(each, Added)
    ]
    assert [(each.where, each.what) for each in left_out] == [
        ("rss.xml: article 3 (Thông báo lịch tiếp công dân tháng 9)", "the export has only the summary of it")
    ]


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("subscriptions.opml", (FIXTURES / "subscriptions.opml").read_bytes(), "OPML lists feeds"),
        ("x.json", b'{"title": "no text"}', "JSON without articles"),
        ("x.json", b'{"items": [1, 2]}', "JSON without articles"),
        ("x.json", b"[1, 2", "not JSON"),
        ("x.json", b'{"a":' * 5000, "not JSON"),
        ("x.json", b'[{"title": "a", "content": "b"}, {"title": "c"}]', "not an article"),
        ("x.xml", b"<doc title='a'><main/></doc>", "no text of it"),
        ("x.xml", b"<?xml version='1.0'?><sitemap/>", "XML that is neither a feed nor"),
        ("x.mhtml", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b--", "without a page"),
        ("bài.docx", b"PK\x03\x04", "document of a word processor"),
        ("bài.rtf", b"{\\rtf1 H}", "document of a word processor"),
        ("bài.txt", b"PK\x03\x04\xff", "looks like a Word document"),
        ("web.ndjson", b"{}", "a collection"),
        ("x.xml", b"<rss><channel>", "not XML"),
        ("x.xml", b"<!DOCTYPE x [<!ENTITY a 'b'>]><rss>&a;", "text"),
    ],
)
def test_what_holds_no_articles_is_refused(shop, name, data, what):
    """A reason in words, and nothing in seeds/."""
    try:
        found = list(add_all(shop, name, data))
    except SourceProblem as problem:
        found = [problem]
    assert isinstance(found[0], SourceProblem)
    assert what in found[0].what
    assert found[0].where.startswith(name), "messages name the file that was given"
    assert not list(shop.project.seeds.iterdir())


def test_a_table_becomes_a_collection_as_the_how_to_says(shop, tmp_path):
    """The lines of Python in docs/how-to/collect-articles.md, with a table of Excel's."""
    page = (ROOT / "docs" / "how-to" / "collect-articles.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    text = "Sáng 12/9/2026, Đảng ủy xã Ba Bến họp.\nDự họp có 14 đại biểu; cuộc họp kết thúc lúc 11 giờ."
    with (tmp_path / "articles.csv").open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows([["id", "text", "title", "date"], ["a1", text, "Xã họp", "2026-09-12"]])
    (tmp_path / "seeds").mkdir()
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)
    article = _article(shop, tmp_path / "seeds" / "articles.jsonl")
    assert (article["id"], article["title"]["vi"], article["published"]) == ("articles/a1", "Xã họp", "2026-09-12")
    assert len(article["blocks"]) == 2


def test_marks_of_extracted_text_become_markup(shop):
    """Headings, lists, quotations, line ends and tables of trafilatura's XML; links and emphasis are text."""
    data = """<doc title="Tiêu đề"><main><head rend="h1">Tiêu đề</head>
    <p>Một <hi rend="#b">hai</hi> <ref target="/x">ba</ref>.</p>
    <head rend="h2">Mục</head><list><item>Việc &lt;b&gt;</item></list><quote>Lời</quote><p>A<lb/>B</p>
    <table><row><cell role="head">C</cell></row></table><graphic src="x"/></main><comments/></doc>"""
    (entry,) = read_export("x.xml", data.encode()) or ()
    assert " ".join(entry.html.split()) == (
        "<p>Một hai ba.</p> <h2>Mục</h2> <ul><li>Việc &lt;b&gt;</li></ul> <blockquote>Lời</blockquote> <p>A<br>B</p> "
        "<table><tr><td>C</td></tr></table>"
    )


def test_a_page_with_its_pictures_is_lightened(shop):
    """A page that SingleFile or monolith has filled with pictures and fonts: where it is too large, without them."""
    page = (FIXTURES / "singlefile.html").read_text("utf-8")
    heavy = page.replace("<article", f'<img src="data:image/png;base64,{"A" * 2_000_000}"><article', 1).encode()
    (added,) = add_all(shop, "page.html", heavy)
    assert isinstance(added, Added)
    assert added.lightened > 1_999_000
    _is_the_article(_article(shop, shop.project.root / added.path))
    assert [each.known for each in add_all(shop, "page.html", heavy) if isinstance(each, Added)] == [True]


@pytest.mark.parametrize(
    ("name", "data"),
    [("Bài (1).TXT", "Thông báo\n\nSáng nay ".encode() + b"\xff"), ("-", b""), ("trang.html", b"<p>x</p>" * 300_000)],
)
def test_messages_name_the_file_that_was_given(shop, name, data):
    """Not the name under which it is tried."""
    with pytest.raises(SourceProblem) as caught:
        list(add_all(shop, name, data))
    assert caught.value.where.partition(":")[0] == {"-": "the text"}.get(name, name)


def test_entities_of_a_feed_are_not_expanded():
    """A feed cannot read files or swell: its own entities stay unread."""
    hostile = b"""<?xml version="1.0"?><!DOCTYPE r [<!ENTITY f SYSTEM "file:///etc/hostname"><!ENTITY a "aaaaaaaaaa">
    <!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;&f;</title></item></channel></rss>"""
    assert [entry.title for entry in read_export("x.xml", hostile) or ()] == ["&b;&f;"]


def test_nothing_that_an_export_says_breaks_out_of_the_page():
    """Titles, names and addresses are text in the head of the page that an article becomes."""
    said = {
        "title": 'a"><script>x</script>',
        "author": '"><b',
        "date": "2026-09-12",
        "text": "</article><script>",
        "url": 'https://a.example/"><',
    }
    (entry,) = read_export("x.json", json.dumps(said).encode()) or ()
    page = as_page(entry).decode()
    assert "<script" not in page
    assert page.count('"><') == 0


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---",
        "---\n",
        "---\n---\n",
        "---\nKhông phải: đầu\nmột dòng khác\n---\nx",
        "---\nghi chú: x\n---\n",
        "--- \ntitle: x\n",
        "----\ntitle: x\n----\n",
    ],
)
def test_a_line_of_hyphens_is_no_head(text):
    """Only lines of keys and values, at least one of them known, between two lines of three hyphens are a head."""
    assert read_head(text) is None


def test_a_head_is_read_as_its_writers_write_it():
    """Plain, quoted and listed values, in the forms of trafilatura, clippers and site generators."""
    lines = [
        "---",
        "title: 'Nhà ''mới'' ở xã'",
        "author: Lê A; Trần B",
        "url: https://a.example/b",
        r'sitename: "Báo \"Mẫu\": số"',
        "date: 2026-09-12",
        "categories: ['Xã hội']",
        'tags: [một, "hai, ba"]',
        "description: >",
        "  dài",
        "  lắm",
        "# ghi chú",
        "other:",
        "---",
    ]
    head = read_head("\n".join([*lines, ""]))
    assert head is not None
    told = head.evidence
    assert (told.titles, told.authors, told.dates) == (("Nhà 'mới' ở xã",), ("Lê A", "Trần B"), ("2026-09-12",))
    assert (told.url, told.site, told.section) == ("https://a.example/b", 'Báo "Mẫu": số', "Xã hội")
    assert told.keywords == ("một", "hai", "ba")
    assert not told.trusted


def test_no_line_of_a_head_is_lost(shop):
    """The head is listed with what is left out, by a rule of its own, like any line of a seed."""
    path = shop.project.seeds / "a.txt"
    path.write_bytes((FIXTURES / "trafilatura-text.txt").read_bytes())
    article = _article(shop, path)
    lines = path.read_text("utf-8").split("\n")
    assert {each["text"] for each in article["dropped"] if each["rule"] == "told-head"} == set(
        lines[: lines.index("---", 1)]
    )


@pytest.mark.parametrize(
    "text",
    ["<!-- saved from url=(0014)about:internet -->", "<!-- Saved from local source using monolith -->", "x" * 5000],
)
def test_a_page_saved_from_nowhere_has_no_address(text):
    """Only an address of the web counts."""
    assert saved_from(text) is None
