"""Without a stamp: the day that the lead names, where the text leaves no doubt of the year."""

from __future__ import annotations

import re

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere, opener
from build_site.clean.reading import Line, Reading
from build_site.clean.stamps import possible_day
from build_site.folding import fold

_DAY = re.compile(r"[\s(]{0,2}(\d{1,2})\s?([/.-])\s?(\d{1,2})(?:\s?\2\s?(\d{4}))?(?![\d/])")
_DATED = re.compile(r"(?<![\d/.-])(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})(?!\d)")
_IN_ADDRESS = re.compile(r"(?<!\d)(20\d\d)[/-]?([01]\d)[/-]?([0-3]\d)")
_YEAR = re.compile(r"(?<![\d/.,-])((?:19|20)\d\d)(?!\s?[-–/]\s?\d|[\d/]|[.,]\d)")
_CLAUSE = (",", ")", "-", "–", "—", ":", ".", "“", '"')
_DATELINE = re.compile(r"(?:\([^()]{2,40}\)|[^\W\d_a-z]{2,30}(?: [^\W\d_a-z]{2,12}){0,3})\s?[-–—:]{0,2}\s?")
REACH = 150
"""Characters of a lead in which its day stands."""
LEADS = 2
"""A lead that names no day may leave it to the paragraph behind it, if that opens with it."""
OPENING = 20


def date_from_text(reading: Reading, facts: CleanFacts) -> None:
    """The day that opens a clause of the lead (`Ngày 31/7, …`, `…, chiều 20.1, …`), in the year that it names itself,
    or else the one year that the title, or the lead, names. A day without a year is no date; a lead that looks back
    (`Trước đó, ngày …`) gives none."""
    if reading.published:
        return
    for number, lead in enumerate([line for line in reading.lines if line.kind == "paragraph"][:LEADS]):
        text = lead.body or lead.text
        folded = fold(text)
        if opener(facts.back_references).match(folded):
            return
        if found := _named_day(text, folded, facts):
            if number and (found[4] or found.start() > OPENING):
                return
            day, month, year = int(found[1]), int(found[3]), found[4]
            known = int(year) if year else _year(day, month, lead, reading, facts)
            date = possible_day(known, month, day) if known else None
            if date:
                reading.published, reading.published_from = date.isoformat(), "text"
            return


def _named_day(text: str, folded: str, facts: CleanFacts) -> re.Match[str] | None:
    dateline = _DATELINE.match(text)
    start = dateline.end() if dateline else 0
    for word in anywhere(facts.day_openers).finditer(folded, 0, REACH):
        before = text[: word.start()].rstrip()
        opens = word.start() <= start or before.endswith(_CLAUSE) or opener(facts.day_openers).match(_last(before))
        if opens and (found := _DAY.match(text, word.end())):
            return found
    return None


def _last(text: str) -> str:
    return fold(text.rpartition(" ")[2])


def _year(day: int, month: int, lead: Line, reading: Reading, facts: CleanFacts) -> int | None:
    """The only year of the title, else of the lead; else the year of the same day where the text, or an address in it,
    gives it whole."""
    for text in (reading.title or "", lead.text):
        same_day = _same_day(day, month, text)
        if same_day:
            return max(same_day)  # `(2/9/1945 - 2/9/2024), sáng nay (2/9)`: the anniversary's own year
        years = set()
        for year in _YEAR.finditer(text):
            before = fold(text[max(0, year.start() - REACH // 2) : year.start()])
            if not anywhere(facts.year_of_else).search(_clause(before)):
                years.add(int(year[1]))
        if len(years) == 1:
            return years.pop()
        if years:
            break
    written = re.compile(rf"(?<!\d)0?{day}\s?[/.-]\s?0?{month}\s?[/.-]|//")
    found = {year for each in reading.lines if written.search(each.text) for year in _same_day(day, month, each.text)}
    return found.pop() if len(found) == 1 else None


def _same_day(day: int, month: int, text: str) -> set[int]:
    years = {int(date[3]) for date in _DATED.finditer(text) if (int(date[1]), int(date[2])) == (day, month)}
    if "//" in text:
        years |= {int(date[1]) for date in _IN_ADDRESS.finditer(text) if (int(date[3]), int(date[2])) == (day, month)}
    return years


def _clause(text: str) -> str:
    return re.split(r"[,;.()“”\"]", text)[-1]
