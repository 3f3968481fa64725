"""Records and mentions."""

from __future__ import annotations

import msgspec
from msgspec import structs

from build_site.model import CitedDocument, Place
from build_site.site.records import document_name, make_mentions, make_record
from tests.site.samples import gia_lam, in_state


def test_a_record_counts_states() -> None:
    """The title and every sentence are counted by state; the rest is copied."""
    record = make_record(in_state(gia_lam(), "machine", only=3), "articles/2023/x")
    assert record.states == {"human": 11, "machine": 1}
    assert (record.tail, record.agency, record.place) == ("articles/2023/x", "HNP", "Gia Lâm, Hà Nội")
    assert record.tags == ("party-building", "cadre-work")
    assert record.people == ("Vũ Đức Bảo",)


def test_mentions_of_an_article() -> None:
    """Every index page that names the article gets what it shows of it, and nothing twice."""
    mentions = make_mentions(gia_lam())
    by_kind: dict[str, list[str]] = {}
    for mention in mentions:
        by_kind.setdefault(mention.kind, []).append(mention.slug)
    assert by_kind["person"] == ["vu-duc-bao"]
    assert by_kind["place"] == ["gia-lam", "ha-noi"]
    assert by_kind["document"] == ["18-nq-tw"]
    assert by_kind["office"] == ["2025-2030", "2026-2031"]
    assert by_kind["tag"] == ["party-building", "cadre-work"]
    assert len({(mention.kind, mention.slug, mention.name) for mention in mentions}) == len(mentions)
    assert msgspec.json.encode(mentions)


def test_provinces_of_an_article() -> None:
    """A province that is named, or that a place lies in, is one mention, under the name that the list of units has."""
    hanoi = "thành phố Hà Nội"
    places = (Place("Gia Lâm", unit=f"{hanoi}/huyện Gia Lâm"), Place("Hà Nội", unit=hanoi), Place("Đức"))
    mentions = make_mentions(structs.replace(gia_lam(), places=places))
    assert [mention.slug for mention in mentions if mention.kind == "province"] == [hanoi]


def test_posts_with_one_translation_are_one_post() -> None:
    """Two wordings of one post stand once in a list of posts, in the order of the text."""
    person = next(mention for mention in make_mentions(gia_lam()) if mention.kind == "person")
    assert [post[0] for post in person.data["posts"]] == ["Ủy viên Ban Thường vụ", "Trưởng Ban tổ chức Thành ủy Hà Nội"]


def test_sentence_pairs_of_a_term() -> None:
    """At most three sentences of an article stand on a term's page, with anchors that the article has."""
    mentions = [mention for mention in make_mentions(gia_lam()) if mention.kind == "term"]
    assert mentions
    for mention in mentions:
        assert 1 <= len(mention.data["pairs"]) <= 3
    (quy_hoach,) = [mention for mention in mentions if mention.slug == "quy-hoach"]
    assert [pair["anchor"] for pair in quy_hoach.data["pairs"]] == ["p3s2", "p3s3"]
    assert "quy hoạch" in quy_hoach.data["pairs"][0]["source"]


def test_people_without_posts_have_no_page() -> None:
    """A name alone is no entry of the people index."""
    digest = gia_lam()
    bare = structs.replace(digest, people=(structs.replace(digest.people[0], posts=()),))
    assert not [mention for mention in make_mentions(bare) if mention.kind == "person"]


def test_document_names() -> None:
    """A bare number is told by its kind."""
    assert document_name(CitedDocument("18-NQ/TW", "Nghị quyết")) == "18-NQ/TW"
    assert document_name(CitedDocument("35", "Chỉ thị")) == "Chỉ thị 35"
