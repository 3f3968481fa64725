"""A person's posts over time: for each post the dates on which articles give it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from build_site.folding import fold
from build_site.model import ArticleRecord, Mention
from build_site.site.charts.axis import Axis, moment, year_ticks

FROM = 2
"""Dates that a person's chart begins with."""
_SHOWN = 12
_SINGLY = 40
"""Dates of a post that are drawn one by one; beyond, one mark a month."""


class _Post:
    """A post while its dates are gathered; memory grows with the months, not with the articles."""

    def __init__(self, said: list[Any]) -> None:
        self.said = said
        self.total = 0
        self.first = self.last = ""
        self.days: Counter[str] = Counter()
        self.tails: dict[str, str] = {}


def post_chart(mentions: Iterable[tuple[ArticleRecord, Mention]]) -> dict[str, Any] | None:
    """One row a post, the one given first at the top; None for fewer than two dates. `mentions` come newest first.

    Positions are percentages of the axis, so that a mark stays round however wide the page is. A post whose wording
    differs in capitals alone, or that has the same translation, is one.
    """
    posts: dict[str, _Post] = {}
    dates: set[str] = set()
    for record, mention in mentions:
        if not record.published:
            continue
        day = record.published[:10]
        dates.add(day)
        for said in mention.data["posts"]:
            post = posts.setdefault(fold(said[1] or said[0]), _Post(said))
            post.total += 1
            post.last = post.last or day
            post.first = day
            post.days[day] += 1
            post.tails.setdefault(day, record.tail)
    if len(dates) < FROM or not posts:
        return None
    low, high = moment(min(dates)), moment(max(dates))
    axis = Axis(int(low), int(high) + 1, 0.0, 100.0)
    order = sorted(posts.values(), key=lambda post: (post.first, post.last, post.said[0]))
    kept = sorted(order, key=lambda post: -post.total)[:_SHOWN]
    return {
        "first": axis.first,
        "last": axis.last - 1,
        "ticks": _ticks(axis),
        "rows": [_row(post, axis) for post in order if post in kept],
        "left_out": len(order) - len(kept),
    }


def _ticks(axis: Axis) -> list[dict[str, Any]]:
    """Years, or the quarters of a single one: `date` is what the template says there, if anything."""
    if axis.years == 1:
        said = (f"{axis.first}", None, f"{axis.first}-07", None)
        return [{"x": axis.at(axis.first + n / 4), "date": date} for n, date in enumerate(said)]
    ticks = [tick for tick in year_ticks(axis, 12.0) if tick["year"] != axis.last]
    return [{"x": tick["x"], "date": str(tick["year"]) if tick["year"] else None} for tick in ticks]


def _row(post: _Post, axis: Axis) -> dict[str, Any]:
    marks = sorted(post.days)
    if len(marks) > _SINGLY:
        marks = sorted({day[:7] for day in marks})
    return {
        "post": post.said,
        "total": post.total,
        "first": post.first,
        "last": post.last,
        "from": axis.x(post.first),
        "to": axis.x(post.last),
        "marks": [[axis.x(day), day, post.tails.get(day)] for day in marks],
    }
