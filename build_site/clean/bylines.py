"""Who wrote the text and took the pictures, and where it was taken from."""

from __future__ import annotations

import re
from typing import Literal

from build_site.clean.facts import CleanFacts
from build_site.clean.phrases import opener
from build_site.clean.reading import Line, Reading, ends_sentence
from build_site.folding import fold
from build_site.model import Author

_LABEL = re.compile(r"([^:]{2,40}?)\s?:\s?(\S.{1,80})$")
_LABEL_PARTS = re.compile(r"\s?[,/&+]\s?|\s-\s|\s(?:và|and)\s")
_PARTS = re.compile(r"\s[-–—&]\s|[,;/]\s?|\s(?:và|and)\s")
_WORD = re.compile(r"[^\W\d_]{1,12}(?:\.[^\W\d_]{1,12})?\.?$")
LONGEST = 100
"""Characters that a byline's line may have."""
LAST = 4
"""Last lines that may hold a byline without a label, or a source."""
OFFICE_WORDS = 10
SIGNATURE_WORDS = 6
_TAIL = re.compile(r"[.!?…”](?:/\.)? ([^\W\d_][^.,;:!?…\d]{3,40})$")
Role = Literal["text", "photos", "text and photos"]


def claim_byline(reading: Reading, facts: CleanFacts) -> None:
    """The last line that names who made the text, with a label (`Tin, ảnh: Quốc Trường`) or, among the very last
    lines, without (`Thanh Hà - Trung tâm VH&TT`); beside it a line that names the source (`Theo TTXVN`, `TTXVN`), which
    is no author. Last, a name behind the final full stop of the text (`… nhân dân. Thu Trang`)."""
    lines = reading.unclaimed()
    if len(lines) < 2:
        return
    for line in reversed(lines[1:]):
        if len(line.text) <= LONGEST and (found := _labelled(line.text, facts)):
            _claim(reading, line, found)
            break
    for line in reversed(lines[1:][-LAST:]):
        if line.kind is not None:
            continue
        if len(line.text) > LONGEST and not _credit(line.text, facts):
            break
        if credit := _credit(line.text, facts) or _agency(line.text, facts):
            line.kind = "byline"
            reading.agency = reading.agency or credit
        elif not reading.authors and (authors := _unlabelled(line, reading, facts)):
            _claim(reading, line, authors)
        elif line is not lines[-1]:
            break
    if not reading.authors:
        _glued(reading, facts)


def reads_like_byline(text: str, facts: CleanFacts) -> bool:
    """A line that names an author, with a label or as two to five capitalised words."""
    if len(text) > LONGEST:
        return False
    return bool(_labelled(text, facts)) or (" " in text and bool(_names(text, None, facts)))


def read_signature(text: str, facts: CleanFacts) -> list[Author]:
    """Names, or an office (`Phòng Hồ sơ nghiệp vụ`), that make up a whole short line."""
    short = text.count(" ") < SIGNATURE_WORDS and not text.endswith((".", ":", ",", "?", "!"))
    if short and _organisation(text, facts):
        return [Author(text)]
    return _names(text, None, facts) if " " in text else []


def _unlabelled(line: Line, reading: Reading, facts: CleanFacts) -> list[Author]:
    text = line.text
    for verb in facts.byline_verbs:
        if fold(text).endswith(f" {verb}"):
            text = text[: -len(verb) - 1]
    if authors := _names(text, None, facts):
        return authors
    if line.words <= OFFICE_WORDS and _organisation(text, facts) and not text.endswith((".", ":", ",", ";", "?", "!")):
        # An office that signs, as the very last line: `Phòng Thông tin điện tử – Viện ĐT`.
        last = [each for each in reading.unclaimed() if each.number > line.number]
        above = [each for each in reading.unclaimed() if each.number < line.number]
        if not last and above and above[-1].words > OFFICE_WORDS and ends_sentence(above[-1].text):
            return [Author(text)]
    return []


def _glued(reading: Reading, facts: CleanFacts) -> None:
    """A name of two to four capitalised words behind the last full stop, which the text names nowhere else."""
    line = next((line for line in reversed(reading.unclaimed()) if line.words > 12), None)
    if line is None or any(each.number > line.number for each in reading.unclaimed()):
        return
    match = _TAIL.search(line.text[-LONGEST:])
    if not match or not 2 <= match[1].count(" ") + 1 <= 4 or _organisation(match[1], facts):
        return
    name = match[1]
    if not _name(name) or (fold(name.split()[0]) not in facts.family_names and not name.isupper()):
        return
    if any(name in each.text for each in reading.lines if each is not line) or line.text.count(name) > 1:
        return
    line.body = line.text[: -len(name)].rstrip()
    reading.also.setdefault("byline", []).append(line.number)
    reading.authors.append(Author(name))


def _claim(reading: Reading, line: Line, authors: list[Author]) -> None:
    line.kind = "byline"
    reading.authors.extend(authors)


def read_names(text: str, facts: CleanFacts) -> list[Author]:
    """The authors that a text names, with a label or without; none where it says anything else."""
    return _labelled(text, facts) or _names(text, None, facts)


def _labelled(text: str, facts: CleanFacts) -> list[Author]:
    match = _LABEL.match(text)
    if not match:
        return []
    labels = [part.strip() for part in _LABEL_PARTS.split(fold(match[1]))]
    if not labels or any(label not in facts.byline_text and label not in facts.byline_photos for label in labels):
        return []
    wrote = any(label in facts.byline_text for label in labels)
    pictured = any(label in facts.byline_photos for label in labels)
    if not wrote:
        return []  # `Ảnh: …` alone is a picture's credit: it belongs to a caption.
    return _names(match[2], "text and photos" if pictured else "text", facts)


def _names(text: str, role: Role | None, facts: CleanFacts) -> list[Author]:
    """Authors in `text`; none where anything in it is neither a name nor an organisation."""
    authors: list[Author] = []
    for part in (part.strip(" .()*") for part in _PARTS.split(text)):
        if not part:
            continue
        if fold(part) in facts.agencies:
            return []
        if authors and _organisation(part, facts):
            last = authors[-1]
            authors[-1] = Author(last.name, part, last.role)
        elif _name(part):
            authors.append(Author(part, None, role))
        else:
            return []
    return authors


def _name(text: str) -> bool:
    words = text.split()
    return 1 <= len(words) <= 5 and all(word[0].isupper() and _WORD.match(word) for word in words)


def _organisation(text: str, facts: CleanFacts) -> bool:
    return bool(opener(facts.organisation_openers).match(fold(text)))


def _credit(text: str, facts: CleanFacts) -> str:
    """`Theo TTXVN`, `Nguồn: hanoimoi.vn` → the source's name; an address gives its host."""
    text = text.strip("(*) ")
    if "[" in text:
        return ""
    match = opener(facts.credit_openers).match(fold(text))
    name = text[match.end() :].strip(" :()") if match else ""
    if address := _ADDRESS.match(name):
        return address[1]
    return name if 0 < len(name) <= 40 and name.count(" ") < 6 and not name.endswith(".") and "," not in name else ""


def _agency(text: str, facts: CleanFacts) -> str:
    """`TTXVN`, `(TTXVN/Vietnam+)`: a news agency alone on its line."""
    name = text.strip("(). ")
    parts = [part.strip() for part in _PARTS.split(name)]
    return name if parts and all(fold(part) in facts.agencies for part in parts) else ""


_ADDRESS = re.compile(r"https?://(?:www\.)?([\w.-]{3,60})(?:/\S*)?$")
