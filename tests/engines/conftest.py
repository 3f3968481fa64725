"""A real HTTP server on loopback that misbehaves on request."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Behaviour = Callable[[BaseHTTPRequestHandler], None]


class Server:
    """Set `behaviour` before asking; `requests` has (path, body, User-Agent) of what was asked."""

    def __init__(self) -> None:
        self.behaviour: Behaviour = lambda handler: None
        self.requests: list[tuple[str, str, str]] = []
        self.over = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8")
                outer.requests.append((self.path, body, self.headers.get("User-Agent", "")))
                try:
                    outer.behaviour(self)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = _answer

            def log_message(self, *args: object) -> None:
                """Silence."""

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.http.server_port}/"
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        self.over.set()
        self.http.shutdown()
        self.http.server_close()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    one = Server()
    yield one
    one.close()


def answer(status: int, body: str | bytes, kind: str = "text/html; charset=utf-8", **headers: str) -> Behaviour:
    """Sends the whole answer at once."""
    data = body.encode("utf-8") if isinstance(body, str) else body

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", kind)
        handler.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)

    return behave


def google(text: str) -> Behaviour:
    """Google's mobile page with a text as the result."""
    return answer(200, f'<html><body><div class="result-container">{text}</div></body></html>')


def json(text: str, status: int = 200) -> Behaviour:
    return answer(status, text, "application/json")


def silent(server: Server) -> Behaviour:
    """Takes the request and says nothing."""
    return lambda handler: bool(server.over.wait(30)) and None  # type: ignore[return-value,func-returns-value]


def dripping(server: Server) -> Behaviour:
    """Sends a byte now and then, so that no read timeout ever ends it."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while not server.over.wait(0.1):
            handler.wfile.write(b" ")
            handler.wfile.flush()

    return behave


def dripping_headers(server: Server) -> Behaviour:
    """Sends a byte of its first line now and then."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        while not server.over.wait(0.1):
            handler.wfile.write(b"H")
            handler.wfile.flush()

    return behave


def dropping(handler: BaseHTTPRequestHandler) -> None:
    """Closes the connection in the middle of its answer."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"<html>")
    handler.close_connection = True
