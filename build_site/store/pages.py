"""The editor's own pages, as they stand on the disk: site_src/pages/ of a digest, or all of a site of pages alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from os.path import normpath
from pathlib import Path
from typing import TYPE_CHECKING

from build_site.errors import ConfigProblem
from build_site.source.unicode import shown
from build_site.store.files import disk, read_text
from build_site.store.project import Project

if TYPE_CHECKING:
    from build_site.config import Settings
    from build_site.site.view import MarkdownPage

FRONT = "README"
"""Name of the file that is the page of its folder, and of the front page of a site of pages alone."""
_OTHERS = ("articles", "seeds", "static", "templates", "theme", "translations")
"""Folders beside site.toml that hold no pages."""
_NAME = re.compile(r"[a-z0-9-]+(?:/[a-z0-9-]+)*")
_ADDRESS = "a page's name becomes its address: only a–z, 0–9 and - may be in it"


def page_files(project: Project, also: Sequence[str] = ()) -> list[Path]:
    """All files that are pages. `also`: those of `pages.also`, relative to site.toml."""
    if not project.manual:
        return sorted((project.site_src / "pages").rglob("*.md"))
    folder = project.site_src
    with disk(folder):
        own = [path for path in sorted(folder.rglob("*.md")) if _is_page(path.relative_to(folder), project)]
    return [*own, *(Path(normpath(folder / name)) for name in also)]


def read_pages(project: Project, settings: Settings) -> tuple[MarkdownPage, ...]:
    """Every page, those of the reader's language first. Raises ConfigProblem naming all that is wrong."""
    return _manual_pages(project, settings) if project.manual else _digest_pages(project.site_src, settings)


def linked_files(project: Project, pages: Sequence[MarkdownPage]) -> dict[str, Path]:
    """Path below build/ → file, of pictures and other files beside the pages of a manual that a page links to."""
    from build_site.site.texts import targets

    if not project.manual:
        return {}
    folder = project.site_src
    asked = sorted({target for page in pages for target in targets(page).values()} - {page.file for page in pages})
    files = ((name.partition("/")[2], folder.parent / name) for name in asked if name.startswith(f"{folder.name}/"))
    return {name: file for name, file in files if file.is_file() and not file.is_symlink()}


def _is_page(path: Path, project: Project) -> bool:
    whole = project.site_src / path
    hidden = any(part.startswith((".", "_")) for part in path.parts)
    return not hidden and path.parts[0] not in _OTHERS and project.out not in whole.parents


def _digest_pages(site_src: Path, settings: Settings) -> tuple[MarkdownPage, ...]:
    """pages/<name>.<lang>.md and those of folders below, each needed in every language."""
    from build_site.site.view import MarkdownPage

    folder = site_src / "pages"
    names = sorted({path.with_suffix("").with_suffix("").relative_to(folder) for path in folder.rglob("*.md")})
    pages, problems = [], list(_misplaced(site_src, settings))
    for name in (path.as_posix() for path in names):
        if not _NAME.fullmatch(name):
            problems.append(f"{folder / name}: {_ADDRESS}")
            continue
        for lang in (settings.languages.target, settings.languages.source):
            path = folder / f"{name}.{lang}.md"
            text = read_text(path)
            if text is None:
                problems.append(f"{path}: this page is missing in {lang}")
            elif fault := _untitled(path, text):
                problems.append(fault)
            else:
                pages.append(MarkdownPage(name, lang, shown(text), f"pages/{name}.{lang}.md").read())
    if problems:
        raise ConfigProblem(
            "\n".join(problems), hint="A page is site_src/pages/NAME.LANGUAGE.md, in every language of the site."
        )
    return tuple(pages)


def _manual_pages(project: Project, settings: Settings) -> tuple[MarkdownPage, ...]:
    """NAME.md in the reader's language, NAME.<lang>.md in the other; README is its folder's own page."""
    from build_site.site.view import MarkdownPage

    target, source = settings.languages.target, settings.languages.source
    found: dict[tuple[str, str], MarkdownPage] = {}
    problems = []
    for path in page_files(project, settings.pages.also):
        stem, _, code = path.stem.rpartition(".")
        lang, stem = (code, stem) if stem and code in (target, source) else (target, path.stem)
        below = path.parent.relative_to(project.site_src).parts if path.is_relative_to(project.site_src) else ()
        name = "/".join((*below, *(() if stem == FRONT else (stem.lower().replace("_", "-"),))))
        text = read_text(path)
        if text is None:
            problems.append(f"{path}: there is no such file, which pages.also of site.toml names")
        elif name and not _NAME.fullmatch(name):
            problems.append(f"{path}: {_ADDRESS}")
        elif not path.is_relative_to(project.site_src.parent):
            problems.append(f"{path}: a page of pages.also must stand in the folder above site.toml, or below that")
        elif other := found.get((lang, name)):
            problems.append(f"{path}: {other.file} has the same address")
        elif fault := _untitled(path, text):
            problems.append(fault)
        else:
            file = path.relative_to(project.site_src.parent).as_posix()
            found[lang, name] = MarkdownPage(name, lang, shown(text), file).read()
    if (target, "") not in found:
        problems.append(f"{project.site_src / FRONT}.md: there is no front page")
    if problems:
        hint = "python -m build_site docs write-pages says what a site of pages is made of."
        raise ConfigProblem("\n".join(problems), hint=hint)
    return tuple(found[key] for key in sorted(found, key=lambda key: (key[0] != target, key[1])))


def _misplaced(site_src: Path, settings: Settings) -> Iterator[str]:
    if settings.pages.alone:
        yield f"{site_src / 'site.toml'}: pages.alone is for a site.toml that stands beside the pages, not in site_src/"


def _untitled(path: Path, text: str) -> str:
    return "" if text.lstrip().startswith("# ") else f"{path}:1: the first line is not “# Title”"
