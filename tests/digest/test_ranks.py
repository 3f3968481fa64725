"""How a cited document ranks."""

from __future__ import annotations

import pytest

from build_site.digest.facts import DigestFacts
from build_site.digest.ranks import rank_of
from build_site.store.packs import load_pack


@pytest.mark.parametrize(
    ("number", "kind", "issuer", "rank"),
    [
        ("34/2023/NĐ-CP", "Nghị định", None, "decree"),
        ("18-NQ/TW", "Nghị quyết", None, "party_resolution"),
        ("15-NQ/TU", "Nghị quyết", None, "local_party_resolution"),
        ("52", "Nghị quyết", "Bộ Chính trị", "party_resolution"),
        ("1090/NQ-UBTVQH15", "Nghị quyết", None, "standing_committee_resolution"),
        ("57/2022/QH15", "Nghị quyết", None, "assembly_resolution"),
        ("12/NQ-HĐND", "nghị quyết", None, "council_resolution"),
        ("444", "Quyết định", "Thủ tướng Chính phủ", "prime_minister_decision"),
        ("1214/QĐ-BCT", "Quyết định", None, "administrative_decision"),
        ("50-QĐ/TW", "Quy định", None, "party_regulation"),
        ("102-KH/HU", "Kế hoạch", None, "party_work"),
        ("37/KH-SGTVT", "Kế hoạch", None, "administrative"),
        ("52", "Quyết định", None, None),
        ("4062/TTKQH-TT", None, None, None),
    ],
)
def test_rank(number: str, kind: str | None, issuer: str | None, rank: str | None, facts: DigestFacts) -> None:
    """The kind decides with the number's last letters or the issuer; without either nothing is said."""
    assert rank_of(number, kind, issuer, facts) == rank


def test_every_rank_is_explained(facts: DigestFacts) -> None:
    """Both languages of the interface have a statement for each entry of the table, and for no other."""
    keys = {f"rank_{entry.key}" for entry in facts.document_ranks}
    for code in ("en", "vi"):
        assert {key for key in load_pack(code).ui if key.startswith("rank_")} - {"rank_head"} == keys
