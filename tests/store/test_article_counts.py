"""What the state counts for charts."""

from __future__ import annotations

from pathlib import Path

from build_site.model import ArticleRecord, Mention
from build_site.store.naming import pack
from build_site.store.state import State


def record(article_id: str) -> ArticleRecord:
    return ArticleRecord(
        id=article_id,
        tail=f"articles/2023/{article_id}",
        published="2023-01-01",
        published_from="stamp",
        title="T",
        headline=None,
        agency=None,
        place=None,
        tags=(),
        people=(),
        states={},
    )


def test_an_article_under_several_slugs_is_one(tmp_path: Path) -> None:
    """Provinces that are one today count an article once."""
    state = State(tmp_path)
    named = {"a": ("tỉnh Bắc Giang", "tỉnh Bắc Ninh"), "b": ("tỉnh Bắc Giang",), "c": ("tỉnh Cà Mau",)}
    for each, provinces in named.items():
        mentions = [Mention("province", province, province) for province in provinces]
        state.put_article(
            record(each), origin=each, signature="", digest=b"", fingerprint="", named=pack(mentions), brief=b"{}",
            chosen=((), ()), wants=(), missing=0, findings=0,
        )  # fmt: skip
    state.commit()
    assert state.naming.naming_any("province", ("tỉnh Bắc Giang", "tỉnh Bắc Ninh")) == 2
    assert state.naming.naming_any("province", ("tỉnh Bạc Liêu",)) == 0
    assert state.naming.naming_any("place", ("tỉnh Bắc Giang",)) == 0
    state.close()
