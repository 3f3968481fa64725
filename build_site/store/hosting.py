"""Files that publish a digest somewhere: workflows, settings of hosts, a server's configuration, and the line that says
what the digest is built with. The texts lie in `hosting/`; headers come from the one place that has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import msgspec
from msgspec import Struct

from build_site import __version__
from build_site.site.headers import ASK_AGAIN, KEEP_FONTS, everywhere
from build_site.site.urls import slug
from build_site.store.files import disk, read_text

_TEXTS = Path(__file__).parent.parent / "hosting"
_PROGRAM = Path(__file__).parent.parent
REQUIREMENTS = "requirements.txt"
HOSTS: dict[str, tuple[tuple[str, str], ...]] = {
    "github": ((".github/workflows/publish.yml", "github.yml"),),
    "gitlab": ((".gitlab-ci.yml", "gitlab.yml"),),
    "netlify": (("netlify.toml", "netlify.toml"),),
    "cloudflare": (("wrangler.toml", "wrangler.toml"), (".python-version", "")),
    "s3": (("deploy/s3.sh", "s3.sh"), ("deploy/cloudfront-headers.json", "")),
    "nginx": (("deploy/nginx.conf", "nginx.conf"), ("deploy/nightly.sh", "nightly.sh")),
    "nightly": ((".github/workflows/nightly.yml", "nightly.yml"),),
    "none": (),
}
"""Host → (path in the project, text in `hosting/`; none where it is made here)."""
ADDRESSES = {
    "github": "https://OWNER.github.io/REPOSITORY/, or https://OWNER.github.io/ for a repository OWNER.github.io",
    "gitlab": "https://OWNER.gitlab.io/PROJECT/, or what Deploy → Pages shows",
    "netlify": "https://SITE.netlify.app/",
    "cloudflare": "https://PROJECT.pages.dev/",
}
_TYPES = {
    "webmanifest": "application/manifest+json",
    "jsonl": "application/jsonl; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "bib": "application/x-bibtex; charset=utf-8",
    "tbx": "application/xml",
    "tmx": "application/xml",
}
"""Endings of the site's files that servers do not all know."""
_PYTHON = "3.12\n"
_HOST_NAME = re.compile(r"[\w.-]{1,253}")


class Placed(Struct, frozen=True):
    """One of a host's files."""

    path: str
    """Below the project."""
    state: str
    """`written`; `same` where it was there; `kept` where another text was there, which stays."""


class Site(Struct, frozen=True):
    """What of a digest its host's files name."""

    name: str
    base_url: str = ""

    @property
    def prefix(self) -> str:
        """Path at which the site stands, slashes included."""
        return f"/{quote(urlsplit(self.base_url).path.strip('/'), safe='/%~')}/".replace("//", "/")

    @property
    def server(self) -> str:
        found = urlsplit(self.base_url).hostname or ""
        return found if _HOST_NAME.fullmatch(found) else "digest.example"


def place_host(folder: Path, host: str, site: Site) -> list[Placed]:
    """Write the files of a host, one of HOSTS, and what they need, into a project. A file that is there stays."""
    placed = []
    for path, data in host_files(host, site):
        target = folder / path
        with disk(target):
            if target.exists():
                placed.append(Placed(path, "same" if target.read_bytes() == data else "kept"))
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
            if path.endswith(".sh"):
                target.chmod(0o755)
            placed.append(Placed(path, "written"))
    return placed


def host_files(host: str, site: Site) -> Iterator[tuple[str, bytes]]:
    """(path below the project, bytes) of the files of a host, and of the requirements that all of them have."""
    yield from requirements()
    values = {name: value.encode() for name, value in _values(site).items()}
    for path, text in HOSTS[host]:
        if text:
            with disk(_TEXTS / text):
                data = (_TEXTS / text).read_bytes()
            for name, value in values.items():
                data = data.replace(b"{{%s}}" % name.encode(), value)
            yield path, data
        else:
            yield path, _PYTHON.encode() if path == ".python-version" else cloudfront().encode()


