"""English words in the interface of another language, and the names of the site's languages in it."""

from __future__ import annotations

import pytest

from build_site.site.borrowed import directed, lent, marked
from build_site.site.interface import Tongue, words_of
from build_site.site.wording import Wording

ENGLISH = Tongue(
    "en",
    "English",
    {"latest": "Latest", "original": "{source_language} original", "here": "In {language}", "place_ha_noi": "Hanoi"},
    {"id": "Indonesian", "en": "English"},
)
INDONESIAN = Tongue("id", "Bahasa Indonesia", {"latest": "Terbaru"})


def test_what_a_language_lacks_is_english() -> None:
    """Its own strings stay; the rest is English and known to be, with the languages' names in English; what things of
    the original are called is not."""
    words = words_of(INDONESIAN, ENGLISH, INDONESIAN, ENGLISH)
    assert words.table["latest"] == "Terbaru"
    assert words.table["original"] == "Indonesian original"
    assert words.table["here"] == "In Indonesian"
    assert words.borrowed == {"original", "here"}
    assert "place_ha_noi" not in words.table
    assert words.table["autonym"] == "Bahasa Indonesia"
    assert not words_of(ENGLISH, ENGLISH, INDONESIAN, ENGLISH).borrowed


def test_names_of_languages() -> None:
    """A variant goes by its language's name, a language that nobody has named by its own; one that opens a string has a
    capital."""
    khmer, british = Tongue("km", "khmer", {}), Tongue("en-GB", "English", {})
    assert words_of(khmer, ENGLISH, khmer, british).table["original"] == "Khmer original"
    assert words_of(british, ENGLISH, khmer, british).table["here"] == "In English"


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>{Latest}</p>", '<p lang="en">Latest</p>'),
        ("<p>{Latest}: 2</p>", '<p><span lang="en">Latest</span>: 2</p>'),
        ('<p lang="id">{Latest}</p>', '<p lang="id">Latest</p>'),
        ("<p><br>{Latest}</p>", '<p><br><span lang="en">Latest</span></p>'),
        ('<a aria-label="{Latest}">x</a>', '<a aria-label="Latest">x</a>'),
        ("<title>{Latest} | Berita</title>", "<title>Latest | Berita</title>"),
        ('<script>{"a":"{Latest}"}</script>', '<script>{"a":"Latest"}</script>'),
        ('<option value="">{any} (3)</option>', '<option value="">any (3)</option>'),
        ('<option value="">{any}</option>', '<option value="" lang="en">any</option>'),
        ("<svg><text>{May} 1</text></svg>", "<svg><text>May 1</text></svg>"),
        ("<p>{Corrected on 3 {May} 2026}, x</p>", '<p><span lang="en">Corrected on 3 May 2026</span>, x</p>'),
        ("<p>{broken</p>", "<p>broken</p>"),
        ("<p>Terbaru</p>", "<p>Terbaru</p>"),
    ],
)
def test_english_words_are_marked(html: str, told: str) -> None:
    """On the element that holds nothing else, else on a span; where none can stand, nothing is left of the signs."""
    signs = html if "<script>" not in html else "<script>[a:{Latest}]</script>"
    told = told if "<script>" not in html else "<script>[a:Latest]</script>"
    one = lent("x")
    assert marked(signs.replace("{", one[0]).replace("}", one[-1]), "en") == told


def test_dates_are_marked_once() -> None:
    """A date in an English pattern with an English month is one English text."""
    strings = {f"month_{n}": "May" for n in range(1, 13)} | {f"month_short_{n}": "May" for n in range(1, 13)}
    words = Wording("id", strings | {"date": "{d} {month} {y}", "thousands": "."}, frozenset({"date", "month_5"}))
    assert marked(f"<p>{words.date('2026-05-03')}, x</p>", "en") == '<p><span lang="en">3 May 2026</span>, x</p>'


def test_numbers_and_plurals_are_the_languages_own() -> None:
    """French: a narrow blank between thousands, a decimal comma, and no plural for 0."""
    strings = {f"month{kind}_{n}": "" for kind in ("", "_short") for n in range(1, 13)} | {
        "thousands": "\u202f",
        "decimal": ",",
        "singular": "0 1",
        "articles_one": "{n} article",
        "articles_other": "{n} articles",
        "megabytes": "{n} Mo",
    }
    words = Wording("fr", strings)
    assert [words.count("articles", n) for n in (0, 1, 1234)] == ["0 article", "1 article", "1\u202f234 articles"]
    assert words.size(1_240_000) == "1,2 Mo"


def test_directions() -> None:
    """Wherever a language is named, so is its direction; addresses' languages are not touched."""
    html = '<html lang="ar"><a hreflang="ar" lang="en">x</a></html>'
    assert directed(html, {"ar": "rtl", "en": "ltr"}) == (
        '<html lang="ar" dir="rtl"><a hreflang="ar" lang="en" dir="ltr">x</a></html>'
    )
