"""What the state keeps of a digest, and gives back."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace

from build_site.model import Digest, TermUse
from build_site.pipeline import digest_article
from build_site.site.article_terms import plan_terms
from build_site.store.project import find_project
from build_site.store.state import State
from build_site.work.storing import digest_of, shown, stored
from build_site.work.workshop import Workshop

ROOT = Path(__file__).parents[2]
TEXT = """Huyện ủy Gia Lâm tổ chức hội nghị

Sáng 4/2, Huyện ủy Gia Lâm tổ chức hội nghị sơ kết công tác xây dựng Đảng. Ban Thường vụ Huyện ủy đã báo cáo kết quả.

Các đảng viên của chi bộ đã dự hội nghị; đồng chí Bí thư Huyện ủy kết luận rằng công tác kiểm tra được tăng cường.
"""


class _OfOne:
    """A state that has this one digest."""

    def __init__(self, digest: Digest) -> None:
        self._data = stored(digest)[0]

    def digest(self, article_id: str) -> bytes:
        return zlib.decompress(self._data)


@pytest.fixture(scope="module")
def shop() -> Workshop:
    return Workshop(find_project(ROOT))


@pytest.fixture(scope="module")
def digest(shop: Workshop) -> Digest:
    nothing = lambda *asked: None  # noqa: E731
    data = TEXT.encode()
    made = digest_article("2023/1.txt", data, shop.rules, memory_file="", catalog=None, elsewhere=nothing)
    assert len(made.terms) > 2
    return made


def test_a_digest_comes_back_whole(shop: Workshop, digest: Digest) -> None:
    """What is kept without its terms comes back with those of the termbase, in their order and with their counts."""
    state = cast(State, _OfOne(digest))
    assert digest_of(state, "2023/1", shop.terms_by_id) == digest


def test_what_is_underlined_is_kept_with_it(shop: Workshop, digest: Digest) -> None:
    """A page is made with what its digest underlines, which nobody works out again."""
    found = plan_terms(digest)
    assert found
    assert shown(cast(State, _OfOne(digest)), "2023/1", shop.terms_by_id) == (digest, found)


def test_who_asks_for_no_terms_gets_none(digest: Digest) -> None:
    """All but the terms is there without a termbase."""
    assert digest_of(cast(State, _OfOne(digest)), "2023/1", {}) == replace(digest, terms=())


def test_a_term_is_of_the_fingerprint(digest: Digest) -> None:
    """An article whose term has another definition is another one, though what is kept of it is the same; one of which
    nothing has changed is not."""
    first, *others = digest.terms
    changed = TermUse(replace(first.term, definition="Another one."), first.count, first.first_block)
    other = replace(digest, terms=(changed, *others))
    (kept, mark), (other_kept, other_mark) = stored(digest), stored(other)
    assert kept == other_kept
    assert mark != other_mark
    assert stored(replace(digest, terms=tuple(digest.terms))) == (kept, mark)
