"""The offline engine: its process, its model's checksums, its limits. A stand-in for fxtranslate misbehaves by request;
the real package, where it is installed, is asked to load a damaged model."""

from __future__ import annotations

import hashlib
import sys
import time
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from build_site.config import TranslateSettings
from build_site.engines import offline
from build_site.engines.load import load
from build_site.engines.offline import LONGEST, MANIFEST, OfflineEngine, model_files
from build_site.errors import ConfigProblem, EngineProblem
from tests.conftest import SEEDS

from .tiny_model import make_model, make_vocabulary

PAIR = ("vi", "en")
STAND_IN = """
import os, threading, time

class Panic(BaseException):
    pass

class Translator:
    def __init__(self, model, src_vocab, trg_vocab, shortlist=None):
        self.files = (model, src_vocab, trg_vocab, shortlist)
        self.thread = threading.get_ident()
        self.asked = 0

    def translate(self, text):
        assert threading.get_ident() == self.thread
        self.asked += 1
        if text == "panic":
            raise Panic("index out of bounds")
        if text == "die":
            os._exit(3)
        if text == "sleep":
            time.sleep(60)
        if text == "files":
            return repr(self.files)
        return f"{self.asked} {os.getpid()} {text}"
"""


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that calls itself fxtranslate 0.0.9, for this process and its children."""
    folder = tmp_path / "packages"
    (folder / "fxtranslate").mkdir(parents=True)
    (folder / "fxtranslate" / "__init__.py").write_text(STAND_IN, "utf-8")
    (folder / "fxtranslate-0.0.9.dist-info").mkdir()
    (folder / "fxtranslate-0.0.9.dist-info" / "METADATA").write_text("Name: fxtranslate\nVersion: 0.0.9\n", "utf-8")
    monkeypatch.syspath_prepend(str(folder))
    monkeypatch.setenv("PYTHONPATH", str(folder))


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder with a “model” and its checksums."""
    folder = tmp_path / "models" / "vi-en"
    folder.mkdir(parents=True)
    for name in ("model.vien.bin", "vocab.vien.spm", "lex.vien.bin"):
        (folder / name).write_bytes(name.encode())
    write_manifest(folder)
    return folder.parent


def write_manifest(folder: Path) -> None:
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n"
        for path in sorted(folder.iterdir())
        if path.name != MANIFEST
    ]
    (folder / MANIFEST).write_text("".join(lines), "utf-8")


@pytest.mark.usefixtures("stand_in")
def test_it_translates_in_one_other_process(models: Path) -> None:
    """The files reach the engine; the process is kept from call to call; text travels whole in any script."""
    engine = OfflineEngine(models)
    assert (engine.name, engine.version) == ("offline", "0.0.9")
    first, second = engine.translate(["Đảng bộ\u2028huyện", "b"], PAIR)
    assert first.endswith("Đảng bộ\u2028huyện")
    assert (first.split()[0], second.split()[0], first.split()[1]) == ("1", "2", second.split()[1])
    assert engine.translate(["files"], PAIR) == [
        "(b'model.vien.bin', b'vocab.vien.spm', b'vocab.vien.spm', b'lex.vien.bin')"
    ]
    engine.close()
    engine.close()


@pytest.mark.usefixtures("stand_in")
def test_panics_deaths_and_sleep_are_contained(models: Path) -> None:
    """Each is an EngineProblem in time, and the next sentence is translated."""
    engine = OfflineEngine(models, deadline=1.5)
    assert engine.translate(["a"], PAIR)[0].endswith(" a")
    with pytest.raises(EngineProblem, match="Panic: index out of bounds"):
        engine.translate(["panic"], PAIR)
    assert engine.translate(["b"], PAIR)[0].startswith("3 ")
    with pytest.raises(EngineProblem, match="process ended"):
        engine.translate(["die"], PAIR)
    assert engine.translate(["c"], PAIR)[0].startswith("1 ")
    start = time.monotonic()
    with pytest.raises(EngineProblem, match=r"within 1\.5 seconds"):
        engine.translate(["sleep"], PAIR)
    assert time.monotonic() - start < 2.5
    assert engine.translate(["d"], PAIR)[0].startswith("1 ")
    engine.close()


@pytest.mark.usefixtures("stand_in")
def test_what_is_too_long_is_not_cut(models: Path) -> None:
    """fxtranslate would answer with a part of it."""
    engine = OfflineEngine(models)
    with pytest.raises(EngineProblem, match="400 characters"):
        engine.translate(["a" * (LONGEST + 1)], PAIR)


