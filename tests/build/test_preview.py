"""`serve` on the loopback, as an editor uses it."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable

import pytest
from msgspec import structs

from tests.build.conftest import build, seed
from tests.conftest import ROOT


@pytest.fixture
def preview(small):
    """A running preview: (its address, its process)."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "build_site", "serve", "--project", str(small.root)]
    command += ["--templates", str(small.templates), "--port", str(port)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        address = f"http://127.0.0.1:{port}/"
        try:
            until(lambda: b"<html" in page(address))
            yield address, process
        finally:
            process.kill()


def page(address: str) -> bytes:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            data: bytes = answer.read()
            return data
    except OSError:
        return b""


def until(true: Callable[[], bool], seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.1)


def test_an_edit_is_shown_and_the_browser_told(small, preview):
    """A saved seed is on the served page soon after; pages carry livereload's script, the files in build/ do not."""
    address, process = preview
    tail = next(small.out.glob("en/articles/2023/ban-to-chuc*")).relative_to(small.out).as_posix()
    assert b"livereload.js" in page(f"{address}{tail}/index.html")
    assert b"livereload.js" not in (small.out / tail / "index.html").read_bytes()
    path = seed(small, "004")
    path.write_text(path.read_text("utf-8").replace("76 đảng viên", "77 đảng viên"), "utf-8")
    until(lambda: "77 đảng viên".encode() in page(f"{address}{tail}/article.json"))
    process.send_signal(signal.SIGINT)
    assert process.wait(10) in (0, 130)


def test_a_file_that_is_moved_here_is_seen(small, preview, tmp_path):
    """A file older than the server, moved into seeds/, is built."""
    address, _ = preview
    old = tmp_path / "old.txt"
    old.write_text("Huyện họp bàn công tác cán bộ\n\nNgày 5/6/2024, huyện họp về cán bộ.\n", "utf-8")
    os.utime(old, (1_000_000_000, 1_000_000_000))
    old.rename(small.seeds / "old.txt")
    until(lambda: b"<html" in page(f"{address}en/articles/2024/huyen-hop-ban-cong-tac-can-bo/index.html"))


def test_a_template_is_shown_before_the_whole_site_is_made_with_it(small, tmp_path):
    """While every page is being made anew, the one that is asked for comes at once, of an article and of a list, and is
    the one that is written in the end."""
    from build_site.work.glimpse import Glimpse

    templates = tmp_path / "look"
    shutil.copytree(small.templates, templates)
    project = structs.replace(small, templates=templates)
    build(project)
    base = templates / "base.html"
    base.write_text(base.read_text("utf-8").replace("</body>", "<!-- mine --></body>"), "utf-8")
    glimpse = Glimpse(project)
    paths = [
        "index.html",
        "404.html",
        "en/timeline/2023/index.html",
        "vi/tags/cadre-work/index.html",
        "vi/people/index.html",
    ]
    paths += [path.relative_to(small.out).as_posix() for path in small.out.glob("*/articles/*/*/index.html")]
    paths += [path.relative_to(small.out).as_posix() for path in small.out.glob("en/glossary/*/index.html")]
    made = {path: glimpse.page(path) for path in paths}
    assert glimpse.page("assets/site.css") is None
    assert all(b"<!-- mine -->" in (page or b"") for page in made.values())
    build(project)
    assert made == {path: (small.out / path).read_bytes() for path in paths}


def test_a_failing_build_keeps_the_last_good_site(small, preview):
    """A mistake in site.toml does not take the preview down; mended, it goes on."""
    address, process = preview
    settings = small.site_src / "site.toml"
    good = settings.read_text("utf-8")
    settings.write_text(good + "\n[nonsense\n", "utf-8")
    time.sleep(2)
    assert process.poll() is None
    assert b"<html" in page(address)
    settings.write_text(good.replace("Vietnam Local Digest", "Another Digest"), "utf-8")
    until(lambda: b"Another Digest" in page(address))
