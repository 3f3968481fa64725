"""Who wrote the text and took the pictures, and where it was taken from."""

from __future__ import annotations

import re
from typing import Literal

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import opener
from build_site.clean.reading import Line, Reading
from build_site.folding import fold
from build_site.model import Author

_LABEL = re.compile(r"([^:]{2,40}?)\s?:\s?(\S.{1,80})$")
_LABEL_PARTS = re.compile(r"\s?[,/&+]\s?|\s-\s|\s(?:và|and)\s")
_PARTS = re.compile(r"\s[-–—&]\s|[,;/]\s?|\s(?:và|and)\s")
_WORD = re.compile(r"[^\W\d_]{1,12}(?:\.[^\W\d_]{1,12})?\.?$")
LONGEST = 100
"""Characters that a byline's line may have."""
Role = Literal["text", "photos", "text and photos"]


def claim_byline(reading: Reading, facts: CleanFacts) -> None:
    """The last line that names who made the text, with a label (`Tin, ảnh: Quốc Trường`) or, as the very last line,
    without
    (`Thanh Hà - Trung tâm VH&TT`); before it, a line that names the source (`Theo TTXVN`)."""
    lines = reading.unclaimed()
    if len(lines) < 2:
        return
    for line in reversed(lines[1:]):
        if len(line.text) <= LONGEST and (found := _labelled(line.text, facts)):
            _claim(reading, line, found)
            return
    for line in reversed(lines[-2:]):
        if len(line.text) > LONGEST:
            return
        if credit := _credit(line.text, facts):
            line.kind = "byline"
            reading.agency = reading.agency or credit
        elif authors := _names(line.text, None, facts):
            _claim(reading, line, authors)
            return
        else:
            return


def _claim(reading: Reading, line: Line, authors: list[Author]) -> None:
    line.kind = "byline"
    reading.authors.extend(authors)


def _labelled(text: str, facts: CleanFacts) -> list[Author]:
    match = _LABEL.match(text)
    if not match:
        return []
    labels = [part.strip() for part in _LABEL_PARTS.split(fold(match[1]))]
    if not labels or any(label not in facts.byline_text and label not in facts.byline_photos for label in labels):
        return []
    wrote = any(label in facts.byline_text for label in labels)
    pictured = any(label in facts.byline_photos for label in labels)
    if not wrote:
        return []  # `Ảnh: …` alone is a picture's credit: it belongs to a caption.
    return _names(match[2], "text and photos" if pictured else "text", facts)


def _names(text: str, role: Role | None, facts: CleanFacts) -> list[Author]:
    """Authors in `text`; none where anything in it is neither a name nor an organisation."""
    authors: list[Author] = []
    for part in (part.strip(" .()") for part in _PARTS.split(text)):
        if not part:
            continue
        if authors and _organisation(part, facts):
            last = authors[-1]
            authors[-1] = Author(last.name, part, last.role)
        elif _name(part):
            authors.append(Author(part, None, role))
        else:
            return []
    return authors


def _name(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() and _WORD.match(word) for word in words)


def _organisation(text: str, facts: CleanFacts) -> bool:
    return bool(opener(facts.organisation_openers).match(fold(text)))


def _credit(text: str, facts: CleanFacts) -> str:
    """`Theo TTXVN`, `Nguồn: hanoimoi.vn` → the source's name."""
    match = opener(facts.credit_openers).match(fold(text))
    name = text[match.end() :].strip(" :()") if match else ""
    return name if 0 < len(name) <= 40 and not name.endswith(".") else ""
