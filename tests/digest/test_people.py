"""Who a text names, and in which office."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.people import find_people, people_in
from build_site.model import Article
from tests.digest.conftest import cases, write_article

ROWS = (Path(__file__).parent / "fixtures" / "seed_people.txt").read_text("utf-8").splitlines()[1:]


@pytest.mark.parametrize(("text", "expected"), cases("people.txt"), ids=lambda value: str(value)[:30])
def test_people_of_a_sentence(text: str, expected: list[str], facts: DigestFacts) -> None:
    """Names with the posts that stand beside them, as printed."""
    people = find_people(write_article(text), facts)
    found = [f"{person.name} | {'; '.join(post.source for post in person.posts)}".strip() for person in people]
    assert found == expected


@pytest.mark.parametrize("seed", ["000", "001", "002", "003", "004"])
def test_people_of_the_seeds(seed: str, seeds: dict[str, Article], facts: DigestFacts) -> None:
    """Every post of every person, and nobody else; the byline's author is not a person of the text."""
    article = seeds[seed]
    expected = [tuple(row.split(" | ")[1:]) for row in ROWS if row.startswith(seed)]
    found = [
        (person.name, post.source, str(article.blocks[post.block].lines[0]))
        for person in find_people(article, facts)
        for post in person.posts
    ]
    assert found == expected


def test_later_mentions_add_blocks(facts: DigestFacts) -> None:
    """A full name counts wherever it stands, a given name alone never; two spellings of the tone are one person."""
    article = write_article(
        "Ông Trần Hoà, Bí thư Huyện ủy dự.", "Hoà nói. Trần Hoài đi.", "Sau đó Trần Hòa về.", "[Ông Trần Hoà phát biểu]"
    )
    (person,) = find_people(article, facts)
    assert (person.name, person.blocks) == ("Trần Hoà", (0, 2, 3))


def test_what_other_sentences_say_of_a_name(facts: DigestFacts) -> None:
    """A post that holds another person's name is none; a short name that the text gives to a place is nobody's."""
    article = write_article(
        "Ông Benjamin Netanyahu nói. Ông Yoav Gallant, Thủ tướng Israel Netanyahu.",
        "Phường Hoàng Liệt. Phường Hoàng Liệt. Phường Hoàng Liệt họp. Bí thư Hoàng Liệt.",
    )
    assert [(person.name, person.posts) for person in find_people(article, facts)] == [
        ("Benjamin Netanyahu", ()),
        ("Yoav Gallant", ()),
    ]


def test_one_wording_once(facts: DigestFacts) -> None:
    """A post repeated in the same words is one post, at its first block."""
    article = write_article("Bí thư Tỉnh ủy Dương Văn Thái nói.", "Đồng chí Dương Văn Thái, Bí thư Tỉnh ủy kết luận.")
    (person,) = find_people(article, facts)
    assert [(post.source, post.block) for post in person.posts] == [("Bí thư Tỉnh ủy", 0)]


def test_without_facts_nobody_is_found() -> None:
    """A language of which nothing is known has no people, and no error."""
    assert find_people(write_article("Ông Trần Văn Nam, Bí thư Huyện ủy dự."), DigestFacts()) == ()


@pytest.mark.parametrize(
    "unit", ["Nguyễn Văn A, ", "xã Trần Hợi và ", "Trần Văn An giữ chức thôi ", "các Bí thư: Hồ Chí Minh, "]
)
def test_long_lines_take_time_in_proportion(unit: str, facts: DigestFacts) -> None:
    """Eight times the names take nowhere near sixty-four times as long."""

    def seconds(number: int) -> float:
        started = process_time()
        people_in(unit * number, facts)
        return process_time() - started

    people_in(unit, facts)
    assert min(seconds(1600) for _ in range(2)) < 32 * max(0.01, min(seconds(200) for _ in range(3)))
