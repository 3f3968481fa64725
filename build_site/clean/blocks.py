"""What remains is the body: headings, list items and paragraphs."""

from __future__ import annotations

import re

from build_site.clean.facts import CleanFacts
from build_site.clean.reading import Line, Reading, ends_sentence

HEADING_WORDS = 16
_ITEM = re.compile(r"[-–•+]\s?(?=\S)")
_ONLY_DATELINE = re.compile(r"\([^()]{2,30}\)\s?[-–—]{1,2}$")
_NUMBERED = re.compile(r"\d{1,2}[.)] ?[^\W\d_]")
_STAR = re.compile(r"\*{1,3}\s?(?=\S)")


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
            and (line.text[0].isupper() or _NUMBERED.match(line.text))
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
    """Everything else. A line that goes on in lower case where the one before it did not end is the same paragraph; so
    is what follows a dateline alone on its line."""
    previous: Line | None = None
    for line in reading.lines:
        if line.kind is None:
            reading.block(line, "paragraph", line.body)
            if previous is not None and previous.kind == "paragraph" and not ends_sentence(previous.text):
                line.joins = line.text[0].islower() or bool(_ONLY_DATELINE.match(previous.text))
        if line.kind != "dropped":
            previous = line


def find_agency(reading: Reading, facts: CleanFacts) -> None:
    """The dateline's agency: `HNP - Ngày 3/2`, `(BGĐT) - Chiều 28/6`. It stays in the text. A place (`BẮC GIANG - `)
    is none."""
    lead = next((line for line in reading.lines if line.kind == "paragraph"), None)
    if lead is not None and (match := _DATELINE.match(lead.text)):
        name = (match[1] or match[2]).strip()
        if name.casefold() not in facts.not_agencies and (any(char.isupper() for char in name) or "." in name):
            reading.agency = name


_DATELINE = re.compile(
    r"(?:\(([^\W\d_][\w.&/-]{1,30}(?: [\w.]{2,12})?)(?:[)0]\s?[-–—]{1,2}|\)(?= [^\W\da-z_]))"
    r"|([A-ZĐƠƯĂÂÊÔ][A-ZĐƠƯĂÂÊÔ0-9&]{1,11})\s?[-–—]{1,2})\s?(?=\S|$)"
)
