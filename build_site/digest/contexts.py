"""Which sense of an ambiguous form is meant: the words that stand near it (the column `context` of the termbase)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from build_site.digest.patterns import any_of
from build_site.folding import fold

NEAR = 60
"""Characters on either side of a form, within its sentence, that count as near it."""
NOT = "not "
"""Opens the words of which none may be near: `Trung ương: not bệnh viện, nhà hát`."""


class Context(Struct, frozen=True):
    """One entry of the column: `BTV: VTV, truyền hình`, said of one form of the term."""

    form: str
    words: tuple[str, ...]
    wanted: bool
    """Whether one of the words must be near; otherwise none may."""

    def fits(self, folded: str, start: int, end: int) -> bool:
        """Whether the form that stands at this span of a folded sentence has this sense."""
        pattern = _pattern(self.words)
        before = pattern.search(folded[max(0, start - NEAR) : start])
        return bool(before or pattern.search(folded[end : end + NEAR])) is self.wanted


def read_context(entry: str) -> Context | None:
    """`form: word, word` or `form: not word, word`; None where the entry is not written so."""
    form, colon, rest = (part.strip() for part in entry.partition(":"))
    wanted = not rest.startswith(NOT)
    words = tuple(word.strip() for word in rest.removeprefix(NOT).split(",") if word.strip())
    return Context(form, words, wanted) if form and colon and words else None


def contexts_of(entries: Iterable[str]) -> dict[str, tuple[Context, ...]]:
    """Folded form → its contexts, all of which must fit. Entries that are not written as they should be are no
    concern of matching: reading the termbase refuses them."""
    found: dict[str, tuple[Context, ...]] = {}
    for context in filter(None, map(read_context, entries)):
        key = fold(context.form)
        found[key] = (*found.get(key, ()), context)
    return found


@lru_cache(maxsize=1024)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(map(fold, words)))
