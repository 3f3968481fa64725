"""The mark of doubt: on a machine's sentences with a finding, in words, in both languages; never on a person's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from msgspec import structs

from build_site.model import CheckFinding, Digest, State
from build_site.site.article import article_pages
from build_site.site.article_json import article_json
from build_site.site.render import Renderer
from build_site.site.states import doubts
from build_site.store.packs import load_pack
from build_site.translate.checks import CHECKS
from tests.site.samples import gia_lam, templates, view

TAIL = "articles/2023/gia-lam"
FOUND = (CheckFinding("glossary", "warn", "Huyện ủy is …"), CheckFinding("document numbers", "block", "is missing"))


def doubtful(state: State) -> Digest:
    """The sample with findings on the first sentence of its first block."""
    digest = gia_lam()
    (first, *sentences), *blocks = digest.units
    first = structs.replace(first, state=state, findings=(*FOUND, FOUND[0]))
    return structs.replace(digest, units=((first, *sentences), *blocks))


def pages(digest: Digest) -> dict[str, str]:
    renderer = Renderer(templates(), view())
    made = article_pages(digest, tail=TAIL, neighbours=(None, None, ()), site=view())
    return {page.path.partition("/")[0]: renderer.render(page).decode() for page in made}


@pytest.mark.parametrize("state", ["machine", "approved", "stale"])
def test_a_machines_doubtful_sentence_says_so_in_words(state: Any) -> None:
    """A link behind the sentence leads to a note beside it, which tells in the page's language what is doubtful."""
    for code, page in pages(doubtful(state)).items():
        words = load_pack(code).ui
        assert page.count(f'aria-label="{words["doubtful"]}"') == 1
        assert page.count('href="#q-') == page.count('id="q-') == 1
        assert f"{words['doubt_glossary']} {words['doubt_document_numbers']}</dd>" in page


def test_a_persons_text_is_not_doubted() -> None:
    """Whatever the checks say."""
    assert not any('"#q-' in page or 'id="q-' in page for page in pages(doubtful("human")).values())
    assert doubts(doubtful("human").units[0][0]) == ()


def test_article_json_names_the_checks() -> None:
    """`doubts` of a segment: ids, each once; no such key where there is none."""
    first, *_ = json.loads(article_json(doubtful("machine"), "en"))["blocks"][0]["segments"]
    assert first["doubts"] == ["glossary", "document numbers"]
    assert "doubts" not in article_json(doubtful("human"), "en").decode()


@pytest.mark.parametrize("name", [each.id for each in CHECKS])
def test_every_check_has_words_for_readers(name: str) -> None:
    """In both languages, a sentence each."""
    for code in ("vi", "en"):
        assert load_pack(code).ui["doubt_" + name.replace(" ", "_")].endswith(".")
