"""Language packs: build_site/language/<code>.toml, read into each stage's own typed facts."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import Any

import msgspec

from build_site.errors import ConfigProblem
from build_site.packs import LanguagePack


def load_tables(code: str) -> dict[str, Any]:
    """All tables of a language pack (TEMPORARY: merges language/parts/<code>.*.toml while stages are written)."""
    folder = resources.files("build_site").joinpath("language")
    tables: dict[str, Any] = {}
    main = folder.joinpath(f"{code}.toml")
    if main.is_file():
        tables.update(tomllib.loads(main.read_text("utf-8")))
    parts = folder.joinpath("parts")
    if parts.is_dir():
        for part in sorted(parts.iterdir(), key=lambda p: p.name):
            if part.name.startswith(f"{code}."):
                tables.update(tomllib.loads(part.read_text("utf-8")))
    return tables


def load_facts(code: str, table: str, kind: Any) -> Any:
    return msgspec.convert(load_tables(code).get(table, {}), kind)


def load_pack(code: str) -> LanguagePack:
    """The pack of a language; one with a name and nothing else where the program has none.

    Raises ConfigProblem where the file does not fit.
    """
    tables = load_tables(code)
    try:
        return msgspec.convert({"name": code, **tables, "code": code}, LanguagePack)
    except msgspec.ValidationError as error:
        raise ConfigProblem(str(error), where=f"build_site/language/{code}.toml") from None
