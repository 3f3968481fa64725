"""Dates and times of publication: the stamp that a site prints. Day first, always."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from build_site.clean.bylines import read_names, read_signature
from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere
from build_site.clean.reading import Line, Reading
from build_site.folding import fold
from build_site.model import Author

_DATE = re.compile(r"(?<!\d)(?<!\d[-–])(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::\d{2})?(?:\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})?$")
_TIME = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{2})(?::\d{2})?(?:\s?(am|pm|sa|ch)\b)?(?![\d/])", re.IGNORECASE
)
_SEAM = re.compile(r"[-–|•,]")
_BRACKETED = re.compile(r"\(([^()]{8,40})\)$")
_COUNT = re.compile(r"[\s:]{0,4}\d[\d.,]{0,12}")
_DIGIT = re.compile(r"\d")
COUNTER_WORDS = 8
LONGEST = 140
"""Characters that a stamp's line may have."""


class Stamp(NamedTuple):
    iso: str
    rest: str
    """What of the text is neither date, time nor a word of stamps."""


def read_stamp(text: str, facts: CleanFacts) -> Stamp | None:
    """The date (and time) that `text` gives, and what else it says. None where it gives no whole, possible date."""
    if whole := _ISO.match(text):
        known = possible_day(int(whole[1]), int(whole[2]), int(whole[3]))
        return Stamp(f"{known}T{whole[4]}:{whole[5]}:00{whole[6] or facts.utc_offset}", "") if known else None
    found = _DATE.search(text)
    if not found:
        return None
    day = possible_day(int(found[4]), int(found[3]), int(found[1]))
    if day is None:
        return None
    rest = text[: found.start()] + " " + text[found.end() :]
    time = _TIME.search(rest)
    iso = day.isoformat()
    if time and (clock := _clock(time)):
        iso += f"T{clock}:00{facts.utc_offset}"
        rest = rest[: time.start()] + " " + rest[time.end() :]
    rest = anywhere(facts.stamp_words).sub(" ", fold(rest))
    return Stamp(iso, " ".join(rest.split()).strip(" :|,.-–()"))


def is_stamp(text: str, facts: CleanFacts) -> bool:
    """A line that holds nothing but a date of publication, its words, and a view counter."""
    return whole_stamp(text, facts) is not None


def whole_stamp(text: str, facts: CleanFacts) -> Stamp | None:
    """The stamp of a text that holds nothing else than it and a view counter."""
    if len(text) > LONGEST or not (stamp := read_stamp(text, facts)):
        return None
    rest = anywhere(facts.view_words).sub(" ", stamp.rest) if _views(text, facts) else stamp.rest
    return None if any(char.isalpha() for char in rest) else stamp


def claim_stamps(reading: Reading, facts: CleanFacts) -> None:
    """A line that holds nothing but a date of publication (and a view counter) is the stamp; so is a bracket that
    ends the first line. Only the first stamp counts, a second one says when the page was changed; only lines near the
    top can be one, or, where they say that they are (`Cập nhật …`) or give a time, the last lines."""
    lines = reading.unclaimed()
    for line in lines[:8]:
        if stamp := whole_stamp(line.text, facts):
            if reading.published:
                reading.drop(line, "second-stamp")
                continue
            line.kind = "stamp"
            _publish(reading, stamp)
            above = next((each for each in lines[:1] if each.number < line.number and _ISO.match(line.text)), None)
            if above is not None and above.kind is None and (authors := read_signature(above.text, facts)):
                above.kind = "byline"  # hidden data of the page came along: author, published, changed
                reading.authors.extend(authors)
            if views := _views(line.text, facts):
                reading.drop_part(line, views, "view-count")
        elif not reading.published and (signed := _signed(line.text, facts)):
            _sign(reading, line, *signed)
        elif not reading.published:
            bracket = _BRACKETED.search(line.text)
            if bracket and (stamp := read_stamp(bracket[1], facts)) and not stamp.rest:
                line.body = line.text[: bracket.start()].strip()
                reading.also.setdefault("stamp", []).append(line.number)
                _publish(reading, stamp)
    if not reading.published:
        for line in lines[8:][-4:]:
            stamp = whole_stamp(line.text, facts)
            if stamp is None and (signed := _signed(line.text, facts)):
                _sign(reading, line, *signed)
                return
            if stamp and ("T" in stamp.iso or anywhere(facts.stamp_words).search(fold(line.text))):
                line.kind = "stamp"
                _publish(reading, stamp)
                return


def _sign(reading: Reading, line: Line, stamp: Stamp, authors: list[Author]) -> None:
    line.kind = "stamp"
    _publish(reading, stamp)
    reading.authors.extend(authors)
    reading.also.setdefault("byline", []).append(line.number)


def _signed(text: str, facts: CleanFacts) -> tuple[Stamp, list[Author]] | None:
    """`TAM NGUYÊN - Thứ tư, 03/04/2024 19:23 (GMT+7)`: names, a dash or bar, and a stamp with a time."""
    for seam in _SEAM.finditer(text[:LONGEST]):
        stamp = whole_stamp(text[seam.end() :], facts)
        name = text[: seam.start()].strip()
        if stamp and "T" in stamp.iso and " " in name:
            authors = read_names(name, facts)
            return (stamp, authors) if authors else None
    return None


def claim_view_counts(reading: Reading, facts: CleanFacts) -> None:
    """A line that is only a view counter."""
    for line in reading.unclaimed():
        if line.words <= COUNTER_WORDS and _views(line.text, facts) == line.text:
            reading.drop(line, "view-count")


def _publish(reading: Reading, stamp: Stamp) -> None:
    reading.published, reading.published_from = stamp.iso, "stamp"


def _views(text: str, facts: CleanFacts) -> str:
    """The view counter in `text`, as printed: `View count: 1759`. Empty where there is none."""
    if not _DIGIT.search(text):
        return ""
    for word in anywhere(facts.view_words).finditer(fold(text)):
        if count := _COUNT.match(text, word.end()):
            return text[word.start() : count.end()]
    return ""


def possible_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1945 <= year <= 2100 else None
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> str | None:
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half in ("pm", "ch") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
