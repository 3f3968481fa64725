"""How lists of many names tell how many articles there are."""

from __future__ import annotations

import pytest

from build_site.site.rows import EXACT, about, at_least
from build_site.site.wording import Wording
from tests.site.samples import view


def test_few_articles_are_counted_and_many_are_not() -> None:
    """Up to nine the number itself; from ten on the last of 10, 20, 50, 100 … that it has reached: among ten thousand
    articles one more changes what is told eleven times."""
    assert [at_least(number) for number in (0, 1, 9, 10, 19, 20, 49, 50, 99, 100, 4_999, 12_345)] == [
        *(0, 1, 9, 10, 10, 20, 20, 50, 50, 100, 2_000, 10_000)
    ]
    assert len({at_least(number) for number in range(EXACT, 10_001)}) == 11


@pytest.mark.parametrize(
    ("lang", "said"), [("en", ["1 article", "9 articles", "1,000+ articles"]), ("vi", ["1 bài", "9 bài", "1.000+ bài"])]
)
def test_a_number_that_is_not_exact_says_so(lang: str, said: list[str]) -> None:
    """In both languages."""
    w = Wording(lang, view().ui[lang])
    assert [w.at_least("articles", at_least(number)) for number in (1, 9, 1_234)] == said


def test_sizes_have_few_digits() -> None:
    """Two of a whole file, one of a month's, which grows with each article; without a decimal that means nothing."""
    w = Wording("en", view().ui["en"])
    sizes = (814, 9_949, 52_300, 23_412_345, 1_240_000)
    assert [w.size(about(size, 2)) for size in sizes] == ["810 bytes", "9.9 kB", "52 kB", "23 MB", "1.2 MB"]
    assert [w.size(about(size, 1)) for size in sizes] == ["800 bytes", "10 kB", "50 kB", "20 MB", "1 MB"]
