"""The preview's server: who may ask, and for what. Raw sockets, since clients tidy odd paths up."""

from __future__ import annotations

import base64
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from build_site.preview.hosts import Hosts, address, is_open
from build_site.store.project import find_project
from tests.build.serving import Running, serving
from tests.conftest import ROOT

SECRET = "nobody but the editor reads this"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Of one article, beside a secret, with links out of its folder."""
    root = tmp_path_factory.mktemp("digest")
    shutil.copytree(ROOT / "site_src", root / "site_src", ignore=shutil.ignore_patterns("translations", "articles"))
    terms = root / "site_src" / "glossary" / "vi-en.csv"
    terms.write_text("\n".join(terms.read_text("utf-8").split("\n")[:5]) + "\n", "utf-8")
    (root / "site_src" / "translations").mkdir()
    (root / "seeds").mkdir()
    (root / "seeds" / "one.txt").write_text("Huyện họp\n\nNgày 5/6/2024, huyện họp về cán bộ.\n", "utf-8")
    (root / "secret.txt").write_text(SECRET, "utf-8")
    project = find_project(root, templates=ROOT / "templates")
    with serving(project, tmp_path_factory.mktemp("said") / "said.txt", "--offline") as running:
        (project.out / "link.txt").symlink_to(root / "secret.txt")
        (project.out / "folder").symlink_to(root)
        (project.out / "listed").mkdir()
        (project.out / "listed" / "a.txt").write_text("a", "utf-8")
        yield running


def ask(preview: Running, head: str, host: str | None = "localhost") -> bytes:
    """The whole answer to a request line, with further lines where there are any."""
    lines = [head.split("\r\n", maxsplit=1)[0], *([f"Host: {host}:{preview.port}"] if host is not None else [])]
    lines += [*head.split("\r\n")[1:], "Connection: close", "", ""]
    with socket.create_connection(("127.0.0.1", preview.port), 20) as connection:
        connection.sendall("\r\n".join(lines).encode("utf-8", "surrogateescape"))
        connection.settimeout(20)
        answer = b""
        try:
            while part := connection.recv(65_536):
                answer += part
        except ConnectionResetError:
            pass
    return answer


def status(answer: bytes) -> int:
    return int(answer.split(b" ", 2)[1]) if answer else 0


ODD = [
    "/../secret.txt", "/..%2fsecret.txt", "/%2e%2e/secret.txt", "/%2e%2e%2fsecret.txt", "/%252e%252e/secret.txt",
    "/en/../../secret.txt", "/en/%2e%2e/%2e%2e/secret.txt", "/..\\secret.txt", "/..%5csecret.txt",
    "/%5c..%5csecret.txt", "//secret.txt", "///etc/passwd", "/%2fetc/passwd", "/etc/passwd", "//etc/passwd",
    "/./../secret.txt", "/folder/secret.txt", "/link.txt", "/folder/", "/..", "/../", "/%00", "/index.html%00.txt",
    "/..%00/secret.txt", "/%c0%ae%c0%ae/secret.txt", "/%ff", "/secret.txt", "/seeds/one.txt",
    "/.built-by-build_site", "/.preview/../secret.txt", "/.preview/..%2fserver.py", "/.preview/problems.html",
    "/.preview/%2e%2e%2f%2e%2e%2fsecret.txt", "/en/;/../secret.txt", "/file:///etc/passwd", "/C:/secret.txt",
    "/....//secret.txt", "/" + "a" * 5000, "/" + "a/" * 3000, "/assets/../../secret.txt",
    "/assets/%2e%2e%2f%2e%2e%2fsecret.txt", "http://other.example/../secret.txt", "*",
]  # fmt: skip

FOREIGN = [
    "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "evil.example#localhost", "evil@localhost",
    "10.0.0.1", "localhost, evil.example", "0.0.0.0", "[::2]", "", "[", "localhost\\evil.example",
]  # fmt: skip
HARMLESS = [
    "POST / HTTP/1.1\r\nContent-Length: 0", "PUT /x HTTP/1.1\r\nContent-Length: 0", "DELETE / HTTP/1.1",
    "TRACE / HTTP/1.1", "GET  HTTP/1.1", "GET / HTTP/9.9", "nonsense", "GET / HTTP/1.1\r\nRange: bytes=9999999-",
    "GET / HTTP/1.1\r\nX: " + "a" * 70_000,
]  # fmt: skip


@pytest.mark.parametrize("path", ODD, ids=lambda path: path[:40])
@pytest.mark.guarantee("E8")
def test_no_path_leads_out_of_the_site(preview, path):
    """Ways up, encoded once or twice, links, other drives, zero bytes: refused, and nothing of the project is given."""
    answer = ask(preview, f"GET {path} HTTP/1.1")
    assert status(answer) in (0, 400, 403, 404), answer[:300]
    assert SECRET.encode() not in answer
    assert b"root:" not in answer
    assert b"Traceback" not in answer
    assert preview.process.poll() is None


def test_a_folder_is_not_listed(preview):
    """A folder without a page is not there; one with a page leads to it; no redirect leaves the server."""
    assert status(ask(preview, "GET /listed/ HTTP/1.1")) == 404
    assert status(ask(preview, "GET /listed HTTP/1.1")) == 404
    answer = ask(preview, "GET /en HTTP/1.1")
    assert status(answer) == 302
    assert b"\r\nLocation: /en/\r\n" in answer
    for to in ("//evil.example/", "http://evil.example/", "/\\evil.example", "javascript:alert(1)", "/%0d%0aX: y"):
        answer = ask(preview, f"GET /.preview/see?number=1&to={to.replace(' ', '%20')} HTTP/1.1")
        head = answer.partition(b"\r\n\r\n")[0]
        assert b"evil.example" not in head
        assert b"javascript" not in head
        assert b"\r\nX: y" not in head


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize(
    "path", ["/", "/livereload.js", "/livereload", "/.preview/problems", "/assets/site.css", "/no"]
)
@pytest.mark.guarantee("E8")
def test_another_name_is_refused(preview, host, path):
    """DNS rebinding: a page that has its own name point to this machine learns nothing, wherever it asks."""
    answer = ask(preview, f"GET {path} HTTP/1.1\r\nOrigin: http://{host}", host=host)
    assert status(answer) in (400, 403)
    assert b"<html" not in answer
    assert b"Access-Control-Allow-Origin" not in answer


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "127.0.0.1", "[::1]"])
def test_its_own_names_are_answered(preview, host):
    """localhost and the loopback's numbers, whatever the capitals."""
    answer = ask(preview, "GET / HTTP/1.1", host=host)
    assert status(answer) == 200
    assert b"X-Content-Type-Options: nosniff" in answer
    assert b"Cross-Origin-Resource-Policy: same-origin" in answer


