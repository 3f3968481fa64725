"""site_src/language/: what a project says of its languages, over the program's own packs or where there is none."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from build_site.errors import ConfigProblem
from build_site.packs import LanguagePack
from build_site.store.files import disk, read_text
from build_site.store.settings import line_of, problems_of, read_toml
from build_site.store.theme import placeholders

FOLDER = "language"
OPEN = ("place_", "place:", "kind_", "rank_", "rule_", "domain_")
"""Strings of the interface that name what texts and tables of data speak of: there may be others than English has."""
_HINT = "python -m build_site docs add-a-language says what a language's file holds."


class OwnPack(Struct, frozen=True):
    """A file of the project for one language."""

    code: str
    text: str
    """TOML that is in order."""
    units: str = ""
    """The list of administrative units beside it."""


def pack_files(site_src: Path) -> list[Path]:
    """The project's files for its languages, in order."""
    folder = site_src / FOLDER
    with disk(folder):
        found = sorted(folder.iterdir()) if folder.is_dir() else []
    return [path for path in found if not path.name.startswith(".") and not path.name.endswith("~") and path.is_file()]


def own_packs(
    site_src: Path, codes: Sequence[str], words: Mapping[str, str], *, whole: bool = False
) -> tuple[OwnPack, ...]:
    """Those for `codes`, a language's own file before that of its variant. `words` are the English strings of the
    interface. Raises ConfigProblem naming every fault with its line and, where the codes are the `whole` site's, every
    file that nothing would use."""
    known = list(dict.fromkeys(name for code in codes if code for name in (code.partition("-")[0], code)))
    names = [f"{code}.toml" for code in known] + [f"units.{code}.txt" for code in known]
    problems: list[str] = []
    texts: dict[str, str] = {}
    for path in pack_files(site_src):
        if path.name not in names and path.name != "README.md":
            if not whole:
                continue
            near = difflib.get_close_matches(path.name, names, 1) or names[:1]
            problems.append(f"{path}: no language of this site is called so; did you mean {near[0]}?")
            continue
        texts[path.name] = text = read_text(path) or ""
        if path.suffix == ".toml":
            problems += _problems(path, text, words)
    if problems:
        raise ConfigProblem("\n".join(problems), hint=_HINT)
    return tuple(
        OwnPack(code, texts.get(f"{code}.toml", ""), texts.get(f"units.{code}.txt", ""))
        for code in known
        if f"{code}.toml" in texts or f"units.{code}.txt" in texts
    )


def _problems(path: Path, text: str, words: Mapping[str, str]) -> Iterator[str]:
    table = read_toml(path, text)
    beside = table.pop("with", {})
    if not isinstance(beside, dict) or not all(isinstance(each, dict) for each in beside.values()):
        yield f"{path}:{line_of(text, (), 'with')}: with: its tables are called after languages: [with.en.ui]"
        return
    for above, tables in (((), table), *((("with", code), each) for code, each in beside.items())):
        if tables.pop("code", None) is not None:
            yield f"{path}:{line_of(text, above, 'code')}: code: the name of the file is the language's code"
        yield from problems_of(path, text, tables, LanguagePack, above)
        if isinstance(tables.get("ui"), dict):
            yield from _strings(path, text, tables["ui"], words, (*above, "ui"))


def _strings(
    path: Path, text: str, table: Mapping[str, Any], words: Mapping[str, str], above: tuple[str, ...]
) -> Iterator[str]:
    """What is wrong with strings of the interface."""
    for key, value in table.items():
        where = f"{path}:{line_of(text, above, key)}: {'.'.join(above)}: {key}"
        if not isinstance(value, str):
            continue  # said already
        if not value:
            yield f"{where} is empty; leave it out, and English stands in"
        elif key in words:
            if placeholders(value) - _NAMES != placeholders(words[key]) - _NAMES:
                yield f"{where}: it needs the placeholders of “{words[key]}”"
        elif not key.startswith(OPEN):
            near = difflib.get_close_matches(key, words, 1)
            yield f"{where}: there is no such string{f'; did you mean {near[0]}?' if near else ''}"


_NAMES = {"source_language", "target_language", "language", "source_code", "target_code"}
"""Placeholders that any string may have or do without: names of the site's languages."""
