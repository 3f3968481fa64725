"""What charts must know of a country: the tiles of its map."""

from msgspec import Struct


class ChartFacts(Struct, frozen=True, forbid_unknown_fields=True):
    """The table `[charts]` of a language pack."""

    tiles: tuple[tuple[int, int, str], ...] = ()
    """Column from the west, row from the north (both from 1), and the province as the list of units writes it."""