def shake(preview: Running, host: str, origin: str | None) -> bytes:
    """The answer to a browser that wants to be told of changes."""
    lines = ["GET /livereload HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13"]
    lines += [f"Origin: {origin}"] if origin else []
    with socket.create_connection(("127.0.0.1", preview.port), 20) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        return connection.recv(4096)


def test_a_page_from_elsewhere_is_told_of_no_changes(preview):
    """The web socket: its own pages alone, by a name of its own."""
    own = f"localhost:{preview.port}"
    assert status(shake(preview, own, f"http://{own}")) == 101
    for host, origin in (
        (own, "http://evil.example"),
        (own, "null"),
        (own, f"http://127.0.0.1.evil.example:{preview.port}"),
        (own, f"http://localhost:{preview.port + 1}"),
        (own, "http://[bad"),
        (f"evil.example:{preview.port}", f"http://evil.example:{preview.port}"),
    ):
        assert status(shake(preview, host, origin)) == 403, (host, origin)


@pytest.mark.parametrize("head", HARMLESS, ids=lambda head: head[:12])
def test_odd_requests_do_no_harm(preview, head):
    """Refused, or answered as usual; the server goes on."""
    assert b"Traceback" not in ask(preview, head)
    assert status(ask(preview, "GET / HTTP/1.1")) == 200


def test_a_part_of_a_file_and_its_head_alone_can_be_had(preview):
    """As players of films want it."""
    part = ask(preview, "GET /assets/site.css HTTP/1.1\r\nRange: bytes=0-9")
    assert status(part) == 206
    assert len(part.partition(b"\r\n\r\n")[2]) == 10
    head = ask(preview, "HEAD / HTTP/1.1")
    assert status(head) == 200
    assert head.partition(b"\r\n\r\n")[2] == b""


@pytest.mark.guarantee("E8")
def test_it_listens_on_the_loopback_alone(preview):
    """No other address of the machine, where it has one, is listened on."""
    found = Path("/proc/net/tcp")
    if not found.is_file():
        pytest.skip("the system does not tell who listens")
    listening = [line.split()[1] for line in found.read_text("utf-8").split("\n")[1:] if line.split()[3:4] == ["0A"]]
    assert [each for each in listening if each.endswith(f":{preview.port:04X}")] == [f"0100007F:{preview.port:04X}"]
    assert "Others on the network" not in preview.said()


@pytest.mark.guarantee("E8")
def test_who_opens_it_to_the_network_is_warned(preview, tmp_path):
    """--host 0.0.0.0 says what that means; names are still refused, numbers of the machine are not."""
    root = tmp_path / "other"
    shutil.copytree(preview.project.root, root, ignore=shutil.ignore_patterns("build", ".build_site"))
    project = find_project(root, templates=ROOT / "templates")
    with serving(project, tmp_path / "said.txt", "--host", "0.0.0.0") as other:
        assert "Others on the network can read this preview" in other.said()
        assert status(ask(other, "GET / HTTP/1.1", host="10.0.0.1")) == 200
        assert status(ask(other, "GET / HTTP/1.1", host="evil.example")) == 403


def test_hosts():
    """Which names are its own, and which addresses others can reach."""
    assert Hosts("digest.local").known("DIGEST.local:8000")
    assert not Hosts("127.0.0.1").known("digest.local")
    assert Hosts("::").known("[fe80::1]:8000")
    assert not Hosts("127.0.0.1").known("192.168.0.2")
    assert not Hosts("0.0.0.0").known("evil.example:8000")
    assert [is_open(host) for host in ("127.0.0.1", "127.0.0.2", "::1", "localhost")] == [False] * 4
    assert [is_open(host) for host in ("", "0.0.0.0", "::", "192.168.0.2", "digest.local")] == [True] * 5
    assert address("::1", 80) == "http://[::1]:80/"
    assert address("0.0.0.0", 80) == "http://localhost:80/"
