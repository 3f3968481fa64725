"""What stands on an article's card, the picture that other sites show beside a link to it."""

from __future__ import annotations

from msgspec import Struct

from build_site.model import ArticleRecord
from build_site.site.view import SiteView
from build_site.site.wording import Wording

WIDTH, HEIGHT = 1200, 630
"""Pixels, of every card."""


class Card(Struct, frozen=True):
    """All words of a card. Equal ones give equal pictures."""

    site: str
    title: str
    foreign: bool
    """The title is in the source's language, for want of a translation."""
    original: str
    """The title as printed; empty where it is `title`."""
    facts: tuple[str, ...]
    """Date, and who published it or where it happened."""


def card_path(tail: str, target: str) -> str:
    """One card for both languages: it carries both titles."""
    return f"{target}/{tail}/card.png"


def make_card(record: ArticleRecord, site: SiteView, w: Wording) -> Card:
    """The card of an article; `w` is the wording of the reader's language."""
    foreign = not record.headline
    return Card(
        site=site.name(w.lang),
        title=record.headline or record.title,
        foreign=foreign,
        original="" if foreign else record.title,
        facts=tuple(
            filter(
                None,
                (
                    w.date(record.published) if record.published else w.say("undated"),
                    record.publisher.get(w.lang) or record.agency or record.place,
                ),
            )
        ),
    )
