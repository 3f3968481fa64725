"""Editors' Markdown: what becomes of headings, links, tables, code and HTML."""

from __future__ import annotations

import pytest

from build_site.site.prose import html, outline
from build_site.site.texts import contents


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("A Dask cluster", "a-dask-cluster"),
        ("`check --host`: what, and why?", "check---host-what-and-why"),
        ("Cách làm", "cách-làm"),
        ("[Link](x.md) & **more**", "link--more"),
        ("snake_case stays", "snake_case-stays"),
        ("!!!", "part"),
        ("Main", "main-1"),
    ],
)
def test_headings_have_the_ids_of_code_hosts(heading: str, expected: str) -> None:
    """So that `page.md#place` leads to the same place there and here; `main` is the page's own."""
    assert [each.id for each in outline(f"# {heading}\n").headings] == [expected]


def test_equal_headings_have_ids_of_their_own() -> None:
    """The second is `…-1`, the third `…-2`."""
    found = outline("## A\n\n## A\n\n### A\n")
    assert [(each.level, each.id) for each in found.headings] == [(2, "a"), (2, "a-1"), (3, "a-2")]
    assert html("## A\n\n## A\n", {}, contents(found)).count('id="a') == 2


def test_without_contents_no_heading_has_an_id() -> None:
    """A note beside an article must not take ids of its page."""
    assert "id=" not in html("## Text\n\n| a |\n| - |\n| b |\n")


def test_links_lead_where_they_are_told() -> None:
    """A link of a known file leads to its page; of a file that is not in the site the words stay, with its name where
    they do not say it."""
    text = (
        "[a](a.md#x) [Read on](../../tests/t.py) [tests/t.py](../../tests/t.py) [b](https://b.example/) ![p](p.png)\n"
    )
    links = {"a.md#x": "../a/index.html#x", "../../tests/t.py": None, "p.png": "../p.png"}
    made = html(text, links)
    assert '<a href="../a/index.html#x">a</a>' in made
    assert "Read on (<code>tests/t.py</code>) tests/t.py <a" in made
    assert 'href="https://b.example/"' in made
    assert '<img src="../p.png" alt="p">' in made


def test_html_is_shown_but_for_line_breaks_and_comments() -> None:
    """A cell of a table has no other sign for a new line; a comment is a note to those who write the file."""
    made = html("<!-- one\n\ntwo -->\n\n| a |\n| - |\n| b<br>c <script>x</script> <!-- d --> |\n\n<!-- never closed\n")
    assert "b<br>\nc &lt;script&gt;" in made
    assert "one" not in made
    assert "<!--" not in made
    assert "&lt;!-- never closed" in made


def test_tables_and_code_are_scrolled_with_the_keyboard() -> None:
    """Whatever may be wider than the page can have the focus; a table is named by its heading."""
    text = "## Head\n\n| a |\n| - |\n| b |\n\n    code <b>\n"
    made = html(text, {}, contents(outline(text)))
    assert '<div class="scroll" tabindex="0" role="group" aria-labelledby="head">' in made
    assert '<pre tabindex="0" translate="no"><code>code &lt;b&gt;\n</code></pre>' in made


def test_the_lead_is_the_first_paragraph() -> None:
    """As plain text, without what stands in a list or a quotation before it."""
    assert outline("# T\n\n* item\n\nThe `first` [one](x.md)\nof two.\n\nMore.\n").lead == "The first one of two."
    assert outline("# T\n\n* item\n").lead == ""
