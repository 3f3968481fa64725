"""Publishing: the files that `init --host` and `host` write are read as their hosts read them, and what they run is
run."""

from __future__ import annotations

import http.client
import importlib.metadata
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest
import yaml

from build_site.site.headers import ASK_AGAIN, KEEP_FONTS, everywhere
from build_site.store.hosting import HOSTS, Site, host_files, place_host, requirements
from tests.conftest import ROOT

Shell = Callable[..., subprocess.CompletedProcess[str]]
NEW = "Xã Ba Bến họp dân\n12/09/2026\n\nỦy ban nhân dân xã Ba Bến họp dân vào ngày 15/9/2026 về đường liên thôn.\n"
COUNTED = re.compile(r"^[\w-]+/[\w-]+@v\d+$")
AWS = """
import fnmatch, json, os, sys
from pathlib import Path

arguments, store = sys.argv[1:], Path(os.environ["STORE"])
assert arguments[:2] == ["s3", "sync"], arguments
local, bucket, rest = Path(arguments[2]), arguments[3], arguments[4:]
held = json.loads(store.read_text()) if store.exists() else {}
told, filters, delete = {}, [], False
while rest:
    option = rest.pop(0)
    if option in ("--exclude", "--include"):
        filters.append((option == "--include", rest.pop(0)))
    elif option in ("--cache-control", "--content-type"):
        told[option[2:]] = rest.pop(0)
    elif option == "--delete":
        delete = True
    else:
        assert option == "--no-progress", option
def wanted(name):
    last = [into for into, pattern in filters if fnmatch.fnmatchcase(name, pattern)]
    return last[-1] if last else True
there = {path.relative_to(local).as_posix(): path for path in local.rglob("*") if path.is_file()}
for name, path in there.items():
    same = held.get(f"{bucket}/{name}", {}).get("content") == path.read_bytes().hex()
    if wanted(name) and not same:
        held[f"{bucket}/{name}"] = told | {"content": path.read_bytes().hex()}
if delete:
    for name in [key.removeprefix(bucket + "/") for key in held]:
        if name not in there and wanted(name):
            del held[f"{bucket}/{name}"]
store.write_text(json.dumps(held))
"""
"""What `aws s3 sync` does, as far as deploy/s3.sh goes: the last filter that fits a name has the last word."""


