"""How documents rank: which entry of the language pack's table a cited document falls under."""

from __future__ import annotations

import re

from build_site.digest.facts import DigestFacts
from build_site.folding import fold

_PARTS = re.compile(r"[^\W\d_]+")


def rank_of(number: str, kind: str | None, issuer: str | None, facts: DigestFacts) -> str | None:
    """Key of the statement about documents of this kind and issuer (`decree`); None where the table has none.

    The first entry that fits decides: of the same kind, if it names one, and of a number that ends in one of its codes
    (`18-NQ/TW` in `TW`) or an issuer that begins like one of its issuers, if it names any.
    """
    letters = _PARTS.findall(number)
    code = letters[-1] if letters else ""
    folded_kind, folded_issuer = fold(kind or ""), fold(issuer or "")
    for entry in facts.document_ranks:
        if entry.kinds and folded_kind not in map(fold, entry.kinds):
            continue
        by_code = bool(code) and code in entry.codes
        by_issuer = bool(folded_issuer) and any(folded_issuer.startswith(fold(each)) for each in entry.issuers)
        if by_code or by_issuer or not (entry.codes or entry.issuers):
            return entry.key
    return None
