"""Templates and assets, as they stand on the disk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from build_site.store.files import content_mark, decoded, disk, fingerprint, read_bytes
from build_site.store.kept import keep, read_kept
from build_site.store.theme import style_parts, style_sheet, theme_assets

if TYPE_CHECKING:
    from jinja2 import BytecodeCache
    from jinja2.bccache import Bucket

_LEFT_BEHIND = re.compile(r"\.DS_Store|\.git\w*|\..{1,200}\.sw\w|.{1,200}~|\.#.{1,200}")
_PROGRAM = Path(__file__).parent.parent / "site"
_COMPILERS = ("environment.py", "generator.py", "parsed.py", "specialise.py", "render.py")
"""What makes code of a template: after a change of these all are compiled again."""
STYLE_SHEET = "assets/site.css"
MANUAL_SHEET = "assets/manual.css"
"""What a site of pages alone needs besides."""
_TEMPLATE_ENDINGS = (".html", ".xml", ".svg", ".txt", ".jinja")


def read_templates(folder: Path) -> dict[str, str]:
    """name → text of every template; assets/ is not templates."""
    found = {}
    with disk(folder):
        for path in sorted(folder.rglob("*")):
            name = path.relative_to(folder).as_posix()
            if path.suffix in _TEMPLATE_ENDINGS and not name.startswith(("assets/", ".")) and path.is_file():
                found[name] = path.read_text("utf-8")
    return found


def compiled_templates(state: Path, lang: str, *made_for: object) -> BytecodeCache:
    """Where the templates compiled for one interface language are kept between runs: compiling them all takes half a
    second. `made_for`: what they are made for; they are compiled again where it is another."""
    from jinja2 import BytecodeCache

    folder = state / "templates"
    salt = fingerprint(repr(made_for), *((_PROGRAM / name).read_bytes() for name in _COMPILERS))

    class Kept(BytecodeCache):
        """Code that is damaged may do anything: it is read only where its checksum is that of what was written."""

        def get_source_checksum(self, source: str) -> str:
            return super().get_source_checksum(salt + source)

        def load_bytecode(self, bucket: Bucket) -> None:
            if data := read_kept(folder / f"{lang}-{bucket.key}.cache"):
                bucket.bytecode_from_string(data)

        def dump_bytecode(self, bucket: Bucket) -> None:
            keep(folder / f"{lang}-{bucket.key}.cache", bucket.bytecode_to_string())

    return Kept()


def assets(
    project_templates: Path,
    site_src: Path,
    linked: Mapping[str, Path] | None = None,
    source: str = "vi",
    mark: Callable[[Path], str] = lambda path: content_mark(read_bytes(path)),
) -> Iterator[tuple[str, str, Callable[[], tuple[bytes, str]]]]:
    """(path below build/, fingerprint of what it is made from, how its bytes are read, with the fingerprint of what was
    then read) of what is copied as it is: the look's assets, the theme's, and the editor's static/; each may replace a
    file of those before it. `linked`: files that the pages of a manual link to, by their path; None for a digest. The
    style sheet is put together from its parts, and knows the code of the `source`'s language. Files such as `.nojekyll`
    are copied; those that editors and systems leave behind are not. `mark`: how a file is known (`content_mark`)."""
    found: dict[str, Path] = {}
    found.update(_below(project_templates / "assets", "assets/"))
    if linked is None:
        found.pop(MANUAL_SHEET, None)
    found.update(theme_assets(site_src))
    rules = found.get(STYLE_SHEET)
    found.update(linked or {})
    found.update(_below(site_src / "static", ""))
    for path, file in sorted(found.items()):
        parts = [file, *style_parts(project_templates, site_src)] if file == rules else [file]
        told = source if file == rules else ""
        yield path, fingerprint(told, *map(mark, parts)), partial(_read, parts, told)


def _read(parts: Sequence[Path], source: str) -> tuple[bytes, str]:
    with disk(parts[0]):
        read = [parts[0].read_bytes(), *map(read_bytes, parts[1:])]
    made_from = fingerprint(source, *map(content_mark, read))
    if not source:
        return read[0] or b"", made_from
    rules, tokens, own_tokens, own_rules = (decoded(path, data or b"") for path, data in zip(parts, read, strict=True))
    return style_sheet(rules, tokens, own_tokens, own_rules, source), made_from


def _below(folder: Path, prefix: str) -> Iterator[tuple[str, Path]]:
    with disk(folder):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
            if path.is_file() and not path.is_symlink() and not _LEFT_BEHIND.fullmatch(path.name):
                yield prefix + path.relative_to(folder).as_posix(), path
