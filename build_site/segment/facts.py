"""What segmentation must know of a language."""

from msgspec import Struct


class SegmentFacts(Struct, frozen=True, cache_hash=True):
    """Table [segment] of a language pack."""

    abbreviations: tuple[str, ...] = ()
    """Words that end in a full stop without ending a sentence, as printed: `TP.`, `T.Ư`, `PGS.`."""
    labels: tuple[str, ...] = ()
    """Words before a number whose full stop is part of a label: `Điều` in `Điều 5. Phạm vi`."""