def _git(*arguments: str | Path, cwd: Path) -> str:
    done = subprocess.run(
        ["git", "-c", "user.name=T", "-c", "user.email=t@t.example", *map(str, arguments)],
        cwd=cwd,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new digest with the files of every host, a short glossary, and a third article that nobody has translated."""
    folder = tmp_path_factory.mktemp("started") / "my-digest"
    subprocess.run(
        [sys.executable, "-m", "build_site", "init", folder, "--base-url", "https://digest.example/", "--yes"],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    for host in HOSTS:
        place_host(folder, host, Site("My digest", "https://digest.example/"))
    glossary = folder / "site_src" / "glossary" / "vi-en.csv"
    glossary.write_text("\n".join(glossary.read_text("utf-8").split("\n")[:20]) + "\n", "utf-8")
    (folder / "seeds" / "2026-09-12-hop-dan.txt").write_text(NEW, "utf-8")
    return folder


@pytest.fixture(scope="module")
def site(started: Path) -> Path:
    """The same, built."""
    subprocess.run(
        [sys.executable, "-m", "build_site", "--project", started],
        check=True,
        capture_output=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    return started / "build"


@pytest.fixture
def remote(started: Path, tmp_path: Path) -> Path:
    """A bare repository that holds the digest without what a build makes, as a forge would."""
    work, bare = tmp_path / "first", tmp_path / "forge" / "me" / "digest.git"
    shutil.copytree(started, work, ignore=shutil.ignore_patterns("build", ".build_site", "urls.csv"))
    _git("init", "--quiet", "--initial-branch", "main", cwd=work)
    _git("add", "--all", cwd=work)
    _git("commit", "--quiet", "-m", "Start", cwd=work)
    _git("clone", "--quiet", "--bare", work, bare, cwd=tmp_path)
    _git("config", "receive.advertisePushOptions", "true", cwd=bare)
    return bare


@pytest.fixture
def clone(remote: Path, tmp_path: Path) -> Path:
    _git("clone", "--quiet", remote, tmp_path / "clone", cwd=tmp_path)
    return tmp_path / "clone"


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """Runs a script as a host does, with this checkout as the installed program: `pip` is only written down."""
    tools = tmp_path / "tools"
    tools.mkdir()
    pip = f'case "$*" in "-m pip "*) echo "$*" >>"{tools}/pip"; exit 0;; esac\n'
    for name in ("python", "python3"):
        (tools / name).write_text(f'#!/bin/sh\n{pip}exec "{sys.executable}" "$@"\n', "utf-8")
    (tools / "aws").write_text(f"#!{sys.executable}\n{AWS}", "utf-8")
    for path in tools.iterdir():
        path.chmod(0o755)

    def run(
        script: str, cwd: Path, *, shell: tuple[str, ...] = ("bash", "-e"), **more: str
    ) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "CI_"))}
        environment |= {
            "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(tmp_path),
        }
        return subprocess.run(
            [*shell, "-c", script], cwd=cwd, env=environment | more, capture_output=True, encoding="utf-8", check=False
        )

    return run


def _workflow(path: Path) -> dict[str, Any]:
    """A workflow, looked over as a forge would: events, times, permissions, versions, order of jobs."""
    read: dict[Any, Any] = yaml.safe_load(path.read_text("utf-8"))
    events = read[True]  # YAML's `on` is a yes
    assert {"schedule", "workflow_dispatch"} <= set(events)
    minute, hour, *days = events["schedule"][0]["cron"].split()
    assert 0 < int(minute) < 60  # the full hour is when everybody's runs start
    assert 0 <= int(hour) < 24
    assert days == ["*", "*", "*"]
    assert read["permissions"] in ({"contents": "read"}, {"contents": "write"})
    for job in read["jobs"].values():
        assert set(job) <= {"if", "needs", "runs-on", "timeout-minutes", "permissions", "environment", "steps"}
        assert job.get("needs", "build") in read["jobs"] or "needs" not in job
        for step in job["steps"]:
            assert ("uses" in step) != ("run" in step)
            assert COUNTED.match(step.get("uses", "a/b@v1"))
            assert set(step) <= {"id", "name", "uses", "with", "if", "run", "env"}
    return read


def _run_steps(job: dict[str, Any], event: str, shell: Shell, clone: Path) -> None:
    for step in job["steps"]:
        if "run" in step and not (event == "push" and step.get("if") == "github.event_name != 'push'"):
            done = shell(step["run"], clone)
            assert done.returncode == 0, (step["name"], done.stdout, done.stderr)


@pytest.mark.parametrize(
    ("event", "name", "job"),
    [("schedule", "publish", "build"), ("push", "publish", "build"), ("schedule", "nightly", "translate")],
)
def test_githubs_workflows_do_what_they_say(clone, remote, shell, tmp_path, event, name, job):
    """Every step that runs a command is run: the site is built and checked; new addresses, and at night new sentences,
    are committed and pushed, after what somebody else has pushed meanwhile; a second run commits nothing."""
    read = _workflow(clone / ".github" / "workflows" / f"{name}.yml")
    _git("clone", "--quiet", remote, tmp_path / "other", cwd=tmp_path)
    (tmp_path / "other" / "notes.txt").write_text("mine", "utf-8")
    _git("add", "notes.txt", cwd=tmp_path / "other")
    _git("commit", "--quiet", "-m", "Mine", cwd=tmp_path / "other")
    _git("push", "--quiet", cwd=tmp_path / "other")
    _run_steps(read["jobs"][job], event, shell, clone)
    assert "install --requirement requirements.txt" in (tmp_path / "tools" / "pip").read_text("utf-8")
    assert (clone / "build" / "index.html").is_file()
    held = _git("ls-tree", "-r", "--name-only", "main", cwd=remote).split()
    assert {"notes.txt", "site_src/urls.csv"} <= set(held)
    assert ("site_src/translations/en/2026-09-12-hop-dan.po" in held) == (event == "schedule")
    assert not [path for path in held if path.startswith(("build/", ".build_site/"))]
    if event == "schedule" and name == "publish":
        before = _git("rev-parse", "main", cwd=remote)
        _run_steps(read["jobs"][job], event, shell, clone)
        assert _git("rev-parse", "main", cwd=remote) == before
    if name == "publish":
        uploaded = next(step for step in read["jobs"]["build"]["steps"] if "upload-pages" in step.get("uses", ""))
        assert uploaded["with"]["path"] == "build"
        assert read["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}


def test_gitlabs_pipeline_does_what_it_says(clone, remote, shell, tmp_path):
    """The scheduled job translates, builds into public/, checks, and pushes what is new with its token; without one it
    says so and fails rather than lose an address."""
    job = yaml.safe_load((clone / ".gitlab-ci.yml").read_text("utf-8"))["pages"]
    assert job["artifacts"]["paths"] == ["public"]
    assert job["pages"] is True
    assert job["rules"] == [{"if": "$CI_COMMIT_BRANCH == $CI_DEFAULT_BRANCH"}]
    _git("checkout", "--quiet", "--detach", cwd=clone)
    said = {
        "CI_PIPELINE_SOURCE": "schedule",
        "CI_COMMIT_BRANCH": "main",
        "CI_SERVER_PROTOCOL": "https",
        "CI_SERVER_HOST": "gitlab.example",
        "CI_SERVER_PORT": "443",
        "CI_PROJECT_PATH": "me/digest",
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{remote.parent.parent.as_uri()}/.insteadOf",
        "GIT_CONFIG_VALUE_0": "https://digest:t0ken@gitlab.example:443/",
    }
    script = "\n".join(job["script"])
    refused = shell(script, clone, **said)
    assert refused.returncode == 1
    assert "no DIGEST_TOKEN" in refused.stderr
    done = shell(script, clone, shell=("sh", "-e"), **said, DIGEST_TOKEN="t0ken")
    assert done.returncode == 0, done.stderr
    assert "t0ken" not in done.stdout
    assert (clone / "public" / "index.html").is_file()
    held = _git("ls-tree", "-r", "--name-only", "main", cwd=remote).split()
    assert {"site_src/urls.csv", "site_src/translations/en/2026-09-12-hop-dan.po"} <= set(held)


def test_netlify_and_cloudflare_build_the_site(clone, shell):
    """netlify.toml and wrangler.toml are TOML with what these hosts read; their command builds the folder that they
    publish."""
    netlify = tomllib.loads((clone / "netlify.toml").read_text("utf-8"))
    wrangler = tomllib.loads((clone / "wrangler.toml").read_text("utf-8"))
    assert set(wrangler) == {"name", "compatibility_date", "pages_build_output_dir"}
    assert re.fullmatch(r"[a-z0-9-]{1,58}", wrangler["name"])
    command = next(
        line.strip("# ")
        for line in (clone / "wrangler.toml").read_text("utf-8").splitlines()
        if "build --offline" in line
    )
    assert command.replace("cloudflare", "netlify") == netlify["build"]["command"]
    done = shell(command, clone)
    assert done.returncode == 0, done.stdout + done.stderr
    assert netlify["build"]["publish"] == wrangler["pages_build_output_dir"].removeprefix("./") == "build"
    assert (clone / "build" / "404.html").is_file()
    assert netlify["build"]["environment"]["PYTHON_VERSION"] == (clone / ".python-version").read_text("utf-8").strip()


def test_headers_are_written_as_hosts_read_them(site):
    """_headers: a path starts a line, its headers are indented, `Name: value`; within the limits of Cloudflare."""
    rules: dict[str, dict[str, str]] = {}
    for line in filter(None, (site / "_headers").read_text("utf-8").split("\n")):
        assert len(line) <= 2000
        if line.startswith("/"):
            rules[line] = {}
        else:
            name, value = re.fullmatch(r"  ([A-Za-z-]+): (\S.*)", line).groups()
            rules[list(rules)[-1]][name] = value
    assert rules == {"/*": dict(everywhere()), "/assets/fonts/*": {"Cache-Control": KEEP_FONTS}}


def test_s3_gets_every_file_once_and_loses_what_is_gone(site, shell, tmp_path):
    """deploy/s3.sh: every file of the site goes to the bucket, with how long it may be kept and, where servers guess
    badly, its type; what has not changed is not sent; what is gone from the site goes last."""
    project = tmp_path / "digest"
    shutil.copytree(site.parent, project)
    build, store = project / "build", tmp_path / "store.json"
    assert shell("deploy/s3.sh", project, STORE=str(store)).returncode != 0
    done = shell("deploy/s3.sh my-bucket/digest", project, STORE=str(store))
    assert done.returncode == 0, done.stderr
    held = json.loads(store.read_text("utf-8"))
    names = {
        f"s3://my-bucket/digest/{path.relative_to(build).as_posix()}" for path in build.rglob("*") if path.is_file()
    }
    assert set(held) == {name for name in names if not name.endswith(("/_headers", "/.built-by-build_site"))}
    for name, told in held.items():
        assert told["cache-control"] == (KEEP_FONTS if "/assets/fonts/" in name else ASK_AGAIN), name
    assert held["s3://my-bucket/digest/site.webmanifest"]["content-type"] == "application/manifest+json"
    assert held["s3://my-bucket/digest/data/glossary.csv"]["content-type"] == "text/csv; charset=utf-8"
    (build / "404.html").unlink()
    shell("deploy/s3.sh my-bucket/digest", project, STORE=str(store))
    assert "s3://my-bucket/digest/404.html" not in json.loads(store.read_text("utf-8"))


def test_cloudfront_says_what_the_headers_file_says():
    """deploy/cloudfront-headers.json has every header of _headers, in the shape that its command line takes."""
    policy = json.loads(dict(host_files("s3", Site("x")))["deploy/cloudfront-headers.json"])
    security = policy["SecurityHeadersConfig"]
    items = policy["CustomHeadersConfig"]["Items"]
    assert policy["CustomHeadersConfig"]["Quantity"] == len(items)
    said = {each["Header"]: each["Value"] for each in items} | {
        "Content-Security-Policy": security["ContentSecurityPolicy"]["ContentSecurityPolicy"],
        "Referrer-Policy": security["ReferrerPolicy"]["ReferrerPolicy"],
        "X-Content-Type-Options": "nosniff" if security["ContentTypeOptions"]["Override"] else "",
    }
    assert said == dict(everywhere())


@pytest.fixture(params=["/", "/a/sub-path/"])
def nginx(request: pytest.FixtureRequest, site: Path, tmp_path: Path) -> Iterator[tuple[int, str]]:
    """(port, path) of the site behind nginx, with the file that `host nginx` writes."""
    program = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if not program:
        pytest.skip("nginx is not here, and scripts/test could not install it (Debian: nginx-light)")
    prefix: str = request.param
    root = tmp_path / "root"
    shutil.copytree(site, root / prefix.strip("/"))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    written = dict(host_files("nginx", Site("My digest", f"https://digest.example{prefix}")))["deploy/nginx.conf"]
    server = re.sub(r"    listen \[.*\n", "", written.decode()).replace("listen 80;", f"listen 127.0.0.1:{port};")
    server = re.sub(r"^    root .*;", f"    root {root};", server, flags=re.MULTILINE)
    temporary = "".join(
        f"{each}_temp_path {tmp_path}/t;" for each in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    types = next(
        each
        for each in (Path("/etc/nginx/mime.types"), Path(program).parents[1] / "etc/nginx/mime.types")
        if each.exists()
    )
    conf = tmp_path / "nginx.conf"
    conf.write_text(
        f"daemon off; master_process off; pid {tmp_path}/pid; error_log {tmp_path}/error;\nevents {{}}\n"
        f"http {{ include {types}; default_type application/octet-stream; access_log off; {temporary}\n{server}}}\n",
        "utf-8",
    )
    command = [program, "-p", str(tmp_path), "-c", str(conf), "-e", str(tmp_path / "error")]
    tested = subprocess.run([*command, "-t"], capture_output=True, encoding="utf-8", check=False)
    assert tested.returncode == 0, tested.stderr
    running = subprocess.Popen(command)
    for _ in range(100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.05)
    yield port, prefix
    running.terminate()
    running.wait()


def _ask(port: int, path: str, **headers: str) -> tuple[int, Message, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.msg, answer.read()


def test_nginx_serves_the_site_as_it_should(nginx, site):
    """Behind nginx, at the root and below a path: every header once and as _headers has it, on errors too; types and
    encodings right; fonts kept, the rest asked for again at the cost of an empty answer; 404.html at any depth."""
    port, prefix = nginx
    status, front, body = _ask(port, prefix)
    assert (status, body) == (200, (site / "index.html").read_bytes())
    for name, value in (*everywhere(prefix), ("Cache-Control", ASK_AGAIN)):
        assert front.get_all(name) == [value]
    assert front["Content-Type"] == "text/html; charset=utf-8"
    status, _, body = _ask(port, prefix, **{"If-None-Match": front["ETag"]})
    assert (status, body) == (304, b"")
    _, packed, body = _ask(port, f"{prefix}assets/site.css", **{"Accept-Encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert len(body) < (site / "assets" / "site.css").stat().st_size / 2
    font = next((site / "assets" / "fonts").glob("*.woff2")).name
    status, kept, _ = _ask(port, f"{prefix}assets/fonts/{font}")
    assert (status, kept["Content-Type"]) == (200, "font/woff2")
    for name, value in (*everywhere(prefix), ("Cache-Control", KEEP_FONTS)):
        assert kept.get_all(name) == [value]
    kinds = {
        "site.webmanifest": "application/manifest+json",
        "data/glossary.csv": "text/csv; charset=utf-8",
        "data/articles.jsonl": "application/jsonl; charset=utf-8",
        "data/glossary.tbx": "application/xml",
    }
    for path, kind in kinds.items():
        status, told, _ = _ask(port, prefix + path)
        assert (status, told.get_all("Content-Type")) == (200, [kind]), path
        assert told.get_all("Content-Security-Policy") == [front["Content-Security-Policy"]]
    status, missing, body = _ask(port, f"{prefix}en/articles/2020/gone/deep/index.html")
    assert (status, body) == (404, (site / "404.html").read_bytes())
    assert missing.get_all("Content-Security-Policy") == [front["Content-Security-Policy"]]
    assert _ask(port, f"{prefix}.built-by-build_site")[0] == 404
    status, moved, _ = _ask(port, f"{prefix}en")
    assert (status, moved["Location"]) == (301, f"{prefix}en/")


def test_a_server_of_ones_own_is_filled_at_night(clone, remote, shell, tmp_path):
    """deploy/nightly.sh: pulls, translates, builds, checks, pushes what is new, and copies the site, without the
    program's own lists and without what is gone."""
    if not shutil.which("rsync"):
        pytest.skip("rsync is not here, and scripts/test could not install it")
    web = tmp_path / "web"
    web.mkdir()
    (web / "gone.html").write_text("old", "utf-8")
    for name, value in (("user.name", "T"), ("user.email", "t@t.example")):
        _git("config", name, value, cwd=clone)
    done = shell(f"deploy/nightly.sh {web} python", clone)
    assert done.returncode == 0, done.stdout + done.stderr
    built = {path.relative_to(clone / "build") for path in (clone / "build").rglob("*") if path.is_file()}
    copied = {path.relative_to(web) for path in web.rglob("*") if path.is_file()}
    assert copied == built - {Path("_headers"), Path(".built-by-build_site")}
    assert "site_src/translations/en/2026-09-12-hop-dan.po" in _git("ls-tree", "-r", "--name-only", "main", cwd=remote)


def test_no_file_of_an_editor_is_replaced(tmp_path, run):
    """`host` writes what is missing, says what was there, and leaves another text alone."""
    run("init", tmp_path / "x", "--yes")
    (tmp_path / "x" / "netlify.toml").write_text("# mine\n", "utf-8")
    said = run("host", "netlify", "--project", tmp_path / "x")
    assert said.returncode == 0, said.stderr
    assert "netlify.toml  is there with another text, and stays" in said.stdout
    assert "requirements.txt  was there already" in said.stdout
    assert "https://SITE.netlify.app/" in said.stdout  # base_url is empty
    assert (tmp_path / "x" / "netlify.toml").read_text("utf-8") == "# mine\n"
    run("host", "nginx", "--project", tmp_path / "x")
    assert os.access(tmp_path / "x" / "deploy" / "nightly.sh", os.X_OK)


def test_init_writes_the_files_of_a_host(tmp_path, run):
    """`init --host` is `init`, then `host`."""
    run("init", tmp_path / "x", "--host", "github", "--yes")
    assert (tmp_path / "x" / ".github" / "workflows" / "publish.yml").is_file()


def test_every_text_is_filled_in():
    """No placeholder is left over, whatever the host, and no name breaks out of its file."""
    for host in HOSTS:
        for path, data in host_files(host, Site('a "b"; } # \n', "https://a;b.example/x y;{}'/")):
            assert not re.search(rb"\{\{\w+\}\}", data), path
            assert b"a;b" not in data
            assert b"x y" not in data


class _Installed:
    version = "0.1.0"

    def __init__(self, folder: Path, told: object, place: Path) -> None:
        self.folder, self.place = folder, place
        path = folder / "build_site-0.1.0.dist-info" / "direct_url.json"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)
        if told:
            path.write_text(json.dumps(told), "utf-8")

    def locate_file(self, name: str) -> Path:
        return (self.place if name == "build_site" else self.folder) / name


