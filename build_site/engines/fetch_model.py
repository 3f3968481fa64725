"""Fetching the offline engine's model: once, by a person's command, on that person's machine."""

from __future__ import annotations

import gzip
import hashlib
import io
import shutil
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from msgspec import Struct

from build_site.config import TranslateSettings
from build_site.engines.download import OTHERWISE, SILENCE, download, fetch_json, forget
from build_site.engines.model_index import Listed, Remote, choose
from build_site.engines.offline import FETCH, MANIFEST, sha256_of
from build_site.engines.secrets import web_address
from build_site.errors import ConfigProblem, EngineProblem, StoreProblem
from build_site.store.files import disk, write_durably

MOST_OF_A_LIST = 20_000_000
"""Bytes; Mozilla's has about 1,000,000."""
MOST_OF_A_FILE = 2_000_000_000
"""Bytes of an unpacked file; Mozilla's largest have about 60,000,000."""
NOTICE = (
    "The models are Mozilla's, under the Mozilla Public License 2.0. This address serves Firefox, and is not for the "
    "use of production services: fetch a model once, keep its folder, and copy that to other machines."
)
_MOZILLA = "mozilla.com"


class FetchedModel(Struct, frozen=True):
    """What was fetched; `--json` prints it."""

    pair: str
    version: str
    folder: str
    index: str
    files: tuple[tuple[str, int, str], ...]
    """(name, bytes, sha256) of each file in the folder."""
    downloaded: int
    """Bytes, in this run."""
    notice: str = ""


def notice(settings: TranslateSettings) -> str:
    """What a person should know of the address before it is asked; empty for their own."""
    host = urlsplit(settings.model_index).hostname or ""
    return NOTICE if host == _MOZILLA or host.endswith(f".{_MOZILLA}") else ""


def fetch_model(
    settings: TranslateSettings,
    pair: tuple[str, str],
    *,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    silence: float = SILENCE,
) -> FetchedModel:
    """The newest model of the pair in the folder of `offline_model`, whole and with its checksums, or nothing changed
    there but for parts of files, with which the next run goes on.

    `progress` is told (file, bytes, of how many). Raises ConfigProblem, EngineProblem, StoreProblem.
    """
    if not settings.offline_model:
        hint = 'Name the folder that it shall lie in, such as offline_model = "models"'
        raise ConfigProblem("there is no place for a model", where="site.toml, [translate] offline_model", hint=hint)
    index = web_address(settings.model_index, "site.toml, [translate] model_index", TranslateSettings().model_index)
    listed = choose(fetch_json(index, MOST_OF_A_LIST, silence), pair, index)
    folder = Path(settings.offline_model) / "-".join(pair)
    with disk(folder):
        folder.mkdir(parents=True, exist_ok=True)
    _make_sure_of_room(folder, listed)
    if any(file.packed == "zst" for file in listed.files) and find_spec("fxtranslate") is None:
        hint = "Install it with: python -m pip install fxtranslate"
        raise ConfigProblem(
            "the offline engine's package, which unpacks its models, is missing", where=index, hint=hint
        )
    base = ""
    downloaded = 0
    for file in listed.files:
        path = folder / file.name
        if file.content and path.is_file() and sha256_of(path) == file.content:
            progress(file.name, file.size, file.size)
            continue
        base = base or _base(settings, index, silence)
        downloaded += _fetch(file, base, path, progress, silence)
    found = tuple(
        (file.name, (folder / file.name).stat().st_size, sha256_of(folder / file.name)) for file in listed.files
    )
    # Last, since the engine loads what it names: until now the old model was named, or none.
    write_durably(folder / MANIFEST, "".join(f"{digest}  {name}\n" for name, _, digest in found).encode("utf-8"))
    return FetchedModel("-".join(pair), listed.version, str(folder), index, found, downloaded, notice=notice(settings))


def _base(settings: TranslateSettings, index: str, silence: float) -> str:
    """Where the files lie. A server of Remote Settings says it at its root, `…/v1/`."""
    if settings.model_files:
        where = "site.toml, [translate] model_files"
        return web_address(settings.model_files, where, "https://models.example.org/").rstrip("/") + "/"
    root, version, _ = index.partition("/v1/")
    hint = "Say where the files lie: --model-files URL, or model_files in site.toml."
    if not version:
        raise ConfigProblem("the list does not say where its files lie", where=index, hint=hint)
    answer = fetch_json(f"{root}/v1/", MOST_OF_A_LIST, silence)
    try:
        url = answer["capabilities"]["attachments"]["base_url"]
        if not isinstance(url, str):
            raise TypeError
    except (KeyError, TypeError):
        raise EngineProblem("the server does not say where its files lie", where=f"{root}/v1/", hint=hint) from None
    return web_address(urljoin(f"{root}/v1/", url), f"{root}/v1/", "https://models.example.org/").rstrip("/") + "/"


def _fetch(file: Remote, base: str, path: Path, progress: Callable[[str, int, int], None], silence: float) -> int:
    """Downloads, unpacks, checks, and puts the file in its place. Returns the bytes that were downloaded."""
    url = base + file.location.lstrip("/")
    # The checksum in its name: a newer model's file never goes on with the part of an older one.
    part = path.with_name(f"{file.name}.{file.sha256[:12]}.part")
    for other in path.parent.glob(f"{file.name}.*.part"):
        if other != part:
            forget(other)
    got = download(
        url, part, file.size, file.sha256, advance=lambda done: progress(file.name, done, file.size), silence=silence
    )
    try:
        with disk(part):
            _put(part, path, file, url)
    except EngineProblem:
        forget(part)
        raise
    forget(part)
    return got


def _put(part: Path, path: Path, file: Remote, url: str) -> None:
    if not file.packed:
        if file.content and file.content != file.sha256:
            raise EngineProblem("the list gives one file two checksums", where=url, hint=OTHERWISE)
        part.replace(path)
        return
    data = _unpacked(part.read_bytes(), file, url)
    if file.content and hashlib.sha256(data).hexdigest() != file.content:
        raise EngineProblem("what is packed in the file is not what the list says", where=url, hint=OTHERWISE)
    write_durably(path, data)


def _unpacked(data: bytes, file: Remote, url: str) -> bytes:
    try:
        if file.packed == "gz":
            with gzip.open(io.BytesIO(data)) as packed:
                content = packed.read(MOST_OF_A_FILE + 1)
            if len(content) > MOST_OF_A_FILE:
                raise ValueError("it swells")
            return content
        from fxtranslate import discovery

        return discovery.verify_and_decompress(data, None)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as fault:  # fxtranslate's panics are no Exceptions
        raise EngineProblem(
            f"the file cannot be unpacked ({type(fault).__name__})", where=url, hint=OTHERWISE
        ) from None


def _make_sure_of_room(folder: Path, listed: Listed) -> None:
    """Raises StoreProblem where the disk cannot hold the files, packed and unpacked."""
    with disk(folder):
        free = shutil.disk_usage(folder).free
    need = sum(file.size * (3 if file.packed else 1) for file in listed.files)
    if free < need:
        what = f"the model needs about {need / 1e6:.0f} MB, and the disk has {free / 1e6:.0f} MB left"
        raise StoreProblem(what, where=str(folder), hint=f"Make room, or name another folder; then: {FETCH}")
