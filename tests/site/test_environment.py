"""Templates are worked out for a language before they are compiled; what they say stays the same."""

from __future__ import annotations

from traceback import extract_tb
from typing import Any

import pytest
from jinja2 import DictLoader, StrictUndefined, UndefinedError
from jinja2.nodes import If, Name
from markupsafe import Markup

from build_site.site.environment import PageEnvironment
from build_site.site.wording import Wording

STRINGS = {"hello": "Hello & <you>", "n": "{n} of “{what}”", **{f"month_{n}": "" for n in range(1, 13)}}
STRINGS |= {f"month_short_{n}": "" for n in range(1, 13)} | {"label_p": "¶ {n}", "name_p": "paragraph {n}"}


TURNS = "01a, 12b, 23c"


def environment(templates: dict[str, str], lang: str = "en") -> PageEnvironment:
    words = Wording(lang, STRINGS)
    known: dict[str, Any] = {"lang": lang, "source": "vi", "ui": words.strings, "site": {"name": "Digest"}}
    return PageEnvironment(
        known, words, loader=DictLoader(templates), autoescape=True, undefined=StrictUndefined, cache_size=-1
    )


def said(text: str, lang: str = "en", **context: object) -> str:
    return environment({"t.html": text}, lang).get_template("t.html").render(context)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ ui.hello }}|{{ w.say('hello') }}", "Hello &amp; &lt;you&gt;|Hello &amp; &lt;you&gt;"),
        ("{{ w.say('n', n=x, what='a<b') }}", "7 of “a&lt;b”"),
        ("{% set vi = lang == source %}{% if vi %}vi{% else %}{{ x }}{% endif %}", "7"),
        ("{{ 'a' if lang == 'vi' else 'b' if x == 7 else 'c' }}{{ 'd' if lang != 'vi' and x else 'e' }}", "bd"),
        ("{% if x == 1 %}1{% elif lang == 'en' %}en{% elif x == 7 %}7{% else %}-{% endif %}", "en"),
        ("{% if x == 7 %}1{% elif lang == 'en' %}en{% endif %}", "1"),
        ("{% if lang == 'vi' %}1{% elif x == 1 %}2{% elif x == 7 %}3{% endif %}", "3"),
        ("{% if lang == 'vi' %}1{% endif %}.", "."),
        ("{% for lang in ('a', 'b') %}{{ lang }}{% endfor %}", "ab"),
        ("{% macro m(ui) %}{{ ui }}{% endmacro %}{{ m('mine') }}", "mine"),
        ("{% set a = lang %}{% set a = 'later' %}{{ a }}", "later"),
        ("{% if x %}{% set a = 'set' %}{% endif %}{{ a }}", "set"),
        ("{% set name = site.name %}{% for y in (1, 2) %}{{ name }}{{ y }}{% endfor %}", "Digest1Digest2"),
        (
            "{% for d in ({'a': 1}, {}) %}{{ d.b | default('-') }}{{ d.a if d.a is defined }}{% endfor %}",
            "-1-",
        ),
        ("{{ w.label('p' ~ x) }}, {{ w.name('p12') }}", "¶ 7, paragraph 12"),
        ("{{ 'a-<b'.replace('-', '&') }}{{ tag.replace('b', x ~ '<') }}", "a&amp;&lt;b<7&lt;>"),
        ("{{ {'a': 'b<'}.get('a', '-') }}{{ {}.get(x, 'c').lower() }}", "b&lt;c"),
        ("{{ w.has('hello') }}{{ w.get('none', 'hello') }}", "TrueHello &amp; &lt;you&gt;"),
        ("{{ w.say('n', n=100, what='%s' ~ x) }}", "100 of “%s7”"),
        ("{{ 'a<' if x == 1 }}{{ ('b&' ~ x) if x == 7 }}{{ 'c' ~ ('<' if x else '>') ~ tag }}", "b&amp;7c&lt;<b>"),
        ("{% for y in 'abc' %}{{ ', ' if not loop.first }}{{ loop.index0 }}{{ loop.index }}{{ y }}{% endfor %}", TURNS),
        ("{% for y in 'ab' %}{{ y }}{{ '.' if loop.last else loop.index }}{% endfor %}", "a1b."),
        ("{% for y in 'ab' %}{% for z in 'cd' %}{{ loop.index0 }}{% endfor %}{{ loop.index }}{% endfor %}", "011012"),
        ("{% for y in 'ab' if y != 'a' %}{{ loop.index }}{{ y }}{% else %}-{% endfor %}", "1b"),
        ("{% for y in 'ab' recursive %}{{ loop.first }}{{ y }}{% endfor %}", "TrueaFalseb"),
        ("{% for y in 'ab' %}{% set first = loop.first %}{% if first %}{{ y }}{% endif %}{% endfor %}", "a"),
        ("{% macro m() %}{{ x }}{% for y in (1, 2) %}{{ x }}{% endfor %}{% endmacro %}{{ m() }}", "777"),
        ("{% for y in (1, 2) %}{{ x }}{% set x = 9 %}{{ x }}{% endfor %}{{ x }}", "79797"),
        (
            "{% set k = 3 %}{% for y in (1, 2) %}{{ k }}{% endfor %}{{ nope is defined }}{{ k is defined }}",
            "33FalseTrue",
        ),
        ("{% set b %}<i>{{ tag }}{{ '<' }}</i>{% endset %}{{ b }}{{ none is none }}", "<i><b>&lt;</i>True"),
        ("{% filter upper %}{{ 'a<' }}{% endfilter %}{{ [1, '<'] | join('&') | safe }}", "A&LT;1&<"),
    ],
)
def test_what_is_said_stays_the_same(text: str, expected: str) -> None:
    """Known words are escaped, known ways taken, and a name that the template gives another meaning keeps that."""
    assert said(text, x=7, tag=Markup("<b>")) == expected


