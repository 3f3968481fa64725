"""Patterns made of phrases."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product
from operator import itemgetter

from build_site.folding import fold

_FIRST_WORD = re.compile(r"\w+")


def any_of(words: Iterable[str], *, before: str = r"(?!\w)") -> str:
    """Pattern source: any of the phrases, from the start of a word, the longest that fits.

    `before` is what must follow the phrase: by default the end of the word. Of no phrases: what matches nothing.
    """
    trie = trie_of(words, before)
    return rf"(?<!\w){trie}" if trie else r"(?!)"


def trie_of(words: Iterable[str], before: str = r"(?!\w)") -> str:
    """The phrases as one pattern source that branches letter by letter; empty where there are none."""
    ordered = sorted(set(words))
    return _branch(ordered, 0, before) if ordered else ""


def _branch(words: Sequence[str], start: int, before: str) -> str:
    """Of what stands behind `start` in phrases that are alike up to there, in the order of their letters."""
    first, last = words[0], words[-1]
    if first == last:
        return re.escape(first[start:]) + before
    end = start
    while end < len(first) and first[end] == last[end]:
        end += 1
    # last: the longer phrases are tried first
    ends, rest = ([before], words[1:]) if end == len(first) else ([], words)
    ways = [_branch(tuple(alike), end, before) for _, alike in groupby(rest, itemgetter(end))]
    ways += ends
    return f"{re.escape(first[start:end])}(?:{'|'.join(ways)})"


class Phrases:
    """What `any_of` finds, told from the words of a sentence: a phrase is only looked for where its first word stands.
    Nothing is compiled, and a sentence that has none of the first words is done with in a microsecond.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        by_word: dict[str, list[str]] = {}
        words: dict[str, str] = {}
        for phrase in _longest_first(phrases):
            start = phrase.partition(" ")[0]
            if (word := words.get(start)) is None:
                word = words[start] = first_word(start)
            by_word.setdefault(word, []).append(phrase)
        self._odd = tuple(by_word.pop("", ()))
        """Those that open with no letter or digit: nobody should write them, but an editor may."""
        self.first = {word: tuple(opened) for word, opened in by_word.items()}
        """Folded first word → the phrases that it opens, the longest first."""
        self.words = frozenset(self.first)
        """The first words alone."""

    def end(self, text: str, start: int, word: str, limit: int | None = None) -> int:
        """Where the longest phrase ends that stands at `start`, where `word` starts; 0 where none does. The text counts
        as far as `limit`."""
        phrases = self.first.get(word)
        if phrases and text.startswith(phrases, start, limit):
            return _longest(phrases, text, start, len(text) if limit is None else limit)
        return 0

    def spans(self, words: Sequence[tuple[str, int]], text: str) -> list[tuple[int, int]]:
        """(start, end) of all that stand in `text`, from left to right, without overlap; `words` are its own, folded,
        with where they start, or no others of them than first words of phrases."""
        found: list[tuple[int, int]] = []
        done, limit = 0, len(text)
        first = self.first.get
        for word, start in words:
            phrases = first(word)
            # `startswith` with all of them at once: most do not stand there, and are done with in C
            if (
                phrases
                and start >= done
                and text.startswith(phrases, start)
                and (end := _longest(phrases, text, start, limit))
            ):
                found.append((start, end))
                done = end
        return without_overlap([*found, *spans_of(self._odd, text)]) if self._odd else found


def _longest_first(phrases: Iterable[str]) -> list[str]:
    return sorted(sorted({*phrases} - {""}), key=len, reverse=True)  # which leaves those of one length in order


def _longest(phrases: Iterable[str], text: str, start: int, limit: int) -> int:
    for phrase in phrases:
        if text.startswith(phrase, start, limit):
            end = start + len(phrase)
            if end == limit or not is_in_word(text[end]):
                return end
    return 0


