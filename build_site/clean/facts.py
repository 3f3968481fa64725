"""What cleaning must know of a language and of its news sites."""

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
    byline_verbs: tuple[str, ...] = ()
    """What may stand behind the names: `… thực hiện`."""
    agencies: tuple[str, ...] = ()
    """Sources, not authors, where they stand alone."""
    not_agencies: tuple[str, ...] = ()
    """Capitals that open a lead and are none: an editor's note, a town."""
    family_names: tuple[str, ...] = ()
    back_references: tuple[str, ...] = ()
    """A lead that opens so tells what came before: its day is not the article's."""
    year_of_else: tuple[str, ...] = ()
    """A year behind one of these, in one clause, is not of the article's day: `Luật Đất đai năm 2024`."""
    sections: tuple[str, ...] = ()
    """Names of sections, where one runs together with the title."""
    story_words: tuple[str, ...] = ()
    """Words of telling, not of showing: a sentence with them is hardly a caption."""
    story_openers: tuple[str, ...] = ()
    """Words that open such a sentence: `Tại hội nghị, …`."""
    gallery_openers: tuple[str, ...] = ()
    """Opening of a line that leads up to pictures."""
    caption_openers: tuple[str, ...] = ()
    caption_endings: tuple[str, ...] = ()
    caption_verbs: tuple[str, ...] = ()
    caption_credits: tuple[str, ...] = ()
    organisation_openers: tuple[str, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    site_words: tuple[str, ...] = ()
    """With which a site's name for itself opens."""
    not_authors: tuple[str, ...] = ()
    """What pages put where an author's name belongs."""
    function_words: tuple[str, ...] = ()
    """Single words that every text of the language is full of."""
    spam_brands: tuple[str, ...] = ()
    """Names of gambling and pirate sites."""
    spam_phrases: tuple[str, ...] = ()
    """Of pages that advertise gambling and pirated broadcasts; not of news about them."""
