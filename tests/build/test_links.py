"""`check` follows the links of any built site, however large, and of a copy that anybody may have altered."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from build_site.built_page import places, read_page, sentences
from build_site.check import check_site
from build_site.errors import StoreProblem
from build_site.store.contents import contents


def site(folder: Path, **pages: str) -> Path:
    """A built site of these pages, in folders of their names."""
    for name, text in {"index": "", **pages}.items():
        path = folder / (f"{name}.html" if name == "index" else f"{name}/index.html")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def found(folder: Path) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in check_site(folder).problems]


def test_places_on_other_pages_are_looked_for_whichever_page_is_read_first(tmp_path):
    """A link to #there is right and one to #nowhere wrong, from the page before and from the page behind."""
    to = '<a href="../{0}/index.html#there">1</a>\n<a href="../{0}/index.html#nowhere">2</a><p id="there">'
    assert found(site(tmp_path, a=to.format("b"), b=to.format("a"))) == [
        ("a/index.html:2", "../b/index.html#nowhere: the page has no #nowhere"),
        ("b/index.html:2", "../a/index.html#nowhere: the page has no #nowhere"),
    ]


def test_problems_come_page_by_page_and_line_by_line(tmp_path):
    """Whatever kind they are of: a place on another page, which is asked last, stands where the link stands."""
    twice = '<i id="x"></i>'
    wrong = f'{twice}\n<a href="../b/index.html#no">1</a>\n{twice}\n<a href="gone.html">3</a>\n<a href="#no">4</a>'
    where = [place for place, _ in found(site(tmp_path, a=wrong, b='<a href="gone.html">1</a>'))]
    assert where == ["a/index.html:2", "a/index.html:3", "a/index.html:4", "a/index.html:5", "b/index.html:1"]


def test_what_stands_behind_the_end_of_a_page_is_read_too(tmp_path):
    """A browser shows it, so its links count."""
    page = '<html><body>a</body></html>\n<a href="gone.html">b</a></BODY ></html><a href="lost.html">c</a>'
    assert [what for _, what in found(site(tmp_path, a=page))] == ["gone.html is not there", "lost.html is not there"]


@pytest.mark.parametrize(
    "data", [b"", b"\0", b"\xff\xfe<a", b"<![", b"<!-- ", b"\xef\xbb\xbf", b"<a href", b"<p>" * 5000]
)
def test_any_bytes_are_a_page(data):
    """With no links, where it has none."""
    page = read_page(data)
    assert [link for link in places(page).links if link.address] == []
    assert list(sentences(page)) == []


def test_bytes_that_are_no_text_hide_no_link(tmp_path):
    """A byte that is not UTF-8, and one that is zero, end neither the page nor the search for its links."""
    site(tmp_path, a="")
    (tmp_path / "a" / "index.html").write_bytes(b'\xff\0<a href="one.html">\xc3</a>\0<a href="two.html">')
    assert [what for _, what in found(tmp_path)] == ["one.html is not there", "two.html is not there"]


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of Unix")
def test_only_plain_files_are_files(tmp_path):
    """A link that leads out of a copy, and a pipe, which never ends, are not there; a folder is one, and wants its
    index.html."""
    links = '<a href="link.html">1</a>\n<a href="pipe.html">2</a>\n<a href="../b">3</a>\n<a href="../b/">4</a>'
    site(tmp_path / "site", a=links, b="")
    (tmp_path / "secret.html").write_text("<a href='x'>", "utf-8")
    (tmp_path / "site" / "a" / "link.html").symlink_to(tmp_path / "secret.html")
    os.mkfifo(tmp_path / "site" / "a" / "pipe.html")
    assert [what for _, what in found(tmp_path / "site")] == [
        "link.html is not there",
        "pipe.html is not there",
        "../b is a folder: name its index.html",
        "../b/ is a folder: name its index.html",
    ]


@pytest.mark.skipif(os.name == "nt", reason="names of bytes, as Unix has them")
def test_a_name_that_is_no_text_is_a_file_too(tmp_path):
    """Its own links are followed, and nobody can link to it."""
    site(tmp_path, a="")
    try:
        (tmp_path / os.fsdecode(b"a/\xff.html")).write_text('<a href="gone.html">', "utf-8")
    except OSError:
        pytest.skip("this disk takes no such name")
    ((where, what),) = found(tmp_path)
    assert (os.fsencode(where), what) == (b"a/\xff.html:1", "gone.html is not there")


def test_a_temporary_folder_that_is_full_is_named_with_what_to_do(tmp_path):
    """What is kept of pages stands in a temporary file: where that cannot grow, nothing is said of the site."""

    def fill() -> None:
        with contents(site(tmp_path)) as there:
            there._db.execute("PRAGMA max_page_count = 8")
            there.put_places("index.html", [f"place-{number}" for number in range(10_000)])

    with pytest.raises(StoreProblem, match="full") as caught:
        fill()
    assert "TMPDIR" in (caught.value.hint or "")
    assert isinstance(caught.value.__context__, sqlite3.OperationalError)
