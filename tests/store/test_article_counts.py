"""What the state counts: articles for charts, and what all of them together have."""

from __future__ import annotations

import random
from pathlib import Path

from build_site.model import ArticleRecord, Mention
from build_site.model import State as TranslationState
from build_site.store.naming import pack
from build_site.store.state import STATES, State


def record(article_id: str, states: dict[TranslationState, int] | None = None) -> ArticleRecord:
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
        states=states or {},
    )


def put(state: State, own: ArticleRecord, mentions: list[Mention], *, missing: int = 0, findings: int = 0) -> None:
    state.put_article(
        own, origin=own.id, signature="", content="", digest=b"", fingerprint="", named=pack(mentions), brief=b"{}",
        chosen=((), ()), wants=(), missing=missing, findings=findings,
    )  # fmt: skip


def test_an_article_under_several_slugs_is_one(tmp_path: Path) -> None:
    """Provinces that are one today count an article once."""
    state = State(tmp_path)
    named = {"a": ("tỉnh Bắc Giang", "tỉnh Bắc Ninh"), "b": ("tỉnh Bắc Giang",), "c": ("tỉnh Cà Mau",)}
    for each, provinces in named.items():
        put(state, record(each), [Mention("province", province, province) for province in provinces])
    state.commit()
    assert state.naming.naming_any("province", ("tỉnh Bắc Giang", "tỉnh Bắc Ninh")) == 2
    assert state.naming.naming_any("province", ("tỉnh Bạc Liêu",)) == 0
    assert state.naming.naming_any("place", ("tỉnh Bắc Giang",)) == 0
    state.close()


def test_sums_go_with_each_article(tmp_path: Path) -> None:
    """After any articles have come, changed and gone, the sums that were kept are those that a count gives."""
    chance, state = random.Random(7), State(tmp_path)
    there: dict[str, tuple[int, int, dict[TranslationState, int]]] = {}
    for step in range(120):
        name = f"a{chance.randrange(12)}"
        if name in there and chance.random() < 0.3:
            del there[name]
            state.remove_article(name)
        else:
            there[name] = (
                chance.randrange(9),
                chance.randrange(9),
                {each: chance.randrange(1, 30) for each in chance.sample(STATES, 2)},
            )
            missing, findings, states = there[name]
            put(state, record(name, states), [], missing=missing, findings=findings)
        if step > 20:  # until then nobody has asked, and nothing is kept
            told = list(there.values())
            assert state.totals() == (len(told), sum(each[0] for each in told), sum(each[1] for each in told)), step
            assert state.states() == {each: sum(states.get(each, 0) for _, _, states in told) for each in STATES}, step
    state.close()
