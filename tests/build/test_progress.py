"""What is shown while the program works, and in which colours."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from build_site import progress
from build_site.progress import Milestones, told
from tests.conftest import ROOT

pty = pytest.importorskip("pty", reason="there are no terminals of this kind here")

SLOW = """
import sys, time
from build_site import progress
from build_site.console import console, print_error
from build_site.errors import ConfigProblem
progress.SHOWN_AFTER = 0.05
progress.EVERY = 0.05
with progress.progress_line(False) as step:
    for number in range(8):
        step("Reading articles", number, 8)
        time.sleep(0.05)
console().print("[red]done[/]")
print_error(ConfigProblem("wrong", where="a:1", hint="Mend it."))
"""


def _on_a_terminal(**environment: str) -> str:
    """What a terminal gets from the program above, with these variables and no others of their kind."""
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "CI", "TERM")}
    leader, follower = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-c", SLOW],
        env=known | {"PYTHONPATH": str(ROOT), "COLUMNS": "30"} | environment,
        stdin=follower,
        stdout=follower,
        stderr=follower,
    )
    os.close(follower)
    text = b""
    while True:
        try:
            part = os.read(leader, 65536)
        except OSError:
            break
        if not part:
            break
        text += part
    os.close(leader)
    assert done.wait(30) == 0
    return text.decode()


def test_one_line_on_a_terminal_is_rewritten_and_goes():
    """The line is overwritten in place, never longer than the terminal is wide, and nothing of it is left at the
    end."""
    text = _on_a_terminal(TERM="xterm")
    before, _, after = text.rpartition("\r\x1b[K")
    assert "Reading articles: 3 of 8" in before
    assert "\n" not in before
    assert all(len(line.removesuffix("\x1b[K")) < 30 for line in before.split("\r"))
    assert "Reading" not in after
    assert "\x1b[31mdone" in after
    assert "\x1b[31merror: " in after


@pytest.mark.parametrize(
    ("environment", "line", "colour"),
    [
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "xterm", "NO_COLOR": ""}, True, True),
        ({"TERM": "dumb"}, False, False),
        ({"TERM": "xterm", "CI": "true"}, False, True),
        ({"TERM": "xterm", "FORCE_COLOR": "0"}, True, False),
        ({"TERM": "xterm", "FORCE_COLOR": "1", "NO_COLOR": "1"}, True, False),
    ],
)
def test_terminals_are_asked_no_more_than_they_can(environment, line, colour):
    """NO_COLOR, a dumb terminal, a CI log that passes for a terminal."""
    text = _on_a_terminal(**environment)
    assert ("\r\x1b[K" in text) is line
    assert bool(re.search("\x1b\\[[0-9;]*m", text)) is colour, ascii(text)
    assert "error: a:1: wrong" in re.sub("\x1b\\[[0-9;]*m", "", text)


@pytest.mark.parametrize(
    ("environment", "colour"), [({}, False), ({"FORCE_COLOR": "1"}, True), ({"FORCE_COLOR": "0"}, False)]
)
def test_a_pipe_gets_neither_line_nor_colour(environment, colour, tmp_path: Path):
    """What is quick says nothing of its progress; FORCE_COLOR colours the report."""
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR", "TERM")}
    done = subprocess.run(
        [sys.executable, "-c", SLOW],
        env=known | {"PYTHONPATH": str(ROOT), "TERM": "xterm"} | environment,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert "Reading" not in done.stderr
    assert ("\x1b[31mdone" in done.stdout) is colour
    assert ("\x1b[31m" in done.stderr) is colour
    assert "\r" not in done.stdout + done.stderr


def test_a_log_gets_a_line_every_half_minute(capsys):
    """An hour of ten thousand steps a minute is 119 lines."""
    now = [0.0]
    step = Milestones(lambda: now[0])
    for number in range(1, 3600):
        now[0] = float(number)
        step("Reading articles", number * 10, 36_000)
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == 3599 // progress.TOLD_EVERY
    assert lines[0] == "Reading articles: 300 of 36,000"


def test_a_step_in_words():
    """With what is known of it."""
    assert told("Reading articles", 0, 0) == "Reading articles"
    assert told("Reading articles", 1200, 0) == "Reading articles: 1,200"
    assert told("Reading articles", 1200, 3000) == "Reading articles: 1,200 of 3,000"
