"""Any bytes are read by every parser, or refused with an error of ours, in less than two seconds: the files to start
from, what fuzzing by coverage has found (kept/<target>/), and what Hypothesis makes of both. `scripts/fuzz` looks for
more, for as long as one likes.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.fuzz.targets import SLOW, TARGETS, run, seeds

pytestmark = pytest.mark.guarantee("C13")
KEPT = Path(__file__).parent / "kept"
EXAMPLES = 1_800
"""Of each parser: 50,000 of all."""
SIGNS = (
    *(b"", b"\0", b"\xff", b"\n", b"\r", b"\n\n", b" ", b"\t", b'"', b"'", b",", b";", b"=", b"<", b">", b"&", b"\\"),
    *(b"[", b"]", b"{", b"}", b"#", b"#~", b"#|", b"+++", b"---", b"9" * 20, b"-1", b"\xef\xbb\xbf", b"\xcc\x81"),
    *(
        b"\xe2\x80\xa8",
        b"\xc2\xa0",
        b"\xe2\x80\xae",
        b"\\u0000",
        b"\\ud800",
        b"null",
        b"true",
        b"]]>",
        b"<!--",
        b"\x85",
    ),
)
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from((0, 0, 1, 1, 3, 20)), st.sampled_from(SIGNS) | st.binary(max_size=6)),
    min_size=1,
    max_size=6,
)
"""Where, how much is taken out, and what is put in."""


def inputs(name: str) -> list[bytes]:
    return [*seeds(name), *(path.read_bytes() for path in sorted((KEPT / name).glob("*")))]


def attempt(name: str, data: bytes) -> None:
    started = time.process_time()
    run(name, data)
    assert time.process_time() - started < SLOW, data


@pytest.mark.parametrize("name", TARGETS)
def test_what_was_found_is_read(name: str) -> None:
    """Each input that once failed, and each file to start from."""
    for data in inputs(name):
        attempt(name, data)


@pytest.mark.parametrize("name", TARGETS)
def test_what_is_made_of_it_is_read(name: str) -> None:
    """A few places of a file edited, nearly two thousand times."""
    whole = inputs(name)

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(st.integers(0, len(whole) - 1), EDITS)
    def edited(which: int, edits: list[tuple[float, int, bytes]]) -> None:
        data = bytearray(whole[which][:3_000] if name not in ("state", "shard") else whole[which])
        for place, taken, put in edits:
            at = int(place * len(data))
            data[at : at + taken] = put
        attempt(name, bytes(data))

    edited()


def test_every_kept_input_has_its_target() -> None:
    """A folder of inputs that nobody runs would hold nothing."""
    assert {path.name for path in KEPT.iterdir() if path.is_dir()} <= TARGETS.keys()
