"""Title and section: the short lines above the first paragraph, told apart by the stamp between or beside them."""

from __future__ import annotations

import re

from build_site.clean.captions import is_credited
from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import opener
from build_site.clean.reading import Line, Reading, ends_sentence

SECTION_WORDS = 8
_NUMBERED = re.compile(r"\d{1,2}[.)] ")
TITLE_WORDS = (4, 45)
CAPTION_WORDS = 20


def claim_head(reading: Reading, facts: CleanFacts) -> None:
    """Where a page was read, the title is the line that its text stands under; with a stamp, the line above it (or the
    line that holds it, or else the one below); without, the first line, if it reads like one. A short line above the
    title is the section; whatever else stands above it is dropped."""
    if reading.title is not None or reading.untitled:
        return
    head = _head(reading)
    stamp = min((line.number for line in reading.lines if line.kind == "stamp"), default=None)
    title = next((line for line in reading.unclaimed() if line.number == reading.head), None)
    # A line that holds the stamp too is the title; one that a byline was cut from is not.
    stamped = reading.also.get("stamp", [])
    title = title or next((line for line in head if line.number in stamped), None)
    if title is None and stamp is not None:
        above = [line for line in head if line.number < stamp]
        below = [line for line in head if line.number > stamp]
        title = (
            above[-1]
            if above and not _is_caption(above[-1], facts)
            else next((line for line in below if _reads_like_title(line, facts)), None)
        )
    elif title is None:
        # Behind a picture, a short line is a heading: the title would stand above both.
        first = head[:2] if head and _reads_like_section(head[0], facts) else head[:1]
        title = next((line for line in first if _reads_like_title(line, facts)), None)
    if title is None:
        return
    title.kind = "title"
    reading.title = title.body or title.text
    above = [line for line in head if line.number < title.number]
    for line in above:
        if _is_caption(line, facts):
            continue
        if line is above[-1] and _reads_like_section(line, facts):
            line.kind = "section"
            reading.section = line.text
        else:
            reading.drop(line, "above-title")


def _head(reading: Reading) -> list[Line]:
    """Unclaimed lines before the first paragraph."""
    head = []
    for line in reading.unclaimed():
        long = len(line.text) > 350 or (line.words > 18 and ends_sentence(line.text))
        if long and line.number not in reading.also.get("stamp", []):
            break
        head.append(line)
    return head


def _reads_like_title(line: Line, facts: CleanFacts) -> bool:
    least, most = TITLE_WORDS
    return (
        least <= line.words <= most
        and not line.text.endswith((".", "…", ":", ";", ","))
        and not _is_caption(line, facts)
        and not line.text.startswith(("*", "-", "•", "+"))
        and not _NUMBERED.match(line.text)
    )


def _reads_like_section(line: Line, facts: CleanFacts) -> bool:
    return line.words <= SECTION_WORDS and not line.text.endswith((".", "-", "–", ")")) and not _is_caption(line, facts)


def _is_caption(line: Line, facts: CleanFacts) -> bool:
    """A credit, or a name alone with a full stop (`Ông Lê Văn An.`), or a line that opens like a caption and is longer
    than a title or ends with where it was taken (`… phát biểu tại hội nghị`)."""
    folded = line.folded
    opens = bool(opener(facts.caption_openers).match(folded))
    return (
        is_credited(line, facts)
        or (opens and line.text.endswith(".") and line.words <= CAPTION_WORDS)
        or (opens and line.words > CAPTION_WORDS)
        or (opens and folded.endswith(facts.caption_endings))
    )