def test_requirements_name_the_program_as_it_was_installed(monkeypatch, tmp_path):
    """From an index its version, from a repository its commit, from a wheel that wheel, which comes along; from a
    checkout a wheel that is to be made: never a name that some index might give to something else."""
    wheel = tmp_path / "build_site-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")

    def line(told: object, place: Path = ROOT) -> tuple[str, dict[str, bytes]]:
        monkeypatch.setattr(importlib.metadata, "distribution", lambda _: _Installed(tmp_path, told, place))
        made = dict(requirements())
        lines = made["requirements.txt"].decode().splitlines()
        assert [each for each in lines[:-1] if each and not each.startswith("#")] == []
        return lines[-1], made

    assert line(None)[0].startswith("build-site==")
    git = {"url": "https://git.example/a/b", "vcs_info": {"vcs": "git", "commit_id": "abc", "requested_revision": "v1"}}
    assert line(git)[0] == "build-site @ git+https://git.example/a/b@abc"
    named, made = line({"url": wheel.as_uri(), "archive_info": {}})
    assert (named, made[named.removeprefix("./")]) == (f"./vendor/{wheel.name}", b"wheel")
    elsewhere = f"https://files.example/{wheel.name}"
    assert line({"url": elsewhere, "archive_info": {}})[0] == f"build-site @ {elsewhere}"
    for told, place in (({"url": ROOT.as_uri(), "dir_info": {"editable": True}}, ROOT), (None, tmp_path)):
        named, made = line(told, place)
        assert named.startswith("./vendor/build_site-")
        assert list(made) == ["requirements.txt"]
