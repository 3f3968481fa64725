"""The glossary is kept: each term's English, or an alternative, stands in the translation; forbidden words do not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from build_site.folding import fold
from build_site.model import Term
from build_site.translate.plurals import plurals

_SAME = str.maketrans({"’": "'", "‘": "'", "–": "-", "‑": "-"})
_PARENTHESIS = re.compile(r"\s?\([^()]*\)")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
STEM = 4
"""Letters that two words must share to be of one stem."""
WITHIN = 8
"""Letters of a word that may stand within another one (unconstitutional)."""
_ENDINGS = ("s", "es", "d", "ed", "ing")
_ARTICLES = ("the ", "a ", "an ")


def unkept_terms(target: str, terms: Sequence[Term], small: Sequence[str] = ()) -> Iterator[str]:
    """`terms`: one for each occurrence in the source. A term that stands there several times may be called `it` later
    on: a third of them must stand in the target, and one at least.

    Editors inflect and turn round: a form is there where most of its words are, in any order, by their stems. `small`:
    words of the target's language that count for nothing (of, the).
    """
    told = fold(target).translate(_SAME).replace("-", " ")
    words = _WORD.findall(told)
    uses = Counter(term.id for term in terms)
    for term in {term.id: term for term in terms}.values():
        forms = _forms(term)
        for word in term.forbidden:
            form = _plain(word)
            if form and _count(told, (form,)) and not any(form in allowed for allowed in forms):
                yield f"“{word}” is not to be used for {term.term}: it is “{term.target}”"
        there = _count(told, forms) or any(_nearly(form, words, small) for form in forms)
        if there * 3 < uses[term.id]:
            count = f" ({int(there)} of {uses[term.id]})" if uses[term.id] > 1 else ""
            yield f"{term.term} is “{term.target}”{count}"


def _nearly(form: str, words: Sequence[str], small: Sequence[str]) -> bool:
    """Whether two thirds of a form's words are among `words`, or words of the same stem are."""
    own = [word for word in _WORD.findall(form) if word not in small]
    found = sum(any(_akin(word, other) for other in words) for word in own)
    return bool(own) and found * 3 >= len(own) * 2


def _akin(word: str, other: str) -> bool:
    """`study` and `studied`, `province` and `provincial`, `ask` and `asking`."""
    word, other = word.removesuffix("'s"), other.removesuffix("'s")
    size = min(len(word), len(other))
    if size >= STEM:
        return word[: max(STEM, size - 2)] == other[: max(STEM, size - 2)] or (len(word) >= WITHIN and word in other)
    stem = word.removesuffix("e")
    return word == other or (size > 1 and other.startswith(stem) and _is_ending(stem, other[len(stem) :]))


def _is_ending(stem: str, rest: str) -> bool:
    """Whether a short word goes on as its inflections do, the last letter doubled (`set`, `setting`) or not."""
    return rest in _ENDINGS or rest.removeprefix(stem[-1]) in _ENDINGS


@lru_cache(maxsize=20_000)
def _forms(term: Term) -> tuple[str, ...]:
    forms: list[str] = []
    for text in (term.target, *term.alternatives, *((term.term,) if term.do_not_translate else ())):
        # `Party organisation of … District`: what stands around the gap must be there, so its longest part is.
        plain = max(_plain(text).split("…"), key=len).strip()
        if len(plain) > 1:
            forms += (plain, *plurals(plain))
    return tuple(dict.fromkeys(forms))


def _plain(text: str) -> str:
    plain = _PARENTHESIS.sub("", fold(text).translate(_SAME)).replace("-", " ").strip()
    for article in _ARTICLES:
        plain = plain.removeprefix(article)
    return plain


def _count(text: str, forms: Sequence[str]) -> int:
    """Places where whole words are a form, each once."""
    places = {at for form in forms for at in _starts(text, form)}
    return len(places)


def _starts(text: str, form: str) -> Iterator[int]:
    at = text.find(form)
    while at >= 0:
        end = at + len(form)
        # A sign is its own boundary: `US$` in `US$11,000`.
        if not (at and text[at - 1].isalnum()) and not (form[-1].isalnum() and text[end : end + 1].isalnum()):
            yield at
        at = text.find(form, at + 1)
