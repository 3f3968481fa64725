"""What a browser is given for a path of the site: the file that stands, the page made on the spot, or what is wrong."""

from __future__ import annotations

from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from msgspec import Struct

from build_site.errors import BuildSiteError
from build_site.preview.bar import make_bar
from build_site.preview.making import Making
from build_site.preview.problems import Problem, problems_of
from build_site.preview.status import Status
from build_site.store.project import Project
from build_site.store.publish import MANIFEST

if TYPE_CHECKING:
    from jinja2 import Template

OWN = "/.preview/"
"""Below this stands what is the preview's own; no file of a site does."""
HTML = "text/html; charset=UTF-8"
_HEAD, _BODY = b"</head>", b"</body>"


class Answer(Struct, frozen=True):
    status: int
    body: bytes = b""
    kind: str = HTML
    file: Path | None = None
    """Sent as it is."""
    location: str = ""

    def mark(self) -> bytes:
        """Two answers with the same mark look the same."""
        return blake2b(self.body, digest_size=8, person=str(self.status).encode()).digest()


class Answers:
    def __init__(self, making: Making, project: Project) -> None:
        self._making, self._project, self._out = making, project, project.out

    def answer(self, path: str, accepted: str = "") -> Answer:
        """Of a path as it is asked for, unquoted. `accepted`: what `see` gave a browser that wants to see the last good
        site."""
        status = self._making.status
        if not _decent(path):
            return self._not_found(status, path)
        name = f"{path[1:]}index.html" if path.endswith("/") else path[1:]
        page = name.endswith(".html") or "." not in name.rpartition("/")[2]
        if not page:
            file = self._file(name)
            return Answer(200, file=file) if file else self._not_found(status, path)
        if accepted != str(status.number):
            wrong = status.problems or status.broken.get(name.partition("/")[2].removesuffix("/index.html"), ())
            if wrong:
                return self._wrong(status, wrong, path if self._file(name) else "")
        try:
            return self._page(status, name, path)
        except BuildSiteError as error:
            assert status.places is not None
            return self._wrong(status, problems_of(error, status.places), "")

    def _page(self, status: Status, name: str, path: str) -> Answer:
        made = self._glimpse(status, name)
        file = self._file(name)
        if made is None and file is None:
            folder = self._file(f"{name}/index.html")
            if folder:
                return Answer(302, location=quote(f"{path}/"))
            return self._not_found(status, path)
        if made is None and file:
            if file.suffix != ".html":
                return Answer(200, file=file)
            made = file.read_bytes()
        return Answer(200, self._dressed(status, made or b"", name))

    def _glimpse(self, status: Status, name: str) -> bytes | None:
        if not status.glimpse or not name.endswith(".html"):
            return None
        try:
            return status.glimpse.page(name)
        except BuildSiteError:
            raise
        except Exception:
            # What the settings were when the articles were digested may not go with what they are now; what is being
            # built does.
            return None

    def _not_found(self, status: Status, path: str) -> Answer:
        """The site's own page for lost readers, as hosts give it."""
        file = self._file("404.html")
        if status.problems or not file:
            return Answer(404, _template("missing.html").render(path=path, own=OWN).encode())
        return Answer(404, self._dressed(status, file.read_bytes()))

    def problems(self) -> Answer:
        """All that is wrong, whatever page it touches."""
        status = self._making.status
        return Answer(200, self._told(status, status.problems or status.failures, "/"))

    def waiting(self) -> Answer:
        """Before the first build has come to an end."""
        return Answer(503, _template("waiting.html").render(own=OWN).encode())

    def _wrong(self, status: Status, wrong: tuple[Problem, ...], path: str) -> Answer:
        return Answer(500, self._told(status, wrong, path))

    def _told(self, status: Status, wrong: tuple[Problem, ...], path: str) -> bytes:
        """`path`: what can be seen nevertheless."""
        back = path or ("/" if self._file("index.html") else "")
        page = _template("problems.html")
        return page.render(problems=wrong, built=not status.problems, own=OWN, back=back, number=status.number).encode()

    def _dressed(self, status: Status, page: bytes, name: str = "") -> bytes:
        """With the script that listens for changes, what an editor wants to know of an article, and a line that says
        what is wrong elsewhere."""
        head = _template("head.html").render(own=OWN).encode()
        count = len(status.problems or status.failures)
        line = _template("line.html").render(own=OWN, count=count, built=not status.problems).encode() if count else b""
        return page.replace(_HEAD, head + _HEAD, 1).replace(_BODY, self._bar(status, name) + line + _BODY, 1)

    def _bar(self, status: Status, name: str) -> bytes:
        from build_site.work.glimpse import digest_at

        digest = digest_at(self._project, name) if "/articles/" in name and status.places else None
        if digest is None or status.places is None:
            return b""
        return _template("bar.html").render(bar=make_bar(digest, self._project, status.places)).encode()

    def _file(self, name: str) -> Path | None:
        """A plain file of the site: no link leads out of its folder, and nothing hidden is given."""
        if any(part in ("", ".", "..") or part == MANIFEST for part in name.split("/")):
            return None
        path = self._out / name
        try:
            found = path.resolve(strict=True)
            inside = found.is_relative_to(self._out.resolve(strict=True))
            return found if inside and found.is_file() else None
        except (OSError, ValueError):
            return None


def _decent(path: str) -> bool:
    """Whether a path may be one of the site's: from its top, without a way up or out, on any system."""
    if not path.startswith("/") or "\\" in path or not path.isprintable():
        return False
    parts = path[1:].removesuffix("/").split("/")
    return path == "/" or not any(part in ("", ".", "..") for part in parts)


@lru_cache(maxsize=16)
def _template(name: str) -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    loader = FileSystemLoader(Path(__file__).parent / "pages", encoding="utf-8")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return environment.get_template(name)


def own_file(name: str) -> bytes | None:
    """Style and script of the preview."""
    return (Path(__file__).parent / "pages" / name).read_bytes() if name in ("preview.css", "preview.js") else None