def test_what_is_known_is_gone() -> None:
    """Of a condition on the language alone nothing is left for the page to ask."""
    parsed = environment({}).parse("{% set vi = lang == source %}{% if vi %}a{% endif %}{{ ui.hello }}{{ x }}")
    assert not list(parsed.find_all(If))
    assert [name.name for name in parsed.find_all(Name) if name.ctx == "load"] == ["x"]


def test_a_word_that_is_not_there_names_its_line() -> None:
    """An unknown key is found when the page is rendered, on the line that asks for it."""
    with pytest.raises(UndefinedError, match="nothing"):
        said("\n{{ ui.nothing }}")
    with pytest.raises(KeyError, match="nothing"):
        said("\n{{ w.say('nothing') }}")


def test_a_method_of_what_is_not_there_names_its_line() -> None:
    """`x.replace(…)` is called at once; of a page that has no `x` it is the same error as any other use of it."""
    with pytest.raises(UndefinedError, match="'y' is undefined"):
        said("{{ y.replace('a', 'b') }}")


def test_blocks_see_what_the_page_has_and_give_it_in_order() -> None:
    """A block is put out in one piece where it stands, also inside another one and from an imported macro; what its
    loops ask of the page is the page's."""
    templates = {
        "base.html": "{% set top = 'T' %}<{{ self.title() }}>{% block title %}base{% endblock %}|"
        "{% block main %}{% endblock %}{% for y in (1, 2) %}{{ top }}{{ x }}{% endfor %}",
        "parts.html": "{% macro m(a, b='&') %}({{ a }}{{ b }}){% endmacro %}{% set word = 'w' %}",
        "t.html": "{% extends 'base.html' %}{% import 'parts.html' as parts %}{% set own = 'o' %}"
        "{% macro later() %}{{ top }}{% endmacro %}"
        "{% block title %}{{ super() }}{{ x }}{% endblock %}{% block main %}{% for y in ('<', 2) %}{{ parts.m(y) }}"
        "{{ parts.m(y, b=1) }}{{ parts.word }}{{ own }}{% block inner scoped %}[{{ y }}]{% endblock %}{% endfor %}"
        "{{ later() }}{% endblock %}",
    }
    text = environment(templates).get_template("t.html").render(x="<x>")
    assert text == ("<base&lt;x&gt;>base&lt;x&gt;|(&lt;&amp;)(&lt;1)wo[&lt;](2&amp;)(21)wo[2]TT&lt;x&gt;T&lt;x&gt;")


def test_what_is_wrong_names_its_line_in_a_block() -> None:
    """The line is that of what is put out, not of the piece that it is part of."""
    made = environment({"t.html": "{% block a %}a\n{{ x }}\n{{ x if y.z }}\n{% endblock %}"})
    with pytest.raises(UndefinedError) as caught:
        made.get_template("t.html").render(x=1)
    frames = [frame for frame in extract_tb(caught.value.__traceback__) if frame.filename == "<template>"]
    assert frames[-1].lineno == 3


def test_macros_are_asked_once() -> None:
    """A macro of an imported template is rendered once for the same words, and each time for anything else."""
    templates = {
        "parts.html": "{% macro m(a, b=1) %}{{ log(a) }}{{ a }}{% if caller is defined %}{{ caller() }}{% endif %}"
        "{% endmacro %}",
        "t.html": "{% import 'parts.html' as parts %}"
        "{% for each in ('x', 'x', ['y', 'z'], ['y', 'z'], 1, true) %}{{ parts.m(each) }}{% endfor %}"
        "{% call parts.m('x') %}one{% endcall %}{% call parts.m('x') %}two{% endcall %}",
    }
    made = environment(templates)
    asked: list[object] = []
    made.globals["log"] = lambda value: asked.append(value) or ""  # type: ignore[func-returns-value]
    text = made.get_template("t.html").render()
    assert text.replace("&#39;", "'") == "xx['y', 'z']['y', 'z']1Truexonextwo"
    assert asked == ["x", ["y", "z"], 1, True, "x", "x"]
