"""`translate` as a process against Google's page on loopback: killed again and again, it loses nothing it was given."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from build_site.engines.fake import FakeEngine
from build_site.translate.memory import units
from build_site.translate.po import parse
from tests.conftest import ROOT

from .conftest import Behaviour, Server, answer, dripping, dropping, google, silent

SENTENCES, KILLS = 200, 20
PAIR = ("vi", "en")


def make_project(folder: Path, sentences: int, settings: str) -> Path:
    """A digest with one article of so many sentences, and the settings of [translate]."""
    lines = [f"Huyện ủy kết nạp {100 + number} đảng viên mới trong quý vừa qua." for number in range(sentences)]
    text = "Kết quả công tác phát triển Đảng của huyện (16:45 04/02/2023)\n\n" + "\n\n".join(lines) + "\n"
    (folder / "seeds").mkdir(parents=True)
    (folder / "site_src" / "glossary").mkdir(parents=True)
    terms = (ROOT / "site_src" / "glossary" / "vi-en.csv").read_text("utf-8").split("\n")[:31]
    (folder / "site_src" / "glossary" / "vi-en.csv").write_text("\n".join(terms) + "\n", "utf-8")
    shutil.copy(ROOT / "site_src" / "topics.toml", folder / "site_src")
    (folder / "seeds" / "one.txt").write_text(text, "utf-8")
    (folder / "site_src" / "site.toml").write_text(f"[translate]\n{settings}\n", "utf-8")
    return folder


@contextmanager
def started(project: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "build_site", *arguments]
    folders = ["--project", str(project), "--templates", str(ROOT / "templates")]
    variables = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "NO_PROXY": "127.0.0.1"}
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "encoding": "utf-8"}
    process: subprocess.Popen[str] = subprocess.Popen([*command, *folders], env=variables | environment, **pipes)  # type: ignore[call-overload]
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def report_of(project: Path, **environment: str) -> dict[str, Any]:
    with started(project, "translate", "--json", **environment) as process:
        out, err = process.communicate(timeout=100)
        assert process.returncode == 0, err
        report: dict[str, Any] = json.loads(out)
        return report


def translating(handler: BaseHTTPRequestHandler) -> None:
    """Google's page, with answers that pass the checks."""
    text = parse_qs(urlsplit(handler.path).query)["q"][0]
    google(FakeEngine().translate([text], PAIR)[0])(handler)


def memory_of(project: Path) -> Path:
    return next((project / "site_src" / "translations").rglob("*.po"))


@pytest.mark.guarantee("A1")
def test_a_run_killed_twenty_times(server: Server, tmp_path: Path) -> None:
    """200 sentences, 20 × SIGKILL at any moment: in the end each answer is saved once, in its own entry, and no
    sentence was asked for again but those in flight when the program was killed."""
    made = f'engines = ["google"]\ngoogle_url = "{server.url}m"\npace = 1000'
    project = make_project(tmp_path / "digest", SENTENCES, made)
    enough = threading.Event()
    stop_at = 0

    def behave(handler: BaseHTTPRequestHandler) -> None:
        translating(handler)
        if len(server.requests) >= stop_at:
            enough.set()

    server.behaviour = behave
    for kill in range(KILLS):
        stop_at = len(server.requests) + SENTENCES // KILLS - 4
        enough.clear()
        with started(project, "translate") as process:
            assert enough.wait(60)
            time.sleep(0.003 * kill)
            process.kill()
            process.wait()
    assert len({path for path, _, _ in server.requests}) <= SENTENCES, "no run was ever done"
    report = report_of(project)
    assert (report["missing"], report["failures"], report["refused"]) == (0, [], [])
    asked = Counter(parse_qs(urlsplit(path).query)["q"][0] for path, _, _ in server.requests)
    assert sum(asked.values()) - len(asked) <= KILLS
    found = units(parse(memory_of(project).read_text("utf-8"), "one.po"))
    assert len(found) == SENTENCES + 1
    for (_, source), unit in found.items():
        assert unit.state == "machine"
        assert unit.target == FakeEngine().translate([source], PAIR)[0]
    assert set(asked) == {source for _, source in found}


