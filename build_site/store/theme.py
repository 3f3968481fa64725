"""site_src/theme/: an editor's own templates, tokens, rules, assets and interface strings, each standing instead of the
packaged one of the same name. Whatever is not there stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from build_site.errors import ConfigProblem
from build_site.store.files import disk, read_text
from build_site.store.settings import read_toml

DEFAULT = "default/"
"""Before a template's name: the packaged one, whatever the theme has. `{% extends "default/article.html" %}`."""
_RULES = ("tokens.css", "extra.css")
_OTHERS = (*_RULES, "strings.toml", "README.md")
_HINT = "python -m build_site docs change-the-look says what a theme may hold."


def theme_files(site_src: Path) -> tuple[Path, ...]:
    """The files that pages are made from; style sheets and assets are copied, and are not among them."""
    folder = site_src / "theme"
    return tuple(path for name, path in _files(folder) if name.endswith(".html") or name == "strings.toml")


def theme_names(site_src: Path) -> tuple[str, ...]:
    """The names of all its files: a theme may hold none that nothing would use."""
    return tuple(name for name, _ in _files(site_src / "theme"))


def with_theme(packaged: Mapping[str, str], site_src: Path) -> dict[str, str]:
    """name → text of every template: the theme's where it has one, and the packaged ones once more below `default/`.

    Raises ConfigProblem naming every file of the theme that nothing would use.
    """
    folder = site_src / "theme"
    found = dict(_files(folder))
    if not found:
        return dict(packaged)
    problems = [_unknown(folder / name, packaged) for name in found if not _known(name, packaged)]
    if problems:
        raise ConfigProblem("\n".join(problems), hint=_HINT)
    templates = dict(packaged) | {DEFAULT + name: text for name, text in packaged.items()}
    for name, path in found.items():
        if name.endswith(".html") and not name.startswith("assets/"):
            templates[name] = read_text(path) or ""
    return templates


def theme_assets(site_src: Path) -> Iterator[tuple[str, Path]]:
    """(path below build/, file) of what the theme adds to the look's assets, or puts in place of one of them."""
    folder = site_src / "theme"
    for name, path in _files(folder):
        if name.startswith("assets/"):
            yield name, path


def style_parts(project_templates: Path, site_src: Path) -> tuple[Path, ...]:
    """What a style sheet is put together from besides the rules; each may be missing."""
    theme = site_src / "theme"
    return project_templates / "tokens.css", theme / "tokens.css", theme / "extra.css"


def style_sheet(rules: str, tokens: str, own_tokens: str, own_rules: str, source: str = "vi") -> bytes:
    """One file, one request: the tokens, the theme's tokens over them, all rules, and the theme's own after these. In
    rules `:lang(source)` and `[lang=source]` stand for the source's language, by its code."""
    text = "".join(part.strip() + "\n" for part in (tokens, own_tokens, rules, own_rules) if part)
    text = text.replace(":lang(source)", f":lang({source})").replace("[lang=source]", f"[lang={source}]")
    return text.encode("utf-8")


def with_strings(ui: Mapping[str, Mapping[str, str]], site_src: Path) -> dict[str, dict[str, str]]:
    """Interface strings by language, with the theme's own words over the packs'.

    Raises ConfigProblem for a language or a string that there is not, and for other {placeholders}.
    """
    words = {lang: dict(table) for lang, table in ui.items()}
    path = site_src / "theme" / "strings.toml"
    text = read_text(path)
    problems = []
    for lang, table in (read_toml(path, text) if text else {}).items():
        if lang not in words or not isinstance(table, dict):
            problems.append(f"{path}: [{lang}] is not a language of the interface ({', '.join(words)})")
            continue
        for key, value in table.items():
            old = words[lang].get(key)
            if old is None:
                problems.append(f"{path}: [{lang}] {key}: there is no such string{_near(key, words[lang])}")
            elif not isinstance(value, str) or not value.strip():
                problems.append(f"{path}: [{lang}] {key}: not a text")
            elif placeholders(value) != placeholders(old):
                problems.append(f"{path}: [{lang}] {key}: it needs the placeholders of “{old}”")
            else:
                words[lang][key] = value
    if problems:
        raise ConfigProblem("\n".join(problems), hint=_HINT)
    return words


def _files(folder: Path) -> list[tuple[str, Path]]:
    """(name, file), in order; without what editors and systems leave behind."""
    with disk(folder):
        paths = sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []
    named = [(path.relative_to(folder).as_posix(), path) for path in paths]
    return [(name, path) for name, path in named if not path.name.startswith(".") and not path.name.endswith("~")]


def _known(name: str, packaged: Mapping[str, str]) -> bool:
    if name.startswith("assets/") or name in _OTHERS:
        return True
    return name in packaged or (name.startswith("_") and name.endswith(".html") and "/" not in name)


def _unknown(path: Path, packaged: Mapping[str, str]) -> str:
    near = _near(path.name, [*packaged, *_OTHERS])
    return f"{path}: the site has no such template, and a theme holds nothing else of that name{near}"


def _near(name: str, names: Mapping[str, str] | list[str]) -> str:
    from difflib import get_close_matches

    found = get_close_matches(name, list(names), 1)
    return f"; did you mean {found[0]}?" if found else ""


def placeholders(text: str) -> set[str]:
    """Names between braces. A brace without its partner is a name that no other text has."""
    from string import Formatter  # which a build that finds nothing to do has no use for

    try:
        return {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return {text}
