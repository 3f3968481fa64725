"""`serve`: build, watch, show what has changed at once, reload the browser. A build that fails keeps the last good
site.

The system tells of changes (inotify and its like), one thread builds in this process, which stays warm, and another
serves. A change that every page is made with, a template above all, takes seconds to go through the site: meanwhile
each page that is asked for is made on the spot.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from build_site.errors import BuildSiteError, StoreProblem
from build_site.store.project import Project

if TYPE_CHECKING:
    from build_site.work.glimpse import Glimpse

STEP, LONGEST = 10, 400
"""Milliseconds without a change after which a burst of them is over, and after which nobody waits any longer."""


class Preview:
    """What is being served. `rebuild(hurried)` builds and tells the editor how it went; `reload` tells the browsers."""

    def __init__(self, project: Project, rebuild: Callable[[bool], object], reload: Callable[[], object]) -> None:
        self._project, self._rebuild, self._reload = project, rebuild, reload
        self._version = self._now()
        self.glimpse: Glimpse | None = None
        """What makes pages on the spot, while not all of them are there."""

    def change(self) -> None:
        """Something below seeds/, site_src/ or templates/ is not as it was."""
        version = self._now()
        if version == self._version:
            self._try(True)
            self._reload()
            self._try(False)
            return
        self._version = version
        from build_site.work.glimpse import Glimpse

        with suppress(BuildSiteError):  # the build says what is wrong
            self.glimpse = Glimpse(self._project)
            self._reload()
        self._try(False)
        self.glimpse = None
        self._reload()

    def _try(self, hurried: bool) -> None:
        try:
            self._rebuild(hurried)
        except Exception:
            # A bug of the program must not end the preview in silence.
            logging.getLogger("build_site").exception("The site was not built.")

    def warm(self) -> None:
        """Load what the first change would else wait for: half a second of tables and patterns."""
        from build_site.store.seeds import list_seeds
        from build_site.work.jobs import digest_seed
        from build_site.work.workshop import make_setup, workshop

        with suppress(BuildSiteError):
            shop = workshop(make_setup(self._project))
            for seed in list_seeds(self._project.seeds).seeds[:1]:
                digest_seed(shop, seed, lambda *_: None)

    def _now(self) -> str:
        from build_site.work.workshop import site_version

        return site_version(self._project)


def serve(
    project: Project, rebuild: Callable[[bool], object], *, host: str, port: int, open_browser: bool = False
) -> None:
    """Serve the built site, and call `rebuild` whenever a file of seeds/, site_src/ or templates/ is changed, added or
    removed: first in a hurry, for the page that the editor is looking at, then in full. Returns on Ctrl-C."""
    # Heavy (it brings tornado), and needed by nobody else.
    from livereload import Server
    from livereload.handlers import LiveReloadHandler, StaticFileHandler
    from livereload.watcher import Watcher
    from tornado.ioloop import IOLoop

    def reload() -> None:
        loop.add_callback(LiveReloadHandler.reload_waiters)

    class Told(Watcher):  # type: ignore[misc]
        """Does not look for changes: a thread of ours tells of them."""

        def start(self, callback: Any) -> bool:
            threading.Thread(target=_watch, args=(project, preview), daemon=True).start()
            threading.Thread(target=preview.warm, daemon=True).start()
            return True

        def examine(self) -> tuple[None, None]:
            return None, None

    class Pages(StaticFileHandler):  # type: ignore[misc]
        """Files of the site; pages as they will be, while they are not there yet."""

        absolute_path = None

        async def get(self, path: str, include_body: bool = True) -> None:
            name = f"{path}index.html" if not path or path.endswith("/") else path
            glimpse = preview.glimpse
            page = glimpse.page(name) if glimpse and name.endswith(".html") else None
            if page is None:
                await super().get(path, include_body)
            else:
                self.set_header("Content-Type", "text/html; charset=UTF-8")
                self.write(page)

        def compute_etag(self) -> str | None:
            """None for a page that is no file."""
            return super().compute_etag() if self.absolute_path else None

    for name in ("tornado.access", "livereload"):
        logging.getLogger(name).setLevel(logging.WARNING)
    loop = IOLoop.current()
    preview = Preview(project, rebuild, reload)
    server = Server(watcher=Told())
    server.SFH = Pages
    server.watch(str(project.seeds))
    try:
        server.serve(host=host, port=port, root=str(project.out), open_url_delay=1 if open_browser else None)
    except OSError as error:
        hint = "Another program listens there, perhaps another preview. Name another port: --port 8001."
        raise StoreProblem(error.strerror or str(error), where=f"{host}:{port}", hint=hint) from None


def _watch(project: Project, preview: Preview) -> None:
    """Tell the preview of every burst of changes, for good."""
    from watchfiles._rust_notify import RustNotify

    folders = [str(folder) for folder in (project.seeds, project.site_src, project.templates)]
    with RustNotify(folders, False, False, 0, True, False) as watcher:
        # What was saved between the first build and this moment nobody has told of.
        preview.change()
        while True:
            changes = watcher.watch(LONGEST, STEP, 0, None)
            if not isinstance(changes, set):
                return
            if not all(_passing(project, Path(path)) for _, path in changes):
                preview.change()


def _passing(project: Project, path: Path) -> bool:
    """A file that comes and goes while an editor saves, or that the program writes itself."""
    hidden = path.name.startswith((".", "~")) or path.name.endswith(("~", ".swp", ".tmp"))
    return hidden or path == project.site_src / "urls.csv"