def dying(server: Server) -> Behaviour:
    """Translates two sentences, breaks off in the middle of the third, and is then gone for good."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        if len(server.requests) < 3:
            translating(handler)
            return
        dropping(handler)
        server.http.socket.close()

    return behave


@pytest.mark.guarantee("E4")
def test_a_build_against_a_server_that_dies(server: Server, tmp_path: Path) -> None:
    """What it translated before is on the site, the rest stands in Vietnamese, and the build does not wait for it."""
    settings = f'engines = ["google"]\ngoogle_url = "{server.url}m"\ndeadline = 5\nbudget = 10\npace = 1000'
    project = make_project(tmp_path / "digest", 30, settings)
    server.behaviour = dying(server)
    start = time.monotonic()
    with started(project, "build") as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert time.monotonic() - start < 25
    page = next(project.glob("build/en/articles/*/*/index.html")).read_text("utf-8")
    assert "Huyện ủy kết nạp 129 đảng viên" in page
    found = units(parse(memory_of(project).read_text("utf-8"), "one.po"))
    assert Counter(unit.state for unit in found.values())["machine"] == 2


@pytest.mark.parametrize("kind", [silent, dripping])
@pytest.mark.guarantee("E3")
def test_a_build_against_a_server_that_hangs(server: Server, tmp_path: Path, kind: Any) -> None:
    """The build ends soon after its budget, with a whole site, and says why sentences are missing."""
    settings = f'engines = ["google"]\ngoogle_url = "{server.url}m"\ndeadline = 20\nbudget = 2'
    project = make_project(tmp_path / "digest", 5, settings)
    server.behaviour = kind(server)
    start = time.monotonic()
    with started(project, "build") as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert time.monotonic() - start < 15
    assert (project / "build" / "index.html").is_file()
    assert "Huyện ủy kết nạp 104 đảng viên" in next(project.glob("build/en/articles/*/*/index.html")).read_text("utf-8")
    report = report_of(project)
    assert report["stopped"] == "the 2 seconds of this run are used up"
    assert report["missing"] == 6


@pytest.mark.guarantee("E5")
def test_a_key_is_told_nobody(server: Server, tmp_path: Path) -> None:
    """A canary in the environment is in no report, output, PO file or page, even where the server quotes it."""
    canary = "canary-5f3a9b/c+d"
    settings = f'engines = ["libretranslate", "chat"]\nlibretranslate_url = "{server.url}"\nchat_model = "m"\npace = 99'
    project = make_project(tmp_path / "digest", 3, settings)
    keys = {"BUILD_SITE_LIBRETRANSLATE_KEY": canary, "BUILD_SITE_CHAT_KEY": canary}
    quoting = (
        answer(403, json.dumps({"error": f"bad key {canary}"}), "application/json"),
        answer(200, json.dumps({"translatedText": f"That's an error {canary}"}), "application/json"),
        answer(200, json.dumps({"translatedText": f"The district admitted 100 members {canary}."}), "application/json"),
        answer(200, json.dumps({"choices": [{"message": {"content": f"100 members {canary}"}}]}), "application/json"),
        answer(302, "", Location=f"http://127.0.0.1:9/?api_key={canary}"),
    )
    commands = (("translate",), ("translate", "--json"), ("build",), ("build", "--json"), ("translate",))
    for behaviour, arguments in zip(quoting, commands, strict=True):
        server.behaviour = behaviour
        with started(project, *arguments, BUILD_SITE_CHAT_URL=server.url + "v1", **keys) as process:
            out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert canary not in out + err
    assert any("canary" in body for _, body, _ in server.requests)
    for path in project.rglob("*"):
        assert not path.is_file() or canary.encode() not in path.read_bytes(), path
