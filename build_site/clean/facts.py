"""What cleaning must know of a language and of its news sites."""

from __future__ import annotations

from msgspec import Struct


class Furniture(Struct, frozen=True, forbid_unknown_fields=True):
    """Phrases of the page around an article. A line equal to one of `exact`, or opening with one of `prefix`, is
    dropped."""

    rule: str
    """Its name, as `dropped` and the page give it."""
    exact: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    ends_article: bool = False
    """What follows such a line is a list of other articles."""


class CleanFacts(Struct, frozen=True, forbid_unknown_fields=True):
    """Table [clean] of a language pack; phrases are lower case."""

    utc_offset: str = "+00:00"
    """Of the times that news sites of this language print."""
    stamp_words: tuple[str, ...] = ()
    view_words: tuple[str, ...] = ()
    day_openers: tuple[str, ...] = ()
    byline_text: tuple[str, ...] = ()
    byline_photos: tuple[str, ...] = ()
    credit_openers: tuple[str, ...] = ()
    caption_openers: tuple[str, ...] = ()
    caption_verbs: tuple[str, ...] = ()
    caption_credits: tuple[str, ...] = ()
    organisation_openers: tuple[str, ...] = ()
    furniture: tuple[Furniture, ...] = ()
