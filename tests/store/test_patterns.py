"""Regular expressions as they were compiled, kept between builds."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import Path

import pytest

from build_site.store.patterns import kept_patterns

SOURCES: tuple[tuple[str | bytes, int], ...] = (
    (r"(?P<day>\d{1,2})/(?P<month>\d{1,2})|(no)", 0),
    (r"(?i:đồng) chí [À-ỹ]+(?<!\w)", re.MULTILINE),
    ("[\ue000-\uf8ff\U000f0000-\U0010ffff]", 0),
    (r"(?>a+)b*+(?=c)|\bxã\b", re.IGNORECASE | re.VERBOSE),
    (rb"<(\w+)[^>]*>", re.DOTALL),
    ("", re.ASCII),
)


def _compiled() -> list[re.Pattern[str] | re.Pattern[bytes]]:
    re.purge()
    return [re.compile(*each) for each in SOURCES]


@pytest.fixture
def no_parser(monkeypatch):
    """Whoever compiles a pattern of its source fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("parsed again")

    return lambda: monkeypatch.setattr(import_module("re._compiler")._parser, "parse", refuse)


def test_a_kept_pattern_is_the_one_that_python_compiles(tmp_path: Path, no_parser):
    """Equal in source, flags, code and groups, of text and of bytes; and the next process compiles nothing."""
    plain = _compiled()
    with kept_patterns(tmp_path, "1"):
        assert _compiled() == plain
    no_parser()
    with kept_patterns(tmp_path, "1"):
        kept = _compiled()
    assert kept == plain
    assert [(one.groups, one.groupindex, one.flags) for one in kept] == [
        (one.groups, one.groupindex, one.flags) for one in plain
    ]
    match = kept[0].match("30/4")
    assert match
    assert (match["month"], match.lastgroup) == ("4", "month")


@pytest.mark.parametrize("harm", ["another version", "damaged", "gone"])
def test_what_is_not_to_be_trusted_is_compiled_anew(tmp_path: Path, harm: str):
    """The code of another version of the program or of a file with a byte changed is not read."""
    plain = _compiled()
    with kept_patterns(tmp_path, "1"):
        _compiled()
    (file,) = tmp_path.iterdir()
    if harm == "damaged":
        data = bytearray(file.read_bytes())
        data[len(data) // 2] ^= 1
        file.write_bytes(data)
    elif harm == "gone":
        file.unlink()
    with kept_patterns(tmp_path, "2" if harm == "another version" else "1"):
        assert _compiled() == plain


def test_python_compiles_as_before_behind_it(tmp_path: Path):
    """What takes the place of Python's compiler goes with the build, also with one that fails; a wrong pattern is
    refused in the same words."""
    compiler = import_module("re._compiler")
    before = compiler.compile
    with pytest.raises(re.error, match="missing \\)"), kept_patterns(tmp_path, "1"):
        re.compile("(a")
    assert compiler.compile is before


def test_without_a_version_nothing_is_kept(tmp_path: Path):
    with kept_patterns(tmp_path, ""):
        _compiled()
    assert not list(tmp_path.iterdir())
