"""Digests as the state keeps them. Of the terms that an article uses the ids alone: the termbase has the rest, which
would be more than half of a digest, and one that changes has every article digested again."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from functools import cache, lru_cache

import msgspec
from msgspec import Struct, structs

from build_site.model import Digest, Term, TermUse
from build_site.site.article_terms import Underlined, plan_terms
from build_site.store.files import fingerprint
from build_site.store.state import State


class Stored(Struct, frozen=True, array_like=True):
    digest: Digest
    """Without its terms."""
    uses: tuple[tuple[str, int, int], ...]
    """Id, count and first block of each."""
    underlined: tuple[Underlined, ...]
    """What its pages underline: it depends on the digest alone, and takes longer to find than a page to render."""


def stored(digest: Digest) -> tuple[bytes, str]:
    """What the state keeps of a digest, and the fingerprint of all of it, its terms too."""
    uses = tuple((use.term.id, use.count, use.first_block) for use in digest.terms)
    data = msgspec.msgpack.encode(Stored(structs.replace(digest, terms=()), uses, plan_terms(digest)))
    return zlib.compress(data, 1), fingerprint(data, *(_mark(use.term) for use in digest.terms))


@lru_cache(maxsize=20_000)
def _mark(term: Term) -> bytes:
    return bytes.fromhex(fingerprint(msgspec.json.encode(term)))


@cache
def _decoder() -> msgspec.msgpack.Decoder[Stored]:
    return msgspec.msgpack.Decoder(Stored)


def digest_of(state: State, article_id: str, terms: Mapping[str, Term]) -> Digest:
    """An article's digest. `terms`: those of the termbase that it was made with, by their ids; none where nobody asks
    for them."""
    return shown(state, article_id, terms)[0]


def shown(state: State, article_id: str, terms: Mapping[str, Term]) -> tuple[Digest, tuple[Underlined, ...]]:
    """The same, and what its pages underline."""
    found = _decoder().decode(state.digest(article_id))
    digest = found.digest
    if terms:
        digest = structs.replace(digest, terms=tuple(TermUse(terms[name], *rest) for name, *rest in found.uses))
    return digest, found.underlined
