"""What a page or a record says of itself outside its text, weighed against the text. The visible line wins where the
two agree; nothing is believed that is the site's name, today's date or a machine's user."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from urllib.parse import urlsplit

from build_site.clean.bylines import read_names
from build_site.clean.facts import CleanFacts
from build_site.clean.markup import same
from build_site.clean.phrases import bare, opener
from build_site.clean.reading import Reading
from build_site.clean.stamps import whole_stamp
from build_site.folding import fold
from build_site.model import Author, Evidence, Finding

HEAD = 12
"""Lines among which the title of the page's own account is looked for."""
TITLE_WORDS = (2, 45)
EARLIER, LATER = timedelta(days=45), timedelta(days=370)
"""How long before and after the day that the lead names an article may have been published."""
KEYWORDS = 10
SITE_WORDS = 10
LEAST_UNSEEN = 4
"""Words of a told title that no line repeats: fewer may be the rest of a site's name."""
_SEPARATOR = re.compile(r"\s(?:[-–—|»›•·]|::|//)\s|\s?(?:\||::|»)\s?")
_FILE = re.compile(r"[\w%.-]{1,120}\.(?:html?|aspx?|php|txt|docx?|pdf)$", re.IGNORECASE)
_HOST = re.compile(r"(?:www\.)?[\w-]{1,60}(?:\.[\w-]{1,30}){1,4}$")


def weigh_title(reading: Reading, facts: CleanFacts) -> None:
    """Where no line is marked as the title: the line near the top that is one of the titles told. An editor's
    title stands, whatever the text opens with."""
    evidence = reading.evidence
    if reading.title is not None:
        return
    told = [title for whole in evidence.titles for title in readings_of(whole, evidence, facts)]
    for line in reading.unclaimed()[:HEAD]:
        if any(same(line.text, title) for title in (*told, *evidence.titles)):
            line.kind, reading.title = "title", line.text
            return
    if told and evidence.trusted:
        reading.title = told[0]


def weigh_unseen_title(reading: Reading, facts: CleanFacts) -> None:
    """Where the text gives no title: the best one told, though no line repeats it."""
    if reading.title is None:
        told = (title for whole in reading.evidence.titles for title in readings_of(whole, reading.evidence, facts))
        reading.title = next((title for title in told if title.count(" ") + 1 >= LEAST_UNSEEN), None)


def readings_of(title: str, evidence: Evidence, facts: CleanFacts) -> list[str]:
    """What of a told title can be the article's, the likeliest first: without the site's name at either end."""
    if evidence.trusted:
        return [title]
    if _FILE.match(title):
        return []
    separators = list(_SEPARATOR.finditer(title))
    starts = [0, *(found.end() for found in separators)]
    ends = [*(found.start() for found in separators), len(title)]
    first, last = 0, len(starts)
    while last > first and _is_site(title[starts[last - 1] : ends[last - 1]], evidence, facts):
        last -= 1
    while first < last and _is_site(title[starts[first] : ends[first]], evidence, facts):
        first += 1
    if first == last:
        return []
    kept = [title[starts[first] : ends[end - 1]].strip() for end in range(last, first, -1)]
    least, most = TITLE_WORDS
    return [part for part in kept if least <= part.count(" ") + 1 <= most]


def _is_site(text: str, evidence: Evidence, facts: CleanFacts) -> bool:
    text = text.strip()
    host = urlsplit(evidence.url).hostname or "" if evidence.url and evidence.url.startswith("http") else ""
    name = host.removeprefix("www.").split(".")[0]
    folded = bare(text)
    return (
        not folded
        or bool(_HOST.match(folded))
        or (evidence.site is not None and same(text, evidence.site))
        or (len(name) > 2 and folded.replace(" ", "").startswith(name))
        or (folded.count(" ") < SITE_WORDS and bool(opener(facts.site_words).match(folded)))
    )


def weigh_date(reading: Reading, facts: CleanFacts) -> None:
    """An editor's date stands. Else a visible stamp does; else the date that the page or record tells, unless the day
    that the text names speaks against it."""
    evidence = reading.evidence
    if evidence.trusted and evidence.dates:
        reading.published, reading.published_from = evidence.dates[0], "front matter"
        return
    read = [(told, _local(told, facts)) for told in evidence.dates]
    reading.findings += [
        Finding(0, f"the date given beside the text cannot be read: {told}") for told, local in read if not local
    ]
    if reading.published_from == "stamp":
        return
    named = date.fromisoformat(reading.published[:10]) if reading.published else None
    for local in (local for _, local in read if local):
        day = date.fromisoformat(local[:10])
        if 1990 <= day.year <= 2100 and (named is None or named - EARLIER <= day <= named + LATER):
            reading.published, reading.published_from = local, "meta"
            return


def _local(told: str, facts: CleanFacts) -> str | None:
    """In the time of the language's country: 17:30 in London is the next day in Hanoi. Of what is not ISO 8601, as a
    stamp in the text would be read."""
    try:
        if "T" not in told:
            return date.fromisoformat(told).isoformat()
        moment = datetime.fromisoformat(told)
    except ValueError:
        stamp = whole_stamp(told, facts)
        return stamp.iso if stamp else None
    if moment.tzinfo is None:
        return moment.isoformat(timespec="seconds") + facts.utc_offset
    zone = datetime.fromisoformat(f"2000-01-01T00:00:00{facts.utc_offset}").tzinfo
    try:
        return moment.astimezone(zone).isoformat(timespec="seconds")
    except OverflowError:
        return None


def weigh_authors(reading: Reading, facts: CleanFacts) -> None:
    """The visible byline first; else the persons that the page tells: not the site, an address, a user's name."""
    evidence = reading.evidence
    if evidence.trusted and evidence.authors:
        reading.authors[:] = [Author(name) for name in evidence.authors]
    elif not reading.authors:
        for told in evidence.authors:
            if _is_person(told, evidence, facts):
                reading.authors.extend(read_names(told, facts))
                break
    reading.authors[:] = list({fold(author.name): author for author in reversed(reading.authors)}.values())[::-1]


def _is_person(told: str, evidence: Evidence, facts: CleanFacts) -> bool:
    if (
        "@" in told
        or "/" in told
        or _is_site(told, evidence, facts)
        or opener(facts.organisation_openers).match(fold(told))
    ):
        return False
    words = told.split()
    return len(words) > 1 and bare(told) not in facts.not_authors and not any(char.isdigit() for char in told)


def weigh_rest(reading: Reading, facts: CleanFacts) -> None:
    """Section and keywords where the text gives none; the address."""
    evidence = reading.evidence
    if reading.section is None and evidence.section and len(evidence.section) <= 60:
        reading.section = evidence.section
    if not reading.keywords:
        fit = [word for word in evidence.keywords if 1 < len(word) <= 60 and not _is_site(word, evidence, facts)]
        reading.keywords.extend(fit[:KEYWORDS])
