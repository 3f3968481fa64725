"""Title and section: the short lines above the first paragraph, told apart by the stamp between or beside them."""

from __future__ import annotations

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere
from build_site.clean.reading import Line, Reading, ends_sentence
from build_site.folding import fold

SECTION_WORDS = 8
TITLE_WORDS = (4, 45)


def claim_head(reading: Reading, facts: CleanFacts) -> None:
    """With a stamp, the title is the line above it (or the line that holds it, or else the one below); without, the
    first line, if it
    reads like one. A short line above the title is the section; whatever else stands above it is dropped."""
    head = _head(reading)
    stamp = min((line.number for line in reading.lines if line.kind == "stamp"), default=None)
    title = next((line for line in head if line.body is not None), None)
    if title is None and stamp is not None:
        above = [line for line in head if line.number < stamp]
        below = [line for line in head if line.number > stamp]
        title = above[-1] if above else next((line for line in below if _reads_like_title(line, facts)), None)
    elif title is None:
        title = next((line for line in head[:2] if _reads_like_title(line, facts)), None)
    if title is None:
        return
    title.kind = "title"
    reading.title = title.body or title.text
    above = [line for line in head if line.number < title.number]
    for line in above:
        if line is above[-1] and line.words <= SECTION_WORDS:
            line.kind = "section"
            reading.section = line.text
        else:
            reading.drop(line, "above-title")


def _head(reading: Reading) -> list[Line]:
    """Unclaimed lines before the first paragraph."""
    head = []
    for line in reading.unclaimed():
        if line.body is None and (len(line.text) > 350 or (line.words > 18 and ends_sentence(line.text))):
            break
        head.append(line)
    return head


def _reads_like_title(line: Line, facts: CleanFacts) -> bool:
    least, most = TITLE_WORDS
    return (
        least <= line.words <= most
        and not line.text.endswith((".", "…", ":", ";", ","))
        and not anywhere(facts.caption_credits).search(
            fold(line.text[-60:]).partition(":")[0] if ":" in line.text else ""
        )
        and not line.text.startswith(("*", "-", "•", "+"))
    )
