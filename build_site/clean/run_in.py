"""The first line of a crawled text often runs section, title and lead together; a dateline or a day shows the seam."""

from __future__ import annotations

import re

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import opener
from build_site.clean.reading import Reading
from build_site.folding import fold

LONGEST_TITLE = 220
LEAST_WORDS, MOST_WORDS = 5, 40
_DATELINE = re.compile(r" (?=\([^\W\d_][\w.&/ -]{1,24}\)\s?[-–—] ?\S)")
_DAY = re.compile(r"(?<=[^\W_?!.,:;–-]) (?=([^\W\d_]{3,6})(?: (ngày|nay))? ?\(?\d{1,2}[/.-]\d{1,2}(?!\d)(?!\s?[-–]))")


def split_first_line(reading: Reading, facts: CleanFacts) -> None:
    """`Thời sự Hải Phòng tặng mười ngôi nhà Tối 13/7, đoàn …` → section, title, lead; only where a dateline in brackets
    follows the title, or a capitalised day follows it without punctuation."""
    lines = reading.unclaimed()
    if not lines or reading.title or lines[0].words < 20:
        return
    line = lines[0]
    seam = _seam(line.text, facts)
    if seam is None:
        return
    head, lead = line.text[:seam].rstrip(), line.text[seam:].lstrip()
    section = opener(facts.sections).match(fold(head))
    title = head[section.end() :].lstrip(" -–:|") if section else head
    if not title or not (title[0].isupper() or title[0].isdigit() or title[0] in "“\"'"):
        section, title = None, head
    if not LEAST_WORDS <= title.count(" ") + 1 <= MOST_WORDS or title.endswith((".", ",", ";", ":")):
        return
    if section:
        reading.section = head[: section.end()].strip()
        reading.also.setdefault("section", []).append(line.number)
    reading.title = title
    reading.also.setdefault("title", []).append(line.number)
    reading.block(line, "paragraph", lead)


def _seam(text: str, facts: CleanFacts) -> int | None:
    start = text[:LONGEST_TITLE]
    if match := _DATELINE.search(start):
        return match.start()
    for match in _DAY.finditer(start):
        word = match[1]
        if word[0].isupper() and word[1:].islower() and opener(facts.day_openers).match(fold(word)):
            return match.start()
    return None
