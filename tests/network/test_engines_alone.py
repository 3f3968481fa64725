"""An engine speaks to its own service alone, a build to nobody, and no key is ever seen."""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from build_site.config import TranslateSettings
from build_site.engines import reach
from build_site.engines.chat import ChatEngine
from build_site.engines.deep import GoogleEngine, LibreEngine, MyMemoryEngine
from build_site.engines.load import load
from build_site.engines.reach import is_public
from build_site.errors import BuildSiteError, EngineProblem
from tests.conftest import ROOT

PRIVATE = (
    *("127.0.0.1", "127.1.2.3", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "10.255.255.255", "100.64.0.1"),
    *(
        "100.127.255.254",
        "169.254.169.254",
        "169.254.0.1",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "192.168.255.255",
    ),
    *(
        "192.0.0.1",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.250",
        "240.0.0.1",
    ),
    *("255.255.255.255", "::1", "::", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2002:a00:1::1", "fe80::1", "fe80::1%eth0", "fc00::1"),
    *("fd00:ec2::254", "ff02::1", "2001:db8::1", "100::1"),
)
PUBLIC = (
    "8.8.8.8",
    "142.250.1.1",
    "1.1.1.1",
    "2606:4700::1111",
    "2a00:1450:4001::200e",
    "::ffff:8.8.8.8",
    "64:ff9b::808:808",
)


@pytest.mark.guarantee("E2")
def test_forty_forms_of_private_addresses():
    """Loopback, private, link-local (the clouds' own), shared, reserved, multicast and documentation addresses, as
    IPv4, as IPv6 and one within the other, are none of the public network."""
    assert len(PRIVATE) >= 40
    assert [each for each in PRIVATE if is_public(each)] == []
    assert [each for each in PUBLIC if not is_public(each)] == []
    assert not is_public("localhost")


@pytest.mark.guarantee("E2")
@pytest.mark.parametrize("address", PRIVATE)
def test_a_name_that_leads_home_is_refused(address, monkeypatch):
    """Where the name of a public service resolves to such an address, alone or behind a good one, nothing is sent."""
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.delenv(variable, raising=False)
    connected: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _, where: connected.append(where))
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    for others in ((), ("8.8.8.8",)):
        found = [(family, socket.SOCK_STREAM, 6, "", (each, 443)) for each in (*others, address)]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, found=found, **__: found)
        for engine in (GoogleEngine(deadline=5), MyMemoryEngine(deadline=5)):
            with pytest.raises(EngineProblem) as told:
                engine.translate(["Một."], ("vi", "en"))
            assert "private address" in told.value.what
            assert not told.value.retry
    assert connected == []


def test_a_name_that_changes_between_two_questions(monkeypatch):
    """The address that was connected to counts, not the one that was resolved before."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        port = server.server_port
        answers = iter([[(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", port))]])
        real = socket.getaddrinfo
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *given, **more: next(answers, None) or real("127.0.0.1", port, **more)
        )
        session = reach.public_session()
        session.trust_env = False
        with pytest.raises(EngineProblem, match="private"):
            session.get(f"http://service.example:{port}/", timeout=5)


class _Answers:
    """A server on loopback whose answer a test chooses."""

    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b"", {}
        self.seen: list[tuple[str, str]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8")
                outer.seen.append((self.path, body))
                self.send_response(outer.status)
                for name, value in {"Content-Type": "application/json", **outer.headers}.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(outer.body)))
                self.end_headers()
                self.wfile.write(outer.body)

            do_GET = do_POST = _answer

            def log_message(self, *_: object) -> None:
                """Silence."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/"
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()


@pytest.fixture
def server(monkeypatch) -> Iterator[_Answers]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    one = _Answers()
    yield one
    one.http.shutdown()
    one.http.server_close()


@pytest.mark.guarantee("E2")
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(status, server):
    """Neither to another host nor to the same: no engine sends text or key where it has not been told to."""
    server.status, server.headers = status, {"Location": f"{server.url}other"}
    for engine in (
        GoogleEngine(url=f"{server.url}m", deadline=5),
        LibreEngine(url=server.url, key="k", deadline=5),
        MyMemoryEngine(url=server.url, deadline=5),
        ChatEngine(url=server.url, key="k", model="m"),
    ):
        with pytest.raises(EngineProblem, match=f"HTTP {status}"):
            engine.translate(["Một."], ("vi", "en"))
    assert not [path for path, _ in server.seen if path.startswith("/other")]


