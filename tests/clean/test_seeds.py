"""The five seeds, line by line, against readings made by eye."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from build_site.model import Article, Author
from tests.conftest import SEEDS

GOLDEN = Path(__file__).parent / "golden"


def kinds_by_line(article: Article) -> dict[int, list[str]]:
    """line → what it was found to be, in the words of the golden readings."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind in ("title", "stamp", "section", "byline"):
        for line in getattr(article.lines, kind):
            found[line].append(kind)
    for block in article.blocks:
        for line in block.lines:
            found[line].append(block.kind)
    for dropped in article.dropped:
        found[dropped.line].append(f"dropped {dropped.rule}")
    return found


def golden(seed: Path) -> dict[int, list[str]]:
    rows = (GOLDEN / seed.name).read_text("utf-8").splitlines()
    return {int(number): kinds.split(" + ") for number, _, kinds in (row.partition(" ") for row in rows)}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_every_line_is_read_as_a_person_reads_it(seed, read):
    """Each line of a seed is what the golden reading says."""
    assert kinds_by_line(read(seed.read_bytes())) == golden(seed)


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_no_line_is_lost_and_none_counted_twice(seed, read):
    """Every non-blank line is in exactly one place; only a line that holds two things is in two."""
    found = kinds_by_line(read(seed.read_bytes()))
    text = seed.read_text("utf-8").replace("\u00a0", " ")
    assert sorted(found) == [number for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    double = {number for number, kinds in found.items() if len(kinds) > 1}
    assert double == {number for number, kinds in golden(seed).items() if len(kinds) > 1}


FIELDS = {
    "000": ("2023-02-04T16:45:00+07:00", "stamp", "HNP", None, (Author("Vương Vân"),)),
    "001": (
        "2020-03-18T10:53:00+07:00",
        "stamp",
        None,
        "Đảng, đoàn thể",
        (Author("Hoàng Thị Thu Thủy", "Tuyên giáo Thanh Trì"),),
    ),
    "002": ("2022-06-28T19:16:00+07:00", "stamp", "BGĐT", None, (Author("Quốc Trường", None, "text and photos"),)),
    "003": ("2019-10-28T17:09:00+07:00", "stamp", None, "Tin tức - Sự kiện nổi bật", ()),
    "004": ("2023-07-31", "text", None, None, (Author("Thanh Hà", "Trung tâm VH&TT"),)),
}


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: seed.name[:3])
def test_fields(seed, read):
    """Date and where it was found, agency, section and authors."""
    article = read(seed.read_bytes())
    published = (article.published, article.published_from)
    assert (*published, article.agency, article.section, article.authors) == FIELDS[seed.name[:3]]


def test_the_stamp_is_not_part_of_the_title(read):
    """000 has its stamp in brackets at the end of the title's line."""
    assert read(SEEDS[0].read_bytes()).title.endswith("đảm bảo thực chất, hiệu quả")


def test_image_keywords_become_keywords(read):
    """002 repeats the keywords of its images as a line of text, six times."""
    article = read(SEEDS[2].read_bytes())
    assert article.keywords == ("Bắc Giang", "Ban Tổ chức Trung ương", "giao ban", "tổ chức xây dựng Đảng")
    assert not any("giao ban, tổ chức" in block.text for block in article.blocks)


def test_headings_lose_their_asterisk(read):
    """001 marks headings with `*` or `* `."""
    headings = [block.text for block in read(SEEDS[1].read_bytes()).blocks if block.kind == "heading"]
    assert headings == [
        "Đổi mới công tác cán bộ",
        "Tăng cường công tác kiểm tra, giám sát",
        "Đổi mới, nâng cao chất lượng công tác dân vận",
    ]


def test_damage_is_reported_where_it_stands(read):
    """000 reached us with a broken last line."""
    assert [finding.line for finding in read(SEEDS[0].read_bytes()).findings] == [33]


def test_the_seeds_are_ours_byte_for_byte():
    """The committed seeds are the files they were given as."""
    import hashlib

    assert [hashlib.sha256(seed.read_bytes()).hexdigest()[:12] for seed in SEEDS] == [
        "b5783e988ac2",
        "77e665501923",
        "1fd72bfb2bb3",
        "fd537200b649",
        "651d902565cb",
    ]
