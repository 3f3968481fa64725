"""The names by which an article is found besides its own words: those of the terms that it uses. They stand in a block
once for all its articles that use the term, in places of their own behind those of any text."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache, cached_property

from build_site.model import Term
from build_site.site.search.postings import make_postings
from build_site.site.search.vocabulary import BETWEEN, Keys, Signs, forms_of, lowered
from build_site.site.search.words import words

NAMES = 1 << 16
"""Place of the first word of the first term's names."""
_ROOM = 512
"""Places of each term: what a term has more of names is not searched."""
TITLES = 1 << 26
"""The same as NAMES for terms that an article has in its title: what stands from here on counts as the title does."""
OFTEN = 4
"""How often the English of a term that an article uses is indexed at most."""
Table = dict[str, str]
"""Bare word, in order → ids of the terms whose names have it, with `|` between them."""
Keep = Callable[[Callable[[], Table]], Table]
_SHORT = 2
"""Letters of an abbreviation that may stand for several things."""


def name_forms(terms: Sequence[Term]) -> list[str]:
    """The forms of all words of their names."""
    return forms_of(name for term in terms for name in _names(term))


class Names:
    """The names of the terms, by a term's id. What is asked of a term is worked out once. `forms`: what `name_forms`
    gives, where it is known; `keep` gives again what was made of the same terms before."""

    within: Callable[[str], tuple[str, ...]]
    whole: Callable[[str], tuple[str, ...]]
    source: Callable[[str], dict[str, str]]
    target: Callable[[str, int], dict[str, str]]
    title: Callable[[str], dict[str, str]]

    def __init__(
        self,
        terms: Sequence[Term],
        keys: tuple[Keys, Keys],
        forms: Sequence[str] | None = None,
        keep: Keep = lambda make: make(),
    ) -> None:
        self._keep = keep
        self._terms = {term.id: term for term in terms}
        self._places = {term.id: number * _ROOM for number, term in enumerate(terms)}
        self.keys = keys
        """Of the words of the source and of the translation."""
        self.signs = Signs(name_forms(terms) if forms is None else forms)
        self.abbreviations = {
            name: term.id
            for term in terms
            if not term.context
            for name in term.abbr
            if name.isupper() and len(name) > _SHORT
        }
        """→ the term, of those that stand for one thing alone."""
        self.within, self.whole = cache(self._within), cache(self._whole)
        self.source, self.target, self.title = cache(self._source), cache(self._target), cache(self._title)

    def _within(self, term: str) -> tuple[str, ...]:
        """The term and those whose name is in its name: Ủy ban Mặt trận Tổ quốc → Mặt trận Tổ quốc. Nothing of a term
        that is not known."""
        if term not in self._terms:
            return ()
        name = self.signs.of(words(self._terms[term].term))
        parts = (name[first:end] for first in range(len(name)) for end in range(first + 2, len(name) + 1))
        return tuple(dict.fromkeys((term, *(self._by_name[part] for part in parts if part in self._by_name))))

    @cached_property
    def _by_name(self) -> dict[str, str]:
        return {self.signs.of(words(term.term)): term.id for term in self._terms.values()}

    def _whole(self, term: str) -> tuple[str, ...]:
        """The signs of those names that say all that the term says, not a part of it (khiếu nại of khiếu nại, tố cáo):
        an article that often has them is the more about it."""
        own, *others = map(words, _names(self._terms[term]))
        abbreviations = len(self._terms[term].abbr)
        longer = (name for name in others[abbreviations:] if len(name) >= len(own))
        return tuple(map(self.signs.of, (own, *others[:abbreviations], *longer)))

    def of_words(self, spans: Iterable[tuple[str, str]]) -> list[str]:
        """The terms whose names have a bare word from one text on, and before another."""
        words = list(self._by_word)
        own = (words[bisect_left(words, first) : bisect_left(words, end)] for first, end in spans)
        return list(dict.fromkeys(term for some in own for word in some for term in self._by_word[word].split("|")))

    @cached_property
    def _by_word(self) -> Table:
        return self._keep(self._words)

    def _words(self) -> Table:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for term in self._terms:
            keys = self.source(term).keys() | self.target(term, 1).keys()
            for word in {key.partition(" ")[0] for key in keys}:
                found[word].append(term)
        return {word: "|".join(found[word]) for word in sorted(found)}

    def _source(self, term: str) -> dict[str, str]:
        """Where the words of all its names stand."""
        line = [word for name in _names(self._terms[term]) for word in (*lowered(words(name)), *BETWEEN)]
        return self._at(NAMES, term, line, self.keys[0])

    def _target(self, term: str, often: int) -> dict[str, str]:
        """Where its English stands in articles that have it so often."""
        line = (*lowered(words(self._terms[term].target)), *BETWEEN) * often
        return self._at(NAMES, term, line, self.keys[1])

    def _title(self, term: str) -> dict[str, str]:
        """Where its English stands, besides, in articles that have it in the title."""
        line = lowered(words(self._terms[term].target))
        return self._at(TITLES, term, line, self.keys[1])

    def _at(self, first: int, term: str, line: Sequence[str], keys: Keys) -> dict[str, str]:
        first += self._places[term]
        return make_postings(line[:_ROOM], range(first, first + _ROOM), keys)


def _names(term: Term) -> tuple[str, ...]:
    return term.term, *term.abbr, *term.variants
