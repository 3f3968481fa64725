"""The glossary is kept: each term's English, or an alternative, stands in the translation; forbidden words do not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from msgspec import Struct

from build_site.folding import fold
from build_site.model import Term
from build_site.translate.plurals import plurals

_PARENTHESIS = re.compile(r"\s?\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
STEM = 4
"""Letters that two words must share to be of one stem."""
WITHIN = 8
"""Letters of a word that may stand within another one (unconstitutional)."""
_ENDINGS = ("s", "es", "d", "ed", "ing")
_ARTICLES = ("the ", "a ", "an ")


class _Form(Struct, frozen=True):
    """The words of a form of a term's English, in any order."""

    words: tuple[str, ...]
    """Without 's, and without words that count for nothing."""
    spare: int
    """How many of them may be lacking: a third."""


class _Forms(Struct, frozen=True):
    """What is looked for of a term."""

    whole: tuple[str, ...]
    """What stands in the translation word for word."""
    loose: tuple[_Form, ...]
    stems: frozenset[str]
    """The first letters of the long words of the loose forms."""
    inflected: frozenset[str]
    """The short ones, with their inflections."""
    within: tuple[str, ...]
    """Those that may stand within another word."""
    forbidden: tuple[tuple[str, str], ...]
    """(as the termbase has it, as it is looked for)"""


class _Told:
    """A translation, as terms are looked for in it."""

    def __init__(self, target: str) -> None:
        self._text = _folded(target)
        self._known: dict[str, bool] = {}
        """Words that have been looked for: the forms of a term share most of theirs."""

    def count(self, forms: Iterable[str], enough: int = 1) -> int:
        """Places where whole words are a form, each once; counted as far as `enough`."""
        text = self._text
        places: set[int] = set()
        for form in forms:
            at = _start(text, form)
            while at >= 0:
                places.add(at)
                if len(places) >= enough:
                    return enough
                at = _start(text, form, at + 1)
        return len(places)

    def nearly(self, forms: _Forms) -> bool:
        """Whether two thirds of a form's words are here, or words of the same stem are."""
        if (
            self._by_stem.keys().isdisjoint(forms.stems)
            and self._words.isdisjoint(forms.inflected)
            and not any(word in self._text for word in forms.within)
        ):
            return False  # as most terms that are not there: none of their words is
        return any(map(self._has_most, forms.loose))

    def _has_most(self, form: _Form) -> bool:
        spare = form.spare
        for word in form.words:
            if not self._has_akin(word):
                spare -= 1
                if spare < 0:
                    return False
        return True

    def _has_akin(self, word: str) -> bool:
        """`studied` for `study`, `provincial` for `province`, `asking` for `ask`."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._finds_akin(word)
        return found

    def _finds_akin(self, word: str) -> bool:
        if len(word) < STEM:
            return not _inflected(word).isdisjoint(self._words)
        for other in self._by_stem.get(word[:STEM], ()):
            same = max(STEM, min(len(word), len(other)) - 2)
            if word[:same] == other[:same]:
                return True
        return len(word) >= WITHIN and word in self._text and any(word in other for other in self._words)

    @cached_property
    def _words(self) -> set[str]:
        pieces = set(self._text.split())
        words = set(filter(str.isalpha, pieces))  # as most are
        words.update(word.removesuffix("'s") for piece in pieces - words for word in _WORD.findall(piece))
        return words

    @cached_property
    def _by_stem(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for word in self._words:
            found.setdefault(word[:STEM], []).append(word)
        return found


def unkept_terms(target: str, terms: Sequence[Term], small: tuple[str, ...] = ()) -> Iterator[str]:
    """`terms`: one for each occurrence in the source. A term that stands there several times may be called `it` later
    on: a third of them must stand in the target, and one at least.

    Editors inflect and turn round: a form is there where most of its words are, in any order, by their stems. `small`:
    words of the target's language that count for nothing (of, the).
    """
    if not terms:
        return
    told = _Told(target)
    uses: dict[str, list[Term]] = {}
    for term in terms:
        uses.setdefault(term.id, []).append(term)
    for term, *others in uses.values():
        forms = _forms(term, small)
        for word, form in forms.forbidden:
            if told.count((form,)):
                yield f"“{word}” is not to be used for {term.term}: it is “{term.target}”"
        asked = 1 + len(others)
        there = told.count(forms.whole, enough=-(-asked // 3)) or told.nearly(forms)
        if there * 3 < asked:
            count = f" ({int(there)} of {asked})" if asked > 1 else ""
            yield f"{term.term} is “{term.target}”{count}"


@lru_cache(maxsize=20_000)
def _forms(term: Term, small: tuple[str, ...]) -> _Forms:
    """What is looked for of a term: a table of the process, since each term is asked for in many sentences."""
    texts: list[str] = []
    for text in (term.target, *term.alternatives, *((term.term,) if term.do_not_translate else ())):
        # `Party organisation of … District`: what stands around the gap must be there, so its longest part is.
        plain = max(_plain(text).split("…"), key=len).strip()
        if len(plain) > 1:
            texts += (plain, *plurals(plain))
    forbidden = ((word, _plain(word)) for word in term.forbidden)
    loose = tuple(filter(None, dict.fromkeys(_words(text, small) for text in texts)))
    words = frozenset(word for form in loose for word in form)
    return _Forms(
        tuple(dict.fromkeys(texts)),
        tuple(_Form(form, len(form) // 3) for form in loose),
        frozenset(word[:STEM] for word in words if len(word) >= STEM),
        frozenset().union(*(_inflected(word) for word in words if len(word) < STEM)),
        tuple(word for word in words if len(word) >= WITHIN),
        tuple((word, form) for word, form in forbidden if form and not any(form in text for text in texts)),
    )


def _words(text: str, small: Sequence[str]) -> tuple[str, ...]:
    return tuple(word.removesuffix("'s") for word in _WORD.findall(text) if word not in small)


@lru_cache(maxsize=4096)
def _inflected(word: str) -> frozenset[str]:
    """A short word as its inflections spell it: `ask`, `asking`; the last letter doubled (`set`, `setting`) or not."""
    if len(word) == 1:
        return frozenset({word})
    stem = word.removesuffix("e")
    return frozenset({word, *(stem + double + ending for double in ("", stem[-1]) for ending in _ENDINGS)})


def _folded(text: str) -> str:
    """Small letters, one kind of apostrophe, blanks for hyphens."""
    folded = fold(text).replace("-", " ")
    if not folded.isascii():
        folded = folded.replace("’", "'").replace("‘", "'").replace("–", " ").replace("‑", " ")
    return folded


def _plain(text: str) -> str:
    plain = _folded(_PARENTHESIS.sub("", text)).strip()
    for article in _ARTICLES:
        plain = plain.removeprefix(article)
    return plain


def _start(text: str, form: str, low: int = 0) -> int:
    """Where a form stands next as whole words; -1 where it stands no more."""
    at = text.find(form, low)
    while at >= 0:
        end = at + len(form)
        # A sign is its own boundary: `US$` in `US$11,000`.
        if not (at and text[at - 1].isalnum()) and not (form[-1].isalnum() and text[end : end + 1].isalnum()):
            break
        at = text.find(form, at + 1)
    return at
