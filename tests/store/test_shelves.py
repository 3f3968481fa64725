"""What of a long list is looked at when one of its articles has changed."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import Mock

import pytest
from msgspec import structs

from build_site.model import Mention
from build_site.site.paging import PAGE
from build_site.store.state import State
from tests.store.test_article_counts import put, record

TAG = ("tag", "cadre-work")
FULL = 6


@pytest.mark.parametrize(("year", "stands", "read"), [(2999, FULL, PAGE), (1000 + 2 * PAGE, 2, (FULL - 1) * PAGE)])
def test_pages_behind_a_change_stand_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, year: int, stands: int, read: int
) -> None:
    """A new article, the newest or older than most: pages of older ones stand, and nothing of them is read."""
    state = State(tmp_path)
    state.marking.active = True

    def add(number: int, year: int) -> None:
        own = structs.replace(record(f"a{number:04}"), published=f"{year}-01-01")
        put(state, own, [Mention("tag", TAG[1], TAG[1])])

    def plan(total: int, *, everything: bool) -> set[int]:
        state.shelves.refresh(everything=everything)
        found = set(state.shelves.standing(*TAG, total, "beside"))
        state.stale.strike_all()
        return found

    total = FULL * PAGE + 9
    for number in range(total):
        add(number, 1000 + number)
    assert plan(total, everything=True) == set()
    marks = Mock(wraps=state.naming.marks)
    monkeypatch.setattr(state.naming, "marks", marks)
    add(total, year)
    assert plan(total + 1, everything=False) == set(range(1, stands + 1))
    marks.assert_called_once()
    assert marks.call_args.args[-1] <= read + 10
