"""The parts of docs/reference/ that the program itself can tell: settings, commands, errors, checks, why lines are
left out, the keys of article.json. Each stands between two lines that no reader sees:

    [//]: # (scripts/reference: settings)
    …
    [//]: # (end)

What stands around them is written by hand."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any, get_args, get_origin

import click
import msgspec

from build_site import config, errors
from build_site.cli import cli
from build_site.store.packs import load_pack
from build_site.store.project import find_project
from build_site.translate.checks import CHECKS
from build_site.work.inspection import inspect_file
from build_site.work.workshop import Workshop

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs" / "reference"
PART = re.compile(
    r"(?P<head>^\[//\]: # \(scripts/reference: (?P<name>[\w-]+)\)\n).*?(?P<end>^\[//\]: # \(end\)\n)", re.M | re.S
)
SHARED = ("project", "seeds", "site_src", "templates", "out", "wait")
"""Options that most commands take: told once."""


def settings() -> str:
    """Every setting of site.toml: its type, its default, what it does."""
    said = _field_docs(Path(config.__file__))
    lines = []
    for table in msgspec.structs.fields(config.Settings):
        lines += [f"## {table.encode_name}", "", _without_head(said[table.type.__name__, ""]), ""]
        rows = list(_settings_of(table.encode_name, table.type, said))
        lines += [*_table(("setting", "type", "default", "what"), rows), ""]
    return "\n".join(lines)


def _settings_of(prefix: str, kind: type, said: dict[tuple[str, str], str]) -> Iterator[tuple[str, ...]]:
    for field in msgspec.structs.fields(kind):
        name = f"{prefix}.{field.encode_name}"
        if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
            yield f"`{name}`", "table", "", said.get((kind.__name__, field.name), "")
            yield from _settings_of(name, field.type, said)
        else:
            default = field.default if field.default is not msgspec.NODEFAULT else field.default_factory()
            yield f"`{name}`", _type(field.type), _default(default), said.get((kind.__name__, field.name), "")


def _without_head(text: str) -> str:
    """`[site]: what the site says.` → `What the site says.`"""
    rest = re.sub(r"^\[\w+\]: ", "", text)
    return rest[:1].upper() + rest[1:]


_TYPES = {str: "text", bool: "true or false", int: "whole number", float: "number"}


def _type(kind: Any) -> str:
    if isinstance(kind, type) and kind in _TYPES:
        return _TYPES[kind]
    if hasattr(kind, "__metadata__"):
        meta = kind.__metadata__[0]
        least = "more than 0" if meta.gt == 0 else "0 or more" if meta.ge == 0 else ""
        return ", ".join(filter(None, (_type(kind.__origin__), least)))
    inner = get_args(kind)
    if get_origin(kind) is tuple:
        return f"list of {_type(inner[0])}s"
    if get_origin(kind) is dict:
        return f"{_type(inner[1])} by language" if inner[1] is str else f"table of {_type(inner[1])}"
    raise TypeError(kind)


def _default(value: Any) -> str:
    if value in ("", (), {}):
        return "none"
    if isinstance(value, dict):
        return "`{ " + ", ".join(f'{key} = "{text}"' for key, text in value.items()) + " }`"
    return f"`{json.dumps(value, ensure_ascii=False)}`" if not isinstance(value, float) else f"`{value:g}`"


def _field_docs(path: Path) -> dict[tuple[str, str], str]:
    """(class, field) → the text below the field; (class, "") → the class's own."""
    found = {}
    for node in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(node, ast.ClassDef):
            continue
        found[node.name, ""] = _one_line(ast.get_docstring(node) or "")
        for field, text in zip(node.body, node.body[1:], strict=False):
            if (
                isinstance(field, ast.AnnAssign)
                and isinstance(field.target, ast.Name)
                and isinstance(text, ast.Expr)
                and isinstance(text.value, ast.Constant)
            ):
                found[node.name, field.target.id] = _one_line(str(text.value.value))
    return found


def commands() -> str:
    """Every command with its options, as `--help` tells them."""
    cli.load()
    shared = [each for each in cli.commands["build"].params if each.name in SHARED]
    lines = ["### Options of most commands", "", *_options(shared), ""]
    for name, command in _all_commands(cli, ()):
        context = click.Context(command, info_name=f"python -m build_site {name}")
        usage = f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}"
        lines += [f"### {name}", "", f"    {usage}", "", *_help(command.help or ""), ""]
        known = {each.name for each in command.params}
        if own := [each for each in command.params if not (set(SHARED) <= known and each.name in SHARED)]:
            lines += [*_options(own), ""]
        if set(SHARED) <= known:
            lines += ["It takes the [options of most commands](#options-of-most-commands).", ""]
    return "\n".join(lines)


def _all_commands(group: click.Group, above: tuple[str, ...]) -> Iterator[tuple[str, click.Command]]:
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from _all_commands(command, (*above, name))
        else:
            yield " ".join((*above, name)), command


