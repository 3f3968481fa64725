"""`python -m tests.faults.forks FOLDER`: runs the program in a fork of this process for each task that a line of the
standard input names. This process has no threads, so it may fork."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import resource
import shutil
import signal
import sys
import time
from pathlib import Path
from typing import Any

import msgspec

from build_site.build import build
from build_site.cli import main
from build_site.fill import fill_memory
from build_site.store.project import find_project
from tests.conftest import ROOT
from tests.faults.layer import Fault, Layer, install


def warm(folder: Path) -> None:
    """Load all that a run loads, by running one."""
    root = folder / "warm"
    for name in ("seeds", "site_src"):
        (root / name).mkdir(parents=True)
    for name in ("glossary", "pages"):
        shutil.copytree(ROOT / "site_src" / name, root / "site_src" / name)
    for name in ("site.toml", "topics.toml", "sources.toml"):
        shutil.copy(ROOT / "site_src" / name, root / "site_src")
    glossary = next((root / "site_src" / "glossary").glob("*.csv"))
    glossary.write_text("\n".join(glossary.read_text("utf-8").split("\n")[:5]) + "\n", "utf-8")
    shutil.copy(sorted((ROOT / "seeds").glob("*.txt"))[-1], root / "seeds")
    settings = root / "site_src" / "site.toml"
    settings.write_text(settings.read_text("utf-8").replace("engines = []", 'engines = ["fake"]'), "utf-8")
    project = find_project(root, templates=ROOT / "templates")
    fill_memory(project)
    build(project, drafts=True)
    shutil.rmtree(root)
    gc.freeze()


def child(folder: Path, task: dict[str, Any]) -> None:
    """One run, in a fork; does not return."""
    os.setpgid(0, 0)
    for number, name in ((1, "out"), (2, "err")):
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, number)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if task["limit"]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (task["limit"], resource.getrlimit(resource.RLIMIT_FSIZE)[1]))
    layer = install(msgspec.json.decode(task["fault"], type=Fault)) if task["fault"] else None
    sys.argv = ["build_site", *task["arguments"]]
    code = 70
    try:
        main()
    except SystemExit as leaving:
        code = int(leaving.code or 0)
    finally:
        _note(folder, layer)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _note(folder: Path, layer: Layer | None) -> None:
    if layer:
        layer.quiet = True
        (folder / "calls").write_text(json.dumps([layer.calls, layer.met]), "utf-8")


def run(folder: Path, task: dict[str, Any]) -> dict[str, Any]:
    (folder / "calls").write_text("[0, []]", "utf-8")
    started = time.monotonic()
    number = os.fork()
    if number == 0:
        child(folder, task)
    sent = 0.0
    if task["signal"]:
        time.sleep(task["after"])
        sent = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            (os.killpg if task["group"] else os.kill)(number, task["signal"])
    _, status = os.waitpid(number, 0)
    ended = time.monotonic()
    calls, met = json.loads((folder / "calls").read_text("utf-8"))
    return {
        "code": os.waitstatus_to_exitcode(status),
        "calls": calls,
        "met": met,
        "seconds": ended - started,
        "late": ended - sent if sent else 0.0,
        "out": (folder / "out").read_text("utf-8", "replace"),
        "err": (folder / "err").read_text("utf-8", "replace"),
    }


def serve(folder: Path) -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with contextlib.redirect_stdout(sys.stderr):
        warm(folder)
    for line in sys.stdin:
        print(json.dumps(run(folder, json.loads(line))), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve(Path(sys.argv[1]))
