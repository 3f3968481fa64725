"""Warnings from the shape of a translation alone: its length, sentences, repetitions, brackets and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from build_site.translate.facts import TranslateFacts
from build_site.translate.tokens import Tokens

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*|[^\s\w]")
# A word of three letters before the sign: `TP. Hồ`, `Dr. X` and initials end no sentence.
_END = re.compile(r"[^\W\d_]{3}[.!?…]{1,3}[\"”’»)]{0,2}\s{1,3}[\"“‘«(]{0,2}(?=[^\W\d_])(\w)")
_MAY_END = re.compile(r"[.!?…][\"”’»)]{0,2}\s")
"""What every match of _END holds; most sentences have none, and this is looked for many times as quickly."""
_SHORT_FORM = re.compile(r"(?<!\w)[A-ZĐƯ]{2,6}(?!\w)")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"), ("«", "»"))
SHORT = 40
"""Below so many characters a text's length says nothing: a title of three words may well double."""
SLACK = 10
"""Characters more or less that say nothing: they weigh in short texts alone."""
LETTER = 3
"""Characters that a letter of an abbreviation stands for, besides itself."""
LONGEST_PHRASE = 10


def odd_length(source: str, target: str, facts: TranslateFacts) -> Iterator[str]:
    """Abbreviations of the source count as what they stand for: English writes them out."""
    least, most = facts.length
    if least * len(source) - SLACK <= len(target) <= most * len(source) + SLACK:
        return
    size = len(source) + LETTER * sum(len(short) for short in _SHORT_FORM.findall(source))
    if len(source) < SHORT or least * len(source) - SLACK <= len(target) <= most * size + SLACK:
        return
    yield f"{len(target)} characters for {len(source)}"


def lost_sentences(source: str, target: str) -> Iterator[str]:
    here = sentence_count(source) if _MAY_END.search(source) else 1
    if here > 1 and (there := sentence_count(target)) < here:
        yield f"{there} of {here} sentences"


def sentence_count(text: str) -> int:
    """Signs of a sentence's end that a capital follows, and one for the last."""
    return 1 + sum(1 for match in _END.finditer(text) if match[1].isupper())


def repetitions(source: str, target: str, tokens: Tokens) -> Iterator[str]:
    """A phrase of two words or more that stands twice running, or one word three times, unless the original repeats
    one too. `tokens`: of the target."""
    words = tokens.lower if target.isascii() else [token.casefold() for token in tokens.printed]
    found = _repeated(target) if _may_repeat(words) else ""
    if found and not _repeated(source):
        yield f"“{found}” is repeated"


def _may_repeat(words: Sequence[str]) -> bool:
    """Whether some words stand twice running: of nearly all texts that can be denied without cutting them into words
    that hold hyphens and apostrophes."""
    if len(set(pairwise(words))) >= len(words) - 1:
        return False  # whatever is repeated so, two words side by side are there twice
    last: dict[tuple[str, str], list[int]] = {}
    for index, pair in enumerate(pairwise(words)):
        starts = last.get(pair)
        if starts is None:
            last[pair] = [index]
            continue
        if len(starts) > LONGEST_PHRASE or any(words[one:index] == words[index : 2 * index - one] for one in starts):
            return True
        starts.append(index)
    return False


def _repeated(text: str) -> str:
    words = _WORD.findall(text)
    lower = [word.casefold() for word in words]
    last: dict[tuple[str, str], list[int]] = {}
    for index, pair in enumerate(pairwise(lower)):
        starts = last.get(pair)
        if starts is None:
            last[pair] = [index]
            continue
        for start in starts if pair[0][0].isalpha() else ():
            size = index - start
            phrase = lower[start:index]
            if size > LONGEST_PHRASE or phrase != lower[index : index + size]:
                continue
            if size == 1 or sum(one[0].isalpha() for one in phrase) > 1:
                return " ".join(words[start:index])
        last[pair] = [*starts[-LONGEST_PHRASE:], index]
    return ""


def unpaired(source: str, target: str) -> Iterator[str]:
    """Brackets and quotation marks that open and do not close, unless the original's do not either. Which marks they
    are is a matter of style."""
    found = _unpaired(target)
    if found and not _unpaired(source):
        yield from (f"{sign} has no partner" for sign in found)


def _unpaired(text: str) -> list[str]:
    found = [opening for opening, closing in _PAIRS if text.count(opening) != text.count(closing)]
    # An ASCII mark behind a digit is inches or seconds.
    if '"' in text and len(re.findall(r'(?<!\d)"', text)) % 2 and not re.search(r'\d"', text):
        found.append('"')
    return found
