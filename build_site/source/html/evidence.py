"""What a page says of itself outside its visible text: JSON-LD, Open Graph and other meta elements, <title>."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from typing import Any

from build_site.model import Evidence
from build_site.source.address import web_address
from build_site.source.unicode import one_form

MOST = 12
"""Values of a kind that are kept."""
LONGEST = 400
_SCRIPTS = 20
_SCRIPT_LENGTH = 300_000
_TITLES = ("og:title", "headline", "twitter:title", "dc.title", "title")
_DATES = (
    "article:published_time",
    "datepublished",
    "pubdate",
    "publishdate",
    "og:published_time",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "article:published",
    "parsely-pub-date",
    "sailthru.date",
)
_AUTHORS = ("article:author", "author", "dc.creator", "dcterms.creator", "parsely-author")
_ARTICLE = re.compile(r"article|posting|report|video", re.I)
_ISO = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})"
    r"(?:[T ]{1,2}(\d{1,2}):(\d{2})(?::\d{2}(?:\.\d{1,9})?)?\s?(Z|[+-]\d{2}:?\d{2})?)?"
)
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def read_evidence(root: Any) -> Evidence:
    """Everything as found, one Unicode form, blanks single; dates in ISO 8601. Nothing is believed here."""
    meta = _meta(root)
    data = [item for script in _scripts(root) for item in _objects(script)]
    articles = [item for item in data if _ARTICLE.search(_string(item.get("@type")))]
    title = root.find(".//title") if root is not None else None
    titles = [_string(item.get("headline")) or _string(item.get("name")) for item in articles]
    titles += [value for key in _TITLES for value in meta.get(key, ())]
    titles += ["".join(title.itertext()) if title is not None else ""]
    dates = [_string(item.get(key)) for item in articles for key in ("datePublished", "uploadDate")]
    dates += [value for key in _DATES for value in meta.get(key, ())]
    publishers = [_name(item.get("publisher")) for item in articles]
    sites = [*meta.get("og:site_name", ()), *publishers, *meta.get("application-name", ())]
    sections = [_string(item.get("articleSection")) for item in articles]
    sections += [*meta.get("article:section", ()), *meta.get("articlesection", ())]
    words = [*meta.get("article:tag", ()), *meta.get("news_keywords", ()), *meta.get("keywords", ())]
    authors = [name for item in articles for name in _names(item.get("author"))]
    return Evidence(
        titles=_tidy(titles),
        dates=tuple(dict.fromkeys(date for value in dates if (date := _iso(value)))),
        authors=_tidy([*authors, *(value for key in _AUTHORS for value in meta.get(key, ()))]),
        url=next(filter(None, map(web_address, [*_canonical(root), *meta.get("og:url", ())])), None),
        site=next(iter(_tidy(sites)), None),
        section=next(iter(_tidy(sections)), None),
        keywords=_tidy([part for value in words for part in value.split(",")]),
    )


def machine_date(value: str) -> str | None:
    """A date as <time datetime> or meta give it, in ISO 8601; None where it is none."""
    return _iso(value)


def _meta(root: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for element in root.iter("meta"):
        content = element.get("content")
        for attribute in ("property", "name", "itemprop"):
            key = element.get(attribute)
            if key and content and len(found.setdefault(key[:60].lower(), [])) < MOST:
                found[key[:60].lower()].append(content[: LONGEST * 2])
    return found


def _scripts(root: Any) -> Iterator[str]:
    count = 0
    for element in root.iter("script"):
        if "ld+json" in (element.get("type") or "").lower() and count < _SCRIPTS:
            count += 1
            text = "".join(element.itertext())
            if len(text) <= _SCRIPT_LENGTH:
                yield text


def _objects(script: str) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD script, those in lists and in @graph too. A broken script says nothing."""
    try:
        waiting = [json.loads(script.strip().strip(";"), strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(200):
        if not waiting:
            return
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item[:50]
        elif isinstance(item, dict):
            yield item
            waiting += [value for key in ("@graph", "mainEntity") if isinstance(value := item.get(key), dict | list)]


def _string(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(part for part in value[:5] if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _name(value: Any) -> str:
    return _string(value.get("name")) if isinstance(value, dict) else _string(value)


def _names(value: Any) -> list[str]:
    return [_name(part) for part in (value[:MOST] if isinstance(value, list) else [value])]


def _canonical(root: Any) -> list[str]:
    links = [element for element in root.iter("link") if (element.get("rel") or "").lower() == "canonical"]
    addresses = [link.get("href") or "" for link in links]
    return [address for address in addresses if address.startswith(("http://", "https://"))]


def _tidy(values: list[str]) -> tuple[str, ...]:
    """Entities that were escaped twice are read, blanks are single, doubles are gone."""
    tidy = (" ".join(one_form(html.unescape(value[: LONGEST * 2]))[0].split())[:LONGEST] for value in values if value)
    return tuple(dict.fromkeys(value for value in tidy if value))[:MOST]


def _iso(value: str) -> str | None:
    value = value.strip()[:60]
    if found := _ISO.match(value):
        year, month, day = int(found[1]), int(found[2]), int(found[3])
    elif found := _DAY_FIRST.match(value):
        year, month, day = int(found[3]), int(found[2]), int(found[1])
        return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
    else:
        return None
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    iso = f"{year:04}-{month:02}-{day:02}"
    if found[4] and int(found[4]) < 24 and int(found[5]) < 60:
        zone = found[6] or ""
        zone = zone[:3] + ":" + zone[3:] if len(zone) == 5 else zone
        iso += f"T{int(found[4]):02}:{found[5]}:00{zone}"
    return iso
