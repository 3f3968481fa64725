"""Articles for the digest's tests: from a few lines of text, or the five seeds as the pipeline reads them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from build_site.clean import clean
from build_site.digest.facts import DigestFacts
from build_site.model import Article, Block, Lines, Segment
from build_site.segment import segment, sentences
from build_site.source import decode_text
from build_site.store.packs import load_pair
from tests.conftest import SEEDS

PACK, _ = load_pair("vi", "en")
Write = Callable[..., Article]


def cases(name: str) -> list[tuple[str, list[str]]]:
    """Blocks of a fixture: the text, then the lines expected of it, each after `- `. `#` opens a remark."""
    text = (Path(__file__).parent / "fixtures" / name).read_text("utf-8")
    blocks = [[line for line in part.splitlines() if not line.startswith("#")] for part in text.split("\n\n")]
    return [(block[0], [line.removeprefix("-").strip() for line in block[1:]]) for block in blocks if block]


def write_article(*paragraphs: str, title: str = "Tin trong ngày", section: str | None = None) -> Article:
    """An article of these paragraphs; one that opens with `# ` is a heading, with `[` a caption."""
    blocks = []
    for line, written in enumerate(paragraphs, 1):
        kind = "heading" if written.startswith("# ") else "caption" if written.startswith("[") else "paragraph"
        text = written.removeprefix("# ").strip("[]")
        parts = tuple(Segment(part) for part in sentences(text, PACK.segment))
        blocks.append(Block(kind, (line,), text, parts))  # type: ignore[arg-type]
    return Article("a", "a.txt", "0" * 64, 1, "vi", title, Lines(), tuple(blocks), section=section)


@pytest.fixture(scope="session")
def facts() -> DigestFacts:
    return PACK.digest


@pytest.fixture(scope="session")
def seeds() -> dict[str, Article]:
    """`000` … `004`, cleaned and cut into sentences."""
    return {
        path.name[:3]: segment(clean(decode_text(path.name, path.read_bytes()), PACK.clean, "vi"), PACK.segment)
        for path in SEEDS
    }
