"""What files say commands no terminal that it is printed on: no cursor, no title, no hidden text, no other order."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import unicodedata

import pytest

from build_site.progress import harmless
from build_site.store.project import Project
from tests.conftest import ROOT

EVIL = "\x1b]0;title\x07\x1b[2J\x1b[8m\x9b1m\u202egnp\u2066\u200b\r"
OURS = re.compile("\x1b\\[(?:[012]|3[1-6])m")
pytestmark = pytest.mark.guarantee("C14")


def power(text: str) -> set[str]:
    """Characters that are no text, but for colours and line ends."""
    found = OURS.sub("", text).replace("\n", "").replace("\t", "")
    return {char for char in found if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")}


def test_every_such_character_is_written_as_an_escape() -> None:
    """All of Unicode; text, blanks and our own colours stay as they are."""
    everything = "".join(map(chr, range(sys.maxunicode + 1)))
    assert power(everything)
    assert power(harmless(everything)) == set()
    plain = "Đảng bộ\u00a0huyện\n\t\x1b[31mred\x1b[0m"
    assert harmless(plain) == plain
    assert harmless("a\x1b[8mb\udcff\u202e") == r"a\x1b[8mb\udcff\u202e"


def test_no_command_prints_one(tiny: Project) -> None:
    """Such text in the names and contents of seeds, PO files, notes, settings and glossary; in colour as on a
    terminal."""
    named = EVIL.replace("/", "")
    for folder in (tiny.memory / "en", tiny.site_src / "articles"):
        folder.mkdir(exist_ok=True)
    (tiny.seeds / f"{named}.txt").write_text("x", "utf-8")
    (tiny.seeds / "1.txt").write_text(f"Huyện họp {EVIL}\n04/02/2023\n\nCó 46 chi bộ {EVIL}.\n", "utf-8")
    (tiny.memory / "en" / f"{named}.po").write_text("rubbish", "utf-8")
    (tiny.memory / "en" / "1.po").write_text(f'msgid "{EVIL}"\nmsgstr {EVIL}\n'.replace("\r", ""), "utf-8")
    (tiny.site_src / "articles" / "1.md").write_text('+++\n"\\u001b[8m\\u202e" = 1\n+++\n', "utf-8")
    settings = tiny.site_src / "site.toml"
    good = settings.read_text("utf-8")
    bad = f'{good}\n["\\u001b[8m\\u202e"]\nx = 1\n'
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "FORCE_COLOR": "1"}
    environment.pop("NO_COLOR", None)
    said = ""
    for text, commands in ((good, ("build", "translate", "check", "memory check", "memory status")), (bad, ("build",))):
        settings.write_text(text, "utf-8")
        for command in commands:
            folders = ["--project", str(tiny.root), "--templates", str(tiny.templates)]
            whole = [sys.executable, "-m", "build_site", *command.split(), *folders]
            done = subprocess.run(whole, capture_output=True, env=environment, timeout=60, check=False)
            printed = (done.stdout + done.stderr).decode()
            assert power(printed) == set(), (command, printed)
            assert done.returncode in (0, 1, 2), (command, printed)
            said += printed
    assert "\x1b[31m" in said
    assert r"\x1b]0;title" in said
    assert r"there is no setting \x1b[8m\u202e" in said
