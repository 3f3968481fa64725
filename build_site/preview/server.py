"""The server of the preview: pages as `answers` has them, word to the browsers that hold them, and nobody else."""

from __future__ import annotations

import logging
import threading
import webbrowser
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from build_site.errors import StoreProblem
from build_site.preview.answers import HTML, OWN, Answers, own_file
from build_site.preview.hosts import Hosts, address
from build_site.preview.making import Making, Rebuild
from build_site.preview.status import Changes, Outcome
from build_site.store.project import Project

WAIT = 3
"""Seconds that a page is held back until the first build is ready; after them the browser is told to wait."""
LARGEST_MESSAGE = 65_536
FONT, FONT_FOR = ".woff2", 600
"""A font that must be asked for comes too late for the page, which is then set in another, and moves."""
COOKIE = "build_site_preview"
"""Which failure a browser has seen, to look at the last good site nevertheless."""


def serve(
    project: Project,
    rebuild: Rebuild,
    say: Callable[[Outcome], object],
    *,
    host: str,
    port: int,
    opened: Callable[[str], object],
    open_browser: bool = False,
) -> None:
    """Serve the site, and build it whenever a file of seeds/, site_src/ or templates/ is changed, added or removed.
    `opened` is given the address, once the first build has come to an end. Returns on Ctrl-C. Raises StoreProblem where
    nobody can listen there."""
    # Heavy (it brings tornado), and needed by nobody else.
    from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
    from tornado.ioloop import IOLoop
    from tornado.locks import Event
    from tornado.netutil import bind_sockets
    from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler
    from tornado.websocket import WebSocketHandler

    hosts = Hosts(host)
    for name in ("tornado.access", "tornado.application", "tornado.general", "livereload"):
        logging.getLogger(name).setLevel(logging.CRITICAL)

    class Guarded(RequestHandler):
        """Answers to its own names alone."""

        def prepare(self) -> None:
            if not hosts.known(self.request.headers.get("Host", "")):
                self.set_status(403)
                self.set_header("Content-Type", "text/plain; charset=UTF-8")
                self.finish("This preview answers to localhost. For another name: serve --host NAME\n")

        def set_default_headers(self) -> None:
            self.clear_header("Server")
            self.set_header("Cache-Control", "no-cache")
            self.set_header("X-Content-Type-Options", "nosniff")
            self.set_header("X-Frame-Options", "DENY")
            self.set_header("Cross-Origin-Resource-Policy", "same-origin")

        def write_error(self, status_code: int, **kwargs: Any) -> None:
            self.set_header("Content-Type", "text/plain; charset=UTF-8")
            self.finish(f"{status_code}\n")

        def path_asked(self) -> str:
            try:
                return unquote_to_bytes(self.request.path).decode("utf-8")
            except UnicodeDecodeError:
                raise HTTPError(400) from None

    class Site(Guarded, StaticFileHandler):
        """Pages, and files as they stand."""

        absolute_path = None

        async def get(self, path: str, include_body: bool = True) -> None:
            try:
                await ready.wait(timedelta(seconds=WAIT))
                answer = answers.answer(self.path_asked(), self.get_cookie(COOKIE) or "")
                live.served[self.request.path] = answer.mark()
            except TimeoutError:
                answer = answers.waiting()
            if answer.file:
                self._file = str(answer.file)
                if answer.file.suffix == FONT:
                    self.set_header("Cache-Control", f"max-age={FONT_FOR}")
                await super().get(path, include_body)
                return
            self.set_status(answer.status)
            self.set_header("Content-Type", answer.kind)
            self.set_header("Cache-Control", "no-store")
            if answer.location:
                self.set_header("Location", answer.location)
            self.write(answer.body)

        def validate_absolute_path(self, root: str, absolute_path: str) -> str:
            return self._file

        def compute_etag(self) -> str | None:
            """Of size and time: a file may change while the server runs."""
            if not self.absolute_path:
                return None
            found = self._stat()
            return f'"{found.st_mtime_ns:x}-{found.st_size:x}"'

    class Own(Guarded):
        """What is the preview's alone."""

        def get(self, name: str) -> None:
            self.set_header("Cache-Control", "no-store")
            if name == "problems":
                self.set_header("Content-Type", HTML)
                self.write(answers.problems().body)
                live.served[self.request.path] = answers.problems().mark()
            elif name == "state":
                self.write({"builds": making.status.number, "idle": making.idle})
            elif name == "see":
                to = self.get_query_argument("to", "/")
                self.set_cookie(
                    COOKIE, self.get_query_argument("number", ""), httponly=True, samesite="Strict", path="/"
                )
                parts = urlsplit(to)
                self.redirect(to if to.startswith("/") and not parts.netloc and to[1:2] not in ("/", "\\") else "/")
            elif (data := own_file(name)) is not None:
                self.set_header("Content-Type", "text/css" if name.endswith(".css") else "text/javascript")
                self.write(data)
            else:
                raise HTTPError(404)

    class Script(Guarded, LiveReloadJSHandler):  # type: ignore[misc]
        pass

    class Waiter(Guarded, LiveReloadHandler):  # type: ignore[misc]
        """A browser that holds a page."""

        page = ""

        def prepare(self) -> None:
            super().prepare()
            if not self._finished and not self.check_origin(self.request.headers.get("Origin")):
                self.set_status(403)
                self.finish()

        def check_origin(self, origin: str | None) -> bool:
            """What names no origin is no browser."""
            return origin is None or hosts.same(origin, self.request.host)

        def on_message(self, message: str | bytes) -> None:
            try:
                super().on_message(message)
                told = self.livereload_info(message)
            except Exception:
                self.close()
                return
            if told:
                self.page = told
                live.greet(self)

        @staticmethod
        def livereload_info(message: str | bytes) -> str:
            import msgspec

            told = msgspec.json.decode(message, type=dict[str, Any])
            return urlsplit(str(told.get("url", ""))).path if told.get("command") == "info" else ""

    assert issubclass(Waiter, WebSocketHandler)
    loop = IOLoop.current()
    ready = Event()
    live = Live(lambda: LiveReloadHandler.waiters)
    making = Making(project, rebuild, say, lambda changes: loop.add_callback(live.tell, changes))
    answers = Answers(making, project)
    live.answers = answers
    application = Application(
        [
            (r"/livereload", Waiter),
            (r"/livereload\.js", Script),
            (rf"{OWN}(.*)", Own),
            (r"/(.*)", Site, {"path": str(project.out)}),
        ],
        websocket_max_message_size=LARGEST_MESSAGE,
    )
    try:
        sockets = bind_sockets(port, host or None)
    except OSError as error:
        hint = "Another program listens there, perhaps another preview. Name another port: --port 8001."
        raise StoreProblem(error.strerror or str(error), where=f"{host}:{port}", hint=hint) from None
    from tornado.httpserver import HTTPServer

    HTTPServer(application).add_sockets(sockets)
    place = address(host, sockets[0].getsockname()[1])

    def announce() -> None:
        loop.add_callback(ready.set)
        loop.add_callback(live.tell, Changes())
        opened(place)
        if open_browser:
            threading.Thread(target=partial(webbrowser.open, place), daemon=True).start()

    thread = threading.Thread(target=making.run, args=(announce,), daemon=True)
    thread.start()
    try:
        loop.start()
    finally:
        making.stop()
        thread.join(5)