def _values(site: Site) -> dict[str, str]:
    said = [f'add_header {name} "{value}" always;' for name, value in everywhere(site.prefix)]
    name = slug(site.name) or "digest"
    typed = [
        f"sync --exclude '*' --include '*.{end}' --content-type '{kind}' --cache-control '{ASK_AGAIN}'"
        for end, kind in _TYPES.items()
    ]
    types = [f'location ~ \\.{end}$ {{ default_type "{kind}"; }}' for end, kind in _TYPES.items()]
    return {
        "project": msgspec.json.encode(name).decode(),
        "folder": f"/var/www/{name}",
        "prefix": site.prefix,
        "server": site.server,
        "headers": "\n".join(f"    {line}" for line in said),
        "headers_below": "\n".join(f"        {line}" for line in said),
        "types": "\n".join(f"    {line}" for line in types),
        "typed": "\n".join(typed),
        "untyped": " ".join(f"--exclude '*.{end}'" for end in _TYPES),
        "keep": KEEP_FONTS,
        "ask": ASK_AGAIN,
    }


def cloudfront() -> str:
    """A response headers policy for CloudFront, which storage cannot say by itself: JSON for its command line."""
    named = dict(everywhere())
    security = {
        "ContentSecurityPolicy": {
            "Override": True,
            "ContentSecurityPolicy": named.pop("Content-Security-Policy"),
        },
        "ContentTypeOptions": {"Override": named.pop("X-Content-Type-Options") == "nosniff"},
        "ReferrerPolicy": {"Override": True, "ReferrerPolicy": named.pop("Referrer-Policy")},
    }
    items = [{"Header": name, "Value": value, "Override": True} for name, value in named.items()]
    policy = {
        "Name": "digest",
        "Comment": "The headers of build/_headers",
        "SecurityHeadersConfig": security,
        "CustomHeadersConfig": {"Quantity": len(items), "Items": items},
    }
    return msgspec.json.format(msgspec.json.encode(policy), indent=2).decode() + "\n"


class _Origin(Struct):
    """How pip says where a package came from (PEP 610)."""

    url: str
    vcs_info: dict[str, str] = {}
    dir_info: dict[str, bool] | None = None


def requirements() -> Iterator[tuple[str, bytes]]:
    """requirements.txt, whose one line names this program as it was installed here; and the wheel, where it was
    installed from one that is still there."""
    from urllib.request import url2pathname

    wheel = f"./vendor/build_site-{__version__}-py3-none-any.whl"
    line, why = wheel, "# Written from a checkout: make the wheel, as said above, and commit it."
    origin = _origin()
    if origin == "index":
        line, why = f"build-site=={__version__}", "# Installed from a package index: your host must ask the same one."
    elif isinstance(origin, _Origin):
        file = Path(url2pathname(unquote(urlsplit(origin.url).path))) if origin.url.startswith("file:") else None
        if origin.vcs_info.get("commit_id"):
            address = f"{origin.vcs_info.get('vcs', 'git')}+{origin.url}@{origin.vcs_info['commit_id']}"
            line, why = f"build-site @ {address}", "# The commit that is installed here."
        elif file and file.suffix == ".whl" and file.is_file():
            with disk(file):
                data = file.read_bytes()
            yield f"vendor/{file.name}", data
            line, why = f"./vendor/{file.name}", "# The wheel that is installed here; commit it."
        elif not file:
            line, why = f"build-site @ {origin.url}", "# The address it was installed from here."
    with disk(_TEXTS):
        text = (_TEXTS / REQUIREMENTS).read_text("utf-8")
    for name, value in {"version": __version__, "line": line, "why": why}.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    yield REQUIREMENTS, text.encode("utf-8")


def wheel_missing(folder: Path) -> str:
    """The wheel that requirements.txt names and that is not there; empty where nothing is missing."""
    with disk(folder / REQUIREMENTS):
        lines = (folder / REQUIREMENTS).read_text("utf-8").splitlines()
    named = [line.strip() for line in lines if line.startswith("./") and line.strip().endswith(".whl")]
    return next((line for line in named if not (folder / line).is_file()), "")


def _origin() -> _Origin | str | None:
    """Where the running program was installed from: `index`; None where it runs from a checkout."""
    from importlib import metadata

    try:
        installed = metadata.distribution("build-site")
        if Path(str(installed.locate_file("build_site"))).resolve() != _PROGRAM.resolve():
            return None
        beside = f"build_site-{installed.version}.dist-info/direct_url.json"
        told = read_text(Path(str(installed.locate_file(beside))))
    except metadata.PackageNotFoundError:
        return None
    if not told:
        return "index"
    try:
        origin = msgspec.json.decode(told, type=_Origin)
    except msgspec.DecodeError:
        return None
    return None if origin.dir_info is not None else origin
