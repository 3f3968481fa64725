"""The data files: every article, the glossary and the memory for other programs, and the page that documents them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from build_site.config import Licence
from build_site.model import Digest, Page, Term, TranslationUnit
from build_site.site.article_json import article_data
from build_site.site.rows import about, at_least
from build_site.site.view import SiteView
from build_site.translate.exchange import Exchanged
from build_site.translate.exchange_csv import guarded

FOLDER = "data"
GLOSSARY = (
    *("id", "term", "target", "abbr", "variants", "alternatives", "forbidden", "status", "pos", "domain"),
    *("definition", "note", "source", "do_not_translate", "reviewed_by", "date"),
)
"""Columns of glossary.csv: fields of a Term."""
FIELDS: dict[str, tuple[str, ...]] = {
    "articles.jsonl": (
        "format",
        *("id", "address", "source", "lang", "title", "headline", "published", "section", "authors", "keywords"),
        *("lines", "blocks", "summary", "figures", "glossary", "tags", "place", "people", "places", "organisations"),
        *("documents", "terms_of_office", "dropped", "findings", "edited"),
    ),
    "glossary.csv": GLOSSARY,
    "glossary.tbx": (),
    "memory.tmx": ("x-article", "x-role", "x-state", "x-engine", "x-date", "x-previous", "note"),
}
"""What the page explains of each file, in order; the names of the strings are `data_<file>_<field>`."""
MEDIA = {
    "articles.jsonl": "application/jsonl",
    "glossary.csv": "text/csv",
    "glossary.tbx": "application/x-tbx",
    "memory.tmx": "application/x-tmx+xml",
}


class Download(Struct, frozen=True):
    """A data file that has been made."""

    name: str
    """Below data/: `articles.jsonl`."""
    size: int
    """In bytes."""
    records: int
    """Articles, terms, or translations."""
    parts: tuple[tuple[str, int, int], ...] = ()
    """Path below the site's root, size and records of each file where there are several: one a month."""


def article_line(digest: Digest, tail: str, target: str) -> bytes:
    """A line of articles.jsonl: the article's article.json with the address of its pages."""
    return msgspec.json.encode({"address": tail} | article_data(digest, target)) + b"\n"


def glossary_csv(terms: Iterable[Term]) -> bytes:
    """RFC 4180, UTF-8 with a byte order mark, which spreadsheets want; several values in a cell stand between `; `. A
    cell that a spreadsheet would run has an apostrophe before it."""
    lines: list[str] = []
    writer = csv.writer(_Lines(lines), lineterminator="\r\n")
    writer.writerow(GLOSSARY)
    for term in terms:
        writer.writerow([guarded(_cell(getattr(term, name))) for name in GLOSSARY])
    return "".join(lines).encode("utf-8-sig")


def glossary_tbx(terms: Iterable[Term], site: SiteView) -> bytes:
    """TBX-Basic; the licence stands in its title."""
    from build_site.translate.exchange_tbx import write_tbx  # it brings lxml, which pages have no use for

    target, source = site.reading
    title = f"{site.name(target)}: {site.ui[target]['nav_glossary']}"
    return write_tbx(terms, (source, target), ". ".join(filter(None, (title, _granted(site.site.licence)))))


def memory_frame(site: SiteView, version: str) -> tuple[bytes, bytes]:
    """What stands in memory.tmx before the articles' parts, and behind them."""
    from build_site.translate.exchange_tmx import tmx_parts

    target, source = site.reading
    notes = [note for note in (site.name(target), _granted(site.site.licence)) if note]
    *head, foot = tmx_parts((), (source, target), version, notes)
    return b"".join(head), foot


def memory_part(digest: Digest, site: SiteView) -> tuple[bytes, int]:
    """An article's part of memory.tmx, and the number of translations in it."""
    from build_site.translate.exchange_tmx import tmx_unit

    target, source = site.reading
    units = [tmx_unit(item, (source, target)) for item in memory_items(digest)]
    return b"".join(units), len(units)


def memory_items(digest: Digest) -> Iterator[Exchanged]:
    """The article's translated texts in reading order, each with its state; what its publisher keeps back is in no
    digest, and so in none of these."""
    around = (digest.section, *digest.keywords) if digest.section else digest.keywords
    units = [digest.title, *around, *(unit for block in digest.units for unit in block)]
    posts = {post.source: post for person in digest.people for post in person.posts}
    units += [TranslationUnit("post", post.source, post.target, post.state) for post in posts.values()]
    for unit in units:
        if unit.source and unit.target:
            yield Exchanged(
                unit.source,
                unit.target,
                unit.state,
                digest.article.id,
                unit.role,
                unit.engine,
                unit.date,
                unit.note,
                unit.previous,
            )


def data_pages(downloads: Sequence[Download], *, site: SiteView) -> Iterator[Page]:
    """data/index.html in both trees. Of what grows with each article it tells about how large it is, so that one more
    seldom changes the page."""
    files: list[dict[str, Any]] = [
        {
            "name": each.name,
            "path": None if each.parts else f"{FOLDER}/{each.name}",
            "years": _years(each),
            "key": each.name.replace(".", "_"),
            "media": MEDIA[each.name],
            "size": about(each.size, 2),
            "records": each.records if each.name.startswith("glossary") else at_least(each.records),
            "fields": list(FIELDS[each.name]),
        }
        for each in downloads
    ]
    for lang in site.reading:
        path = f"{lang}/{FOLDER}/index.html"
        words = site.ui[lang]
        dataset = {
            "path": path,
            "name": f"{words['nav_data']} – {site.name(lang)}",
            "description": words["data_lead"],
            "license": site.site.licence.url,
            "files": [
                [each["media"], path]
                for each in files
                for path in (
                    [each["path"]] if each["path"] else [part[1] for _, parts in each["years"] for part in parts]
                )
            ],
        }
        context = {"lang": lang, "path": path, "files": files, "dataset": dataset}
        yield Page(path, "data.html", context)


def _years(download: Download) -> list[list[Any]]:
    """[year, [[month, path, size], …]] of a file that is in parts, the newest first; the undated last."""
    months: list[list[Any]] = [
        [path.rpartition("/")[2].partition(".")[0], path, about(size, 1)] for path, size, _ in download.parts
    ]
    months.sort(key=lambda month: (month[0][:1].isdecimal(), month[0]), reverse=True)
    return [[year, list(same)] for year, same in groupby(months, lambda month: month[0].partition("-")[0])]


def _granted(licence: Licence) -> str:
    return " ".join(filter(None, (licence.name, licence.url)))


def _cell(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else ""
    return value if isinstance(value, str) else "; ".join(value)


class _Lines:
    """What csv writes to, over a list."""

    def __init__(self, lines: list[str]) -> None:
        self.write = lines.append
