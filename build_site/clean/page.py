"""All the visible text of a page: the article stands in the run of sentences, between navigation above and below."""

from __future__ import annotations

from collections import Counter
from itertools import groupby

from build_site.clean.bylines import reads_like_byline
from build_site.clean.facts import CleanFacts
from build_site.clean.reading import Line, Reading, ends_sentence
from build_site.clean.stamps import is_stamp

LABEL_WORDS = 6
"""A line of navigation is no longer, does not end like a sentence, and has no number, as schedules have."""
LEAST_LABELS = 12
LEAST_RUN = 6
MOST_SENTENCES = 0.3
MOST_GAIN = 60
LABEL_COST = 6
REPEAT_COST = 25
SECTION_WORDS = 6
HEAD = 8
"""Lines above the first sentence that may hold title, stamp and section."""
FOOT = 3
"""Lines below the last sentence that may hold byline and stamp."""


def keep_main_run(reading: Reading, facts: CleanFacts) -> None:
    """In a text that is a whole page (many short lines, several on end), keep the run of lines that weighs most, where
    sentences count for it and labels and repeated lines against it; with it the title, stamp and section above and
    the byline below. What stands above is navigation, what stands below the page's foot."""
    lines = reading.unclaimed()
    if reading.title is not None or not _is_page(lines):
        return
    start, end = _heaviest(lines)
    above, below = lines[:start], lines[end:]
    finished = sum(ends_sentence(line.text) for line in above + below)
    if end == start or finished > MOST_SENTENCES * len(above + below) or max(_run(above), _run(below)) < LEAST_RUN:
        return  # a list of short items, not a page: what stands around the run is text as well
    head = lines[max(0, start - HEAD) : start]
    title = _title(head, lines, end, reading, facts)
    first = start
    if title is not None:
        reading.head = title.number
        first = _first_of_head(lines, lines.index(title, max(0, start - HEAD)), reading, facts)
    for line in lines[:first]:
        reading.drop(line, "navigation")
    foot = lines[end : end + FOOT]
    byline = next((line for line in foot[:2] if reads_like_byline(line.text, facts)), None)
    for line in lines[end:]:
        if line is not byline and not (line in foot and is_stamp(line.text, facts)):
            reading.drop(line, "page-footer")


def _first_of_head(lines: list[Line], first: int, reading: Reading, facts: CleanFacts) -> int:
    """The stamp right above the title, and the section right above them, belong to the article."""
    beside = {one.number: other.number for one, other in zip(reading.lines[1:], reading.lines, strict=False)}

    def right_above() -> Line | None:
        return lines[first - 1] if first and beside.get(lines[first].number) == lines[first - 1].number else None

    if (above := right_above()) and is_stamp(above.text, facts):
        first -= 1
    if (above := right_above()) and above.words <= SECTION_WORDS and not is_stamp(above.text, facts):
        first -= not ends_sentence(above.text) and any(char.isalpha() for char in above.text)
    return first


def _is_label(line: Line) -> bool:
    text = line.text
    return line.words <= LABEL_WORDS and ":" not in text and not ends_sentence(text) and not any(map(str.isdigit, text))


def _run(lines: list[Line]) -> int:
    """The most labels on end."""
    return max((len(list(group)) for label, group in groupby(lines, key=_is_label) if label), default=0)


def _is_page(lines: list[Line]) -> bool:
    return sum(map(_is_label, lines)) >= max(LEAST_LABELS, len(lines) / 5) and _run(lines) >= LEAST_RUN


def _heaviest(lines: list[Line]) -> tuple[int, int]:
    """Positions of the run with the greatest sum: Kadane's algorithm."""
    copies = Counter(line.text for line in lines)
    best, total, start = (0, 0, 0), 0, 0
    for position, line in enumerate(lines):
        if total <= 0:
            total, start = 0, position
        total += _weight(line, copies[line.text])
        if total > best[0]:
            best = (total, start, position + 1)
    return best[1], best[2]


def _weight(line: Line, copies: int) -> int:
    if copies > 2 and line.words > 3:
        return -REPEAT_COST
    if ends_sentence(line.text):
        return min(line.words, MOST_GAIN)
    return MOST_GAIN // 2 if line.words > 40 else -LABEL_COST


def _title(head: list[Line], lines: list[Line], end: int, reading: Reading, facts: CleanFacts) -> Line | None:
    """The line above the sentences that reads most like a title: long, near, beside a stamp, under the breadcrumb, or
    said again by the navigation below."""
    below = {line.text.casefold() for line in lines[end:]}
    taken = {dropped.line for dropped in reading.dropped}
    present = {line.number: line for line in reading.lines}
    order = {number: position for position, number in enumerate(present)}
    best: tuple[float, Line] | None = None
    for distance, line in enumerate(reversed(head)):
        if line.words < 2 or line.words > 45 or is_stamp(line.text, facts):
            continue
        above = reading.lines[order[line.number] - 1] if order[line.number] else None
        under = reading.lines[order[line.number] + 1]
        points = (3.0 if line.words >= 8 else 1.0 if line.words >= 5 else 0.0) - distance / 2
        points += 2 * (above is not None and above.number in taken)
        points += 2 * (line.text.casefold() in below)
        points += 2 * any(each is not None and is_stamp(each.text, facts) for each in (above, under))
        points -= line.text.isupper() + 2 * ends_sentence(line.text)
        if best is None or points > best[0]:
            best = (points, line)
    return best[1] if best is not None and best[0] > 0 else None
