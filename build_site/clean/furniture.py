"""The page around the article: comment forms, share bars, lists of other articles, image keywords."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache

from build_site.clean.bylines import reads_like_byline
from build_site.clean.facts import CleanFacts, Furniture
from build_site.clean.phrases import opener, strip_edges
from build_site.clean.reading import Line, Reading, ends_sentence
from build_site.folding import fold

TEASER = "related-teaser"
REPEATED = 100
"""Characters from which on the same line twice is no figure of speech."""
LONGEST = 160
"""Characters that a line of furniture may have: a longer line that opens like a form's label is text."""
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$")
_DATED_TITLE = re.compile(r".{15,250}[(\[]\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:,? \d{1,2}:\d{2}(?::\d{2})?)?[)\]]$")
_DATED_TEASER = re.compile(r".{20,160}? \d{1,2}/\d{1,2}/\d{4} \d{1,2}:\d{2} \S")
_EXCERPT = (" ...", " …")
_MARKS = " *•-–|►▶[("
EXCERPT_WORDS = 70
TEXT_WORDS = 30


def drop_furniture(reading: Reading, facts: CleanFacts) -> None:
    """Lines that a rule of the language pack names."""
    exact, prefix = _exact(facts.furniture), opener(_prefixes(facts.furniture))
    for line in reading.unclaimed():
        if len(line.text) > LONGEST:
            continue
        if not any(map(str.isalnum, line.text)):
            reading.drop(line, "separator")
            continue
        rule = exact.get(strip_edges(line.folded))
        if rule is None and prefix.match(folded := line.folded.lstrip(_MARKS)):
            rule = next(each for each in facts.furniture if opener(each.prefix).match(folded))
        if rule is not None:
            reading.drop(line, rule.rule)


def drop_related(reading: Reading, facts: CleanFacts) -> None:
    """What follows a heading of related articles, once the article has begun, until the text goes on: two paragraphs
    on end, or half of all the text still to come, say that the heading stood above a box inside the article."""
    headings = frozenset(each.rule for each in facts.furniture if each.ends_article)
    ends = {dropped.line for dropped in reading.dropped if dropped.rule in headings}
    if not ends:
        return
    lines = [line for line in reading.lines if line.kind is None or line.number in ends]
    total, before, begun, boxed = sum(line.words for line in lines), 0, False, False
    for position, line in enumerate(lines):
        if line.number in ends:
            boxed = begun
            continue
        below = lines[position + 1] if position + 1 < len(lines) else None
        if boxed and _is_text(line) and (before * 2 < total or (below is not None and _is_text(below))):
            boxed = False
        if boxed and not (below is None and _signs(line, facts)):
            reading.drop(line, TEASER)
        else:
            before += line.words
            begun = begun or (line.words > 25 and ends_sentence(line.text))


def _signs(line: Line, facts: CleanFacts) -> bool:
    """A byline below the box, as the last line: with a label, or opening with a family name."""
    family = line.folded.partition(" ")[0] in facts.family_names
    return (family or ":" in line.text) and reads_like_byline(line.text, facts)


def _is_text(line: Line) -> bool:
    """A long finished paragraph, not one that opens with a dateline as a teaser's does."""
    return line.kind is None and line.words >= TEXT_WORDS and ends_sentence(line.text) and line.text[0] != "("


def drop_addresses(reading: Reading, facts: CleanFacts) -> None:
    """A line that is an address of the web, alone or behind a few words; not one that an article's sentence leads up
    to, and not a credit (`Nguồn: https://…`), which names the source."""
    previous = ""
    for line in reading.unclaimed():
        if (
            "//" in line.text
            and line.words <= 8
            and _ADDRESS.match(line.text.rpartition(" ")[2])
            and not previous.endswith(":")
            and not opener(facts.credit_openers).match(line.folded)
        ):
            reading.drop(line, "web-address")
        else:
            previous = line.text


def drop_keywords(reading: Reading, facts: CleanFacts) -> None:
    """A line of comma-separated words that stands in the text again and again is the keywords of its images."""
    listed = [
        line
        for line in reading.unclaimed()
        if line.text.count(",") >= 2 and "(" not in line.text and not ends_sentence(line.text)
    ]
    counts = Counter(line.text for line in listed)
    for line in listed:
        if counts[line.text] > 1:
            for keyword in line.text.split(","):
                if keyword.strip() and keyword.strip() not in reading.keywords:
                    reading.keywords.append(keyword.strip())
            reading.drop(line, "image-keywords")


def drop_repeats(reading: Reading, facts: CleanFacts) -> None:
    """A paragraph that stands in the text a second time: pages hold a part of themselves twice, for other screens.
    Short lines may well be said twice."""
    seen: set[str] = set()
    for line in reading.unclaimed():
        if len(line.text) >= REPEATED:
            if line.text in seen:
                reading.drop(line, "repeated-paragraph")
            seen.add(line.text)


def drop_dated_lists(reading: Reading, facts: CleanFacts) -> None:
    """Titles with a date in brackets behind them, or titles with a stamp and an excerpt in the same line, two or more
    at the end: a list of other articles. A text of nothing else is left to be judged as a whole."""
    lines = reading.unclaimed()
    for pattern in (_DATED_TITLE, _DATED_TEASER):
        tail = _tail(lines, pattern)
        if 2 <= len(tail) < len(lines):
            for line in tail:
                reading.drop(line, TEASER)
            return


def drop_excerpts(reading: Reading, facts: CleanFacts) -> None:
    """At the end of the text, two or more lines that break off with dots after a blank (`được mong đợi từ lâu, diễn ra
    từ ...`): teasers, and so is a whole one among them."""
    lines = reading.unclaimed()
    first = len(lines)
    cut = 0
    for position in range(len(lines) - 1, max(0, len(lines) - 12), -1):
        if lines[position].words > EXCERPT_WORDS:
            break
        if lines[position].text.endswith(_EXCERPT):
            first, cut = position, cut + 1
    if cut > 1 and cut * 2 > len(lines) - first:
        for line in lines[first:]:
            reading.drop(line, TEASER)


def drop_teasers(reading: Reading, facts: CleanFacts) -> None:
    """What follows the byline belongs to other articles, where the byline closes the text rather than opens it."""
    byline = max((line.number for line in reading.lines if line.kind == "byline"), default=None)
    if byline is None:
        return
    before = sum(line.words for line in reading.unclaimed() if line.number < byline)
    after = [line for line in reading.unclaimed() if line.number > byline]
    if before >= sum(line.words for line in after):
        for line in after:
            reading.drop(line, TEASER)


def _tail(lines: list[Line], pattern: re.Pattern[str]) -> list[Line]:
    tail = []
    for line in reversed(lines):
        if not pattern.match(line.text):
            break
        tail.append(line)
    return tail


@lru_cache(maxsize=8)
def _exact(furniture: tuple[Furniture, ...]) -> dict[str, Furniture]:
    return {fold(phrase): each for each in reversed(furniture) for phrase in each.exact}


@lru_cache(maxsize=8)
def _prefixes(furniture: tuple[Furniture, ...]) -> tuple[str, ...]:
    return tuple(phrase for each in furniture for phrase in each.prefix)
