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
from build_site.engines.offline import MANIFEST, OfflineEngine, model_files
from build_site.engines.offline_worker import MOST_PIECES, Model
from build_site.engines.pieces import Counter, assembled, marked, read_pieces
from build_site.errors import ConfigProblem, EngineProblem
from tests.conftest import SEEDS

from .tiny_model import make_model, make_vocabulary

PAIR = ("vi", "en")
VOCABULARY = b"\x0a\x09\x0a\x02xx\x15\0\0\x80\xbf"
"""One piece, `xx` with the score -1: each other character is a piece of its own."""
MARKED = b"\x0a\x07\x0a\x05\xee\x80\x80xx"
STAND_IN = """
import os, threading, time

MARK = "\\ue000"

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
            return MARK + repr(self.files)
        if text.isdigit():
            return (MARK + "x") * int(text)
        return f"{MARK}{self.asked}{MARK} {os.getpid()}{MARK} {text}"
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
        (folder / name).write_bytes(VOCABULARY if name.startswith("vocab") else name.encode())
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
    assert engine.translate(["files"], PAIR) == [repr((b"model.vien.bin", VOCABULARY, MARKED, None))]
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
    """fxtranslate would answer with a part of it: a text of too many pieces is refused, and an answer that comes near
    the end at which it cuts. Neither is a fault of the engine."""
    engine = OfflineEngine(models)
    assert engine.translate(["xx" * 63], PAIR)[0].endswith("xx")
    for text, what in (
        ("a" * 127, "too long: 128 pieces; it takes 127"),
        ("Ậ" * 127, "too long: 128 pieces"),
        ("ﬁ" * 70, "too long: 141 pieces"),
        ("xx" * 127, "too long: 128 pieces"),
        ("11", "cut off: an answer of 11 pieces to a text of 3"),
        ("12", "cut off: an answer of 12 pieces"),
    ):
        with pytest.raises(EngineProblem, match=what) as caught:
            engine.translate([text], PAIR)
        assert not caught.value.fault
    assert engine.translate(["10"], PAIR) == ["x" * 10]  # the end is at 2 * (3 + 1) + 4 = 12; a tenth less is 11
    engine.close()


def test_a_model_is_what_its_manifest_says(models: Path) -> None:
    """One changed bit, a missing file, a manifest that is missing, damaged or points elsewhere: refused, with what to
    do."""
    folder = models / "vi-en"
    assert [path.name for path in model_files(folder)] == ["model.vien.bin", "vocab.vien.spm", "vocab.vien.spm"]
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
    with pytest.raises(EngineProblem, match=r"there is no model in .*xx-en; fetch it with .* translate --fetch-model"):
        model_files(models / "xx-en")


def test_two_vocabularies(models: Path) -> None:
    """Some pairs have one for each language."""
    folder = models / "vi-en"
    (folder / "vocab.vien.spm").rename(folder / "srcvocab.vien.spm")
    (folder / "trgvocab.vien.spm").write_bytes(b"t")
    write_manifest(folder)
    names = [path.name for path in model_files(folder)]
    assert names == ["model.vien.bin", "srcvocab.vien.spm", "trgvocab.vien.spm"]


@pytest.mark.usefixtures("stand_in")
def test_without_a_model(tmp_path: Path) -> None:
    """No setting, or a folder that is not there, is said before anything is written."""
    for folder in ("", str(tmp_path / "nowhere")):
        with pytest.raises(ConfigProblem, match="offline_model") as caught:
            load("offline", TranslateSettings(offline_model=folder))
        assert "python -m build_site translate --fetch-model" in caught.value.hint


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


@pytest.fixture(scope="module")
def tiny() -> tuple[bytes, bytes, list[str]]:
    """(model, vocabulary, lines of the seeds); the model ends some answers and is cut in others."""
    for package in ("fxtranslate", "sentencepiece", "numpy"):
        pytest.importorskip(package)
    lines = [line for seed in SEEDS for line in seed.read_text("utf-8").splitlines() if line.strip()]
    vocabulary = make_vocabulary(lines)
    return make_model(len(read_pieces(vocabulary)), end=3.0), vocabulary, lines


def test_a_model_in_the_real_engine(tiny: tuple[bytes, bytes, list[str]], tmp_path: Path) -> None:
    """A generated model is loaded and answers in its process, twice the same; with one bit changed it is refused."""
    model, vocabulary, lines = tiny
    text = next(line for line in lines if Model(model, vocabulary, vocabulary).answer(line).get("text"))
    folder = tmp_path / "models" / "vi-en"
    folder.mkdir(parents=True)
    (folder / "vocab.vien.spm").write_bytes(vocabulary)
    (folder / "model.vien.bin").write_bytes(model)
    write_manifest(folder)
    engine = OfflineEngine(folder.parent)
    once, again = engine.translate([text] * 2, PAIR)
    assert once
    assert once == again
    engine.close()
    (folder / "model.vien.bin").write_bytes(model[:-300] + bytes([model[-300] ^ 1]) + model[-299:])
    with pytest.raises(EngineProblem, match="is not what"):
        engine.translate([text], PAIR)


def test_nothing_is_cut_in_silence(tiny: tuple[bytes, bytes, list[str]]) -> None:
    """In the real engine each answer is either whole, and then word for word the engine's own, or refused: where it has
    as many pieces as the engine gives at most, and where the text has more than the model can take."""
    from fxtranslate import Translator

    model, vocabulary, lines = tiny
    pieces = read_pieces(vocabulary)
    counter, ours = Counter(pieces), Model(model, vocabulary, vocabulary)
    plain, spelt = Translator(model, vocabulary, vocabulary), Translator(model, vocabulary, marked(pieces))
    worst = ["a" * 3_000, "Ậ" * 200, "漢字" * 100, "\U0001f600" * 126, "½" * 60, "a " * 120, "…" * 90, "x"]
    whole = cut = long = 0
    for text in [*lines, *worst]:
        answer = ours.answer(text)
        least, most = counter.count(text)
        written, number = assembled(spelt.translate(text), pieces)
        assert written == plain.translate(text).strip()
        end = min(2 * (least + 1) + 4, 256)
        assert number <= 256
        if "text" in answer:
            assert answer["text"] == written
            assert number < end - end // 10
            whole += 1
        elif most > MOST_PIECES:
            long += 1
        else:
            assert number >= end - end // 10
            cut += 1
    assert min(whole, cut, long) >= 3


def test_pieces_are_counted_as_sentencepiece_does(tiny: tuple[bytes, bytes, list[str]]) -> None:
    """On every line of the seeds that has no character that the vocabulary lacks."""
    import sentencepiece

    _, vocabulary, lines = tiny
    library, counter = sentencepiece.SentencePieceProcessor(model_proto=vocabulary), Counter(read_pieces(vocabulary))
    known = [line for line in lines if library.unk_id() not in library.encode(line)]
    assert len(known) > 20
    for line in known:
        assert len(library.encode(line)) in counter.count(line)


def test_bytes_and_characters_that_a_vocabulary_lacks() -> None:
    """A character that it lacks counts as its bytes where it has bytes; an answer with such bytes is read; one with an
    unknown piece would have lost a word."""

    def piece(text: str, kind: int) -> bytes:
        message = b"\x0a" + bytes([len(text)]) + text.encode() + b"\x15\0\0\0\0\x18" + bytes([kind])
        return b"\x0a" + bytes([len(message)]) + message

    vocabulary = piece("<unk>", 2) + piece("</s>", 3) + b"".join(piece(f"<0x{byte:02X}>", 6) for byte in range(256))
    pieces = read_pieces(vocabulary + piece("a", 1))
    assert Counter(pieces).count("aẬ") == (1 + 3 + 3, 1 + 3 + 3)  # the space before, of three bytes too
    assert Counter(pieces).count("") == (0, 0)
    mark = "\ue000"
    assert assembled(f"{mark}a{mark}<0xE1>{mark}<0xBA>{mark}<0xAC>{mark}</s>", pieces) == ("aẬ", 5)
    with pytest.raises(ValueError, match="lacks"):
        assembled(f"{mark}a{mark}<unk>", pieces)
    for nonsense in (b"", b"vocab", b"\x0a\xff", b"\x08\x01", b"\x0a\x02\x0a\x05", b"\xff" * 30):
        with pytest.raises(ValueError, match="vocabulary"):
            read_pieces(nonsense)
