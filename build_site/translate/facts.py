"""What translation must know of a language."""

from msgspec import Struct


class TranslateFacts(Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """Table [translate] of a language pack. Words are lower case unless said otherwise; all may be empty.

    Compared by identity, so that what is made of it can be kept with `lru_cache`.
    """

    group: str = ""
    """Sign between thousands: . or , or a blank; empty: either of . and , may be meant."""
    decimal: str = ""
    words: dict[str, int] = {}
    """Number words: cardinals below a hundred, ordinals, and words that imply a number (half 2, dozen 12, noon 12)."""
    sure: tuple[str, ...] = ()
    """Those of `words` that say nothing but their number: a translation must have it."""
    unsure: tuple[str, ...] = ()
    """Words behind a number word or in it that leave open how it is told: `bảy phần mười` is 70 per cent too."""
    multipliers: dict[str, int] = {}
    """Words that multiply what is before them, within a number word: ten, hundred."""
    scales: dict[str, int] = {}
    """Words that multiply whole numbers, digits too: thousand, million."""
    suffixes: dict[str, int] = {}
    """Letters that may multiply digits they are glued to: 5bn."""
    fillers: tuple[str, ...] = ()
    """Words inside a number word that count nothing: hundred *and* five."""
    half: tuple[str, ...] = ()
    """Words that add a half to the number before them."""
    ones: tuple[str, ...] = ()
    """Words that may stand for the number 1: a, each."""
    ranges: tuple[str, ...] = ()
    """Words and signs between the two ends of a range."""
    percent: tuple[str, ...] = ()
    afternoon: tuple[str, ...] = ()
    """What follows an hour that counts from noon: p.m."""
    morning: tuple[str, ...] = ()
    """What follows an hour that counts from midnight: a.m."""
    months: dict[str, int] = {}
    """Names of months as printed, with capitals."""
    weekdays: tuple[str, ...] = ()
    """Their names as printed, Monday first."""
    monday: int = 0
    """The number of Monday in a language that numbers its weekdays, else 0."""
    month_word: str = ""
    """The word before a month's number: tháng 2."""
    day_words: tuple[str, ...] = ()
    """Words before a date of two numbers: ngày 3/2."""
    small: tuple[str, ...] = ()
    """Words that say nothing of themselves: of, the."""
    units: dict[str, str] = {}
    """What may stand before or behind a number, as the kind it counts: `km` = `km`, `miles` = `mile`. Currencies are in
    capitals: `đồng` = `VND`. An empty kind is a look-alike that counts nothing (`đồng chí`)."""
    length: tuple[float, float] = (0.3, 3.5)
    """The least and the most characters of a translation for each character of a text of this language."""
    script: str = ""
    """Unicode's name of its script, LATIN: a machine's answer in another is none. Empty: any may be meant."""
    letters: str = ""
    """Small letters that this language has and its readers' languages have not."""
    document_number: str = ""
    """Pattern of the numbers of official documents, which no translation may change. Each has a digit; a pattern that
    opens with `\\d` is looked for many times as quickly as one that opens with what may not stand before."""
    unasked: tuple[str, ...] = ()
    """Phrases whose words have not the glossary's sense (tạo cơ sở: be a basis), or that other languages leave unsaid
    (trên địa bàn: in): the glossary's check passes them over."""
    errors: tuple[str, ...] = ()
    """What engines and servers print instead of a translation."""
