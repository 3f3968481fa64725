"""The words of an interface in two languages: each its own, and English where it has none."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

ENGLISH = "en"
_UNREAD = ("alphabet", "tones", "thousands", "decimal", "singular", "figure_leans", "credit_editors")
"""What is for sorting, for numbers and for comparing with texts."""
_NAMES = ("place_", "place:", "kind_")
"""What things of the original are called: where a language has no word of its own, the original's says more than an
English one."""


class Tongue(Struct, frozen=True):
    """What the interface must know of a language."""

    code: str
    name: str
    """For itself."""
    ui: Mapping[str, str]
    languages: Mapping[str, str] = {}
    """Names of languages in this one."""


class Words(Struct, frozen=True):
    """All strings of one language of the interface."""

    table: dict[str, str]
    borrowed: frozenset[str] = frozenset()
    """Keys whose strings are English for want of its own."""


def words_of(lang: Tongue, english: Tongue, source: Tongue, target: Tongue) -> Words:
    """The strings of `lang`, with the names of the site's languages in them."""
    own = dict(lang.ui)
    own.setdefault("autonym", lang.name)
    own.setdefault("og_locale", lang.code.replace("-", "_"))
    lent = {key: text for key, text in english.ui.items() if key not in own and not key.startswith(_NAMES)}
    table = {key: _named(own[key], lang, lang, source, target) for key in own}
    table |= {key: _named(text, english, lang, source, target) for key, text in lent.items()}
    return Words(table, frozenset(lent.keys() - set(_UNREAD)))


def _named(text: str, words: Tongue, page: Tongue, source: Tongue, target: Tongue) -> str:
    if "_language}" not in text and "{language}" not in text and "_code}" not in text:
        return text
    opens = text.startswith("{")
    names = {"source_language": source, "target_language": target, "language": page}
    for placeholder, tongue in names.items():
        text = text.replace(f"{{{placeholder}}}", _name(tongue, words.languages))
    text = text.replace("{source_code}", source.code).replace("{target_code}", target.code)
    return text[:1].upper() + text[1:] if opens else text


def _name(tongue: Tongue, languages: Mapping[str, str]) -> str:
    """`en-GB` is English where nobody has named it; a language that has no name there goes by its own."""
    return languages.get(tongue.code) or languages.get(tongue.code.partition("-")[0]) or tongue.name
