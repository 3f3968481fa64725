"""The publishers as editors write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from build_site.errors import ConfigProblem
from build_site.model import Publishers
from build_site.store.publishers import read_publishers
from tests.conftest import ROOT

GOOD = """
[default]
rights = "excerpt"

[[source]]
name = { vi = "Báo A", en = "Paper A" }
hosts = ["a.vn"]
agencies = ["BA"]
"""


def read(folder: Path, text: str) -> Publishers:
    path = folder / "sources.toml"
    path.write_text(text, "utf-8")
    return read_publishers(path)


def faults(folder: Path, text: str) -> list[str]:
    """Line and fault of everything that is wrong: `3: unknown table …`."""
    with pytest.raises(ConfigProblem) as caught:
        read(folder, text)
    head, *found = caught.value.what.split("\n")
    assert head.startswith(f"{len(found)} problem")
    assert "sources-and-rights" in caught.value.hint
    return [line.rpartition("sources.toml:")[2] for line in found]


def test_the_project_s_own_file() -> None:
    """Both publishers of the seeds are named in both languages; the seeds are the project's own, so all is shown."""
    found = read_publishers(ROOT / "site_src" / "sources.toml")
    assert found.default == "full"
    assert [(publisher.agencies, publisher.rights) for publisher in found.sources] == [
        (("HNP",), "full"),
        (("BGĐT",), "full"),
    ]
    assert found.sources[0].name["en"] == "Hanoi Portal"


def test_a_missing_file_allows_everything(tmp_path: Path) -> None:
    """No file, no publisher, nothing withheld."""
    assert read_publishers(tmp_path / "sources.toml") == Publishers("full", ())


def test_the_default_holds_where_a_source_says_nothing(tmp_path: Path) -> None:
    """Rights of a source are its own, else the default's; texts are NFC, whatever the editor's keyboard writes."""
    text = (
        GOOD
        + 'drop = ["Xem  the\u0302m"]\n[[source]]\nname = {vi="B",en="B"}\nhosts = ["b.vn"]\nrights = "link only"\n'
    )
    first, second = read(tmp_path, text).sources
    assert (first.rights, first.drop, second.rights) == ("excerpt", ("Xem thêm",), "link only")


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    """One message for all: unknown names with the nearest right one, values of the wrong kind, what is missing."""
    text = """[defaults]
rights = "full"
[[source]]
name = { vi = "Báo A" }
host = ["a.vn"]
agencies = ["BA", " "]
rights = "link"
[[source]]
name = { vi = "Báo B", en = "Paper B" }
hosts = ["https://b.vn/", "B.vn"]
home = "b.vn"
[[source]]
name = { vi = "Báo C", en = "Paper C" }
hosts = "c.vn"
"""
    assert faults(tmp_path, text) == [
        "1: unknown table “defaults”; did you mean “default”?",
        "4: name has no “en”",
        "5: unknown field “host”; did you mean “hosts”?",
        "6: agencies holds an empty text",
        "7: unknown rights “link”; did you mean “link only”?",
        "10: “B.vn” is not a host name in lower case (like hanoi.gov.vn, without http:// and path)",
        "10: “https://b.vn/” is not a host name in lower case (like hanoi.gov.vn, without http:// and path)",
        "11: home “b.vn” is not an address (https://…)",
        "14: hosts: a list such as [ … ] is wanted here, not text",
    ]


def test_a_host_and_an_agency_have_one_publisher(tmp_path: Path) -> None:
    """The same host or agency twice is refused, in one source or in two."""
    again = '[[source]]\nname = { vi = "B", en = "B" }\nhosts = ["b.vn", "b.vn", "a.vn"]\nagencies = ["BA"]\n'
    assert faults(tmp_path, GOOD + again) == [
        "11: hosts: “a.vn” stands in line 7 already",
        "11: hosts: “b.vn” stands in line 11 already",
        "12: agencies: “BA” stands in line 8 already",
    ]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[default]\nrights = "none"\n', "2: unknown rights “none” (one of: full, excerpt, link only)"),
        ('[default]\nright = "full"\n', "2: unknown field “right”; did you mean “rights”?"),
        ('[source]\nname = "x"\n', "1: publishers must be written as [[source]] tables"),
        (
            '[[source]]\nname = { vi = "A", en = "A" }\n',
            "1: neither hosts nor agencies: nothing would ever be of this publisher",
        ),
        ('[[source]]\nname = "A"\nhosts = ["a.vn"]\n', "2: name: a table such as { en = … } is wanted here, not text"),
    ],
)  # fmt: skip
def test_single_faults(tmp_path: Path, text: str, fault: str) -> None:
    """Each fault that a file can have alone, in the editor's words."""
    assert faults(tmp_path, text) == [fault]


def test_not_toml(tmp_path: Path) -> None:
    """The line of the fault is named."""
    with pytest.raises(ConfigProblem, match="not valid TOML") as caught:
        read(tmp_path, '[default]\nrights = "full\n')
    assert caught.value.where.endswith("sources.toml:2")
