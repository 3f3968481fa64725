"""A new digest on disk: settings, two made-up articles with their translations, a glossary, topics and pages to start
from. What is the same in every digest comes from this program's own project, the rest from `starter/`."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct

from build_site.errors import StoreProblem
from build_site.store.files import disk
from build_site.store.hosting import Site, host_files
from build_site.store.project import own_part

STARTER = Path(__file__).parent.parent / "starter"
ENGLISH = STARTER.parent / "language" / "en.toml"
SAMPLES_OF = ("vi", "en")
"""Languages of the samples, the glossary, the topics and the pages; a digest of others starts without, and with a file
for each language that the program does not know."""
_SHARED = (f"glossary/{SAMPLES_OF[0]}-{SAMPLES_OF[1]}.csv", "topics.toml")
_PAGES = "pages"
_KNOWN = SAMPLES_OF
"""Languages that the program has packs for."""
_SAMPLES = "\nThe two articles to start from are made up."
"""Where what the README says of the samples begins."""


class NewDigest(Struct, frozen=True):
    """What is asked before a digest is made."""

    name: str
    source: str = "vi"
    target: str = "en"
    base_url: str = ""
    engines: tuple[str, ...] = ()
    templates: bool = False
    """Copy the look too, to change it."""
    host: str = "none"
    """One of hosting.HOSTS: its files are written too."""

    @property
    def has_samples(self) -> bool:
        return (self.source, self.target) == SAMPLES_OF


def start(folder: Path, wanted: NewDigest) -> list[str]:
    """Write a new digest into a folder that is new or empty. Returns the paths written, below it. Raises StoreProblem
    where anything is there already: nothing is replaced."""
    with disk(folder):
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise StoreProblem(
                "there is something already", where=str(folder), hint="Name a new folder; nothing was written."
            )
        written = []
        for path, data in _files(wanted):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            if path.endswith(".sh"):
                target.chmod(0o755)
            written.append(path)
        for name in ("seeds", "site_src/static", "site_src/articles"):
            (folder / name).mkdir(parents=True, exist_ok=True)
    return written


def _files(wanted: NewDigest) -> list[tuple[str, bytes]]:
    """(path below the folder, bytes) of everything."""
    readme = _filled("README.md", {"title": wanted.name})
    if not wanted.has_samples:
        readme = readme.partition(_SAMPLES.encode())[0]
    files = [("README.md", readme), (".gitignore", _read(STARTER / "gitignore"))]
    files += host_files(wanted.host, Site(wanted.name, wanted.base_url))
    files.append(("site_src/site.toml", _filled("site_src/site.toml", _values(wanted))))
    files.append(("site_src/sources.toml", _read(STARTER / "site_src" / "sources.toml")))
    own = own_part("site_src")
    if wanted.has_samples:
        files += _below(STARTER, "seeds") + _below(STARTER, "site_src/translations")
        files += [(f"site_src/{path}", _read(own / path)) for path in _SHARED]
        files += [(f"site_src/{path}", data) for path, data in _below(own, _PAGES)]
    else:
        header = _read(own / _SHARED[0]).partition(b"\n")[0] + b"\n"
        files.append((f"site_src/glossary/{wanted.source}-{wanted.target}.csv", header))
    files += [
        (f"site_src/language/{code}.toml", _filled("language.toml", {"code": code}) + _interface())
        for code in (wanted.source, wanted.target)
        if code.partition("-")[0] not in _KNOWN
    ]
    if wanted.templates:
        look = own_part("templates")
        files += [(f"templates/{path}", data) for path, data in _below(look, "")]
    return files


def _values(wanted: NewDigest) -> dict[str, str]:
    """What stands in the settings, as TOML: a JSON string is one of TOML too."""
    return {
        "name": _by_language(wanted, wanted.name),
        "tagline": _by_language(wanted, "…"),
        "base_url": _toml(wanted.base_url),
        "source": _toml(wanted.source),
        "target": _toml(wanted.target),
        "engines": _toml(wanted.engines),
    }


def _by_language(wanted: NewDigest, text: str) -> str:
    """The same text for both languages, as an inline table."""
    return f"{{ {', '.join(f'{code} = {_toml(text)}' for code in (wanted.target, wanted.source))} }}"


def _interface() -> bytes:
    """The interface in English, each string behind a `#` until somebody translates it."""
    said = _read(ENGLISH).decode("utf-8").partition("\n[ui]\n")[2].partition("\n[")[0]
    own = said.rpartition("\n\n")[0]  # what follows introduces the next table
    return "".join(line if line[0] in "#\n" else f"# {line}" for line in f"{own}\n".splitlines(True)).encode("utf-8")


def _toml(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _filled(path: str, values: dict[str, str]) -> bytes:
    """A file of `starter/` with its `{{names}}` replaced."""
    text = _read(STARTER / path).decode("utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text.encode("utf-8")


def _below(folder: Path, part: str) -> list[tuple[str, bytes]]:
    found = sorted(path for path in (folder / part).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return [(path.relative_to(folder).as_posix(), _read(path)) for path in found]


def _read(path: Path) -> bytes:
    with disk(path):
        return path.read_bytes()