def test_a_model_is_what_its_manifest_says(models: Path) -> None:
    """One changed bit, a missing file, a manifest that is missing, damaged or points elsewhere: refused, with what to
    do."""
    folder = models / "vi-en"
    assert [path.name if path else None for path in model_files(folder)] == [
        "model.vien.bin",
        "vocab.vien.spm",
        "vocab.vien.spm",
        "lex.vien.bin",
    ]
    good = (folder / MANIFEST).read_text("utf-8")
    (folder / "model.vien.bin").write_bytes(b"model.vien.bio")
    with pytest.raises(EngineProblem, match=r"model\.vien\.bin is not what sha256\.txt says.*fetch the model again"):
        model_files(folder)
    (folder / "model.vien.bin").unlink()
    with pytest.raises(EngineProblem, match="is missing"):
        model_files(folder)
    for text, what in (
        ("nonsense\n", "sha256.txt:1"),
        (good.replace("lex.", "../lex."), "sha256.txt:1"),
        ("", "names no model"),
    ):
        (folder / MANIFEST).write_text(text, "utf-8")
        with pytest.raises(EngineProblem, match=what):
            model_files(folder)
    with pytest.raises(EngineProblem, match="cannot be read"):
        model_files(models / "xx-en")


def test_two_vocabularies(models: Path) -> None:
    """Some pairs have one for each language."""
    folder = models / "vi-en"
    (folder / "vocab.vien.spm").rename(folder / "srcvocab.vien.spm")
    (folder / "trgvocab.vien.spm").write_bytes(b"t")
    write_manifest(folder)
    names = [path.name for path in model_files(folder) if path]
    assert names == ["model.vien.bin", "srcvocab.vien.spm", "trgvocab.vien.spm", "lex.vien.bin"]


@pytest.mark.usefixtures("stand_in")
def test_without_a_model(tmp_path: Path) -> None:
    """No setting, or a folder that is not there, is said before anything is written."""
    for folder in ("", str(tmp_path / "nowhere")):
        with pytest.raises(ConfigProblem, match="offline_model") as caught:
            load("offline", TranslateSettings(offline_model=folder))
        assert "docs/reference/engines.md" in caught.value.hint


def test_without_the_package(monkeypatch: pytest.MonkeyPatch, models: Path) -> None:
    """What to install is said."""

    def missing(name: str) -> str:
        raise PackageNotFoundError(name)

    monkeypatch.setattr(offline, "version", missing)
    with pytest.raises(ConfigProblem) as caught:
        OfflineEngine(models)
    assert "pip install fxtranslate" in caught.value.hint


def test_the_real_package_refuses_nonsense(models: Path) -> None:
    """In its own process, whatever it raises; importing the engine does not import it."""
    pytest.importorskip("fxtranslate")
    sys.modules.pop("fxtranslate", None)
    engine = OfflineEngine(models)
    with pytest.raises(EngineProblem, match="offline failed: "):
        engine.translate(["Xin chào."], PAIR)
    assert "fxtranslate" not in sys.modules
    engine.close()


def test_a_model_in_the_real_engine(tmp_path: Path) -> None:
    """A generated model is loaded and answers in its process, twice the same; with one bit changed it is refused."""
    for package in ("fxtranslate", "sentencepiece", "numpy"):
        pytest.importorskip(package)
    import sentencepiece

    folder = tmp_path / "models" / "vi-en"
    folder.mkdir(parents=True)
    lines = [line for seed in SEEDS for line in seed.read_text("utf-8").splitlines() if line.strip()]
    vocabulary = make_vocabulary(lines)
    model = make_model(sentencepiece.SentencePieceProcessor(model_proto=vocabulary).get_piece_size())
    (folder / "vocab.vien.spm").write_bytes(vocabulary)
    (folder / "model.vien.bin").write_bytes(model)
    write_manifest(folder)
    engine = OfflineEngine(folder.parent)
    once, again = engine.translate(["Đảng bộ huyện Gia Lâm."] * 2, PAIR)
    assert once
    assert once == again
    engine.close()
    (folder / "model.vien.bin").write_bytes(model[:-300] + bytes([model[-300] ^ 1]) + model[-299:])
    with pytest.raises(EngineProblem, match="is not what"):
        engine.translate(["Đảng bộ huyện Gia Lâm."], PAIR)
