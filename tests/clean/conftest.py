"""Reading a text the way the pipeline does."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from build_site.clean import CleanFacts, clean
from build_site.model import Article
from build_site.source import decode_text
from build_site.store.packs import load_pack

Read = Callable[[str | bytes], Article]


@pytest.fixture(scope="session")
def facts() -> CleanFacts:
    return load_pack("vi").clean


@pytest.fixture
def read(facts: CleanFacts) -> Read:
    """Text or bytes of a seed → Article."""

    def read_seed(text: str | bytes) -> Article:
        data = text.encode() if isinstance(text, str) else text
        return clean(decode_text("seed.txt", data), facts, "vi")

    return read_seed
