"""Articles of one title are told apart by what sets them apart."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from msgspec import structs

from build_site.model import ArticleRecord
from build_site.site.records import make_record
from build_site.store.state import State
from tests.site import samples


def test_a_title_that_comes_again_gets_its_date_or_its_id(tmp_path: Path) -> None:
    """By date where that is enough, by id where it is not or there is none; a title of its own stays as it is. Those to
    whom a newcomer makes a difference are named."""
    first = make_record(samples.gia_lam(), "articles/2023/x")

    def other(number: str, published: str | None, headline: str | None, title: str) -> ArticleRecord:
        return structs.replace(first, id=number, published=published, headline=headline, title=title)

    records = [
        other("a", "2023-01-01T08:00:00+07:00", "Storm", "Bão"),
        other("b", "2023-01-02", "storm", "Cơn bão"),
        other("c", "2023-01-02", "Storm", "Bão số 2"),
        other("d", None, None, "Bão"),
        other("e", "2023-01-01", "Calm", "Lặng"),
    ]
    with closing(State(tmp_path)) as state:
        affected = [sorted(state.articles.put_titles(record, None)) for record in records]
        assert affected == [[], ["a"], ["a", "b"], ["a"], []]
        assert [state.articles.apart(record) for record in records] == ["date", "b", "c", "d", ""]
        assert state.articles.put_titles(None, records[3]) == {"a"}
