"""Firefox's translation models on this machine (the extra `offline`: fxtranslate). No text leaves it.

The model runs in a process of its own, since fxtranslate is bound to one thread, holds the interpreter's lock, and
fails by panics. Its files are compared with their checksums first: the engine itself takes a damaged model for good.
"""

from __future__ import annotations

import hashlib
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from build_site.errors import ConfigProblem, EngineProblem

MANIFEST = "sha256.txt"
"""Beside the model's files, a line for each: `<sha256>  <name>`, as sha256sum writes it."""
FETCH = "python -m build_site translate --fetch-model"
_WHERE = "site.toml, [translate] offline_model"


class OfflineEngine:
    """fxtranslate with a folder of models, each pair in its own: `<folder>/vi-en/model.….bin`, `vocab.….spm`.

    What it can take is counted in pieces of the model's vocabulary, by the process (`offline_worker`).
    """

    name = "offline"
    sent = 0
    """Characters that the process was given so far."""
    _process: subprocess.Popen[str] | None = None

    def __init__(
        self, folder: Path, *, deadline: float = 20.0, left: Callable[[], float] = lambda: float("inf")
    ) -> None:
        """Raises ConfigProblem where the package or the folder is missing."""
        try:
            self.version = version("fxtranslate")
        except PackageNotFoundError:
            raise ConfigProblem(
                "the offline engine's package is not installed",
                where="site.toml, [translate] engines",
                hint="Install it with: python -m pip install fxtranslate",
            ) from None
        if folder == Path():
            hint = f'Name a folder for it, offline_model = "models", then run: {FETCH}'
            raise ConfigProblem("the offline engine has no model", where=_WHERE, hint=hint)
        if not folder.is_dir():
            raise ConfigProblem(f"there is no folder {folder}", where=_WHERE, hint=f"Fetch the model: {FETCH}")
        self._folder = folder
        self._deadline, self._left = deadline, left
        self._pair = ("", "")
        self._answers: queue.Queue[str] = queue.Queue()

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        """One translation a text. Raises EngineProblem where a text or its answer is too long, the process ends or is
        late, or the model's files are not what their manifest says."""
        return [self._one(text, pair) for text in texts]

    def close(self) -> None:
        """Ends the process, if there is one."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    pipe.close()
            self._process = None

    __del__ = close

    def _one(self, text: str, pair: tuple[str, str]) -> str:
        if self._process is None or self._pair != pair:
            self._start(pair)
        assert self._process is not None
        assert self._process.stdin is not None
        seconds = max(min(self._deadline, self._left()), 0.01)
        self.sent += len(text)
        try:
            self._process.stdin.write(json.dumps(text) + "\n")
            self._process.stdin.flush()
            answer = json.loads(self._answers.get(timeout=seconds))
        except queue.Empty:
            self.close()
            what = f"offline did not answer within {seconds:.3g} seconds"
            raise EngineProblem(what, where=self.name, retry=True) from None
        except (OSError, ValueError):
            self.close()
            raise EngineProblem("the offline engine's process ended", where=self.name) from None
        if "long" in answer:
            raise EngineProblem(answer["long"], where=self.name, fault=False)
        if "problem" in answer:
            raise EngineProblem(f"offline failed: {answer['problem']}", where=self.name)
        words: str = answer["text"]
        return words

    def _start(self, pair: tuple[str, str]) -> None:
        self.close()
        folder = self._folder / "-".join(pair)
        paths = [str(path) for path in model_files(folder)]
        command = [sys.executable, "-m", "build_site.engines.offline_worker", *paths]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            cwd=Path(__file__).parents[2],
        )
        answers: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(process, answers), name="engine offline", daemon=True).start()
        self._process, self._pair, self._answers = process, pair, answers


def _read(process: Any, answers: queue.Queue[str]) -> None:
    """The process's lines into the queue; an empty one where it has ended."""
    try:
        for line in process.stdout:
            answers.put(line)
    except (OSError, ValueError):
        pass  # closed by the engine
    answers.put("")


def model_files(folder: Path) -> tuple[Path, Path, Path]:
    """(model, source's vocabulary, target's vocabulary), each as its checksum says.

    Raises EngineProblem, which says what to do.
    """
    if not (folder / MANIFEST).is_file():
        hint = f"fetch it with “{FETCH}”"
        raise EngineProblem(f"there is no model in {folder}; {hint}", where="offline", hint=hint)
    manifest = _manifest(folder)
    for name, wanted in manifest.items():
        path = folder / name
        if not path.is_file():
            raise _damaged(f"{path} is missing")
        if sha256_of(path) != wanted:
            raise _damaged(f"{path} is not what {MANIFEST} says: it is damaged, or was exchanged")

    def one(*starts: str) -> Path | None:
        names = [name for name in sorted(manifest) if name.startswith(starts)]
        return (folder / names[0]).resolve() if names else None

    model, vocabulary = one("model."), one("vocab.")
    source, target = one("srcvocab.") or vocabulary, one("trgvocab.") or vocabulary
    if model is None or source is None or target is None:
        raise _damaged(f"{folder / MANIFEST} names no model.….bin and vocab.….spm")
    return model, source, target


def _manifest(folder: Path) -> dict[str, str]:
    path = folder / MANIFEST
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        raise _damaged(f"{path} cannot be read") from None
    found = {}
    for number, line in enumerate(lines, 1):
        digest, _, name = line.partition(" ")
        name = name.strip().removeprefix("*")
        if not line.strip():
            continue
        if len(digest) != 64 or not name or Path(name).name != name:
            raise _damaged(f"{path}:{number} is not “<sha256>  <name>”")
        found[name] = digest.lower()
    return found


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(what: str) -> EngineProblem:
    hint = f"fetch the model again with “{FETCH}”"
    return EngineProblem(f"the offline model cannot be used: {what}; {hint}", where="offline")
