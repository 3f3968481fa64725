"""The example of docs/how-to/use-an-engine.md is an engine."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from build_site.config import TranslateSettings
from build_site.engines.load import load
from build_site.store.packs import load_pack
from build_site.translate.allowance import Allowance
from build_site.translate.chain import Filled, Refused, fill
from build_site.translate.wanted import Want

PAIR = ("vi", "en")


def test_the_example_runs(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Saved under the name that the page gives, it translates what it knows and hands on what it does not."""
    page = (root / "docs/how-to/use-an-engine.md").read_text("utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    assert 'engines = ["phrasebook:PhraseBook"' in page
    assert code.count("\n") <= 24
    (tmp_path / "phrasebook.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    engine = load("phrasebook:PhraseBook", TranslateSettings())
    vi, en = (load_pack(name).translate for name in PAIR)
    wants = [Want("body", "Cảm ơn."), Want("body", "Tạm biệt.")]
    known, unknown = fill(wants, [engine], PAIR, vi, en, allowance=Allowance(time.monotonic))
    assert isinstance(known, Filled)
    assert (known.target, known.engine) == ("Thank you.", "phrasebook@1")
    assert isinstance(unknown, Refused)
    assert unknown.reasons == ("phrasebook@1: the phrase book lacks this sentence",)


def test_a_key_of_an_own_engine_is_told_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither by its exceptions nor by its answers."""
    monkeypatch.setenv("MY_SERVICE_TOKEN", "canary-77/+x")
    code = (
        "import os\nfrom build_site.errors import EngineProblem\nclass E:\n    name, version = 'e', '1'\n"
        "    def translate(self, texts, pair):\n        key = os.environ['MY_SERVICE_TOKEN']\n"
        "        if texts == ['a']: raise ValueError(f'bad {key}')\n"
        "        if texts == ['b']: raise EngineProblem(f'bad {key}', hint=key)\n"
        "        return [f'fine {key}']\n"
    )
    (tmp_path / "canary_engine.py").write_text(code, "utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    engine = load("canary_engine:E", TranslateSettings())
    for text in ("a", "b", "c"):
        with pytest.raises(Exception) as caught:  # noqa: PT011
            engine.translate([text], PAIR)
        told = f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"
        assert "canary" not in told
        assert caught.value.__context__ is None or caught.value.__suppress_context__
