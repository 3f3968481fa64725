"""site.toml → Settings, with the line and the nearest right name for whatever is wrong."""

from __future__ import annotations

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

import msgspec

from build_site.config import Settings
from build_site.errors import ConfigProblem
from build_site.store.files import read_text


def read_settings(path: Path) -> Settings:
    """Every problem of the file is named in one ConfigProblem. A missing file is all defaults."""
    text = read_text(path)
    if text is None:
        return Settings()
    table = read_toml(path, text)
    problems = list(_problems(path, text, table, Settings, ()))
    if problems:
        raise ConfigProblem("\n".join(problems), hint="docs/reference/settings.md describes every setting.")
    return msgspec.convert(table, Settings)


def read_toml(path: Path, text: str) -> dict[str, Any]:
    """TOML, or a ConfigProblem with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at (?:line (\d+)|end of document)", str(error))
        line = place[1] if place and place[1] else str(text.count("\n") + 1)
        what = str(error).partition(" (at")[0]
        raise ConfigProblem(f"not valid TOML: {what}", where=f"{path}:{line}", hint="See https://toml.io.") from None


def _problems(path: Path, text: str, table: dict[str, Any], kind: Any, above: tuple[str, ...]) -> list[str]:
    """One message for each unknown name and each value of the wrong kind, with its line."""
    found = []
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, value in table.items():
        where = f"{path}:{_line_of(text, above, name)}"
        dotted = ".".join((*above, name))
        field = fields.get(name)
        if field is None:
            near = difflib.get_close_matches(name, fields, 1)
            found.append(f"{where}: there is no setting {dotted}" + (f"; did you mean {near[0]}?" if near else ""))
        elif isinstance(value, dict) and isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            found.extend(_problems(path, text, value, field.type, (*above, name)))
        else:
            try:
                msgspec.convert(value, field.type)
            except msgspec.ValidationError as error:
                found.append(f"{where}: {dotted}: {error}")
    return found


def _line_of(text: str, above: tuple[str, ...], name: str) -> int:
    """The line that sets `name` below the table `above`; the table's own line where the name is not found."""
    table, number_of_table = "", 1
    for number, line in enumerate(text.split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("["):
            table = stripped.strip("[] ")
            if table == ".".join((*above, name)) and not above:
                return number
            if table == ".".join(above):
                number_of_table = number
        elif table == ".".join(above) and re.match(rf"[\"']?{re.escape(name)}[\"']?\s*=", stripped):
            return number
    return number_of_table