class Endings:
    """Phrases that end a text, as `any_of(…, before="$")` finds them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._by_last: dict[str, tuple[str, ...]] = {}
        for phrase in _longest_first(phrases):
            self._by_last[phrase[-1]] = (*self._by_last.get(phrase[-1], ()), phrase)

    def start(self, text: str, low: int = 0, end: int | None = None) -> int:
        """Where the longest of the phrases starts that `text` ends with, or ends with at `end`, none of it before
        `low`; -1 where there is none."""
        end = len(text) if end is None else end
        phrases = self._by_last.get(text[end - 1 : end]) if end else None
        if phrases and text.endswith(phrases, low, end):
            for phrase in phrases:
                start = end - len(phrase)
                if text.endswith(phrase, low, end) and not (start and is_in_word(text[start - 1])):
                    return start
        return -1


def opened_by(pattern: re.Pattern[str], openers: Iterable[tuple[str, int]], text: str) -> Iterator[re.Match[str]]:
    """`pattern.finditer(text)` of a pattern that only matches where one of the `openers` stands, words of the text with
    where they start."""
    done = 0
    for _, start in openers:
        if start >= done and (match := pattern.match(text, start)):
            yield match
            done = match.end()


def word_at(text: str, start: int) -> str:
    """The word that starts there, as it stands; empty where none does."""
    if start and is_in_word(text[start - 1]):
        return ""
    word = _FIRST_WORD.match(text, start)
    return word[0] if word else ""


def first_words(phrases: Iterable[str]) -> frozenset[str]:
    return frozenset(map(first_word, phrases))


def first_word(phrase: str) -> str:
    """Folded: the letters and digits that the phrase opens with."""
    word = _FIRST_WORD.match(phrase)
    return fold(word[0]) if word else ""


def is_in_word(char: str) -> bool:
    """What `\\w` matches."""
    return char.isalnum() or char == "_"


def spans_of(phrases: Sequence[str], text: str) -> list[tuple[int, int]]:
    """(start, end) where `any_of(phrases)` matches: for a handful of phrases, those of one article, which are not worth
    a pattern of their own."""
    found = []
    for phrase in phrases:
        at = text.find(phrase)
        while at >= 0:
            end = at + len(phrase)
            if not (at and is_in_word(text[at - 1])) and not (end < len(text) and is_in_word(text[end])):
                found.append((at, end))
            at = text.find(phrase, at + 1)
    return without_overlap(found)


def without_overlap(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """From left to right; of those that open at one place the longest."""
    if len(spans) < 2:
        return spans
    done, kept = 0, []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start >= done:
            kept.append((start, end))
            done = end
    return kept


def end_of(phrases: Sequence[str], text: str, start: int) -> int:
    """Where the first of the phrases ends that stands at `start` as whole words; 0 where none does."""
    if start and is_in_word(text[start - 1]):
        return 0
    for phrase in phrases:
        if text.startswith(phrase, start):
            end = start + len(phrase)
            if end == len(text) or not is_in_word(text[end]):
                return end
    return 0


def dash_forms(text: str) -> tuple[str, ...]:
    """The ways in which a term with ` - ` is printed: `kinh tế - xã hội`, `kinh tế-xã hội`, `kinh tế – xã hội` …"""
    if " - " not in text:
        return (text,)
    first, *others = text.split(" - ")
    joints = (" - ", "-", "- ", " -", " – ", "–")
    ways = product(joints, repeat=len(others)) if len(others) < 3 else ((joint,) * len(others) for joint in joints)
    return tuple(first + "".join(joint + part for joint, part in zip(way, others, strict=True)) for way in ways)


def joint_forms(abbreviation: str) -> tuple[str, ...]:
    """The ways in which an abbreviation of parts is printed: `GD&ĐT`, `GD & ĐT`; `VH,TT&DL`, `VH, TT & DL`."""
    parts = re.split(r"([&,/-])", abbreviation)
    if len(parts) < 3 or "" in parts[::2]:
        return (abbreviation,)
    ways = [parts]
    for blanks in ((" ", " "), ("", " ")) if len(parts) < 6 else ((" ", " "),):
        ways.append([blanks[0] * (part != ",") + part + blanks[1] if part in "&,/-" else part for part in parts])
    ways.append([f" {part} " if part in "&-" else part + " " * (part == ",") for part in parts])
    return tuple(dict.fromkeys("".join(way) for way in ways))
