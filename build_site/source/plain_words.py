"""What msgspec says of a value that does not fit, in the words of somebody who writes TOML."""

from __future__ import annotations

import re

_KINDS = {
    "str": ("text in quotes", "text"),
    "int": ("a whole number", "a whole number"),
    "float": ("a number", "a number"),
    "bool": ("true or false", "true or false"),
    "array": ("a list such as [ … ]", "a list"),
    "object": ("a table such as { en = … }", "a table"),
    "datetime": ("a moment", "a moment"),
    "date": ("a day", "a day"),
    "time": ("a time", "a time"),
    "null": ("nothing", "nothing"),
}
"""Of each type: as it is to be, and as it is."""
_WRONG = re.compile(r"Expected `([^`]+)`, got `([^`]+)`")
_BOUND = re.compile(r"Expected `(?:int|float)` (>=|>|<=|<) (-?[\d.]+)")
_BOUNDS = {">=": "at least", ">": "more than", "<=": "at most", "<": "less than"}
_MISSING = re.compile(r"Object missing required field `([^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `([^`]+)`")
_PLACE = re.compile(r" - at `(?:key in )?\$([^`]*)`")


def plain_words(message: str) -> str:
    """`summary 2, en: text in quotes is wanted here, not a whole number`. What is not understood stays as it is."""
    place = _PLACE.search(message)
    said = _PLACE.sub("", message)
    if wrong := _WRONG.fullmatch(said):
        wanted = [_KINDS.get(kind, (kind, kind))[0] for kind in wrong[1].split(" | ") if kind != "null"]
        said = f"{' or '.join(wanted)} is wanted here, not {_KINDS.get(wrong[2], (wrong[2], wrong[2]))[1]}"
    elif bound := _BOUND.fullmatch(said):
        said = f"a number that is {_BOUNDS[bound[1]]} {bound[2].removesuffix('.0')} is wanted here"
    elif missing := _MISSING.fullmatch(said):
        said = f"the field “{missing[1]}” is missing"
    elif unknown := _UNKNOWN.fullmatch(said):
        said = f"there is no field “{unknown[1]}”"
    elif said.startswith("Invalid enum value "):
        said = f"{said.removeprefix('Invalid enum value ')} is none of the values that may stand here"
    where = _place(place[1]) if place else ""
    return f"{where}: {said}" if where else said


def _place(path: str) -> str:
    """`.summary[1].en` → `summary 2, en`: people count from one."""
    steps = re.findall(r"\.([\w-]+)|\[(\d+|\.\.\.)\]", path)
    told = ""
    for name, number in steps:
        if name:
            told += f", {name}" if told else name
        elif number != "...":
            told += f" {int(number) + 1}"
    return told
