"""Warnings from the shape of a translation alone: its length, sentences, repetitions, brackets and quotation marks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from build_site.translate.facts import TranslateFacts

_WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*|[^\s\w]")
# A word of three letters before the sign: `TP. Hồ`, `Dr. X` and initials end no sentence.
_END = re.compile(r"[^\W\d_]{3}[.!?…]{1,3}[\"”’»)]{0,2}\s{1,3}[\"“‘«(]{0,2}(?=[^\W\d_])(\w)")
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
    size = len(source) + LETTER * sum(len(short) for short in _SHORT_FORM.findall(source))
    if len(source) < SHORT or least * len(source) - SLACK <= len(target) <= most * size + SLACK:
        return
    yield f"{len(target)} characters for {len(source)}"


def lost_sentences(source: str, target: str) -> Iterator[str]:
    here = sentence_count(source)
    if here > 1 and (there := sentence_count(target)) < here:
        yield f"{there} of {here} sentences"


def sentence_count(text: str) -> int:
    """Signs of a sentence's end that a capital follows, and one for the last."""
    return 1 + sum(1 for match in _END.finditer(text) if match[1].isupper())


def repetitions(source: str, target: str) -> Iterator[str]:
    """A phrase of two words or more that stands twice running, or one word three times, unless the original repeats
    one too."""
    found = _repeated(target)
    if found and not _repeated(source):
        yield f"“{found}” is repeated"


def _repeated(text: str) -> str:
    words = _WORD.findall(text)
    lower = [word.casefold() for word in words]
    last: dict[str, list[int]] = {}
    for index, word in enumerate(lower):
        if not word[0].isalpha():
            continue
        for start in last.get(word, ()):
            size = index - start
            if size > LONGEST_PHRASE:
                continue
            if size == 1 and lower[index + 1 : index + 2] != [word]:
                continue
            phrase = lower[start:index]
            if phrase == lower[index : index + size] and (size == 1 or sum(one[0].isalpha() for one in phrase) > 1):
                return " ".join(words[start:index])
        last[word] = [*last.get(word, ())[-LONGEST_PHRASE:], index]
    return ""


def unpaired(source: str, target: str) -> Iterator[str]:
    """Brackets and quotation marks that open and do not close, unless the original's do not either. Which marks they
    are is a matter of style."""
    if _unpaired(source):
        return
    for sign in _unpaired(target):
        yield f"{sign} has no partner"


def _unpaired(text: str) -> list[str]:
    found = [opening for opening, closing in _PAIRS if text.count(opening) != text.count(closing)]
    # An ASCII mark behind a digit is inches or seconds.
    if len(re.findall(r'(?<!\d)"', text)) % 2 and not re.search(r'\d"', text):
        found.append('"')
    return found
