"""Whatever a text says, a page's tags and the names of their attributes are those that it has with plain words."""

from __future__ import annotations

import json
import random
import string
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from build_site.build import build
from build_site.model import Page
from build_site.site import render as render_module
from build_site.site.render import Renderer
from tests.hostile.fields import write_project
from tests.hostile.skeleton import Broken, skeleton, tags

KNOWN = tuple((Path(__file__).parent / "payloads.txt").read_text("utf-8").splitlines())
GENERATED = 10_000
EACH = 2
"""Pages of one template that are rendered with every string."""
_PIECES = (
    *(
        "<",
        ">",
        '"',
        "'",
        "&",
        "`",
        "=",
        "/",
        "\\",
        "-",
        "!",
        "?",
        ":",
        ";",
        "#",
        "%",
        "{{",
        "}}",
        "{%",
        "%}",
        "$",
        "(",
    ),
    *("</", "/>", "<!--", "-->", "]]>", "<![CDATA[", "&lt;", "&#60;", "&#x3C", "\n", "\t", " ", "\x00", "\x0b", "\x1b"),
    *("\x7f", "\x85", "\u00a0", "\u200b", "\u202e", "\u2028", "\u2029", "\ufeff", "\ufffe", "\uffff", "\U0001f600"),
    *(
        "\U000e0041",
        "\U0010ffff",
        "script",
        "style",
        "title",
        "textarea",
        "svg",
        "onload",
        "href",
        "javascript:",
        "data:",
    ),
    *("x", "Q", "7", "ſ", "K", "<script>", "</script>", "<!DOCTYPE", "<?xml", "u003c", "\\u003c", "\\x3c", "__class__"),
)


MARKDOWN = ("page title", "page text", "notes note")
"""An editor's own Markdown: what it says may well be a list or a link."""


class _Words:
    """A word of its own for every field of the plain project."""

    def __init__(self) -> None:
        self.all: list[str] = []

    def __call__(self, field: str) -> str:
        if field in MARKDOWN:
            return "plain words"
        number = len(self.all)
        letters = (string.ascii_lowercase[number // 26**place % 26] for place in (2, 1, 0))
        self.all.append(f"Zq{''.join(letters)}")
        return self.all[-1]


def generated(count: int) -> list[str]:
    """So many different strings of pieces that mean something to HTML, XML, JSON, scripts or templates."""
    chance = random.Random(8)
    found: dict[str, None] = {}
    while len(found) < count:
        text = "".join(chance.choice(_PIECES) for _ in range(chance.randint(1, 9)))
        if text.strip():
            found[text] = None
    return list(found)


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[tuple[Page, bytes, Renderer]], list[str]]:
    """The pages of a site whose texts hold plain words, a few of each template; and these words."""
    words = _Words()
    project = write_project(tmp_path_factory.mktemp("plain") / "project", words)
    seen: list[tuple[Page, bytes, Renderer]] = []
    render = Renderer.render

    def noted(self: Renderer, page: Page) -> bytes:
        data = render(self, page)
        seen.append((page, data, self))
        return data

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Renderer, "render", noted)
        # It marks words of the source in English by their letters: that is a matter of the text.
        patch.setattr(render_module, "source_words", lambda _: lambda text: ((text, False),) if text else ())
        report = build(project, drafts=True)
    assert not report.failures
    count: Counter[str] = Counter()
    chosen = []
    for page, data, renderer in sorted(seen, key=lambda each: (each[0].template, -len(each[1]))):
        count[page.template] += 1
        if count[page.template] <= EACH:
            chosen.append((page, data, renderer))
    return chosen, words.all


def put(value: Any, change: Callable[[str], str]) -> Any:
    """The value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {put(key, change): put(each, change) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return type(value)(put(each, change) for each in value)
    return value


def rounds(words: list[str], texts: list[str], *, each: bool) -> Iterator[dict[str, str]]:
    """Which word stands for which text in each round. `each`: every word for every text at some time; otherwise every
    text stands once."""
    for start in range(0, len(texts), 1 if each else len(words)):
        yield {word: texts[(start + place) % len(texts)] for place, word in enumerate(words)}


def changed(plain: dict[str, str]) -> Callable[[str], str]:
    def change(text: str) -> str:
        for at in range(text.count("Zq")):
            del at
            start = text.find("Zq")
            word = text[start : start + 5]
            if word in plain:
                text = text.replace(word, plain[word].replace("Zq", ""))
        return text

    return change


def test_every_template_is_there(plain, root):
    """The project has a page of every template that makes pages; but for a manual's, which hold no text of others."""
    used = {page.template for page, _, _ in plain[0]}
    wanted = {path.name for path in (root / "templates").glob("[!_]*.html")}
    assert used == wanted - {"base.html", "manual.html", "manual_root.html"}


@pytest.mark.guarantee("C1")
@pytest.mark.parametrize("kind", ["known", "generated"])
def test_no_text_changes_a_tag(plain, kind):
    """In every place of every kind of page that holds a word of a seed, a translation, the glossary, notes, topics,
    publishers or settings, each text leaves tags, names of attributes and keys of embedded data as they were."""
    pages, words = plain
    # A comma stands between the parts of a place's name, each of which is marked: no text here has one.
    texts = [text.replace(",", ";") for text in KNOWN] if kind == "known" else generated(GENERATED)
    bones = [skeleton(data.decode("utf-8")) for _, data, _ in pages]
    shown = [word for word in words if any(word.encode() in data for _, data, _ in pages)]
    assert len(shown) > 200
    for number, standing in enumerate(rounds(shown, texts, each=kind == "known")):
        change = changed(standing)
        part = slice(number % 2, None, 2) if kind == "known" else slice(None)
        for (page, _, renderer), wanted in zip(pages[part], bones[part], strict=True):
            context = put(page.context, change)
            made = renderer.render(Page(page.path, page.template, context)).decode("utf-8")
            if skeleton(made) != wanted:
                found = [
                    f"{one} instead of {other}"
                    for one, other in zip(skeleton(made), wanted, strict=False)
                    if one != other
                ]
                raise AssertionError(f"{page.path}: {found[:2]}")


def test_the_grammar_sees_what_a_browser_would():
    """Each way out of a text or an attribute is an error of the grammar, or another tag."""
    good = '<p title="a">b</p>'
    for bad in (
        *('<p title="a" onclick="x">b</p>', "<p title=a>b</p>", '<p title="a">b<i>c</i></p>'),
        *('<p title="a">b<!--c</p>', '<p title="a">b < c</p>', '<p title="a">b</p></p>', '<p title="a"b">b</p>'),
    ):
        try:
            assert skeleton(bad) != skeleton(good), bad
        except Broken:
            continue
    assert json.dumps(tags(good)) == '[["p", {"title": "a"}], ["/p", {}]]'
