"""Editors call a site's languages by their codes (`en = "…"`, `kind_en = "…"`), the program by their parts in it
(`target`, `kind_target`)."""

from __future__ import annotations

from typing import Any

Pair = tuple[str, str]
"""Codes of the source's and of the reader's language."""
VI_EN: Pair = ("vi", "en")
_ROLES = ("source", "target")


def by_role(value: Any, languages: Pair) -> Any:
    """A table as editors write it, and those in it, with the program's names for the languages. A name that is the
    program's already is none of an editor's: it gets a mark, so that whoever reads the table finds it unknown."""
    if isinstance(value, dict):
        return {_role(name, languages): by_role(each, languages) for name, each in value.items()}
    return [by_role(each, languages) for each in value] if isinstance(value, list) else value


def by_code(message: str, languages: Pair) -> str:
    """What was said of such a table, in the editor's names."""
    for code, role in zip(languages, _ROLES, strict=True):
        for before in "`_.":
            message = message.replace(f"{before}{role}`", f"{before}{code}`")
    return message.replace("?`", "`")


def _role(name: str, languages: Pair) -> str:
    head, mark, last = name.rpartition("_")
    if last in _ROLES:
        return f"{name}?"
    return f"{head}{mark}{_ROLES[languages.index(last)]}" if last in languages else name
