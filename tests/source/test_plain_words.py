"""Faults of values, as editors are told of them."""

from __future__ import annotations

import msgspec
import pytest

from build_site.config import Settings
from build_site.model import Notes
from build_site.source.plain_words import plain_words


@pytest.mark.parametrize(
    ("kind", "given", "said"),
    [
        (Settings, {"site": {"contact": 5}}, "site, contact: text in quotes is wanted here, not a whole number"),
        (Settings, {"site": {"name": "A"}}, "site, name: a table such as { en = … } is wanted here, not text"),
        (Settings, {"translate": {"engines": ""}}, "translate, engines: a list such as [ … ] is wanted here, not text"),
        (Settings, {"translate": {"pace": 0}}, "translate, pace: a number that is more than 0 is wanted here"),
        (Settings, {"translate": {"budget": -1}}, "translate, budget: a number that is at least 0 is wanted here"),
        (Settings, {"sites": {}}, "there is no field “sites”"),
        (Notes, {"headline": 5}, "headline: text in quotes is wanted here, not a whole number"),
        (Notes, {"keep": [1, "2"]}, "keep 2: a whole number is wanted here, not text"),
        (Notes, {"people": [{}, {"name": "A"}]}, "people 1: the field “name” is missing"),
    ],
)  # fmt: skip
def test_what_is_wrong_and_where(kind, given, said):
    """No types of a programming language, no paths from a dollar sign; lists are counted from one."""
    with pytest.raises(msgspec.ValidationError) as raised:
        msgspec.convert(given, kind)
    assert plain_words(str(raised.value)) == said


def test_what_is_not_understood_stays():
    """A message of another form is passed on whole."""
    assert plain_words("something else entirely") == "something else entirely"
