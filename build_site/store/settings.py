"""site.toml → Settings, with the line and the nearest right name for whatever is wrong."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct

from build_site import __version__
from build_site.config import ENGINES, LanguageSettings, Settings
from build_site.errors import ConfigProblem
from build_site.source.address import web_address
from build_site.source.front_matter import load_toml
from build_site.store.files import decoded, read_bytes, read_text

FORMAT = 1
"""Of a project, that is of all that its editors keep: another number where an older program would misread it."""


def read_settings(path: Path) -> Settings:
    """Every problem of the file is named in one ConfigProblem. A missing file is all defaults."""
    return parse_settings(path, read_bytes(path))


def parse_settings(path: Path, data: bytes | None) -> Settings:
    """The same of a file that has been read; None where there was none."""
    if data is None:
        return Settings()
    text = decoded(path, data)
    table = _without_format(path, text, read_toml(path, text))
    problems = problems_of(path, text, table, Settings, ())
    for above, name, what in _wrong_values(table):
        problems.append(f"{path}:{line_of(text, above, name)}: {'.'.join((*above, name))}: {what}")
    if problems:
        hint = f"python -m build_site docs settings describes every setting that build_site {__version__} knows."
        problems.sort(key=lambda problem: int(problem[len(f"{path}:") :].partition(":")[0]))
        raise ConfigProblem("\n".join(problems), hint=hint)
    return msgspec.convert(table, Settings)


def _wrong_values(table: Mapping[str, Any]) -> Iterator[tuple[tuple[str, ...], str, str]]:
    """(tables, name, what is wrong) of each value that has the right type and is nothing that can be used."""

    def given(*names: str) -> Any:
        value: Any = table
        for name in names:
            value = value.get(name) if isinstance(value, Mapping) else None
        return value

    for above, name in ((("site",), "base_url"), (("site", "licence"), "url")):
        url = given(*above, name)
        if isinstance(url, str) and url and not web_address(url):
            yield above, name, "not a web address such as https://digest.example/"
    told = {name: given("languages", name) for name in _ROLES}
    codes = {name: default if told[name] is None else told[name] for name, default in zip(_ROLES, _PAIR, strict=True)}
    for name, code in codes.items():
        if not isinstance(code, str):
            continue
        if not _CODE.fullmatch(code):
            yield ("languages",), name, f"“{code}” is not a language code such as vi, en or zh-Hant"
        elif name == "target" and code == codes["source"]:
            yield ("languages",), name, f"“{code}” is the articles' language too; a digest is in two"
    engines = given("translate", "engines")
    for engine in engines if isinstance(engines, list) else ():
        if isinstance(engine, str) and engine not in ENGINES and ":" not in engine:
            near = _near(engine.lower(), ENGINES, 0.5)
            meant = f"did you mean {near[0]}?" if near else f"there are {', '.join(ENGINES)}, or module:Class"
            yield ("translate",), "engines", f"there is no translation engine “{engine}”; {meant}"
    editor = given("preview", "editor")
    if isinstance(editor, str) and editor and "{path}" not in editor:
        yield ("preview",), "editor", "{path} is to stand in it, as in vscode://file{path}:{line}"


def _without_format(path: Path, text: str, table: dict[str, Any]) -> dict[str, Any]:
    """The settings proper. Raises ConfigProblem where the project is one of a newer program, before all else that this
    one does not understand in it."""
    given = table.get("format", FORMAT)
    where = f"{path}:{line_of(text, (), 'format')}"
    if type(given) is not int or given < 1:
        raise ConfigProblem(f"format: {given!r} is no version", where=where, hint=f"Write format = {FORMAT}.")
    if given > FORMAT:
        what = f"this project is of format {given}, and build_site {__version__} reads format {FORMAT}"
        hint = "Install the version of the program that made it, or a newer one; nothing was changed."
        raise ConfigProblem(what, where=where, hint=f"{hint} python -m build_site docs formats says more.")
    return {name: value for name, value in table.items() if name != "format"}


class Effective(Struct, frozen=True):
    """One setting as a build sees it."""

    name: str
    """With its table: `site.base_url`."""
    value: Any
    where: str
    """`site_src/site.toml:7`, or `default`."""


def effective(path: Path) -> list[Effective]:
    """Every setting, in the order of the reference. Raises ConfigProblem as `read_settings` does."""
    settings, text = read_settings(path), read_text(path) or ""
    given = read_toml(path, text)
    where = f"{path}:{line_of(text, (), 'format')}" if "format" in given else "default"
    found = [Effective("format", given.get("format", FORMAT), where)]
    for table in msgspec.structs.fields(Settings):
        values, own = getattr(settings, table.name), given.get(table.name, {})
        for field in msgspec.structs.fields(values):
            there = field.encode_name in own
            where = f"{path}:{line_of(text, (table.name,), field.encode_name)}" if there else "default"
            found.append(Effective(f"{table.name}.{field.encode_name}", getattr(values, field.name), where))
    return found


def read_toml(path: Path, text: str) -> dict[str, Any]:
    """TOML, or a ConfigProblem with the line."""
    try:
        return load_toml(text)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"\(at (?:line (\d+)|end of document)", str(error))
        line = place[1] if place and place[1] else str(text.count("\n") + 1)
        what = str(error).partition(" (at")[0]
        raise ConfigProblem(f"not valid TOML: {what}", where=f"{path}:{line}", hint="See https://toml.io.") from None


def problems_of(path: Path, text: str, table: Mapping[str, Any], kind: Any, above: tuple[str, ...]) -> list[str]:
    """One message for each unknown name and each value of the wrong kind, with its line."""
    found: list[str] = []

    def problem(what: str) -> None:
        found.append(f"{path}:{line_of(text, above, name)}: {what}")

    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, value in table.items():
        dotted = ".".join((*above, name))
        field = fields.get(name)
        if field is None:
            near = _near(name, fields)
            problem(f"there is no setting {dotted}" + (f"; did you mean {near[0]}?" if near else ""))
        elif isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            if isinstance(value, dict):
                found.extend(problems_of(path, text, value, field.type, (*above, name)))
            else:
                names = ", ".join(each.encode_name for each in msgspec.structs.fields(field.type))
                problem(f"{dotted}: a table is wanted here, with {names}")
        else:
            try:
                msgspec.convert(value, field.type)
            except msgspec.ValidationError as error:
                from build_site.source.plain_words import plain_words  # most settings are in order

                problem(f"{dotted}: {plain_words(str(error))}")
    return found


def _near(name: str, names: Iterable[str], alike: float = 0.6) -> list[str]:
    """The name that was most likely meant."""
    from difflib import get_close_matches

    return get_close_matches(name, list(names), 1, alike)


def line_of(text: str, above: tuple[str, ...], name: str) -> int:
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


_ROLES, _PAIR = ("source", "target"), LanguageSettings().pair
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")


def language_code(code: str) -> str:
    """A BCP 47 code. Raises ConfigProblem for anything else."""
    if not _CODE.fullmatch(code):
        raise ConfigProblem("not a language code", where=code or "(empty)", hint="Give one such as vi, en or zh-Hant.")
    return code


def site_address(url: str) -> str:
    """An address for `site.base_url`, with the slash at its end; empty stays empty. Raises ConfigProblem."""
    if url and not re.fullmatch(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", url):
        raise ConfigProblem("not a web address", where=url, hint="Give one such as https://digest.example/.")
    return f"{url.rstrip('/')}/" if url else ""
