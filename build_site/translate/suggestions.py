"""Suggestions for a translator: texts of similar sentences, as comments on entries that have no translation yet.

They read `# suggestion 82 %: English ← Vietnamese`. They are refreshed by each `translate`, go when the entry is
filled, and are never published: nothing but a person makes a translation of them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import islice

from msgspec import structs

from build_site.model import TranslationUnit
from build_site.translate.catalog import Catalog, Entry
from build_site.translate.fuzzy import FuzzyIndex
from build_site.translate.memory import key_of, unit_of

MOST = 3
MOST_KNOWN = 200_000
"""Units that are looked through: about 1 KB of memory each."""
_SUGGESTION = re.compile(r"suggestion \d{1,3} %: .*")


class Known:
    """The memory's units, found by likeness. Nothing is read before the first question."""

    def __init__(self, units: Callable[[], Iterable[TranslationUnit]]) -> None:
        self._units = units

    @cached_property
    def _index(self) -> FuzzyIndex[TranslationUnit]:
        return FuzzyIndex((unit.source, unit) for unit in islice(self._units(), MOST_KNOWN))

    def matches(self, source: str) -> list[tuple[int, TranslationUnit]]:
        """(per cent, unit) of each that is at least 75 per cent like the source, the most alike first."""
        return self._index.matches(source)


def is_suggestion(comment: str) -> bool:
    return _SUGGESTION.fullmatch(comment.strip()) is not None


def without_suggestions(entry: Entry) -> Entry:
    kept = tuple(comment for comment in entry.comments if not is_suggestion(comment))
    return entry if kept == entry.comments else structs.replace(entry, comments=kept)


def suggest(catalog: Catalog, known: Known) -> Catalog:
    """The catalog with today's suggestions on its live entries without text, and none on the others.

    At most three each, the most alike first, a person's before a
    machine's, each English text once.
    """
    return structs.replace(catalog, entries=tuple(_suggested(entry, known) for entry in catalog.entries))


def _suggested(entry: Entry, known: Known) -> Entry:
    bare = without_suggestions(entry)
    key = key_of(entry)
    if key is None or entry.obsolete or entry.target.strip() or unit_of(entry).state != "missing":
        return bare
    matches = [(score, unit) for score, unit in known.matches(key[1]) if unit.source != key[1] and unit.target]
    matches.sort(key=lambda match: (-match[0], match[1].role != key[0], match[1].state == "machine"))
    lines: dict[str, str] = {}
    for score, unit in matches:
        # 100 % is for the very sentence; this one differs at least in letter case or tone placement.
        lines.setdefault(unit.target or "", f"suggestion {min(score, 99)} %: {unit.target} ← {unit.source}")
    return structs.replace(bare, comments=(*bare.comments, *list(lines.values())[:MOST]))
