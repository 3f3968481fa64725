"""The interface's strings: those that templates and program ask for, and those that the packs have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from build_site.store.packs import load_pack

ROOT = Path(__file__).parents[2]
NAMED = re.compile(
    r"\b(?:ui|elsewhere|strings)\.(\w+)"
    r"|\.(say)\(\s*\"(\w+)\"(\s*[+~])?"
    r"|\.(count)\(\s*\"(\w+)\""
    r"|\b(?:words|_table|strings|ui)\[\"(\w+)\"\]"
)


def asked() -> tuple[set[str], set[str]]:
    """(keys, prefixes of keys that are put together) that stand literally in templates and in site/."""
    keys, prefixes = set(), set()
    for path in [*(ROOT / "templates").glob("*.html"), *(ROOT / "build_site" / "site").rglob("*.py")]:
        for attribute, say, said, more, count, counted, item in NAMED.findall(path.read_text("utf-8")):
            if count:
                keys |= {f"{counted}_one", f"{counted}_other"}
            elif say and (more or said.endswith("_")):
                prefixes.add(said)
            elif said or item or path.suffix == ".html":
                keys.add(attribute or said or item)
    return keys, prefixes


@pytest.mark.parametrize("lang", ["en", "vi"])
def test_every_string_that_is_asked_for_is_there(lang: str) -> None:
    """Also those that only some site needs: a build fails where one language lacks a string that the other has, and
    this where both lack it."""
    table = load_pack(lang).ui
    keys, prefixes = asked()
    assert len(keys) > 250
    assert sorted(key for key in keys if key not in table) == []
    assert sorted(prefix for prefix in prefixes if not any(key.startswith(prefix) for key in table)) == []
