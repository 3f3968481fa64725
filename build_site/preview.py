"""`serve`: build, watch, reload the browser. A build that fails keeps the last good site."""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build_site.errors import StoreProblem
from build_site.store.project import Project


def serve(project: Project, rebuild: Callable[[], object], *, host: str, port: int, open_browser: bool = False) -> None:
    """Serve the built site, and call `rebuild` whenever a file of seeds/, site_src/ or templates/ is changed, added or
    removed. Returns on Ctrl-C."""
    # Heavy (it brings tornado), and needed by nobody else.
    from livereload import Server
    from livereload.watcher import Watcher

    class SeesNewFiles(Watcher):  # type: ignore[misc]
        """livereload overlooks a new file that is older than the server: one that was moved here."""

        def is_file_changed(self, path: str, ignore: Any = None) -> bool:
            known = path in self._task_mtimes or not self._task_mtimes
            changed = super().is_file_changed(path, ignore)
            return bool(changed) or (not known and path in self._new_mtimes)

    for name in ("tornado.access", "livereload"):
        logging.getLogger(name).setLevel(logging.WARNING)
    server = Server(watcher=SeesNewFiles())
    for folder in (project.seeds, project.site_src, project.templates):
        server.watch(str(folder), rebuild, ignore=lambda name: _passing(project, Path(name)))
    server.watcher.examine()  # what is here now; what comes later is new
    try:
        server.serve(host=host, port=port, root=str(project.out), open_url_delay=1 if open_browser else None)
    except OSError as error:
        hint = "Another program listens there, perhaps another preview. Name another port: --port 8001."
        raise StoreProblem(error.strerror or str(error), where=f"{host}:{port}", hint=hint) from None


def _passing(project: Project, path: Path) -> bool:
    """A file that comes and goes while an editor saves, or that the program writes itself."""
    hidden = path.name.startswith((".", "~")) or path.name.endswith(("~", ".swp", ".tmp"))
    return hidden or path == project.site_src / "urls.csv"
