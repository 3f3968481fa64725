"""Language packs: build_site/language/<code>.toml, read into each stage's own typed facts."""

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
    file = resources.files("build_site").joinpath("language", f"{code}.toml")
    where = f"build_site/language/{code}.toml"
    try:
        tables = tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
        return msgspec.convert({"name": code, **tables, "code": code}, LanguagePack)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigProblem(str(error), where=where, hint="docs/reference/language-packs.md has the tables.") from None
