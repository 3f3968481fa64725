"""Language packs: build_site/language/<code>.toml and, laid over it, the project's site_src/language/<code>.toml, read
into each stage's own typed facts, with units.<code>.txt and summary.<code>.json, which are too long for it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from build_site.errors import ConfigProblem
from build_site.packs import LanguagePack
from build_site.store.own_packs import OwnPack, own_packs

_HINT = "python -m build_site docs language-packs has the tables."
_LANGUAGES = Path(__file__).parents[1] / "language"
ENGLISH = "en"
"""Its words stand in wherever an interface has none of its own."""


def load_pair(source: str, target: str, site_src: Path | None = None) -> tuple[LanguagePack, LanguagePack]:
    """The packs of the articles' language and of the reader's, each as it is beside the other; the first has the facts
    of the other that pair numbers (`digest.reader`). Raises ConfigProblem where a file does not fit."""
    if site_src:
        own_packs(site_src, (source, target, ENGLISH), english_words(), whole=True)
    here, there = load_pack(source, target, site_src), load_pack(target, source, site_src)
    digest = msgspec.structs.replace(here.digest, reader=there.digest.reader)
    return msgspec.structs.replace(here, digest=digest), there


def load_pack(code: str, beside: str = "", site_src: Path | None = None) -> LanguagePack:
    """The pack of a language, with what it says of its being read `beside` another; one with a name and nothing else
    where nobody has written one.

    Raises ConfigProblem where a file does not fit; one of the project's with each line that does not.
    """
    codes = (code, beside, ENGLISH)
    own = own_packs(site_src, codes, english_words()) if site_src else ()
    return _load(code, beside, tuple(pack for pack in own if pack.code in _names(code)))


@lru_cache(maxsize=1)
def english_words() -> dict[str, str]:
    """Every string of the interface, in English: what a pack's [ui] may hold, and with which placeholders."""
    tables = _read(ENGLISH)
    words: dict[str, str] = dict(tables["ui"])
    for beside in tables.get("with", {}).values():
        words |= beside.get("ui", {})
    return words


@lru_cache(maxsize=16)
def _load(code: str, beside: str, own: tuple[OwnPack, ...]) -> LanguagePack:
    known = next((name for name in reversed(_names(code)) if _file(f"{name}.toml").is_file()), "")
    tables: dict[str, Any] = {"name": code}
    layers = ([_read(known)] if known else []) + [tomllib.loads(pack.text) for pack in own]
    for layer in layers:
        _lay(tables, {name: table for name, table in layer.items() if name != "with"})
        for name in _names(beside):
            _lay(tables, layer.get("with", {}).get(name, {}))
    for pack in own:
        if pack.units:
            _lay(tables, {"digest": {"units": pack.units}})
    try:
        return msgspec.convert(tables | {"code": code}, LanguagePack)
    except msgspec.ValidationError as error:
        raise ConfigProblem(str(error), where=f"build_site/language/{known}.toml", hint=_HINT) from None


def _names(code: str) -> tuple[str, ...]:
    """Of the packs that a language is read from, one over the other: `pt-BR` from `pt` and `pt-BR`."""
    return tuple(dict.fromkeys((code.partition("-")[0], code)))


def _read(code: str) -> dict[str, Any]:
    """The tables of one of the program's own packs."""
    where = f"build_site/language/{code}.toml"
    try:
        tables = tomllib.loads(_file(f"{code}.toml").read_text("utf-8"))
        if (units := _file(f"units.{code}.txt")).is_file():
            tables.setdefault("digest", {})["units"] = units.read_text("utf-8")
        if (ranking := _file(f"summary.{code}.json")).is_file():
            where = f"build_site/language/{ranking.name}"
            tables.setdefault("digest", {})["ranking"] = msgspec.json.decode(ranking.read_bytes())
        return tables
    except (tomllib.TOMLDecodeError, msgspec.DecodeError) as error:
        raise ConfigProblem(str(error), where=where, hint=_HINT) from None


def _file(name: str) -> Path:
    return _LANGUAGES / name


def _lay(tables: dict[str, Any], over: Mapping[str, Any]) -> None:
    """One layer over what is there: tables are merged, whatever else is replaced."""
    for name, value in over.items():
        below = tables.get(name)
        if isinstance(value, Mapping):
            tables[name] = dict(below) if isinstance(below, Mapping) else {}
            _lay(tables[name], value)
        else:
            tables[name] = value
