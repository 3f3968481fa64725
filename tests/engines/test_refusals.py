"""What may enter the memory: of known bad outputs none, of good translations each. Both travel as an engine's answers
do: over HTTP, through deep-translator, our engine, and the chain with its checks."""

from __future__ import annotations

import json
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from build_site.engines.deep import LibreEngine
from build_site.engines.manners import Manners
from build_site.store.packs import load_pack
from build_site.translate.allowance import Allowance
from build_site.translate.chain import Filled, Refused, fill
from build_site.translate.memory import unit_of
from build_site.translate.po import parse
from build_site.translate.wanted import Want

from .conftest import Server
from .conftest import json as json_answer

PAIR = ("vi", "en")
FIXTURE = Path(__file__).parent / "fixtures" / "bad_outputs.txt"
LEAST_BAD, GOOD = 60, 300
MISSPELT = "Novemeber"
"""The one reference among the first that is rightly refused: its month is none."""


def bad_outputs() -> list[tuple[str, str, str]]:
    """(where it is known from, source, output)"""
    lines = [line for line in FIXTURE.read_text("utf-8").splitlines() if not line.startswith("#")]
    found = []
    for block in "\n".join(lines).split("\n\n"):
        fields = dict(line.partition(":")[::2] for line in block.strip().splitlines())
        if fields:
            found.append((fields["from"].strip(), fields["vi"].strip(), unescaped(fields["en"].strip())))
    return found


def unescaped(text: str) -> str:
    return text.replace("\\n", "\n").replace("\\u200b", "\u200b").replace("\\ufeff", "\ufeff")


def results(server: Server, pairs: list[tuple[str, str]]) -> list[Filled | Refused]:
    """What the chain makes of the second text of each pair as the answer to the first."""
    answers = iter(pairs)
    vi, en = (load_pack(code).translate for code in PAIR)
    engine = LibreEngine(url=server.url, manners=Manners("libretranslate", deadline=20, chance=lambda: 0.0))
    found: list[Filled | Refused] = []
    for source, output in answers:

        def behave(handler: BaseHTTPRequestHandler, output: str = output) -> None:
            json_answer(json.dumps({"translatedText": output}))(handler)

        server.behaviour = behave
        found += fill([Want("body", source)], [engine], PAIR, vi, en, allowance=Allowance(time.monotonic))
    return found


@pytest.mark.guarantee("C11")
def test_every_bad_output_is_refused(server: Server) -> None:
    """None of them is saved, whatever the reason."""
    bad = bad_outputs()
    assert len({output for _, _, output in bad}) >= LEAST_BAD
    assert len({where for where, _, _ in bad}) >= 50
    taken = [
        (where, result.target)
        for (where, _, _), result in zip(bad, results(server, [each[1:] for each in bad]), strict=True)
        if isinstance(result, Filled)
    ]
    assert taken == []


def human_translations(root: Path) -> list[tuple[str, str]]:
    """The sentences of the project's own articles that persons have translated."""
    found = {}
    for file in sorted((root / "site_src" / "translations").rglob("*.po")):
        for entry in parse(file.read_text("utf-8"), file.name).entries:
            unit = unit_of(entry)
            if unit.target and unit.state in ("human", "approved") and len(unit.source) < 4_000:
                found[unit.source] = unit.target
    return list(found.items())


def short(text: str) -> bool:
    """Sent whole: the parts of a split sentence would each get the whole answer."""
    return len(text) <= 300


@pytest.mark.guarantee("C11")
def test_no_human_translation_of_ours_is_refused(server: Server, root: Path) -> None:
    """Not one of the project's own."""
    good = [pair for pair in human_translations(root) if short(pair[0])]
    assert len(good) >= 80
    refused = [result for result in results(server, good) if isinstance(result, Refused)]
    assert refused == []


@pytest.mark.guarantee("C11")
def test_no_human_translation_of_300_is_refused(server: Server, root: Path, shared_data: Path) -> None:
    """The project's own and human references of a public test set, 300 in all."""
    folder = shared_data / "mt" / "flores-dev"
    vi, en = ((folder / f"flores-dev.{code}").read_text("utf-8").splitlines() for code in PAIR)
    pairs = [*human_translations(root), *zip(vi, en, strict=True)]
    good = [pair for pair in pairs if short(pair[0]) and MISSPELT not in pair[1]][:GOOD]
    assert len(good) == GOOD
    refused = [result for result in results(server, good) if isinstance(result, Refused)]
    assert refused == []


@pytest.mark.parametrize("name", ["google", "microsoft", "nllb", "opusmt", "bergamot-tiny"])
def test_few_machine_translations_are_refused(name: str, shared_data: Path) -> None:
    """Of the stored outputs of real engines most pass: the checks do not cry wolf."""
    folder = shared_data / "mt" / "flores-dev"
    vi = (folder / "flores-dev.vi").read_text("utf-8").splitlines()
    outputs = (folder / f"flores-dev.{name}.en").read_text("utf-8").splitlines()
    facts = [load_pack(code).translate for code in PAIR]

    class Stored:
        name, version = "stored", "1"

        def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
            return [answers[" ; ".join(texts)]]

    answers = {source: output for source, output in zip(vi, outputs, strict=True) if short(source)}
    wants = [Want("body", source) for source in answers]
    found = list(fill(wants, [Stored()], PAIR, *facts, allowance=Allowance(time.monotonic)))
    assert sum(isinstance(result, Refused) for result in found) <= len(found) * 0.08
