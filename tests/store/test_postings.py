"""The first articles of a thing, kept as articles come and go."""

from __future__ import annotations

import random
import sqlite3

from build_site.store.naming import SCHEMA
from build_site.store.postings import Postings

TERM = ("term", "cadre", "cán bộ")


def test_what_stands_behind_shows_nothing() -> None:
    """A thing that `add` says takes nothing from an article is none that the article shows in, in whatever order
    articles come; and every other one is."""
    chance = random.Random(7)
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    postings = Postings(database)
    said = []
    for number in chance.sample(range(40), 40):
        rank = f"{99 - number:02}~"
        behind = postings.add([TERM], rank, f"a{number}")
        assert ({TERM} - behind) == postings.showing([TERM], rank, f"a{number}")
        said.append(bool(behind))
    assert said.count(True) > 20
    assert not any(said[:6])
