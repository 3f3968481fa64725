"""A running preview, for tests: the program as a process, on a free port of the loopback."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from build_site.store.project import Project, find_project
from tests.conftest import ROOT


class Running:
    def __init__(self, project: Project, process: subprocess.Popen[bytes], said: Path) -> None:
        self.project, self.process, self._said = project, process, said
        self.port = 0

    def said(self) -> str:
        """What stands on its terminal."""
        return self._said.read_text("utf-8", "replace")

    def builds(self) -> list[str]:
        """The lines that tell of builds for something that was changed."""
        return [line for line in self.said().split("\n") if re.match(r"\d\d:\d\d:\d\d  (?!lists and search)", line)]

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """(status, body); (0, "") where nobody answers."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")
        except OSError:
            return 0, ""
        finally:
            connection.close()

    def shows(self, path: str, text: str, status: int = 200) -> None:
        """It comes to be that the page says this."""
        until(lambda: self.get(path)[0] == status and text in self.get(path)[1], 60)

    def quiet(self) -> None:
        """All that was saved is built."""
        still = 0
        end = time.monotonic() + 60
        while still < 5:
            assert time.monotonic() < end, self.said()
            time.sleep(0.1)
            still = still + 1 if '"idle": true' in self.get("/.preview/state")[1] else 0


@contextmanager
def serving(project: Project, said: Path, *options: str) -> Iterator[Running]:
    """`said`: a file for what it prints."""
    command = [sys.executable, "-m", "build_site", "serve", "--project", str(project.root), "--port", "0", *options]
    command += ["--templates", str(project.templates)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "NO_COLOR": "1", "COLUMNS": "200"}
    with (
        said.open("wb") as out,
        subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT) as process,
    ):
        running = Running(project, process, said)
        try:
            until(lambda: "Preview: " in running.said() or process.poll() is not None, 60)
            found = re.search(r"Preview: http://[^\s/]*:(\d+)/", running.said())
            assert found, running.said()
            running.port = int(found[1])
            yield running
        finally:
            process.kill()


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


@contextmanager
def serving_seeds(root: Path, said: Path) -> Iterator[Running]:
    """A preview of the repository's seeds with thirty terms and a look of its own, in a new folder."""
    for name in ("seeds", "site_src", "templates"):
        shutil.copytree(ROOT / name, root / name)
    terms = root / "site_src" / "glossary" / "vi-en.csv"
    terms.write_text("\n".join(terms.read_text("utf-8").split("\n")[:31]) + "\n", "utf-8")
    with serving(find_project(root), said) as preview:
        yield preview
