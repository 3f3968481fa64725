"""Page views as web statistics export them."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site.errors import StoreProblem
from build_site.store.views import read_views

ADDRESSES = {"articles/2023/mot": "a", "articles/2023/hai": "b"}


@pytest.mark.parametrize(
    ("text", "views", "unknown"),
    [
        ("/en/articles/2023/mot/,3\n/vi/articles/2023/mot/index.html,4\n/en/,9\n", {"a": 7}, 1),
        ('Page,Title,Views\n/digest/en/articles/2023/hai,x,"1,234"\n', {"b": 1234}, 0),
        ("https://news.example/en/articles/2023/mot/?utm=1#s2\t12\n", {"a": 12}, 0),
        ("address;views\n/en/articles/2023/hai/;1.234\n/en/articles/2023/mot/;5.0\n", {"a": 5, "b": 1234}, 0),
        ("sep=;\nPage;Views\n/en/articles/2023/hai/;1,234\n", {"b": 1234}, 0),
        ("", {}, 0),
    ],
)
def test_tables(tmp_path: Path, text: str, views: dict[str, int], unknown: int) -> None:
    """Paths and whole URLs, both languages together, sites below a sub-path, group marks, other columns, any delimiter;
    other pages are counted."""
    path = tmp_path / "views.csv"
    path.write_text(text, "utf-8")
    found = read_views(path, ADDRESSES)
    assert (found.by_article, found.unknown) == (views, unknown)


def test_a_row_without_a_number(tmp_path: Path) -> None:
    """The first may be the columns' names; any other is named with its line."""
    path = tmp_path / "views.csv"
    path.write_text("page,views\n/en/articles/2023/mot/,many\n", "utf-8")
    with pytest.raises(StoreProblem) as caught:
        read_views(path, ADDRESSES)
    assert caught.value.where == f"{path}:2"
    with pytest.raises(StoreProblem):
        read_views(tmp_path / "none.csv", ADDRESSES)
