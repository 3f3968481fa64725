"""The memory's index: which of several translations of one text serves another article, and who hears of a change."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from build_site.model import ArticleRecord, Role, State, TranslationUnit
from build_site.store.naming import Named
from build_site.store.state import State as Store

TEXT = "Cảnh hội nghị."
TARGETS = {
    # file: (role, state, text before, text after)
    "a/machine-between": ("caption", "machine", "Trước.", "Sau."),
    "b/human-between": ("caption", "human", "Trước.", "Sau."),
    "c/approved-between": ("caption", "approved", "Trước.", "Sau."),
    "d/human-after": ("caption", "human", "Khác.", "Sau."),
    "e/human-role": ("caption", "human", "Khác.", "Khác nữa."),
    "f/machine-role": ("caption", "machine", "", ""),
    "g/machine-other-role-between": ("body", "machine", "Trước.", "Sau."),
    "h/human-other-role": ("body", "human", "", ""),
    "i/machine-other-role": ("heading", "machine", "", ""),
}
ORDER = [
    "b/human-between", "c/approved-between", "d/human-after", "e/human-role", "h/human-other-role",
    "a/machine-between", "f/machine-role", "g/machine-other-role-between", "i/machine-other-role",
]  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    state = Store(tmp_path)
    yield state
    state.close()


def unit(source: str, target: str | None = None, role: Role = "body", state: State = "missing") -> TranslationUnit:
    return TranslationUnit(role, source, target, state)


def file_of(name: str) -> list[TranslationUnit]:
    """A PO file that holds TEXT between its neighbours, translated as its own name."""
    role, state, before, after = TARGETS[name]
    there = [unit(before)] if before else []
    there.append(unit(TEXT, name, role, state))  # type: ignore[arg-type]
    return [*there, unit(after)] if after else there


def best(store: Store, before: str = "Trước.", after: str = "Sau.") -> str | None:
    found = store.memory.elsewhere("caption", TEXT, before, after)
    return found.target if found else None


def test_people_come_before_machines_and_context_before_the_rest(store: Store) -> None:
    """What a person wrote or approved comes first: same role between the same texts, beside one of them, same role,
    another role; then the machines' in the same order. Each is found when those before it are gone."""
    for name in reversed(ORDER):
        store.memory.put(name, file_of(name))
    for name in ORDER:
        assert best(store) == name
        store.memory.put(name, ())
    assert best(store) is None


def test_equals_are_settled_by_file(store: Store) -> None:
    """Whatever the order in which the files were read."""
    for name in ("2", "1", "3"):
        store.memory.put(name, [unit(TEXT, name, "caption", "human")])
    assert best(store) == "1"
    store.memory.put("1", ())
    assert best(store) == "2"


def test_no_neighbour_is_no_context(store: Store) -> None:
    """That both open their articles says nothing: a person's text wins over a machine's that stands first as well."""
    store.memory.put("a", [unit(TEXT, "a", "caption", "machine")])
    store.memory.put("b", [unit("Trước."), unit(TEXT, "b", "caption", "human"), unit("Sau.")])
    assert best(store, "", "") == "b"


def test_a_better_context_is_told_to_those_who_asked(store: Store) -> None:
    """Where a neighbour changes, and where a better match appears, the articles that want the text are named; for any
    other change they are not."""
    record = ArticleRecord("x", "articles/0/x", None, None, "X", None, None, None, (), (), {})
    store.put_article(
        record, origin="x.txt", signature="s", content="", digest=b"{}", fingerprint="", named=Named(), brief=b"{}",
        chosen=((), ()), wants=[("caption", TEXT)], missing=1, findings=0,
    )  # fmt: skip
    plain = [
        unit("Khác."),
        unit(TEXT, "a", "caption", "human"),
        unit("Sau nữa."),
        unit("Cuối.", "Last.", state="human"),
    ]
    assert store.memory.put("a", plain) == {"x"}
    assert store.memory.put("a", plain) == set()
    assert store.memory.put("a", [*plain[:-1], unit("Cuối.", "The last.", state="human")]) == set()
    assert store.memory.put("a", [unit("Trước."), *plain[1:]]) == {"x"}
    assert store.memory.put("b", file_of("b/human-between")) == {"x"}
    assert best(store) == "b/human-between"
