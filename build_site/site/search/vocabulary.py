"""What stands in the index for a printed word. Each word is worked out once a process: a corpus has few, and every
article the same ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from build_site.site.search.words import bare, form, stem, words

_MOST = 100_000
"""Words that are kept, before all are forgotten: so many take about 30 MB."""
CAPITAL = "^"
"""Before a form that is printed with a capital of its own, not because it opens a sentence."""
OTHER = "|"
"""Stands for any other word."""
BETWEEN = ("", "")
"""Two places without a word after each passage: no phrase reaches across."""


def forms_of(names: Iterable[str]) -> list[str]:
    """Those of all words of some names, each once."""
    return sorted(set(map(form, set(words(OTHER.join(names))))))


class Signs(dict[str, str]):
    """Printed word → one character that stands for its form, so that phrases are looked for in a text a sixth as long.
    Words that have none of the `forms` share OTHER, as does the end of a passage."""

    def __init__(self, forms: Iterable[str]) -> None:
        super().__init__()
        # From the first character after ASCII, none of the surrogates.
        self._signs = {each: chr(number + (128 if number < 55_000 else 2400)) for number, each in enumerate(forms)}

    def __missing__(self, printed: str) -> str:
        if len(self) >= _MOST:
            self.clear()
        self[printed] = found = self._signs.get(form(printed), OTHER)
        return found

    def of(self, printed: Iterable[str]) -> str:
        """The words of a phrase or passage, a character each."""
        return "".join(map(self.__getitem__, printed))


class Keys(dict[str, tuple[str, ...]]):
    """Printed word → its key and the key of its stem, where there are any.

    A key is `bare form`, `dang ^đang?`; that of a stem ends in `*`.
    """

    def __init__(self, stop_words: frozenset[str], *, stems: bool) -> None:
        super().__init__()
        self._stop_words, self._stems = stop_words, stems

    def __missing__(self, printed: str) -> tuple[str, ...]:
        if len(self) >= _MOST:
            self.clear()
        self[printed] = found = tuple(self._keys(printed))
        return found

    def _keys(self, word: str) -> Iterator[str]:
        exact = form(word)
        if not exact or exact in self._stop_words or max(word) > "\uffff":
            return
        high = CAPITAL if word[0].isupper() else ""
        yield f"{bare(word)} {high}{exact}"
        root = stem(exact)
        if self._stems and root != exact:
            yield f"{bare(root)} {high}{root}*"


def lowered(printed: Sequence[str]) -> list[str]:
    """The words of a passage; the first has its capital of itself only where the next one has too."""
    if not printed or (len(printed) > 1 and printed[1][0].isupper()):
        return list(printed)
    return [printed[0].lower(), *printed[1:]]
