"""Times live modes: from the moment a file is saved to the moment the server gives out the new page."""

from __future__ import annotations

import csv
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from bench_corpus import Corpus, Ours
from bench_peers import KINDS, Site
from bench_run import memory_of

Address = Callable[[], str | None]
POLL = 0.003
SETTLE = 1.5
"""Seconds after an edit in which the server may finish what it does behind it."""
PATIENCE = 120.0
_TAG = re.compile(r"<[^<>]*>")


@dataclass
class Live:
    """Of one server. Seconds."""

    name: str
    ready: float = 0.0
    """From its start to its first page, with nothing of an earlier build."""
    article: list[float] = field(default_factory=list)
    translation: list[float] = field(default_factory=list)
    """A PO file; the peers have both languages in one file."""
    look: list[float] = field(default_factory=list)
    """A template that all pages are made with."""
    memory: float = 0.0
    """MiB, of all its processes, after all that."""


class Server:
    """A live mode at work; ended on leaving."""

    def __init__(self, site: Site, command: tuple[str, ...], env: dict[str, str]) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._command = [part.replace("{port}", str(self.port)) for part in command]
        self._folder, self._env = site.folder, env
        self._said = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the server

    def __enter__(self) -> Server:
        nothing = subprocess.DEVNULL
        self.process = subprocess.Popen(
            self._command, cwd=self._folder, env=self._env, stdin=nothing, stdout=nothing, stderr=self._said,
            start_new_session=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self._said.close()

    def served(self, address: Address, said: str, patience: float = PATIENCE) -> float:
        """Seconds until the page says it; infinite where it never does."""
        started = time.perf_counter()
        while (waited := time.perf_counter() - started) < patience:
            path = address()
            with suppress(OSError, ValueError):
                text = self._get(path) if path else ""
                if said in (text if said.startswith("<") else _TAG.sub("", text)):
                    return time.perf_counter() - started
            if self.process.poll() is not None:
                self._said.seek(0)
                said_last = self._said.read().decode("utf-8", "replace")[-2000:]
                sys.exit(f"{' '.join(self._command)} ended by itself:\n{said_last}")
            time.sleep(POLL if waited < 2 else 10 * POLL)
        return float("inf")

    def _get(self, path: str) -> str:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=PATIENCE) as answer:
            text: str = answer.read().decode("utf-8", "replace")
        return text


def live(site: Site, corpus: Corpus, number: int, edits: int, env: dict[str, str]) -> Live:
    """`number`: of the article that is edited."""
    found = Live(site.name)
    made = corpus.article(number)
    ours = site.name not in KINDS

    def address() -> str | None:
        return _address(site.folder / "site_src" / "urls.csv", made.name) if ours else f"/a/{made.name}/"

    site.forget()
    site.write(made)
    with Server(site, site.serve, env) as server:
        found.ready = server.served(address, made.title[1], 20 * PATIENCE)
        _settle(found.ready)
        for edition in range(90001, 90001 + edits):
            edited = corpus.article(number, edition=edition)
            if ours:
                Ours(site.folder, corpus).write_seed(edited)
            else:
                site.write(edited)
            found.article.append(server.served(address, f"lần thứ {edition}"))
            _settle(found.article[-1])
        if ours:
            for reading in range(edits):
                word = f"Reading {'abcdefghij'[reading] * 3}."
                said = f"{edited.paragraphs[-1][-1][1]} {word}"
                Ours(site.folder, corpus).write_po(edited, said)
                found.translation.append(server.served(address, word))
                _settle(found.translation[-1])
        if site.serve == site.serve_look:
            _looks(site, server, address, edits, found)
        found.memory = memory_of(server.process.pid) / 1024
    if site.serve != site.serve_look:
        with Server(site, site.serve_look, env) as server:
            _settle(server.served(address, made.title[1], 20 * PATIENCE))
            _looks(site, server, address, edits, found)
    return found


def _looks(site: Site, server: Server, address: Address, edits: int, found: Live) -> None:
    for number in range(edits):
        found.look.append(server.served(address, site.change_look(1000 + number)))
        _settle(found.look[-1])


def _settle(seconds: float) -> None:
    time.sleep(SETTLE + min(seconds, 10))


def _address(urls: Path, name: str) -> str | None:
    """Of an article of ours: urls.csv has it once it is built."""
    with suppress(OSError), urls.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            if row["id"] == name:
                return f"/en/{row['address']}/"
    return None
