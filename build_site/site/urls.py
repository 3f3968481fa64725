"""Addresses: made of a-z, 0-9 and hyphens only, so that they survive every disk, host and chat window."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"[a-z0-9]+")
_LONGEST = 80
_TAIL_WORDS = 8
_OTHER_LETTERS = str.maketrans({"đ": "d", "Đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l"})
RESERVED = {"con", "prn", "aux", "nul", *(f"{name}{n}" for name in ("com", "lpt") for n in range(10))}
"""Names that Windows keeps for devices."""


@lru_cache(maxsize=4096)  # the same names stand on many pages
def slug(text: str) -> str:
    """`Huyện ủy Gia Lâm` → `huyen-uy-gia-lam`: `[a-z0-9]+(-[a-z0-9]+)*`, at most 80 characters, cut between words.

    Never empty: a text without any Latin letter or digit gives its code points (`x4e2d`), and none at all gives `x`.
    Names that Windows keeps for devices (`con`, `nul` …) get an `x` after them.
    """
    words = _words(text)
    if not words:
        words = [f"x{ord(char):x}" for char in text if not char.isspace()][:8] or ["x"]
    return _join(words)


def article_tail(published: str | None, title: str) -> str:
    """Where an article lives below `en/` and `vi/`: `articles/2023/gia-lam-doi-moi-phuong-thuc-lanh-dao`.

    `published` is an ISO date or None; the year is its first four digits, else `undated`.
    """
    year = published[:4] if published and published[:4].isdecimal() and published[:4].isascii() else "undated"
    words = _words(title)[:_TAIL_WORDS]
    return f"articles/{year}/{_join(words) if words else slug(title)}"


def letter_path(folder: str, bare: str) -> str:
    """The page of a letter of a long A–Z: `people/letter-d/index.html`. The bare one stands for all with marks. Of
    documents, that of a digit: `documents/letter-1/index.html`."""
    return f"{folder}/letter-{bare.lower() if bare.isalnum() else 'other'}/index.html"


def relative(from_path: str, to_path: str) -> str:
    """The link from one file of the site to another: `en/a/index.html`, `vi/a/index.html` → `../../vi/a/index.html`.

    Both are paths of files below the site's root; a `#fragment` of `to_path` stays.
    """
    target, mark, fragment = to_path.partition("#")
    here, there = from_path.split("/")[:-1], target.split("/")
    if from_path == target and mark:
        return mark + fragment
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return "../" * (len(here) - shared) + "/".join(there[shared:]) + mark + fragment


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.lower().translate(_OTHER_LETTERS))
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return _WORD.findall(bare)


def _join(words: list[str]) -> str:
    kept = words[0][:_LONGEST]
    for word in words[1:]:
        if len(kept) + 1 + len(word) > _LONGEST:
            break
        kept = f"{kept}-{word}"
    return f"{kept}-x" if kept in RESERVED else kept