class Live:
    """What browsers hold, and word to those whose page is another now."""

    def __init__(self, waiters: Callable[[], set[Any]]) -> None:
        self._waiters = waiters
        self.answers: Answers | None = None
        self.served: dict[str, bytes] = {}
        """Path → mark of the page that was last given out."""

    def greet(self, waiter: Any) -> None:
        """A browser has opened its ear, perhaps only after its page has changed, or after another server's end."""
        if self._is_other(waiter):
            _send(waiter, "*")

    def tell(self, changes: Changes) -> None:
        for waiter in tuple(self._waiters()):
            if changes.others or self._is_other(waiter):
                _send(waiter, "*")
                continue
            for path in (*changes.styles, *changes.pictures):
                _send(waiter, path)

    def _is_other(self, waiter: Any) -> bool:
        """Whether its page would be answered otherwise now."""
        page = waiter.page
        if self.answers is None or not page:
            return False
        if page == f"{OWN}problems":
            answer = self.answers.problems()
        else:
            path = unquote_to_bytes(page).decode("utf-8", "replace")
            answer = self.answers.answer(path, waiter.get_cookie(COOKIE) or "")
        return self.served.get(page) != answer.mark()


def _send(waiter: Any, path: str) -> None:
    waiter.send_message({"command": "reload", "path": path, "liveCSS": True, "liveImg": True})
