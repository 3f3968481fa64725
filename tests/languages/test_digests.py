"""Two digests of other pairs, of two made-up articles each, built whole: Indonesian → English and Vietnamese → French.
Their languages are TOML (docs/how-to/add-a-language.md shows it); English interface and general rules fill in."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from build_site.build import build
from build_site.check import check_site
from build_site.site.borrowed import CLOSE, OPEN
from build_site.store.project import Project, find_project
from build_site.store.starter import NewDigest, start
from build_site.verify import verify_copy, verify_sentences
from build_site.work.review import check_memory
from build_site.work.workshop import Workshop
from tests.conftest import ROOT

PAIRS = ("id-en", "vi-fr")
ARTICLES = {
    "id-en": "articles/2026/pasar-ikan-kuala-tenang-dibuka-kembali",
    "vi-fr": "articles/2026/xa-suoi-trong-hoan-thanh-duong-lien-thon",
}


def project_at(folder: Path) -> Project:
    return find_project(folder, templates=ROOT / "templates")


@pytest.fixture(scope="module", params=PAIRS)
def pair(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(scope="module")
def digest(pair: str, tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A built copy of the fixture."""
    folder = tmp_path_factory.mktemp("pairs") / pair
    shutil.copytree(Path(__file__).parent / pair, folder)
    project = project_at(folder)
    report = build(project)
    assert (report.articles, report.missing, report.failures) == (2, 0, ())
    assert {state: n for state, n in report.states.items() if n}.keys() == {"human"}
    return project


def page(digest: Project, path: str) -> str:
    return (digest.out / path).read_text("utf-8")


def article(digest: Project, pair: str, lang: str) -> str:
    return page(digest, f"{lang}/{ARTICLES[pair]}/index.html")


def test_nothing_is_wrong_with_it(digest: Project) -> None:
    """Links, the copy against its manifest, each sentence against seed and memory, and what the checks say of the
    translations by the rules of their languages."""
    shop = Workshop(digest)
    assert check_site(digest.out).problems == ()
    assert verify_copy(digest.out).problems == ()
    said = verify_sentences(shop)
    assert said.problems == ()
    assert said.sentences > 20
    assert list(check_memory(shop)) == []


def test_pages_say_their_languages(digest: Project, pair: str) -> None:
    """Each tree its own; each page the address of the other; whatever is not of the page's language says of which."""
    source, target = pair.split("-")
    for lang, other in ((target, source), (source, target)):
        text = article(digest, pair, lang)
        assert text.startswith(f'<!doctype html>\n<html lang="{lang}">')
        for each in (source, target):
            assert f'hreflang="{each}" href="https://' in text
        shown = text.partition('id="text"')[2].partition("</section>")[0]
        own, foreign = ("target", "source") if lang == target else ("source", "target")
        sentences = shown.count('<span class="s"')
        assert sentences
        assert shown.count(f'<span class="{own}">') == sentences
        assert shown.count(f'<span class="{foreign}" lang="{other}">') == sentences
        assert f'id="read-{lang}"' in text
    assert f":lang({source})" in page(digest, "assets/site.css")
    assert ":lang(source)" not in page(digest, "assets/site.css")


def test_english_words_in_another_interface_are_marked(digest: Project, pair: str) -> None:
    """And nowhere else; none of the signs that stand around them on the way is left."""
    for path in sorted(digest.out.rglob("*")):
        if path.suffix in (".html", ".xml", ".json", ".jsonl", ".js", ".webmanifest"):
            text = path.read_text("utf-8")
            assert not {OPEN, CLOSE}.intersection(text), path
    lang = "fr" if pair == "vi-fr" else "id"
    text = article(digest, pair, lang)
    assert '<h2 id="h-src" lang="en">Where this text comes from</h2>' in text or 'lang="en">Where this text' in text
    assert re.search(r'lang="en">\s?Underline glossary', text) or pair == "id-en"
    own = {"id": ">Glosarium<", "fr": ">Glossaire<"}[lang]
    assert own in text
    if pair == "vi-fr":
        assert ' lang="en"' not in article(digest, pair, "vi")
    else:
        assert 'lang="en">Where this text' not in article(digest, pair, "en")


def test_the_interface_names_the_languages_of_the_site(digest: Project, pair: str) -> None:
    """And no others."""
    if pair == "id-en":
        english = article(digest, pair, "en")
        assert "Indonesian original" in english
        assert "English text" in english
        assert "Teks asli bahasa Indonesia" in article(digest, pair, "id")
        words = "".join(
            re.sub(r"<[^>]+>", " ", page(digest, str(path.relative_to(digest.out))))
            for path in digest.out.rglob("*.html")
        )
        assert "Vietnam" not in words
    else:
        assert "Original vietnamien" in article(digest, pair, "fr")
        assert 'lang="en">French text<' in article(digest, pair, "fr")
        assert "Bản tiếng Pháp" in article(digest, pair, "vi")


def test_dates_and_numbers_are_the_languages_own(digest: Project, pair: str) -> None:
    """Months by their names, thousands and decimals by their signs."""
    if pair == "id-en":
        assert ">13 April 2026</time>" in article(digest, pair, "id")
        assert '<th scope="row">1.132</th>' in article(digest, pair, "id")
        assert '<th scope="row">1,132</th>' in article(digest, pair, "en")
        assert "20 Mei 2026" in page(digest, "id/index.html")
    else:
        assert ">18 mai 2026</time>" in article(digest, pair, "fr")
        assert "1 850 journées" in article(digest, pair, "fr")
        other = page(digest, "fr/articles/2026/phuong-ben-xanh-mo-thu-vien-trong-nha/index.html")
        assert '<th scope="row">1 234</th>' in other
        assert "1\u202f0" in article(digest, pair, "fr")  # bytes of the file
        assert "janv." not in other


