"""English words in the interface of another language, marked as such in the page: a voice must not say them as if they
were of that language. While a page is made they stand between two signs that no text has (source/unicode.py)."""

from __future__ import annotations

import re
from collections.abc import Mapping

OPEN, CLOSE = "\ufdd0", "\ufdd1"
_SIGN = re.compile(f"[{OPEN}{CLOSE}]")
_WHOLE = re.compile(rf"(<([a-z][a-z0-9]*)(?:\s[^<>]*)?)>{OPEN}([^<{OPEN}{CLOSE}]*){CLOSE}(?=</\2>)")
# Elements within which there are no elements of HTML, and the tags of all others: a span can stand in neither.
_PLAIN = re.compile(r"<(script|style|title|textarea|option|svg)\b.*?</\1>|<[^>]*>", re.S)


def lent(text: str) -> str:
    """`text` as that of the other language."""
    return f"{OPEN}{text}{CLOSE}"


def marked(html: str, lang: str) -> str:
    """The page with `lang` at each text between the signs: on the element that holds nothing else, else on a span of
    its own. In attributes, scripts and drawings of more than one text there is no place for it."""
    if OPEN not in html:
        return html
    html = _flat(html)
    html = _WHOLE.sub(lambda found: f"{_said(found[1], lang)}>{found[3]}", html)
    done, found = 0, []
    for tag in _PLAIN.finditer(html):
        found += [_spans(html[done : tag.start()], lang), bare(tag[0])]
        done = tag.end()
    return "".join((*found, _spans(html[done:], lang)))


def bare(text: str) -> str:
    """The text without the signs."""
    return _SIGN.sub("", text)


def directed(html: str, directions: Mapping[str, str]) -> str:
    """The page with the direction of writing wherever a language is named; `directions` by language."""
    for lang, direction in directions.items():
        html = html.replace(f' lang="{lang}"', f' lang="{lang}" dir="{direction}"')
    return html


def _said(tag: str, lang: str) -> str:
    """An opening tag without its end, with the language where it does not say one."""
    return tag if " lang=" in tag else f'{tag} lang="{lang}"'


def _spans(text: str, lang: str) -> str:
    return text.replace(OPEN, f'<span lang="{lang}">').replace(CLOSE, "</span>") if OPEN in text else text


def _flat(html: str) -> str:
    """Without the signs within signs: a date is made of a pattern and the name of a month."""
    depth, found, done = 0, [], 0
    for sign in _SIGN.finditer(html):
        opens = sign[0] == OPEN
        outer = depth == 0 if opens else depth == 1
        depth = depth + 1 if opens else max(0, depth - 1)
        found += [html[done : sign.start()], sign[0] if outer else ""]
        done = sign.end()
    return bare(html) if depth else "".join((*found, html[done:]))
