"""An engine for tests and demonstrations: no network, the same answer every time, and every number kept."""

from __future__ import annotations

import unicodedata

from build_site.store.packs import load_pack
from build_site.translate.facts import TranslateFacts
from build_site.translate.numbers import Number, read_numbers


class FakeEngine:
    """Answers `[en] ` and the source without its marks: `[en] nam 2022 ket nap 1,599 Dang vien`.

    Names (capitalised words) and document numbers stay as they are; numbers are written as the target language does.
    The answers pass the blocking checks and are meant to be recognised by everybody as no translation.
    """

    name = "fake"
    version = "1"

    def __init__(self) -> None:
        self._facts: dict[str, TranslateFacts] = {}

    def translate(self, texts: list[str], pair: tuple[str, str]) -> list[str]:
        for code in pair:
            if code not in self._facts:
                self._facts[code] = load_pack(code).translate
        source, target = (self._facts[code] for code in pair)
        return [f"[{pair[1]}] {_fake(text, source, target)}" for text in texts]


def _fake(text: str, source: TranslateFacts, target: TranslateFacts) -> str:
    parts = []
    end = 0
    for number in read_numbers(text, source):
        written = _written(number, text, target)
        if number.binding and number.start >= end and written is not None:
            parts += [_bare(text[end : number.start]), written]
            end = number.end
    return "".join([*parts, _bare(text[end:])])


def _written(number: Number, text: str, facts: TranslateFacts) -> str | None:
    """A number with separators, a scale or a percent sign as the target language writes it; None: leave it."""
    if text[number.start : number.end].isalnum():
        return None
    value = max(number.values) if len(number.values) > 1 else next(iter(number.values))
    digits = f"{value.numerator:,}" if value.denominator == 1 else f"{float(value):,}"
    sign = {",": facts.group or ",", ".": facts.decimal or "."}
    return "".join(sign.get(char, char) for char in digits) + "%" * number.percent


def _bare(text: str) -> str:
    """Words with a small initial lose their marks."""
    return " ".join(word if word[:1].isupper() or "/" in word else _unmarked(word) for word in text.split(" "))


def _unmarked(word: str) -> str:
    plain = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(char for char in plain if not unicodedata.combining(char))
