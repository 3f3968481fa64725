"""What the markup says of a line (HTML, Markdown): evidence from the page's own author, heard before the wording."""

from __future__ import annotations

import re

from build_site.clean.bylines import read_names
from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere, bare, opener
from build_site.clean.reading import Line, Reading, ends_sentence
from build_site.clean.stamps import read_stamp
from build_site.folding import fold

TITLE_WORDS = 60
HEADING_WORDS = 16
SECTION_WORDS = 8
NAME_WORDS = (2, 5)
AFTER_NAME = 3
"""Lines that may follow an unlabelled name at the end: a gallery's line, a counter."""
NEAR, STAMP_WORDS = 3, 14
"""Lines beside the title among which a stamp may hold more than a date, and its words."""
_DATE = re.compile(r"(?<!\d)\d{1,2}\s?[/.-]\s?\d{1,2}\s?[/.-]\s?\d{4}(?!\d)")
_BRACKETED = re.compile(r"\(([^()]{8,40})\)$")
_MARK = re.compile(r"[-–•+*]\s?(?=\S)")
_ADDED = re.compile(r"[^.!?]{0,90}:$|[^.!?]{0,60}$")


def drop_told_head(reading: Reading, facts: CleanFacts) -> None:
    """What a tool wrote above the text: it is evidence already."""
    if reading.lines and reading.lines[0].hint == "head":
        for line in reading.lines:
            if line.hint == "head":
                reading.drop(line, "told-head")


def claim_marked_title(reading: Reading, facts: CleanFacts) -> None:
    """The line that the markup calls the title; a stamp in brackets at its end is none of it."""
    # A page that has a title marks it; a bare body without one has none, and its first words are text.
    reading.untitled = any(line.hint for line in reading.lines) and not reading.evidence.titles
    title = next((line for line in reading.lines if line.hint == "title" and line.words <= TITLE_WORDS), None)
    if title is None:
        return
    title.kind, reading.title = "title", title.text
    bracket = _BRACKETED.search(title.text)
    if bracket and (stamp := read_stamp(bracket[1], facts)) and not stamp.rest:
        reading.title = title.text[: bracket.start()].strip()
        reading.also.setdefault("stamp", []).append(title.number)
        reading.published, reading.published_from = stamp.iso, "stamp"


def claim_marked_head(reading: Reading, facts: CleanFacts) -> None:
    """What stands beside a marked title: stamps and bylines that the markup names, the section right above it. Anything
    else above it is the page's."""
    for line in reading.unclaimed():
        if line.hint == "stamp":
            _claim_stamp(reading, line, facts)
        elif line.hint == "byline" and (authors := read_names(line.text, facts)):
            line.kind = "byline"
            reading.authors.extend(authors)
    title = next((line.number for line in reading.lines if line.hint == "title" and line.kind == "title"), None)
    if title is not None and not reading.published:
        _claim_mixed_stamp(reading, title, facts)
    above = [line for line in reading.unclaimed() if title is not None and line.number < title]
    for line in above:
        if line is above[-1] and line.words <= SECTION_WORDS and not ends_sentence(line.text):
            line.kind, reading.section = "section", line.text
        else:
            reading.drop(line, "above-title")


def _claim_stamp(reading: Reading, line: Line, facts: CleanFacts) -> None:
    """The first whole date is the stamp; another, and a time that is relative to the day of the visit, is dropped."""
    stamp = read_stamp(line.text, facts)
    if stamp and not reading.published:
        line.kind = "stamp"
        reading.published, reading.published_from = stamp.iso, "stamp"
        authors = read_names(line.text.split("|")[0].strip(), facts) if "|" in line.text else []
        if authors and not reading.authors:
            reading.authors.extend(authors)
            reading.also.setdefault("byline", []).append(line.number)
    elif stamp or any(char.isdigit() for char in line.text):
        reading.drop(line, "second-stamp")


def _claim_mixed_stamp(reading: Reading, title: int, facts: CleanFacts) -> None:
    """Beside the title, a short line that opens with the date and goes on with something else
    (`20/06/2023 08:15 | Hoàng Lan | A+`): the date is the stamp, a name the byline."""
    for line in reading.unclaimed():
        date = _DATE.search(line.text)
        if not (date and -NEAR <= line.number - title <= NEAR and line.words <= STAMP_WORDS):
            continue
        stamp = read_stamp(line.text, facts)
        opening = anywhere(facts.stamp_words).sub("", fold(line.text[: date.start()]))
        if stamp is None or any(char.isalpha() for char in opening):
            continue
        line.kind = "stamp"
        reading.published, reading.published_from = stamp.iso, "stamp"
        for part in line.text[date.end() :].split("|"):
            if " " in part.strip() and not reading.authors and (authors := read_names(part.strip(), facts)):
                reading.authors.extend(authors)
                reading.also.setdefault("byline", []).append(line.number)
        return


def claim_marked_byline(reading: Reading, facts: CleanFacts) -> None:
    """A name in a paragraph of its own at the end of a page (`Kim Ngân`), with at most a gallery's line behind it."""
    if reading.authors or not any(line.hint for line in reading.lines):
        return
    lines = reading.unclaimed()
    for line in lines[: -2 - AFTER_NAME : -1]:
        least, most = NAME_WORDS
        if opener(facts.credit_openers).match(fold(line.text)):
            return
        if least <= line.words <= most and line is not lines[0] and (authors := read_names(line.text, facts)):
            line.kind = "byline"
            reading.authors.extend(authors)
            return
        if not _ADDED.match(line.text) and line.hint != "caption":
            return


def claim_marked_captions(reading: Reading, facts: CleanFacts) -> None:
    """Captions as the markup has them, each once."""
    seen: set[str] = set()
    for line in reading.unclaimed():
        if line.hint == "caption":
            if line.text in seen:
                reading.drop(line, "repeated-caption")
            else:
                seen.add(line.text)
                reading.block(line, "caption")


def claim_marked_blocks(reading: Reading, facts: CleanFacts) -> None:
    """Headings and items as the markup has them; a long or finished paragraph is a paragraph."""
    for line in reading.unclaimed():
        if line.hint == "heading" and (line.words <= HEADING_WORDS or not line.text.endswith(".")):
            reading.block(line, "heading", _MARK.sub("", line.text, count=1))
        elif line.hint == "item":
            reading.block(line, "item", _MARK.sub("", line.text, count=1))
        elif line.hint == "paragraph" and (ends_sentence(line.text) or line.words > HEADING_WORDS):
            reading.block(line, "paragraph")


def same(one: str, other: str) -> bool:
    """Equal but for case, tone placement, blanks and punctuation."""
    return _letters(one) == _letters(other) != ""


def _letters(text: str) -> str:
    return "".join(char for char in fold(bare(text)) if char.isalnum())
