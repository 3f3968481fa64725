"""Cards: the words on them, and that they are drawn alike each time."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest

from build_site.errors import ConfigProblem
from build_site.site.cards import HEIGHT, WIDTH, Card, card_path, make_card
from build_site.site.records import make_record
from build_site.site.wording import Wording
from build_site.work import drawing
from build_site.work.drawing import draw_card, require_pillow
from tests.site import samples

FONTS = samples.ROOT / "templates" / "assets" / "fonts"
LONG = "Công bố các quyết định về công tác cán bộ của Thành ủy, " * 8


def test_the_words_of_a_card() -> None:
    """English title, the title as printed, the date in words, and who published it."""
    site = samples.view()
    record = make_record(samples.gia_lam(), "articles/2023/x")
    card = make_card(record, site, Wording("en", site.ui["en"]))
    assert card.title == record.headline
    assert card.original == record.title
    assert card.facts[0].endswith("2023")
    assert card_path(record.tail, "en") == "en/articles/2023/x/card.png"


@pytest.mark.parametrize(
    "card",
    [
        Card("Digest", "A headline", False, "Một tiêu đề", ("4 February 2023", "HNP")),
        Card("Digest", LONG, True, "", ("Undated",)),
        Card("Digest", LONG, False, LONG, ("4 February 2023", LONG)),
        Card("Digest", "x" * 400, False, "ỹ" * 400, ()),
        Card("", "", False, "", ()),
    ],
)
def test_a_card_is_a_picture_of_one_size_and_always_the_same(card: Card) -> None:
    """1200 by 630, PNG, the same bytes each time, whatever the length of the words; the edges stay blank."""
    image = pytest.importorskip("PIL.Image")
    data = draw_card(card, FONTS)
    assert data == draw_card(card, FONTS)
    picture = image.open(BytesIO(data)).convert("RGB")
    assert picture.size == (WIDTH, HEIGHT)
    assert len(data) < 100_000
    for box in ((0, 0, 70, HEIGHT), (WIDTH - 78, 0, WIDTH, HEIGHT), (0, HEIGHT - 40, WIDTH, HEIGHT)):
        assert picture.crop(box).getcolors() == [((box[2] - box[0]) * (box[3] - box[1]), (255, 255, 255))]


def test_without_fonts_that_pillow_reads_the_build_says_so(tmp_path: Path) -> None:
    """A setting that cannot be kept stops the build, with what to do."""
    pytest.importorskip("PIL.Image")
    with pytest.raises(ConfigProblem, match="cannot read this font") as problem:
        require_pillow(tmp_path)
    assert "cards = false" in problem.value.hint
    drawing._font.cache_clear()
    require_pillow(FONTS)
