"""Language packs: build_site/language/<code>.toml, read into each stage's own typed facts, with units.<code>.txt and
summary.<code>.json, which are too long for it."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources

import msgspec

from build_site.errors import ConfigProblem
from build_site.packs import LanguagePack


@lru_cache(maxsize=8)
def load_pack(code: str) -> LanguagePack:
    """The pack of a language; one with a name and nothing else where the program has none.

    Raises ConfigProblem where the file does not fit.
    """
    folder = resources.files("build_site").joinpath("language")
    file, units = folder.joinpath(f"{code}.toml"), folder.joinpath(f"units.{code}.txt")
    ranking = folder.joinpath(f"summary.{code}.json")
    where = f"build_site/language/{code}.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
        if units.is_file():
            tables.setdefault("digest", {})["units"] = units.read_text("utf-8")
        if ranking.is_file():
            where = f"build_site/language/{ranking.name}"
            tables.setdefault("digest", {})["ranking"] = msgspec.json.decode(ranking.read_bytes())
            where = f"build_site/language/{code}.toml"
        return msgspec.convert({"name": code, **tables, "code": code}, LanguagePack)
    except (tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise ConfigProblem(str(error), where=where, hint="docs/reference/language-packs.md has the tables.") from None
