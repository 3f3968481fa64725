"""The tags that articles can get, in two levels: site_src/topics.toml."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from build_site.errors import ConfigProblem
from build_site.model import Topic
from build_site.source.plain_words import plain_words
from build_site.store.files import read_text
from build_site.store.publishers import near
from build_site.store.roles import VI_EN, Pair, by_code, by_role
from build_site.store.settings import read_toml

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
HINT = (
    "A topic is a [[topic]] table with slug, {0} and {1}; domains, sections, keywords and documents are lists of text."
)
RETIRED = {"last_resort"}
"""Fields that once meant something: files that have them are read as if they had not."""
EVIDENCE = ("domains", "sections", "keywords", "documents")


def read_topics(path: Path, languages: Pair = VI_EN) -> tuple[Topic, ...]:
    """All topics, in the order of the file; none where there is no file. One ConfigProblem names every fault with its
    line."""
    hint = HINT.format(*languages)
    text = read_text(path)
    if text is None:
        return ()
    tables = read_toml(path, text)
    lines = [n for n, line in enumerate(text.splitlines(), 1) if line.replace(" ", "").startswith("[[topic]]")]
    entries = tables.get("topic", [])
    faults = [(1, f"unknown table “{name}”") for name in tables if name != "topic"]
    topics: list[Topic] = []
    if not isinstance(entries, list) or len(lines) != len(entries):
        faults.append((1, "topics must be written as [[topic]] tables"))
    else:
        faults += _read(zip(lines, entries, strict=True), topics, languages)
    if faults:
        shown = "\n".join(f"{path}:{line}: {what}" for line, what in sorted(faults))
        raise ConfigProblem(
            f"{len(faults)} {'problem' if len(faults) == 1 else 'problems'} in the topics:\n{shown}",
            where=f"{path}:{min(faults)[0]}",
            hint=hint,
        )
    return tuple(topics)


def _read(entries: Iterable[tuple[int, Any]], topics: list[Topic], languages: Pair) -> list[tuple[int, str]]:
    """Appends the topics that are right; returns the faults of the others as (line, what)."""
    faults: list[tuple[int, str]] = []
    seen: dict[tuple[str, str], int] = {}
    places: list[int] = []
    fields = [by_code(f"`{name}`", languages).strip("`") for name in Topic.__struct_fields__]
    for line, written in entries:
        unknown = sorted(set(written) - set(fields) - RETIRED) if isinstance(written, dict) else []
        faults += [(line, f"unknown field “{name}”{near(name, fields)}") for name in unknown]
        try:
            topic = msgspec.convert(by_role(written, languages), Topic)
        except msgspec.ValidationError as error:
            faults.append((line, plain_words(by_code(str(error), languages))))
            continue
        if not SLUG.fullmatch(topic.slug):
            faults.append((line, f"slug “{topic.slug}” is not lower-case letters, digits and hyphens"))
        for field, name in zip(("slug", *languages), (topic.slug, topic.source, topic.target), strict=True):
            if not name.strip():
                faults.append((line, f"{field} is empty"))
            first = seen.setdefault((field, name.lower()), line)
            if first != line:
                faults.append((line, f"{field} “{name}” stands in line {first} already"))
        topics.append(topic)
        places.append(line)
    return faults + _levels(topics, places)


def _levels(topics: list[Topic], lines: list[int]) -> list[tuple[int, str]]:
    """The faults of the two levels: a parent is a topic of the file that has none itself, and nothing speaks for it."""
    faults: list[tuple[int, str]] = []
    slugs = {topic.slug: topic for topic in topics}
    headings = {topic.parent for topic in topics} - {""}
    for topic, line in zip(topics, lines, strict=True):
        if topic.parent and topic.parent not in slugs:
            faults.append((line, f"parent “{topic.parent}” is no topic{near(topic.parent, list(slugs))}"))
        elif topic.parent and slugs[topic.parent].parent:
            faults.append((line, f"parent “{topic.parent}” has a parent itself; there are two levels"))
        if topic.slug in headings:
            faults += [
                (line, f"“{topic.slug}” is a parent, which articles get through its topics: {field} belong there")
                for field in EVIDENCE
                if getattr(topic, field)
            ]
    return faults
