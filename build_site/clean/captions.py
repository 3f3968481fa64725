"""Captions: sentences that show, among paragraphs that tell. One with a credit is certain; one without is told by its
length, wording and neighbours."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import anywhere, opener, phrases_of
from build_site.clean.reading import Line, Reading, ends_sentence

CREDITED_WORDS = 110
"""A credit says what the line is, however much the line tells."""
UNDER_IMAGE_WORDS = 40
BARE_WORDS = 60
PARAGRAPH_WORDS = 30
GALLERY_WORDS = 35
THRESHOLD = 4
_CREDIT_TAIL = 70
_INNER_END = re.compile(r"[.!?…](?:(?<=[^\W_]{3}.)|(?<=[)”\"].)|(?<=\d.)) (?=[“\"(]?[^\W\d_])")
_PLACED = re.compile(r"\((?:ảnh|bên|thứ|người|hàng|ngoài|trái|phải|giữa|đứng|ngồi|áo|từ|bìa)(?: [^()]{0,40})?\)")
_WORD = re.compile(r"[^\W_]+")
_PHOTOGRAPHER = re.compile(r" ([^\W\d_]{2,20}[)”]?)((?: [^\W\d_a-z]{2,9}){2,4})$")
_NAMED_CREDIT = re.compile(r"[.)\]”/] (?:ảnh|hình):? [^\W\d_]{2,12}(?: [^\W\d_]{1,12}){0,4}\.?$")


def claim_captions(reading: Reading, facts: CleanFacts) -> None:
    """A line under an image's keywords; a line with a picture's credit; a line that reads like a caption, told from
    the body by its wording and its neighbours. The same caption again is dropped."""
    seen: set[str] = set()
    keywords = {dropped.text for dropped in reading.dropped if dropped.rule == "image-keywords"}
    text = [line for line in reading.lines if line.kind in (None, "paragraph")]
    place = {line.number: position for position, line in enumerate(text)}
    previous: Line | None = None
    for line in reading.lines:
        under_image = previous is not None and previous.kind == "dropped" and previous.text in keywords
        previous = line
        if line.kind is None and (
            (under_image and line.words <= UNDER_IMAGE_WORDS)
            or is_credited(line, facts)
            or shows(line, text, place[line.number], facts)
        ):
            _claim(reading, line, seen)
    _fill_galleries(reading, seen, facts)


def _claim(reading: Reading, line: Line, seen: set[str]) -> None:
    if line.text in seen:
        reading.drop(line, "repeated-caption")
    else:
        seen.add(line.text)
        reading.block(line, "caption")


def _fill_galleries(reading: Reading, seen: set[str], facts: CleanFacts) -> None:
    """Between two captions, or between one and the end of the text, a short sentence that tells nothing is one too; so
    is what a line like `Một số hình ảnh tại hội nghị:` leads up to."""
    lines = [line for line in reading.lines if line.kind not in ("dropped", "title", "stamp", "section", "byline")]
    gallery = False
    for position, line in enumerate(lines):
        if line.kind is None and line.text.endswith(":") and opener(facts.gallery_openers).match(line.folded):
            gallery = True
            _claim(reading, line, seen)
            continue
        if line.kind is not None:
            continue
        below = lines[position + 1] if position + 1 < len(lines) else None
        closed = below is None or below.kind == "caption" or _shown(below, facts)
        above = position > 0 and lines[position - 1].kind in ("caption", "dropped")
        gallery = gallery and above
        if above and (closed or gallery) and _shown(line, facts):
            _claim(reading, line, seen)


def _shown(line: Line, facts: CleanFacts) -> bool:
    """A sentence of a gallery: short, alone, without a word of telling."""
    text = line.text
    return (
        line.kind is None
        and line.words <= GALLERY_WORDS
        and text[0].isupper()
        and not text.endswith((":", ";", ",", "?", "!"))
        and not _INNER_END.search(text)
        and not anywhere(facts.story_words).search(line.folded)
    )


def is_credited(line: Line, facts: CleanFacts) -> bool:
    """`… Ảnh: Thu Hà`, `(Ảnh: TTXVN)`, `Ảnh TUẤN HUY`, `[VIDEO] - …`, `Đồ họa: …`."""
    words, text = line.words, line.text
    if words > CREDITED_WORDS:
        return False
    head = line.folded[:40].lstrip("([*• ")
    mark = words <= BARE_WORDS and opener(facts.caption_credits).match(head)
    if mark and head[mark.end() :].lstrip(" ]")[:1] in (":", "-", "–", ")"):
        return True
    # Asked only of a line that ends with a capital: the pattern costs most where it does not match.
    ends_large = words <= BARE_WORDS and text[-1:].isalpha() and not text[-1:].islower()
    signed = _PHOTOGRAPHER.search(text[-_CREDIT_TAIL:]) if ends_large else None
    if signed and signed[2].isupper() and signed[1][1:].islower():
        return True  # `… áp đảo BÁ DUY`
    tail = line.folded[-_CREDIT_TAIL:]
    if not any(word in tail for word in _credit_words(facts.caption_credits)):
        return False
    for credit in anywhere(facts.caption_credits).finditer(tail):
        behind = tail[credit.end() :].lstrip()
        if behind.startswith(":") or (
            behind.startswith(")") and credit.start() and tail[: credit.start()].endswith("(")
        ):
            return True
        if " " in credit.group() and tail[: credit.start()].rstrip().endswith((".", "(", "-", "–", "/", "|")):
            return True  # `… . Ảnh minh họa`
    if named := _NAMED_CREDIT.search(tail):
        printed = text[len(text) - len(tail) + named.start() + 1 :].strip(" .")
        return printed[0].isupper() and all(word[0].isupper() for word in printed.split())
    return False


@lru_cache(maxsize=8)
def _credit_words(phrases: tuple[str, ...]) -> tuple[str, ...]:
    """The first words of the credits: without one, nothing more need be looked for."""
    return tuple(sorted({phrase.partition(" ")[0] for phrase in phrases}))


def shows(line: Line, text: list[Line], position: int, facts: CleanFacts) -> bool:
    """A short sentence between paragraphs that says who does what in the picture, or says again what the paragraph
    beside it says."""
    words = line.words
    if not 2 <= words <= BARE_WORDS or len(text) < 3:
        return False
    printed = line.text
    if printed.endswith((":", ";", ",", "?", "!")) or not printed[0].isupper() or _INNER_END.search(printed):
        return False
    stopped = ends_sentence(printed)
    room = 4 if stopped else 8
    points = _wording(line, room, facts)
    if points + room < THRESHOLD:
        return False
    above = text[position - 1] if position else None
    below = text[position + 1] if position + 1 < len(text) else None
    if above is not None and above.kind is None and above.text.endswith((":", ";", ",")):
        return False
    if not stopped:
        beside = [each for each in (above, below) if each is not None]
        if any(not ends_sentence(each.text) and each.words <= 16 for each in beside) and words <= 16:
            points -= 3  # one of a list
        points += 4 if words > 18 else -1
    points += sum(each is not None and each.words >= PARAGRAPH_WORDS for each in (above, below))
    if points in (THRESHOLD - 2, THRESHOLD - 1, THRESHOLD):
        share = _said_beside(line, text[max(0, position - 3) : position] + text[position + 1 : position + 4])
        points += 2 if share > 0.55 else 1 if share > 0.35 else -1 if share < 0.1 else 0
    return points >= THRESHOLD


def _wording(line: Line, room: int, facts: CleanFacts) -> int:
    printed, words = line.text, line.words
    folded = line.folded
    points = 2 * bool(opener(facts.caption_openers).match(folded))
    points -= (words > 24) + (words > 34) + (words > 45)
    points -= 2 * (printed.count(",") > 3) + ("“" in printed or '"' in printed)
    points -= 5 * bool(opener(facts.day_openers).match(folded) or opener(facts.story_openers).match(folded))
    points += 4 * bool("(" in printed and _PLACED.search(folded))
    if points + room + 4 < THRESHOLD:
        return points
    each = _WORD.findall(folded)
    held, spaced = frozenset(each), f" {' '.join(each)} "
    points += 2 * min(2, phrases_of(facts.caption_verbs).count(held, spaced))
    points -= 2 * min(3, phrases_of(facts.story_words).count(held, spaced))
    return points


def _said_beside(line: Line, beside: list[Line]) -> float:
    """The share of the line's pairs of words that the lines around it have too."""
    words = _WORD.findall(line.folded)
    pairs = set(pairwise(words))
    if not pairs:
        return 0.0
    found: set[tuple[str, str]] = set()
    for each in beside:
        if each.words > line.words:
            other = _WORD.findall(each.folded[:1500])
            found |= pairs & set(pairwise(other))
    return len(found) / len(pairs)
