"""How many articles of a list name whom and what, counted as they come and go."""

from __future__ import annotations

import sqlite3

from msgspec import structs

from build_site.store.company import SCHEMA, Company
from tests.site.samples import gia_lam, make_record

LISTS = (("tag", "cadre-work"), ("year", "2023"), ("person", "vu-duc-bao"))


def test_articles_come_and_go() -> None:
    """The most first, then by name; what the last article has taken along is no row any more, and of lists that tell
    nothing in brief nothing is counted."""
    database = sqlite3.connect(":memory:")
    database.executescript(SCHEMA)
    company = Company(database)
    one = structs.replace(make_record(gia_lam(), "articles/2023/one"), people=("B", "A"), tags=("cadre-work",))
    two = structs.replace(one, id="two", people=("B", "C"))
    company.count(LISTS, one, 1)
    company.save()
    company.count(LISTS, two, 1)
    company.save()
    assert company.of("year", "2023", "people") == [("B", 2), ("A", 1), ("C", 1)]
    assert company.of("year", "2023", "people", 1) == [("B", 2)]
    assert company.of("tag", "cadre-work", "tags") == [("cadre-work", 2)]
    assert company.of("person", "vu-duc-bao", "people") == []
    company.count(LISTS, one, -1)
    company.count(LISTS, two, -1)
    company.count(LISTS, two, 1)
    company.save()
    assert company.of("year", "2023", "people") == [("B", 1), ("C", 1)]
    company.count(LISTS, two, -1)
    company.save()
    assert database.execute("SELECT * FROM company").fetchall() == []
