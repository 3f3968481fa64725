"""The tutorial does what it says: its commands are run in an empty folder, and its files are written."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

PAGE = ROOT / "docs" / "tutorial" / "first-article.md"
_BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_INSTALL = ["python -m venv digest-env", "source digest-env/bin/activate", "python -m pip install ./build_site"]


class Reader:
    """Somebody who does what the page says. Of a block's first line the word tells what it is: `console` has commands
    behind `$` and what they print, where `...` is any lines and `…` any text; `NAME file=PATH` is a file's whole text,
    `add=PATH` goes to its end, and `po fill=PATH` has entries of a PO file as they are when their msgstr is filled in.
    """

    def __init__(self, folder: Path) -> None:
        self.start = self.here = folder
        self.commands = 0

    def console(self, text: str) -> None:
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, _, expected = part.partition("\n")
            self.commands += 1
            words = shlex.split(command)
            if words[0] == "cd":
                self.here = (self.here / words[1]).resolve()
                assert self.here.is_dir(), command
                continue
            done = self.run(words)
            assert re.fullmatch(pattern(expected), done), f"$ {command}\n{done}\n--- the page has:\n{expected}"

    def run(self, words: list[str]) -> str:
        if words[0] == "python":
            words = [sys.executable, *words[1:]]
        environment = os.environ | {
            "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_COLOR": "1", "COLUMNS": "100",
        }  # fmt: skip
        done = subprocess.run(
            words,
            cwd=self.here,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        # How far work is goes to standard error, and is told on slow machines alone.
        assert "error: " not in done.stderr, done.stderr
        return done.stdout

    def write(self, how: str, path: str, text: str) -> None:
        target = self.here / path
        if how == "file":
            assert not target.exists(), path
            target.write_text(text, "utf-8")
        elif how == "add":
            target.write_text(target.read_text("utf-8") + text, "utf-8")
        else:
            assert how == "fill"
            whole = target.read_text("utf-8")
            for entry in text.strip().split("\n\n"):
                said = re.search(r'^msgctxt .*\nmsgid .*\nmsgstr ".+"$', entry, re.MULTILINE)
                assert said, entry
                head, _, _ = said[0].rpartition("\n")
                [there] = re.findall(re.escape(head) + r'\nmsgstr ".*"$', whole, re.MULTILINE)
                whole = whole.replace(there, said[0])
            target.write_text(whole, "utf-8")


def pattern(expected: str) -> str:
    """What the page shows, as a regular expression."""
    found = ""
    for line in expected.splitlines():
        if line == "...":
            found += r"(?:.*\n)*?"
        else:
            found += ".*?".join(re.escape(part) for part in line.split("…")) + r"\n"
    return found


def test_the_tutorial_can_be_followed(tmp_path: Path):
    """Every command prints what the page shows, every file is where the page says; at its end a published folder is
    proved whole, in both languages, with the translation, the headline and the term that the reader wrote."""
    reader = Reader(tmp_path)
    installed = False
    for info, text in _BLOCK.findall(PAGE.read_text("utf-8")):
        kind, _, rest = info.partition(" ")
        if kind == "sh":
            # Tested with the wheel, in an empty environment: tests/build/test_wheel.py.
            assert text.strip().splitlines() == _INSTALL
            installed = True
        elif kind == "console":
            reader.console(text)
        else:
            how, _, path = rest.partition("=")
            assert path, info
            reader.write(how, path, text)
    assert installed
    assert reader.commands >= 10
    page = tmp_path / "published" / "en" / "articles" / "2026" / "xa-ba-ben-hop-dan-ban-viec-mo" / "index.html"
    told = page.read_text("utf-8")
    assert "Ba Bến asks residents about a wider inter-village road" in told
    assert "Forty-six households have offered to give up land." in told
    assert 'href="../../../glossary/duong-lien-thon/index.html' in told
    assert not list((tmp_path / "published").rglob("*.po"))


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nd\n", True),
        ("a\n...\nd\n", "a\nb\n", False),
        ("Seconds  …\n", "Seconds  0.93\n", True),
        ("a (b)\n", "a b\n", False),
        ("a\n", "a\nb\n", False),
    ],
)
def test_an_ellipsis_is_no_blank_cheque(expected, printed, same):
    """What the page shows must be there, and all that is there must be shown or passed over openly."""
    assert bool(re.fullmatch(pattern(expected), printed)) is same
