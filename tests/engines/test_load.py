"""Engines by name; an editor's own engine; the fake."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import types
from pathlib import Path

import pytest

from build_site.config import ENGINES, TranslateSettings
from build_site.engines.chat import CHAT_URL_VARIABLE
from build_site.engines.deep import KEY_VARIABLE, LibreEngine
from build_site.engines.fake import FakeEngine
from build_site.engines.load import load
from build_site.errors import ConfigProblem, EngineProblem
from build_site.store.packs import load_pack
from build_site.translate.allowance import Allowance
from build_site.translate.chain import Filled, fill
from build_site.translate.wanted import Want

PAIR = ("vi", "en")


@pytest.mark.parametrize("name", ENGINES)
def test_known_names(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Each known name gives an engine that calls itself so."""
    if name == "offline":
        pytest.importorskip("fxtranslate")
    monkeypatch.setenv(CHAT_URL_VARIABLE, "http://127.0.0.1:9/v1")
    engine = load(name, TranslateSettings(chat_model="a model", offline_model=str(tmp_path)))
    assert engine.name == name
    assert engine.version


def test_importing_engines_does_not_import_the_network_packages(root: Path) -> None:
    """deep_translator and requests are imported by the first call, so that no other command pays for them."""
    code = (
        "import sys; from build_site.config import TranslateSettings as T; from build_site.engines.load import load;"
        "[load(name, T()) for name in ('google', 'libretranslate', 'mymemory', 'fake')];"
        "sys.exit(' '.join({'deep_translator', 'requests', 'bs4'} & set(sys.modules)) or 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr


def test_settings_reach_the_engines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Address and deadline come from the settings, the key from the environment only."""
    monkeypatch.setenv(KEY_VARIABLE, "s3cret")
    engine = load("libretranslate", TranslateSettings(libretranslate_url="http://127.0.0.1:7/x", deadline=3))
    assert isinstance(engine, LibreEngine)
    assert (engine.url, engine.deadline, engine.key) == ("http://127.0.0.1:7/x/", 3, "s3cret")


@pytest.mark.parametrize(
    ("name", "hint"),
    [("gogle", "Did you mean google?"), ("LibreTranslate", "Did you mean libretranslate?"), ("zzz", "Known: google")],
)
def test_unknown_names(name: str, hint: str) -> None:
    """A wrong name is answered with the nearest one, or with all."""
    with pytest.raises(ConfigProblem) as problem:
        load(name, TranslateSettings())
    assert hint in problem.value.hint


@pytest.mark.parametrize("name", ["no.such.module:Engine", "json:NoSuchClass", "json:JSONDecoder", ":x", "x:", ".:x"])
def test_modules_that_hold_no_engine(name: str) -> None:
    """A module, class or shape that is not there is a mistake in the settings."""
    with pytest.raises(ConfigProblem):
        load(name, TranslateSettings())


class Own:
    """An editor's engine that notes its threads, and misbehaves by request."""

    name = "our own"
    version = "2 beta"
    made: list[int] = []  # noqa: RUF012

    def __init__(self) -> None:
        self.made.append(threading.get_ident())

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        assert threading.get_ident() == self.made[-1]
        if texts == ["sleep"]:
            time.sleep(1)
        if texts == ["panic"]:
            raise BaseException("panic")
        if texts == ["problem"]:
            raise EngineProblem("quota", where="own", retry=True)
        return [f"{pair[1]}: {text}" for text in texts]


def test_an_own_engine_is_held_to_the_promises(monkeypatch: pytest.MonkeyPatch) -> None:
    """It lives in one thread, ends in time, and fails in one way, even by a panic that is no Exception."""
    module = types.ModuleType("own_engine")
    module.Own = Own  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "own_engine", module)
    Own.made.clear()
    engine = load("own_engine:Own", TranslateSettings(deadline=0.3))
    assert (engine.name, engine.version, Own.made) == ("our-own", "2-beta", [])
    assert engine.translate(["a", "b"], PAIR) == ["en: a", "en: b"]
    with pytest.raises(EngineProblem, match="failed: BaseException: panic"):
        engine.translate(["panic"], PAIR)
    with pytest.raises(EngineProblem, match="quota"):
        engine.translate(["problem"], PAIR)
    assert len(Own.made) == 1
    start = time.monotonic()
    with pytest.raises(EngineProblem, match=r"within 0\.3 seconds"):
        engine.translate(["sleep"], PAIR)
    assert time.monotonic() - start < 0.9
    assert engine.translate(["c"], PAIR) == ["en: c"]
    assert len(set(Own.made)) == 2


def test_the_fake_engine_passes_the_checks_on_the_seeds(root: Path) -> None:
    """Every line of the five seeds gets an answer that passes, and the same one each time."""
    vi, en = (load_pack(code).translate for code in PAIR)
    engine = FakeEngine()
    for seed in sorted((root / "seeds").glob("*.txt")):
        lines = seed.read_text(encoding="utf-8").split("\n")
        wants = [Want("body", " ".join(line.split())) for line in lines if line.strip()]
        results = list(fill(wants, [engine], PAIR, vi, en, allowance=Allowance(lambda: 0.0)))
        assert [result for result in results if not isinstance(result, Filled)] == []
    text = "Ngày 27/02/2012, kết nạp 1.599 đảng viên (159,9%), 14,03 tỷ đồng, theo 09-NQ/TU của Vũ Đức Bảo."
    assert engine.translate([text], PAIR) == [
        "[en] Ngày 27/02/2012, ket nap 1,599 dang vien (159.9%), 14,030,000,000 dong, theo 09-NQ/TU cua Vũ Đức Bảo."
    ]


@pytest.mark.parametrize("key", ["api_key", "token", "secret"])
def test_an_address_with_a_key_is_refused_and_not_printed(key: str) -> None:
    """Keys in addresses end up in logs, of ours and of others."""
    settings = TranslateSettings(libretranslate_url=f"http://127.0.0.1:5000/?{key}=canary-99")
    with pytest.raises(ConfigProblem) as caught:
        load("libretranslate", settings)
    assert "canary-99" not in repr(caught.value) + caught.value.hint