def _help(text: str) -> Iterator[str]:
    """Paragraphs; what `\\b` keeps as it is becomes code."""
    for part in re.split(r"\n\s*\n", dedent(text).strip()):
        if part.lstrip().startswith("\b"):
            kept = part.split("\b", 1)[1].strip("\n")
            yield from (f"    {line}".rstrip() for line in dedent(kept).split("\n"))
        else:
            yield _one_line(part).replace("\b", "")
        yield ""


def _options(options: Iterable[click.Parameter]) -> list[str]:
    rows = []
    for each in options:
        if not isinstance(each, click.Option) or each.hidden:
            continue
        context = click.Context(cli)
        record = each.get_help_record(context)
        if record:
            name, what = record[0], _one_line(record[1])
            if isinstance(each.type, click.Choice):
                name = name.partition(" [")[0] + " …"
                what += " One of " + ", ".join(f"`{choice}`" for choice in each.type.choices) + "."
            rows.append((f"`{name}`", what))
    return _table(("option", "what"), rows) if rows else []


def failures() -> str:
    """Every class of error with its exit code."""
    rows = []
    for kind in _errors(errors.BuildSiteError):
        rows.append((f"`{kind.__name__}`", str(kind.exit_code), _one_line((kind.__doc__ or "").partition("\n\n")[0])))
    return "\n".join(_table(("error", "exit code", "what has happened"), rows)) + "\n"


def _errors(kind: type[errors.BuildSiteError]) -> Iterator[type[errors.BuildSiteError]]:
    for each in kind.__subclasses__():
        if each.__module__ == errors.__name__:
            yield each
            yield from _errors(each)


def reasons() -> str:
    """Why lines are left out, as readers are told."""
    packs = {lang: load_pack(lang).ui for lang in ("en", "vi")}
    keys = [key for key in packs["en"] if key.startswith("rule_")]
    ids = {key: key.removeprefix("rule_").replace("_", "-") for key in keys}
    rows = [(f"`{ids[key]}`", *(ui.get(key, "") for ui in packs.values())) for key in keys]
    return "\n".join(_table(("`rule`", "English", "Vietnamese"), rows)) + "\n"


def translation_checks() -> str:
    """What every translation is asked."""
    rows = [(f"`{each.id}`", each.severity, each.asks) for each in CHECKS]
    return "\n".join(_table(("check", "severity", "what it asks"), rows)) + "\n"


def article_keys() -> str:
    """Every key of article.json with the kinds of its values, in the five articles of this repository."""
    shop = Workshop(find_project(ROOT))
    found: dict[str, set[str]] = {}
    for path in sorted((ROOT / "seeds").glob("*.txt")):
        for line in inspect_file(shop, path):
            if not isinstance(line, str):
                raise line
            _gather(json.loads(line), "", found)
    rows = [(f"`{key}`", _said(key, found)) for key in found if not key.endswith("[]")]
    return "\n".join(_table(("key", "value"), rows)) + "\n"


def _said(key: str, found: dict[str, set[str]]) -> str:
    """`list of texts`, `text or null`."""
    kinds = sorted(found[key], key=list(_KINDS.values()).index)
    inner = found.get(f"{key}[]")
    full = f"list of {'s or '.join(sorted(inner))}s" if inner else "list"
    return " or ".join(full if kind == "list" else kind for kind in kinds)


_KINDS = {
    dict: "object",
    list: "list",
    str: "text",
    int: "number",
    float: "number",
    bool: "true or false",
    type(None): "null",
}


def _gather(value: Any, where: str, found: dict[str, set[str]]) -> None:
    if where:
        found.setdefault(where, set()).add(_KINDS[type(value)])
    if isinstance(value, dict):
        for key, inner in value.items():
            _gather(inner, f"{where}.{key}" if where else key, found)
    elif isinstance(value, list):
        for inner in value:
            _gather(inner, f"{where}[]", found)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines]


def _one_line(text: str) -> str:
    return " ".join(text.split())


PARTS: dict[str, Callable[[], str]] = {
    "article-json": article_keys,
    "checks": translation_checks,
    "commands": commands,
    "errors": failures,
    "reasons": reasons,
    "settings": settings,
}


def filled(text: str) -> str:
    """A page with its parts made anew."""
    return PART.sub(lambda part: f"{part['head']}\n{_tidy(PARTS[part['name']]())}\n\n{part['end']}", text)


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text.strip())


def named(text: str) -> list[str]:
    """The parts that a page has."""
    return [part["name"] for part in PART.finditer(text)]


def main() -> None:
    """Write the pages; with --check only say which are out of date."""
    stale = 0
    for page in sorted(FOLDER.glob("*.md")):
        text = page.read_text("utf-8")
        made = filled(text)
        if made != text:
            stale += 1
            print(page.relative_to(ROOT).as_posix())
            if "--check" not in sys.argv:
                page.write_text(made, "utf-8")
    if "--check" in sys.argv:
        sys.exit(bool(stale))


if __name__ == "__main__":
    main()