CANARY = "sk-Canary/7+Q=&9x"
FORMS = {
    CANARY,
    quote(CANARY),
    quote(CANARY, safe=""),
    CANARY.replace("/", "\\/"),
    base64.b64encode(CANARY.encode()).decode(),
}
BODIES = {
    "the key": CANARY,
    "an error": json.dumps({"error": f"Invalid API key {CANARY}"}),
    "a page": f"<html><title>403</title>key={quote(CANARY, safe='')}</html>",
    "a translation": json.dumps({"translatedText": f"One {CANARY}."}),
    "an escaped translation": json.dumps({"translatedText": f"One {quote(CANARY)}."}),
    "a choice": json.dumps({"choices": [{"message": {"content": f"One {CANARY}."}}]}),
    "a refusal": json.dumps({"choices": [{"message": {"content": None}, "finish_reason": CANARY}]}),
}
"""What servers answer that repeat the key they were given."""

MODULE = """
import os
KEY = os.environ["MY_SERVICE_TOKEN"]
class Raises:
    name, version = "raises", "1"
    def translate(self, texts, pair): raise RuntimeError(f"GET https://x/?key={KEY} failed")
class Answers:
    name, version = "answers", "1"
    def translate(self, texts, pair): return [f"One {KEY}." for _ in texts]
class Chained:
    name, version = "chained", "1"
    def translate(self, texts, pair):
        try: raise ValueError(KEY)
        except ValueError as error: raise OSError("no") from error
class Unmade:
    name, version = "unmade", "1"
    def __init__(self): raise RuntimeError(KEY)
class Named:
    name, version = "named", KEY
    def translate(self, texts, pair): return ["One." for _ in texts]
"""


def hidden(text: str) -> bool:
    return not any(form in text for form in FORMS)


@pytest.mark.guarantee("E5")
def test_no_message_tells_a_key(server, monkeypatch, tmp_path):
    """Thirty ways in which a key could come back (answers of any status with it, redirects, an editor's own engine that
    raises it, answers it or is called by it, wrong addresses with it): no message, hint, representation or traceback of
    what is raised has it in any form, and no translation."""
    for variable in ("BUILD_SITE_CHAT_KEY", "BUILD_SITE_LIBRETRANSLATE_KEY", "MY_SERVICE_TOKEN"):
        monkeypatch.setenv(variable, CANARY)
    (tmp_path / "own_engines_of_a_test.py").write_text(MODULE, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setenv("BUILD_SITE_CHAT_URL", server.url)
    settings = TranslateSettings(libretranslate_url=server.url, chat_model="m", deadline=3.0, pace=1000.0)
    ways = 0

    def ask(name: str, settings: TranslateSettings = settings) -> None:
        nonlocal ways
        ways += 1
        try:
            said = repr(load(name, settings).translate(["Một."], ("vi", "en")))
        except BuildSiteError as problem:
            told = [str(problem), repr(problem), problem.what, problem.hint, problem.where]
            said = "\n".join([*told, *traceback.format_exception(problem)])
        assert hidden(said), (name, said)

    for status in (200, 401):
        for body in BODIES.values():
            server.status, server.body = status, body.encode()
            for name in ("libretranslate", "chat"):
                ask(name)
    server.status, server.headers = 302, {"Location": f"https://evil.example/?key={quote(CANARY)}"}
    ask("chat")
    for kind in ("Raises", "Answers", "Chained", "Unmade"):
        ask(f"own_engines_of_a_test:{kind}")
    for url in (
        f"http://user:{CANARY}@127.0.0.1:9/",
        f"http://127.0.0.1:9/?api_key={quote(CANARY)}",
        f"nonsense {CANARY}",
    ):
        ask("libretranslate", TranslateSettings(libretranslate_url=url))
    assert ways >= 30


PROJECT = """
[site]
name = { en = "A", vi = "B" }
[translate]
engines = ["libretranslate", "chat", "own_engines_of_a_test:Raises", "own_engines_of_a_test:Answers"]
libretranslate_url = "URL"
chat_model = "m"
pace = 1000.0
deadline = 3.0
"""
SEED = (
    "Huyện Gia Lâm sơ kết công tác xây dựng Đảng\n\nNgày 31/7, Ban Tổ chức Huyện ủy Gia Lâm tổ chức hội nghị sơ kết.\n"
)


def project_of(folder: Path, url: str) -> Path:
    """A seed without a memory."""
    for name in ("pages", "topics.toml"):
        source = ROOT / "site_src" / name
        (folder / "site_src").mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, folder / "site_src" / name) if source.is_dir() else shutil.copy(
            source, folder / "site_src" / name
        )
    (folder / "site_src" / "glossary").mkdir()
    (folder / "site_src" / "glossary" / "vi-en.csv").write_text(
        "term,target\nhuyện ủy,district Party committee\n", "utf-8"
    )
    (folder / "site_src" / "site.toml").write_text(PROJECT.replace("URL", url), "utf-8")
    (folder / "seeds").mkdir()
    (folder / "seeds" / "a.txt").write_text(SEED, "utf-8")
    return folder


