"""What many articles tell in brief: a month, a year, a tag. Sentences and figures are the articles' own, each with the
way to its place; who and what is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from build_site.digest.overview import Told, overview
from build_site.model import ArticleBrief, ArticleRecord, Figure, SummarySentence
from build_site.site.index import Index
from build_site.site.urls import slug as slug_of
from build_site.site.view import SiteView

NEWEST = 100
"""Articles whose sentences and figures are looked at; of a larger tag or month the newest."""
SENTENCES, FIGURES, PEOPLE, DOCUMENTS = 5, 6, 6, 12
OF_A_YEAR = 12
"""Sentences of a year: one a month, more where few months have articles."""
Periods = dict[str, dict[str, Any]]
"""`2023-07` and `2023` → what the articles of that month or year tell."""
_DOCUMENTS = ("documents", "documents_total")


def tell(index: Index, kind: str, slug: str, total: int, *, leaning: Sequence[str] = ()) -> dict[str, Any]:
    """What the articles of a tag, a topic or a month tell together: plain data for the templates. `total` is their
    number; of these no more are read than are looked at.

    `leaning`: words by which a figure counts part of what another one counts (`among them`); it is not told alone.
    """
    newest = [record for record, _ in index.mentions(kind, slug, most=NEWEST)]
    briefs = {record.id: index.brief(record.id) for record in newest}
    by_id = {record.id: record for record in newest}
    told = [Told(record.id, record.published, _sentences(briefs[record.id])) for record in newest]
    chosen = overview(told, length=SENTENCES)
    posts = {name: held for record in reversed(newest) for name, held in briefs[record.id].posts.items()}
    return {
        "sentences": [_sentence(by_id[name], sentence, _at(briefs[name], sentence)) for name, sentence in chosen],
        "figures": _figures([name for name, _ in chosen], by_id, briefs, leaning),
        "people": [
            {
                "name": name,
                "slug": slug_of(name),
                "count": count,
                "posts": [[post.source, post.target, post.state] for post in posts.get(name, ())],
            }
            for name, count in index.company(kind, slug, "people", PEOPLE)
        ],
        "documents": [],
        "documents_total": 0,
        "tags": list(index.company(kind, slug, "tags")),
        "newest": len(newest),
        "total": total,
    }


def leaning_words(site: SiteView) -> tuple[str, ...]:
    """The words of both languages that `tell` knows a leaning figure by."""
    return tuple(words.strip() for lang in site.reading for words in site.ui[lang]["figure_leans"].split(","))


def tell_periods(index: Index, leaning: Sequence[str] = ()) -> Periods:
    """What is told of each month and year with articles; nothing of the undated. Of months without a change it is what
    was kept of them, but for the documents, which articles of another month may have cited first."""
    kept = {kind: dict(index.remembered(kind)) for kind in ("month", "year")}
    totals = {month: total for month, _, total in index.slugs("month")}
    cited = _cited(index) if index.redated() or not all(map(kept["month"].get, totals)) else None
    months: Periods = {}
    for month, total in totals.items():
        told = kept["month"][month]["told"] if kept["month"].get(month) else {}
        if not told or index.is_retold("month", month):
            kept_documents = {key: told[key] for key in _DOCUMENTS if key in told}
            told = tell(index, "month", month, total, leaning=leaning) | kept_documents
        if cited is not None:
            documents = cited.get(month, [])
            told = told | {"documents": documents[:DOCUMENTS], "documents_total": len(documents)}
        months[month] = told
    years: Periods = {}
    for year, same in groupby(sorted(months, reverse=True), lambda month: month[:4]):
        before = None if index.is_stale("year", year) else kept["year"].get(year)
        most = before["most"] if before else [list(each) for each in index.company("year", year, "people", PEOPLE)]
        years[year] = _year([months[month] for month in same], most) | {"most": most}
    return months | years


def _cited(index: Index) -> dict[str, list[list[str]]]:
    """Month → the documents first cited in it, [slug, name]."""
    cited: dict[str, list[list[str]]] = {}
    for document, name, date in index.first_cited():
        cited.setdefault(date[:7], []).append([document, name])
    return cited


def _year(months: Sequence[dict[str, Any]], most: list[list[Any]]) -> dict[str, Any]:
    """A year from what its months, newest first, tell: of each month as much as of the others."""
    share = max(1, SENTENCES // len(months))
    said = [sentence for month in months for sentence in month["sentences"][:share]]
    figures = [figure for turn in range(FIGURES) for month in months for figure in month["figures"][turn : turn + 1]]
    tags: Counter[str] = Counter()
    for month in months:
        tags.update(dict(month["tags"]))
    posts = {each["name"]: each["posts"] for month in reversed(months) for each in month["people"] if each["posts"]}
    return {
        "sentences": said[:OF_A_YEAR],
        "figures": figures[:FIGURES],
        "people": [{"name": name, "slug": slug_of(name), "count": n, "posts": posts.get(name, [])} for name, n in most],
        "documents": [document for month in months for document in month["documents"]][:DOCUMENTS],
        "documents_total": sum(month["documents_total"] for month in months),
        "tags": sorted(tags.items(), key=lambda item: (-item[1], item[0])),
        "newest": 0,
        "total": sum(month["total"] for month in months),
    }


def _sentences(brief: ArticleBrief) -> tuple[SummarySentence, ...]:
    return tuple(sentence for sentence, _ in brief.sentences)


def _at(brief: ArticleBrief, wanted: SummarySentence) -> str:
    return next(at for sentence, at in brief.sentences if sentence == wanted)


def _where(record: ArticleRecord, at: str) -> dict[str, Any]:
    return {
        "tail": record.tail,
        "title": record.title,
        "headline": record.headline,
        "date": record.published,
        "place": record.place,
        "at": at,
    }


def _sentence(record: ArticleRecord, sentence: SummarySentence, at: str) -> dict[str, Any]:
    said = {"source": sentence.source, "target": sentence.target, "state": sentence.state, "by": sentence.by}
    return said | _where(record, at)


def _figures(
    told: Sequence[str],
    records: dict[str, ArticleRecord],
    briefs: dict[str, ArticleBrief],
    leaning: Sequence[str],
) -> list[dict[str, Any]]:
    """Figures of the articles that are told of, then of the others, one an article in turn; none twice, and none that
    only says something beside another figure of its article."""
    order = list(dict.fromkeys((*told, *records)))
    alone = {name: [each for each in brief.figures if not _leans(each[0], leaning)] for name, brief in briefs.items()}
    found: dict[tuple[str, str], tuple[str, Figure, str]] = {}
    for turn in range(FIGURES):
        for name in order:
            for figure, at in alone[name][turn : turn + 1]:
                found.setdefault((figure.value, figure.what), (name, figure, at))
        if len(found) >= FIGURES:
            break
    return [
        {
            "value": figure.value,
            "value_source": figure.value_source,
            "what": figure.what,
            "what_source": figure.what_source,
            "by": figure.by,
        }
        | _where(records[name], at)
        for name, figure, at in list(found.values())[:FIGURES]
    ]


def _leans(figure: Figure, leaning: Sequence[str]) -> bool:
    said = f" {figure.what} | {figure.what_source} ".lower()
    return any(f" {words} " in said for words in leaning)
