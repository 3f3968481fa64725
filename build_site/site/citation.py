"""How to cite an article as this digest gives it: in the APA's style, as BibTeX, and as CSL-JSON."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

import msgspec

from build_site.model import Digest
from build_site.site.public import address
from build_site.site.states import count_states, lowest, shown_units
from build_site.site.view import SiteView

# Not \{ and \}: BibTeX counts braces without looking at what stands before them.
_BIBTEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "%": r"\%",
        "&": r"\&",
        "$": r"\$",
        "#": r"\#",
        "_": r"\_",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
    }
)
_SIGNS = re.compile(r"[\\{}%&$#_~^]")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()


def citation(digest: Digest, *, tail: str, lang: str, site: SiteView) -> dict[str, Any]:
    """Raw facts, of which each style below takes what it has a place for.

    The original's byline is kept whole, as printed: Vietnamese names, pseudonyms and offices have no surname to be
    taken apart. `role` is `translator` where a person answers for any of the translation, else `editor`. `bibtex` is
    a whole entry, `csl` the address of a file that holds its own bytes.
    """
    article = digest.article
    publisher = digest.publisher
    counts = count_states(shown_units(digest))
    translated = digest.rights != "link only" and bool(counts.keys() & {"human", "approved", "stale"})
    facts = {
        "key": tail.removeprefix("articles/").replace("/", "-"),
        "authors": [author.name for author in article.authors],
        "title": article.title,
        "translated": digest.title.target or digest.headline,
        "publisher": publisher.name.get(lang) if publisher else None,
        "agency": article.agency,
        "date": article.published[:10] if article.published else None,
        "digest": site.name(lang),
        "role": "translator" if translated else "editor",
        "state": lowest(counts) if digest.rights != "link only" else None,
        "url": address(site.address, f"{lang}/{tail}/index.html") if site.address else None,
        "lang": article.lang,
    }
    words = site.ui[lang]
    csl = f"data:application/json,{quote(csl_json(facts, words))}"
    return facts | {"bibtex": bibtex(facts, words), "csl": csl}


def bibtex(facts: dict[str, Any], words: dict[str, str]) -> str:
    """One @misc entry, UTF-8. Names and titles stand in double braces: BibTeX takes them as they are. `words`: the
    interface's strings of the page's language."""
    fields = {
        "author": " and ".join(f"{{{_escaped(name)}}}" for name in facts["authors"] or _bodies(facts)),
        "title": f"{{{_escaped(_title(facts))}}}",
        "year": (facts["date"] or "")[:4],
        "month": _month(facts["date"]),
        "howpublished": _escaped(_container(facts) or ""),
        facts["role"]: f"{{{_escaped(facts['digest'])}}}",
        "note": _escaped(_note(facts, words)),
        # As it is: the url field is read letter by letter. No letter that would end it is ever in an address.
        "url": (facts["url"] or "").replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C"),
        "language": facts["lang"],
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'}" for name, value in fields.items() if value]
    return f"@misc{{{facts['key']},\n" + ",\n".join(lines) + "\n}\n"


def csl_json(facts: dict[str, Any], words: dict[str, str]) -> str:
    """An array of one item, as citation programs read it; a whole file. `facts`: what `citation` gives."""
    date = facts["date"]
    item = {
        "id": facts["key"],
        "type": "article-newspaper" if facts["publisher"] or facts["agency"] else "webpage",
        "title": _title(facts),
        "original-title": facts["title"],
        "container-title": _container(facts),
        "author": [{"literal": name} for name in facts["authors"] or _bodies(facts)],
        facts["role"]: [{"literal": facts["digest"]}],
        "issued": {"date-parts": [[int(part) for part in date.split("-")]]} if date else None,
        "language": facts["lang"],
        "note": _note(facts, words),
        "URL": facts["url"],
    }
    kept = {name: value for name, value in item.items() if value}
    return msgspec.json.encode([kept]).decode() + "\n"


def _title(facts: dict[str, Any]) -> str:
    return f"{facts['title']} [{facts['translated']}]" if facts["translated"] else facts["title"]


def _bodies(facts: dict[str, Any]) -> list[str]:
    """Who stands for the author where the text has no byline."""
    body = facts["publisher"] or facts["agency"]
    return [body] if body else []


def _container(facts: dict[str, Any]) -> str | None:
    """Where it was published; not said again where the publisher stands as the author."""
    return (facts["publisher"] or facts["agency"]) if facts["authors"] else None


def _note(facts: dict[str, Any], words: dict[str, str]) -> str:
    said = words[f"cite_by_{facts['role']}"].format(name=facts["digest"])
    return f"{said}. {words['chip_' + facts['state']]}" if facts["state"] else said


def _month(date: str | None) -> str:
    return _MONTHS[int(date[5:7]) - 1] if date else ""


def _escaped(text: str) -> str:
    plain = " ".join(text.split())
    return plain.translate(_BIBTEX) if _SIGNS.search(plain) else plain
