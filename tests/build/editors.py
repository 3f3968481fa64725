"""The people and tools around a PO file, for tests of histories: Poedit and Weblate simulated on the libraries whose
output they share (polib; translate-toolkit, which Weblate itself uses), the real msgmerge, and two engines."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import polib

from build_site.engines.fake import FakeEngine
from build_site.store.project import Project
from tests.conftest import ROOT

# Everything the toolkit does happens in a process of its own, which answers line by line: its package is called
# `translate`, as a folder of tests is.
TOOLKIT = """
import json, sys
try:
    from translate.storage import pypo
except ImportError:
    print(json.dumps(None), flush=True)
    sys.exit()
print(json.dumps(True), flush=True)
for line in sys.stdin:
    task = json.loads(line)
    with open(task["path"], "rb") as file:
        store = pypo.pofile(file, width=77)
    units = [unit for unit in store.units if not unit.isheader() and not unit.isobsolete()]
    if units:
        unit = units[task["number"] % len(units)]
        if task["text"]:
            unit.target = task["text"]
        if unit.target:
            unit.markfuzzy(task["fuzzy"])
        if not task["fuzzy"]:
            unit.prev_source = ""
            unit.prev_msgctxt = []
    store.updateheader(
        add=True, language="en", x_generator="Weblate 5.9", language_team="English <https://weblate.example/>",
        PO_Revision_Date=task["date"], last_translator="Thu Hà <thuha@example.org>",
        plural_forms="nplurals=2; plural=n != 1;",
    )
    with open(task["path"], "wb") as file:
        file.write(bytes(store))
    print(json.dumps(True), flush=True)
"""


class Weblate:
    """Saves as Weblate does: the toolkit's wrapping at 77, its header, and `fuzzy` for "needs editing"."""

    def __init__(self) -> None:
        command = [sys.executable, "-X", "utf8", "-c", TOOLKIT]
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8")
        self.there = self._answer() is True

    def _answer(self) -> Any:
        assert self._process.stdout is not None
        return json.loads(self._process.stdout.readline())

    def save(self, path: Path, number: int, text: str, *, fuzzy: bool, date: str = "2026-11-23 10:00+0000") -> None:
        """Put `text` into the entry of that number (empty: as it is), finished or in need of editing."""
        task = {"path": str(path), "number": number, "text": text, "fuzzy": fuzzy, "date": date}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        assert self._answer() is True

    def close(self) -> None:
        self._process.communicate()


# Forks for each task, since only a process without threads may: `translate` in a child that kills itself at the given
# step of its writing, a sync or a rename.
MORTAL = """
import json, os, signal, sys
from pathlib import Path
import build_site.fill, tests.build.editors
from build_site.store.project import find_project

def dies_after(steps):
    left = [steps]
    def counted(real):
        def step(*arguments):
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(*arguments)
        return step
    os.fsync, Path.replace = counted(os.fsync), counted(Path.replace)

for line in sys.stdin:
    root, templates, steps = json.loads(line)
    child = os.fork()
    if child == 0:
        dies_after(steps)
        try:
            build_site.fill.fill_memory(find_project(Path(root), templates=Path(templates)))
        finally:
            os._exit(0)
    print(json.dumps(os.WIFSIGNALED(os.waitpid(child, 0)[1])), flush=True)
"""


class Mortal:
    """`translate` in a process of its own, which is killed (SIGKILL) in the middle of its writing."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-X", "utf8", "-c", MORTAL]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8", env=environment, cwd=ROOT)

    def translate(self, project: Project, steps: int) -> bool:
        """Whether it was killed before it had come to its end; the step is the `steps`-th sync or rename."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps([str(project.root), str(project.templates), steps]) + "\n")
        self._process.stdin.flush()
        return bool(json.loads(self._process.stdout.readline()))

    def close(self) -> None:
        self._process.communicate()


def poedit(path: Path, number: int, text: str, *, crlf: bool = False) -> None:
    """Save as Poedit does: wrapped at 79, with its header fields; the edited entry is no longer fuzzy."""
    file = polib.pofile(str(path), wrapwidth=79)
    live = [entry for entry in file if not entry.obsolete]
    if live:
        entry = live[number % len(live)]
        if text:
            entry.msgstr = text
        entry.fuzzy = False
        entry.previous_msgid = entry.previous_msgctxt = None
    file.metadata |= {
        "X-Generator": "Poedit 3.5",
        "Last-Translator": "Hà",
        "PO-Revision-Date": "2026-11-22 12:00+0700",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    data = str(file) + "\n"
    path.write_bytes(data.replace("\n", "\r\n" if crlf else "\n").encode())


MSGMERGE = shutil.which("msgmerge")


def msgmerge(path: Path, template: list[tuple[str, str]]) -> None:
    """Merge with a template of (msgctxt, msgid), as a team with its own gettext tools does."""
    pot = path.with_suffix(".pot")
    file = polib.POFile(wrapwidth=0)
    file.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Language": "en"}
    file += [polib.POEntry(msgctxt=context, msgid=source) for context, source in dict.fromkeys(template)]
    file.save(str(pot))
    assert MSGMERGE
    command = [MSGMERGE, "--quiet", "--previous", "--update", "--backup=none", str(path), str(pot)]
    done = subprocess.run(command, check=False, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    pot.unlink()


class First(FakeEngine):
    """An engine."""

    name = "first"


class Second(First):
    """The same after an upgrade: another version, other words."""

    version = "2"

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        return [f"{text} (second)" for text in super().translate(texts, pair)]
