"""What changed between two states of a PO file that readers may have relied on: a person's text, mended by a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

from build_site.translate.catalog import Catalog, Entry
from build_site.translate.memory import Key, key_of, unit_of

_WHY = "corrected:"
_WORD = re.compile(r"\w+")


class Mended(Struct, frozen=True):
    source: str
    before: str
    after: str
    note: str
    """What the translator's comment `# corrected: …` says, where it is new."""
    kind: Literal["correction", "wording"]
    """wording: only marks, capitals or blanks differ."""


def mended(old: Catalog, new: Catalog) -> Iterator[Mended]:
    """The sentences that a person answers for in both, and whose translation differs; in the order of the newer.

    Not among them: machine text that a person has gone over (a review, not a correction), text whose original has
    changed, and text that only came or went.
    """
    before = dict(_confirmed(old))
    for key, entry in _confirmed(new):
        earlier = before.get(key)
        if earlier is None:
            continue
        was, now = unit_of(earlier).target or "", unit_of(entry).target or ""
        if was != now:
            same = _words(was) == _words(now)
            yield Mended(key[1], was, now, _why(entry, earlier), "wording" if same else "correction")


def _confirmed(catalog: Catalog) -> Iterator[tuple[Key, Entry]]:
    for entry in catalog.entries:
        key = None if entry.obsolete else key_of(entry)
        if key is not None and unit_of(entry).state in ("human", "approved"):
            yield key, entry


def _why(entry: Entry, earlier: Entry) -> str:
    said = [text for text in map(str.strip, entry.comments) if text.startswith(_WHY)]
    known = set(map(str.strip, earlier.comments))
    return " ".join(text.removeprefix(_WHY).strip() for text in said if text not in known)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
