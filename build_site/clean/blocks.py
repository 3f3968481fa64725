"""What remains is the body: captions, headings, list items and paragraphs."""

from __future__ import annotations

import re

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere, opener
from build_site.clean.reading import Line, Reading, ends_sentence
from build_site.folding import fold

CAPTION_WORDS = 40
BARE_CAPTION_WORDS = 25
"""A caption that only its wording gives away is short."""
HEADING_WORDS = 16
_CREDIT_TAIL = 60
_ITEM = re.compile(r"[-–•+]\s?(?=\S)")
_STAR = re.compile(r"\*{1,3}\s?(?=\S)")


def claim_captions(reading: Reading, facts: CleanFacts) -> None:
    """A line under an image's keywords; a line with a picture's credit; a short line that says who does what in the
    picture.
    The same caption again is dropped."""
    seen: set[str] = set()
    previous: Line | None = None
    for line in reading.lines:
        under_image = previous is not None and previous.kind == "dropped" and previous.text in _keyword_lines(reading)
        previous = line
        if line.kind is None and (
            (under_image and line.words <= CAPTION_WORDS) or _credited(line, facts) or _describes_picture(line, facts)
        ):
            if line.text in seen:
                reading.drop(line, "repeated-caption")
            else:
                seen.add(line.text)
                reading.block(line, "caption")


def claim_headings(reading: Reading, facts: CleanFacts) -> None:
    """`* Đổi mới công tác cán bộ`; a short line without final punctuation above a paragraph."""
    lines = [line for line in reading.lines if line.kind not in ("dropped", "title", "stamp", "section", "byline")]
    for position, line in enumerate(lines):
        if line.kind is not None or line.words > HEADING_WORDS or ends_sentence(line.text):
            continue
        if star := _STAR.match(line.text):
            reading.block(line, "heading", line.text[star.end() :])
        elif (
            position + 1 < len(lines)
            and line.text[0].isupper()
            and not _ITEM.match(line.text)
            and not line.text.endswith(",")
        ):
            following = lines[position + 1]
            if following.words > HEADING_WORDS or following.kind == "caption" or _ITEM.match(following.text):
                reading.block(line, "heading")


def claim_items(reading: Reading, facts: CleanFacts) -> None:
    """Lines with a list mark, where there are at least two of them; one alone is a paragraph with a dash."""
    marked = [line for line in reading.unclaimed() if _ITEM.match(line.text)]
    if len(marked) > 1:
        for line in marked:
            reading.block(line, "item", _ITEM.sub("", line.text, count=1))


def claim_paragraphs(reading: Reading, facts: CleanFacts) -> None:
    """Everything else. A line that goes on in lower case where the one before it did not end is the same paragraph."""
    previous: Line | None = None
    for line in reading.lines:
        if line.kind is None:
            reading.block(line, "paragraph")
            if previous is not None and previous.kind == "paragraph" and not ends_sentence(previous.text):
                line.joins = line.text[0].islower()
        if line.kind != "dropped":
            previous = line


def find_agency(reading: Reading, facts: CleanFacts) -> None:
    """The dateline's agency: `HNP - Ngày 3/2`, `(BGĐT) - Chiều 28/6`. It stays in the text. A place (`BẮC GIANG - `)
    is none."""
    lead = next((line for line in reading.lines if line.kind == "paragraph"), None)
    if lead is not None and (match := _DATELINE.match(lead.text)):
        name = (match[1] or match[2]).strip()
        if any(char.isupper() for char in name) or "." in name:
            reading.agency = name


_DATELINE = re.compile(r"(?:\(([^\W\d_][\w.&/-]{1,30})[)0]|([A-ZĐƠƯĂÂÊÔ][A-ZĐƠƯĂÂÊÔ0-9&]{1,11}))\s?[-–—]{1,2}\s?(?=\S)")


def _keyword_lines(reading: Reading) -> set[str]:
    return {dropped.text for dropped in reading.dropped if dropped.rule == "image-keywords"}


def _credited(line: Line, facts: CleanFacts) -> bool:
    if line.words > CAPTION_WORDS + 20:
        return False
    folded = fold(line.text)
    if opener(facts.caption_credits).match(folded.lstrip("([")):
        return line.words <= CAPTION_WORDS
    tail = folded[-_CREDIT_TAIL:]
    credit = anywhere(facts.caption_credits).search(tail)
    return credit is not None and tail[credit.end() : credit.end() + 2].lstrip().startswith(":")


def _describes_picture(line: Line, facts: CleanFacts) -> bool:
    text = line.text
    if line.words > BARE_CAPTION_WORDS or text.endswith((":", ";", ",")) or not text[0].isupper() or ". " in text:
        return False
    folded = fold(text)
    if opener(facts.caption_openers).match(folded) and line.words <= 12:
        return True
    return bool(anywhere(facts.caption_verbs).search(folded)) and line.words <= BARE_CAPTION_WORDS
