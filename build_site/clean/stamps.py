"""Dates and times of publication: the stamp that a site prints, and the day that a lead names. Day first, always."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere
from build_site.clean.reading import Reading
from build_site.folding import fold

_DATE = re.compile(r"(?<!\d)(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4})(?!\d)")
_TIME = re.compile(
    r"(?<![\d/.-])(\d{1,2})\s?(?::|h|g|giờ)\s?(\d{2})(?::\d{2})?(?:\s?(am|pm|sa|ch)\b)?(?![\d/])", re.IGNORECASE
)
_BRACKETED = re.compile(r"\(([^()]{8,40})\)$")
_DAY_MONTH = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})(?:\s?[/.-]\s?(\d{4}))?(?![\d/])")
_IN_YEAR = re.compile(r"năm (\d{4})(?![\d-])")
_COUNT = re.compile(r"[\s:]{0,4}\d[\d.,]{0,12}")
LONGEST = 140
"""Characters that a stamp's line may have."""


class Stamp(NamedTuple):
    iso: str
    rest: str
    """What of the text is neither date, time nor a word of stamps."""


def read_stamp(text: str, facts: CleanFacts) -> Stamp | None:
    """The date (and time) that `text` gives, and what else it says. None where it gives no whole, possible date."""
    found = _DATE.search(text)
    if not found:
        return None
    day = _day(int(found[4]), int(found[3]), int(found[1]))
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


def claim_stamps(reading: Reading, facts: CleanFacts) -> None:
    """A line that holds nothing but a date of publication (and a view counter) is the stamp; so is a bracket that
    ends the
    first line. Only the first stamp counts; only lines near the top can be one."""
    for line in reading.unclaimed()[:8]:
        if len(line.text) <= LONGEST and (stamp := read_stamp(line.text, facts)):
            views = _views(line.text, facts)
            rest = anywhere(facts.view_words).sub(" ", stamp.rest) if views else stamp.rest
            if not any(char.isalpha() for char in rest):
                line.kind = "stamp"
                _publish(reading, stamp)
                if views:
                    reading.drop_part(line, views, "view-count")
                return
        bracket = _BRACKETED.search(line.text)
        if bracket and (stamp := read_stamp(bracket[1], facts)) and not stamp.rest:
            line.body = line.text[: bracket.start()].strip()
            reading.also.setdefault("stamp", []).append(line.number)
            _publish(reading, stamp)
            return


def claim_view_counts(reading: Reading, facts: CleanFacts) -> None:
    """A line that is only a view counter."""
    for line in reading.unclaimed():
        if len(line.text) <= LONGEST and _views(line.text, facts) == line.text:
            reading.drop(line, "view-count")


def date_from_text(reading: Reading, facts: CleanFacts) -> None:
    """Without a stamp: the day that the lead opens with (`Ngày 31/7, …`), in the year that it, or else the title,
    names.
    A day without a year is no date."""
    if reading.published:
        return
    lead = next((line for line in reading.lines if line.kind == "paragraph"), None)
    if lead is None:
        return
    opening = anywhere(facts.day_openers).search(fold(lead.text[:60]))
    named = _DAY_MONTH.search(lead.text, opening.end(), opening.end() + 30) if opening else None
    if not named:
        return
    year = int(named[3]) if named[3] else _only_year(reading.title or "") or _only_year(lead.text)
    day = _day(year, int(named[2]), int(named[1])) if year else None
    if day:
        reading.published, reading.published_from = day.isoformat(), "text"


def _publish(reading: Reading, stamp: Stamp) -> None:
    reading.published, reading.published_from = stamp.iso, "stamp"


def _only_year(text: str) -> int | None:
    years = set(_IN_YEAR.findall(text))
    return int(years.pop()) if len(years) == 1 else None


def _views(text: str, facts: CleanFacts) -> str:
    """The view counter in `text`, as printed: `View count: 1759`. Empty where there is none."""
    for word in anywhere(facts.view_words).finditer(fold(text)):
        if count := _COUNT.match(text, word.end()):
            return text[word.start() : count.end()]
    return ""


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day) if 1945 <= year <= 2100 else None
    except ValueError:
        return None


def _clock(found: re.Match[str]) -> str | None:
    hour, minute, half = int(found[1]), int(found[2]), (found[3] or "").lower()
    if half in ("pm", "ch") and hour < 12:
        hour += 12
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
