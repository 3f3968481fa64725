"""A person's page: what each article says, on its date, and nothing put together that the articles do not."""

from __future__ import annotations

from typing import Any

from msgspec import structs

from build_site.model import Digest, Person, Post
from build_site.site.names import name_pages
from tests.site.samples import MemoryIndex, gia_lam, view


def article(number: int, published: str | None, name: str, *posts: str, place: str = "Gia Lâm, Hà Nội") -> Digest:
    base = gia_lam()
    return structs.replace(
        base,
        article=structs.replace(base.article, id=f"people/{number}", published=published),
        people=(Person(name, tuple(Post(post, 0) for post in posts), (0,)),),
        place=place,
    )


def pages_of(*digests: Digest) -> dict[str, dict[str, Any]]:
    index = MemoryIndex.of((digest, f"articles/{digest.article.id}") for digest in digests)
    return {page.path: page.context for page in name_pages(index, "person", site=view())}


def test_posts_stand_under_their_articles_and_dates() -> None:
    """Posts held at each date: every article keeps its own posts, newest first."""
    context = pages_of(
        article(1, "2021-03-01", "Trần Văn Nam", "Phó Bí thư Huyện ủy"),
        article(2, "2024-05-02", "Trần Văn Nam", "Bí thư Huyện ủy", "Tỉnh ủy viên"),
    )["en/people/tran-van-nam/index.html"]
    (group,) = context["groups"]
    shown = [(row["date"], [post[0] for post in row["data"]["posts"]]) for row in group["rows"]]
    assert shown == [("2024-05-02", ["Bí thư Huyện ủy", "Tỉnh ủy viên"]), ("2021-03-01", ["Phó Bí thư Huyện ủy"])]


def test_two_people_of_one_name_are_not_silently_one() -> None:
    """Posts and places that contradict each other are not merged: each stands with its article, date and place."""
    context = pages_of(
        article(1, "2024-05-01", "Nguyễn Văn Hải", "Chủ tịch UBND xã", place="Văn Lâm, Hưng Yên"),
        article(2, "2024-05-01", "Nguyễn Văn Hải", "Giám đốc Sở Y tế", place="Cà Mau"),
    )["en/people/nguyen-van-hai/index.html"]
    (group,) = context["groups"]
    shown = {(row["place"], *(post[0] for post in row["data"]["posts"])) for row in group["rows"]}
    assert shown == {("Văn Lâm, Hưng Yên", "Chủ tịch UBND xã"), ("Cà Mau", "Giám đốc Sở Y tế")}
    assert "not told apart" in view().ui["en"]["person_lead"]


def test_names_with_other_marks_are_other_people() -> None:
    """Names that share an address have a group each; two placements of the tone mark are one name."""
    pages = pages_of(
        article(1, "2024-05-01", "Trần Hoà", "Bí thư Huyện ủy"),
        article(2, "2024-05-02", "Trần Hòa", "Bí thư Huyện ủy"),
        article(3, "2024-05-03", "Trần Hoa", "Trưởng thôn"),
    )
    groups = pages["en/people/tran-hoa/index.html"]["groups"]
    assert {group["name"]: len(group["rows"]) for group in groups} == {"Trần Hòa": 2, "Trần Hoa": 1}
    letters = dict(pages["en/people/index.html"]["letters"])
    assert sorted((entry["name"], entry["count"]) for entry in letters["T"]) == [("Trần Hoa", 1), ("Trần Hòa", 2)]
