"""What a matcher of terms looks up: every form of a termbase, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from build_site.digest.contexts import Context, contexts_of
from build_site.digest.patterns import dash_forms, joint_forms
from build_site.folding import fold
from build_site.model import Term

_LETTER = re.compile(r"\w")
_NO_WORD = re.compile(r"[^\w ]")

Ways = tuple[tuple[int, int], ...]
"""Forms that end with a word, the longest first: characters before the first word (`“tự” …` has one), length."""
Node = dict[str, Any]
"""The word that may follow → node, and under `WAYS` the forms that end here."""
# What no word of a text can be: a text is cut into words at blanks, and has nothing but words and blanks then.
WAYS = " "
END = "\n"


class Form(Struct, frozen=True):
    """What a form stands for: a term, in one spelling where it is an abbreviation, and where words near it say so."""

    term: str
    exact: str | None
    contexts: tuple[Context, ...]


Plainly = tuple[str, str | None, tuple[tuple[str, tuple[str, ...], bool], ...]]
"""The same as tuples alone, its contexts too."""


Tables = tuple[dict[str, str], dict[str, tuple[Plainly, ...]], Node]
"""What a matcher looks up, of strings, numbers, tuples and dicts alone, so that it can be kept as it is:
folded form → its term, empty where it depends on the case, the name or the words around; these, and those of several
terms → what they stand for; the first word of a form → node."""


def tables_of(terms: Iterable[Term]) -> Tables:
    """What a matcher of these terms looks up."""
    found: dict[str, tuple[Form, ...]] = {}
    for term in terms:
        if term.status == "forbidden":
            continue
        contexts = contexts_of(term.context)
        for text in (term.term, *term.variants):
            # A form in capitals alone is an abbreviation, wherever the editor has put it.
            exact = text if text.isupper() and " " not in text else None
            for form in dash_forms(text):
                _add(found, form, Form(term.id, exact, contexts.get(fold(text), ())))
        for text in term.abbr:
            for form in joint_forms(text):
                _add(found, form, Form(term.id, form, contexts.get(fold(text), ())))
    # Nearly all forms are one term's, in any case and beside any word.
    special = {text: forms for text, forms in found.items() if forms[1:] or forms[0].exact or forms[0].contexts}
    depends = {text for text, forms in special.items() if forms[0].exact or forms[0].contexts}
    return (
        {text: "" if text in depends else forms[0].term for text, forms in found.items()},
        {text: tuple(map(_plainly, forms)) for text, forms in special.items()},
        _trie_of(found),
    )


def _plainly(form: Form) -> Plainly:
    return form.term, form.exact, tuple((each.form, each.words, each.wanted) for each in form.contexts)


def _add(found: dict[str, tuple[Form, ...]], text: str, form: Form) -> None:
    key = fold(text)
    known = found.get(key, ())
    if form.contexts or all(one.contexts or one.exact != form.exact for one in known):
        found[key] = tuple(sorted((*known, form), key=lambda one: not one.contexts))


def _trie_of(forms: Iterable[str]) -> Node:
    """The forms word by word. What stands between words is not told apart here: matching compares the letters."""
    root: Node = {}
    for form in forms:
        if not (first := _LETTER.search(form)):
            continue
        node = root
        for word in _NO_WORD.sub(" ", form[first.start() :]).rstrip(" ").split(" "):
            node = node.setdefault(word, {})
        ways = {*node.get(WAYS, ()), (first.start(), len(form))}
        node[WAYS] = tuple(sorted(ways, key=lambda way: way[0] - way[1]))
    _share_ends(root)
    return root


def _share_ends(root: Node) -> None:
    """Nodes behind which no word follows become one where they are equal, and are kept but once: most nodes are
    such."""
    ends: dict[Ways, Node] = {}
    inner = [root]
    for node in inner:  # a term may have any number of words, so no function calls itself
        for word, each in node.items():
            if word == WAYS:
                continue
            if each.keys() == {WAYS}:
                node[word] = ends.setdefault(each[WAYS], each)
            else:
                inner.append(each)
