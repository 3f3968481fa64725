"""Which articles are related, and why."""

from __future__ import annotations

from build_site.digest.related import COMMON, LEAST, MOST, Candidate, Shared, rarity, relate, score, size_class
from build_site.model import Reason, Related

SIZE = size_class(1000)


def shared(kind: str, what: str, articles: int) -> Shared:
    return Shared(Reason(kind, what), articles)  # type: ignore[arg-type]


def test_size_classes() -> None:
    """The site's size counts in powers of two: one article more changes no score."""
    assert [size_class(n) for n in (0, 1, 2, 3, 5, 1000, 1023, 1024)] == [2, 2, 2, 2, 4, 512, 512, 1024]


def test_rare_things_count_more() -> None:
    """What two articles name is worth more than what fifty do, and what more do is worth nothing."""
    assert rarity(2, SIZE) > rarity(20, SIZE) > rarity(COMMON, SIZE) > 0
    assert rarity(COMMON + 1, SIZE) == 0
    assert rarity(4, size_class(5)) == 0, "four of five say nothing"


def test_reasons_are_the_rarest_things_in_common() -> None:
    """The explanation names what counted most, and nothing that did not count."""
    value, reasons = score(
        [
            shared("term", "xã hội", COMMON + 1),
            shared("place", "Gia Lâm", 12),
            shared("document", "18-NQ/TW", 3),
            shared("person", "Vũ Đức Bảo", 4),
            shared("term", "tinh giản biên chế", 40),
        ],
        SIZE,
    )
    assert [reason.what for reason in reasons] == ["18-NQ/TW", "Vũ Đức Bảo", "Gia Lâm"]
    assert value > LEAST
    assert score([shared("term", "xã hội", COMMON + 1)], SIZE) == (0.0, ())


def test_nothing_below_the_threshold() -> None:
    """One term in common is no relation."""
    weak = Candidate("b", (shared("term", "chi bộ", 2),))
    assert relate([weak], SIZE) == ()


def test_places_alone_need_a_subject_in_common() -> None:
    """Two texts about other things that name the same two communes are not related."""
    towns = (shared("place", "Cư M'gar", 2), shared("place", "Di Linh", 2))
    assert relate([Candidate("b", towns)], SIZE) == ()
    assert [each.id for each in relate([Candidate("b", towns, tags=1)], SIZE)] == ["b"]


def test_the_order() -> None:
    """By worth; of equals those with more tags in common, then the newest, then by id: the same every time."""
    one = (shared("document", "18-NQ/TW", 5),)
    found = relate(
        [
            Candidate("older", one, 0, "2023-01-01"),
            Candidate("b", one, 0, "2023-02-01"),
            Candidate("a", one, 0, "2023-02-01"),
            Candidate("tagged", one, 1, "2020-01-01"),
            Candidate("rarer", (shared("document", "9-KH/HU", 2),), 0, None),
        ],
        SIZE,
    )
    assert [each.id for each in found] == ["rarer", "tagged", "a", "b", "older"]
    assert found[0].because == (Reason("document", "9-KH/HU"),)


def test_symmetric() -> None:
    """What relates a to b relates b to a."""
    both = (shared("person", "Vũ Đức Bảo", 3), shared("place", "Gia Lâm", 5))
    assert relate([Candidate("b", both)], SIZE)[0].because == relate([Candidate("a", both)], SIZE)[0].because


def test_at_most_five() -> None:
    """A reader is offered a few; all that an editor names are there."""
    many = [Candidate(f"{n:02}", (shared("document", "18-NQ/TW", 20),)) for n in range(20)]
    assert len(relate(many, SIZE)) == MOST
    assert len(relate(many, SIZE, chosen=[f"x{n}" for n in range(7)])) == 7


def test_the_editor_is_last() -> None:
    """What an editor names comes first, once; what an editor refuses never comes."""
    found = relate(
        [Candidate(name, (shared("document", "18-NQ/TW", 4),)) for name in ("a", "b", "c")],
        SIZE,
        chosen=["b", "z"],
        refused=["c"],
    )
    assert [each.id for each in found] == ["b", "z", "a"]
    assert found[0] == Related("b", (Reason("editor"),))
