"""The program as a process that can be killed and whose disk can fail, hundreds of times: a warm process forks for each
run, which costs a tenth of a start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec import json as fast

from build_site.store.project import Project
from tests.conftest import ROOT
from tests.faults.layer import Fault


class Ended(Struct, frozen=True):
    """How a run ended."""

    code: int
    """Its exit code; minus the signal's number where one ended it."""
    calls: int
    """Calls that counted; 0 where it was killed."""
    met: tuple[str, ...]
    """The calls that were refused."""
    seconds: float
    late: float
    """Seconds from the signal that was sent to the end."""
    out: str
    err: str


class Program:
    """A process that forks. Make one for many runs: it needs a second to start."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        pipe = subprocess.PIPE
        environment = os.environ | {"PYTHONPATH": str(ROOT), "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
        command = [sys.executable, "-X", "utf8", "-m", "tests.faults.forks", str(folder)]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, encoding="utf-8", env=environment, cwd=ROOT)

    def run(
        self,
        project: Project,
        *arguments: str,
        fault: Fault | None = None,
        after: float = 0.0,
        signal: int = 0,
        group: bool = False,
        limit: int = 0,
    ) -> Ended:
        """`build --offline` and the like. `after` so many seconds it gets the `signal`, or its whole `group` does; no
        file may grow beyond `limit` bytes."""
        folders = ["--project", str(project.root), "--templates", str(project.templates)]
        task: dict[str, Any] = {"arguments": [*arguments, *folders], "after": after, "signal": signal, "group": group}
        task["limit"] = limit
        task["fault"] = fast.encode(fault).decode() if fault else ""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(task) + "\n")
        self._process.stdin.flush()
        return fast.decode(self._process.stdout.readline(), type=Ended)

    def close(self) -> None:
        self._process.communicate()