def test_what_another_language_says_is_not_english(digest: Project, pair: str) -> None:
    """Kinds of documents come from the project's `with.fr`, kinds of places from its packs or from the original."""
    if pair == "vi-fr":
        text = article(digest, pair, "fr")
        assert "Résolution" in text
        assert "Resolution" not in text
        assert '<span lang="vi">xã</span>' in text
    else:
        assert "village" in page(digest, "en/places/index.html")
        assert "desa" in page(digest, "id/places/index.html")


def test_words_of_the_source_are_told_by_letters_that_the_reader_s_language_lacks(digest: Project, pair: str) -> None:
    """`Suối Trong` in a French sentence is Vietnamese, `a inauguré` and `à côté` are not."""
    if pair == "vi-fr":
        sentences = re.findall(r'<span class="target">(.*?)</span> <span class="source"', article(digest, pair, "fr"))
        told = {name for text in sentences for name in re.findall(r'<span lang="vi">([^<]*)</span>', text)}
        assert told == {"Suối Trong", "Lò Văn Mẫu", "Thị Thử"}  # of Vàng, French has the à
    else:
        assert '<span lang="id">Lembah Jati</span>' not in article(digest, pair, "en")


def test_article_json_has_the_pair_s_codes(digest: Project, pair: str) -> None:
    """As keys wherever there is a text in two languages."""
    source, target = pair.split("-")
    data: dict[str, Any] = json.loads(page(digest, f"{target}/{ARTICLES[pair]}/article.json"))
    assert data["lang"] == source
    assert {source, target} <= data["title"].keys()
    assert all({source, target} <= each.keys() for block in data["blocks"] for each in block["segments"])
    assert all({source, target} <= each.keys() for each in data["summary"])
    assert all({source, target} == each["value"].keys() for each in data["figures"])
    assert all(target in each for each in data["glossary"])
    known = {"vi", "en"} - {source, target}
    assert not [key for key in known if f'"{key}":' in json.dumps(data)]


def test_feeds_files_and_addresses(digest: Project, pair: str) -> None:
    """Both languages, by their codes: feeds, sitemap, JSON-LD, translation memory, web manifest."""
    source, target = pair.split("-")
    for lang in (source, target):
        feed = ET.fromstring(page(digest, f"{lang}/feed.xml"))
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == lang
        assert json.loads(page(digest, f"{lang}/feed.json"))["language"] == lang
        graph = re.search(r'<script type="application/ld\+json">(.*?)</script>', article(digest, pair, lang))
        assert graph
        assert f'"inLanguage":"{lang}"' in graph[1]
    assert f'hreflang="{target}"' in page(digest, "sitemap.xml") or (digest.out / "sitemap").exists()
    memory = "".join(path.read_text("utf-8") for path in (digest.out / "data").glob("memory*.tmx"))
    assert f'srclang="{source}"' in memory
    assert f'<tuv xml:lang="{target}">' in memory


def test_the_search_holds_words_of_both(digest: Project, pair: str) -> None:
    """Without accents, as a reader may type them."""
    text = "".join(path.read_text("utf-8") for path in (digest.out / "search").rglob("*.js"))
    for word in {"id-en": ("pedagang", "traders"), "vi-fr": ("chaussee", "hoan", "acheve")}[pair]:
        assert re.search(rf'["{{,]"?{word}"?:', text) or f'"{word[:5]}' in text, word


def test_the_front_is_in_both(digest: Project, pair: str) -> None:
    """Names, taglines, and the way into each tree."""
    source, target = pair.split("-")
    text = page(digest, "index.html")
    assert f'href="{target}/index.html"' in text
    assert f'href="{source}/index.html"' in text
    assert f'<div class="source-side" lang="{source}">' in text


def test_a_new_digest_of_any_pair_builds(tmp_path: Path) -> None:
    """Without a topic or a pack: for a language that the program knows nothing of there is a file to fill in."""
    written = start(tmp_path / "new", NewDigest("Neu", "km", "de"))
    assert [path for path in written if "language" in path] == [
        "site_src/language/km.toml",
        "site_src/language/de.toml",
    ]
    assert "made up" not in (tmp_path / "new" / "README.md").read_text("utf-8")
    project = project_at(tmp_path / "new")
    (project.seeds / "a.txt").write_text("ចំណងជើង\n\nប្រយោគទីមួយ។ ប្រយោគទីពីរ។\n", "utf-8")
    report = build(project)
    assert (report.articles, report.failures) == (1, ())
    assert check_site(project.out).problems == ()


def test_a_language_from_right_to_left(tmp_path: Path) -> None:
    """Says so wherever it is named, beside the other language's direction."""
    folder = tmp_path / "rtl"
    start(folder, NewDigest("R", "vi", "ar"))
    path = folder / "site_src" / "language" / "ar.toml"
    path.write_text(path.read_text("utf-8").replace('# direction = "rtl"', 'direction = "rtl"'), "utf-8")
    (folder / "seeds" / "a.txt").write_text("Tin mới\n\nĐây là một câu.\n", "utf-8")
    project = project_at(folder)
    build(project)
    text = page(project, "ar/index.html")
    assert '<html lang="ar" dir="rtl">' in text
    assert ' lang="vi" dir="ltr"' in text
    assert ' lang="vi"' not in text.replace(' lang="vi" dir="ltr"', "").replace('hreflang="vi"', "")
