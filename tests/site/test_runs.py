"""Text with terms in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from build_site.site.runs import runs


def test_terms_are_cut_out() -> None:
    """Each span becomes a run of its own, in the order of the text."""
    assert runs("the Party cell", [(10, 14, "cell"), (4, 9, "party")]) == [
        {"t": "the ", "term": None},
        {"t": "Party", "term": "party"},
        {"t": " ", "term": None},
        {"t": "cell", "term": "cell"},
    ]


@given(st.text(), st.lists(st.tuples(st.integers(-3, 30), st.integers(-3, 30), st.text())))
def test_nothing_is_lost(text: str, spans: list[tuple[int, int, str]]) -> None:
    """Whatever the spans, the runs joined are the text."""
    kept = [(max(0, start), end, term) for start, end, term in spans]
    assert "".join(run["t"] for run in runs(text, kept)) == text