def run(project: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "build_site",
        *arguments,
        "--project",
        str(project),
        "--templates",
        str(ROOT / "templates"),
    ]
    given = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{project}",
        "PYTHONIOENCODING": "utf-8",
        "NO_PROXY": "127.0.0.1",
        **environment,
    }
    return subprocess.run(
        command, env=given, cwd=project, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


@pytest.mark.guarantee("E5", "E4")
def test_no_byte_that_is_written_or_printed_holds_a_key(server, tmp_path):
    """`translate` and `build` with engines that all repeat their key: output, memory, state and site are searched byte
    by byte; the site is whole, with its sentences marked as untranslated."""
    project = project_of(tmp_path / "project", server.url)
    (project / "own_engines_of_a_test.py").write_text(MODULE, "utf-8")
    server.body = BODIES["a translation"].encode()
    keys = dict.fromkeys(("BUILD_SITE_CHAT_KEY", "BUILD_SITE_LIBRETRANSLATE_KEY", "MY_SERVICE_TOKEN"), CANARY)
    keys["BUILD_SITE_CHAT_URL"] = server.url
    for arguments in (
        ("translate",),
        ("translate", "--json"),
        ("build",),
        ("build", "--json"),
        ("check", "--json"),
        ("build", "--strict"),
    ):
        done = run(project, *arguments, **keys)
        assert done.returncode in (0, 1), done.stderr
        assert hidden(done.stdout + done.stderr), arguments
    assert len(server.seen) > 2
    for path in project.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert not [form for form in FORMS if form.encode() in data], path
    page = next(project.glob("build/en/articles/2*/*/index.html"), None) or next(
        project.glob("build/en/articles/*/*/index.html")
    )
    assert "s-missing" in page.read_text("utf-8")


@pytest.mark.guarantee("E4", "E7")
def test_with_every_engine_down(tmp_path):
    """Nobody listens: `translate` says so for each engine and ends; the site is built whole, says what is missing and
    counts it, and --strict makes that an error; --offline asks nobody, and is as quick."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        project = project_of(tmp_path / "project", f"http://127.0.0.1:{held.getsockname()[1]}/")
        text = (project / "site_src" / "site.toml").read_text("utf-8")
        engines = '["libretranslate"]'
        (project / "site_src" / "site.toml").write_text(
            text.replace(text.split("engines = ")[1].split("\n")[0], engines), "utf-8"
        )
        done = run(project, "translate", "--json")
        assert done.returncode == 0, done.stderr
        report = json.loads(done.stdout)
        assert report["engines"][0]["segments"] == 0
        assert report["missing"] == 2
        built = json.loads(run(project, "build", "--json").stdout)
        assert (built["articles"], built["missing"], built["states"]["missing"]) == (1, 2, 2)
        assert run(project, "build", "--strict").returncode == 1
        started = time.monotonic()
        offline = json.loads(run(project, "translate", "--offline", "--json").stdout)
        assert not [each for each in offline["engines"] if each["characters"]]
        assert time.monotonic() - started < 30


@pytest.mark.guarantee("E4")
@pytest.mark.parametrize("known", [0, 1, 2])
def test_the_memory_counts_exactly(known, tmp_path):
    """With none, half and all of the sentences in the memory, no engine: exactly the rest is missing."""
    project = project_of(tmp_path / "project", "http://127.0.0.1:9/")
    text = (project / "site_src" / "site.toml").read_text("utf-8")
    (project / "site_src" / "site.toml").write_text(text.partition("[translate]")[0], "utf-8")
    assert run(project, "translate").returncode == 0
    path = next((project / "site_src" / "translations").rglob("*.po"))
    parts = path.read_text("utf-8").split('msgstr ""')
    filled = parts[0] + 'msgstr ""' + parts[1]
    for number, part in enumerate(parts[2:]):
        filled += (
            f'msgstr "Sentence {"31/7 July " if number else ""}{number}"' if number < known else 'msgstr ""'
        ) + part
    path.write_text(filled, "utf-8")
    report = json.loads(run(project, "build", "--json").stdout)
    assert report["missing"] == 2 - known
    assert report["states"]["human"] == known
    assert run(project, "build", "--strict").returncode == (1 if known < 2 else 0)
