"""Words as the search compares them. templates/assets/search.js has the same four functions; a test holds them equal.

A Vietnamese syllable is indexed as it is written and found by what a reader can type: `Đảng` has the form `đang?` (its
tone as a mark at the end, so that uỷ and ủy are one) and the bare form `dang`.
"""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"\w+(?:[’']\w+)?")
_NO_WORD = re.compile(r"[^\w ]")
_TONES = str.maketrans({"\u0300": "`", "\u0301": "'", "\u0309": "?", "\u0303": "~", "\u0323": "."})
_MARK = re.compile("[\u0300-\u036f]")
_OTHERS = str.maketrans({"đ": "d", "œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "ß": "ss", "ı": "i"})
_TONE = re.compile("[\u0300\u0301\u0309\u0303\u0323]")
_SPELLINGS = (
    ("ization", "isation"),
    ("izational", "isational"),
    ("izer", "iser"),
    ("iz", "is"),
    ("our", "or"),
    ("tr", "ter"),
    ("gramm", "gram"),
    ("fens", "fenc"),
    ("cens", "cenc"),
)
"""Endings of stems that British and American writers spell otherwise → what stands for both."""


def words(text: str) -> list[str]:
    """The words of a text, as printed; a possessive is its noun: `People’s` → `People`."""
    text = text.replace("_", " ")  # which Python counts among the letters
    if "’" in text or "'" in text:
        return [word.replace("’", "'").partition("'")[0] for word in _WORD.findall(text)]
    return _NO_WORD.sub(" ", text).split()


def form(word: str) -> str:
    """`uỷ`, `ủy` → `uy?`; `Đảng` → `đang?`; a word without marks is itself in lower case."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower())
    tones = "".join(_TONE.findall(apart)).translate(_TONES)
    return unicodedata.normalize("NFC", _TONE.sub("", apart)) + tones


def bare(word: str) -> str:
    """`Đảng` → `dang`, `œuvre` → `oeuvre`: Latin, Greek and Cyrillic letters without their marks; other scripts keep
    theirs."""
    if word.isascii():
        return word.lower()
    apart = unicodedata.normalize("NFD", word.lower())
    return _MARK.sub("", apart).translate(_OTHERS)


def stem(word: str) -> str:
    """What the inflected forms and the British and American spellings of an English word share: outsiders → outsider,
    appointing → appoint, policies → policy, mobilization → mobilisation. Takes and gives lower case."""
    root = _uninflected(word)
    if len(root) > 4:
        for ending, shared in _SPELLINGS:
            if root.endswith(ending):
                return root.removesuffix(ending) + shared
    return root


def _uninflected(word: str) -> str:
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-2] if word.endswith(("sses", "xes", "zes", "ches", "shes")) else word[:-1]
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            word = word[: -len(ending)]
            if word[-1] == word[-2] and word[-1] not in "ls":
                word = word[:-1]
            return word
    return word[:-1] if len(word) > 4 and word.endswith("e") else word
