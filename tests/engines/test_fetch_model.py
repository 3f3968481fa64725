"""`translate --fetch-model` against a real server on loopback that lists models and serves their files, as Mozilla's
does: whole, cut, changed, wrong, or killed on the way."""

from __future__ import annotations

import errno
import gzip
import hashlib
import json
import random
import re
import shutil
import sys
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from build_site.config import TranslateSettings
from build_site.engines import fetch_model as fetching
from build_site.engines.fetch_model import fetch_model
from build_site.engines.offline import MANIFEST, model_files
from build_site.errors import ConfigProblem, EngineProblem, StoreProblem

from .conftest import Server, answer
from .test_killed import make_project, started

PAIR = ("vi", "en")
INDEX = "/v1/buckets/main/collections/models/records"
FILES = {"model.vien.bin": random.Random(1).randbytes(300_000), "vocab.vien.spm": random.Random(2).randbytes(40_000)}


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def record(name: str, content: bytes, packed: bytes | None = None, suffix: str = "", **more: Any) -> dict[str, Any]:
    """A record as Remote Settings has it."""
    sent = content if packed is None else packed
    location = f"main/models/{digest(sent)[:8]}-{name}{suffix}"
    attachment = {"filename": name + suffix, "location": location, "hash": digest(sent), "size": len(sent)}
    kind = name.partition(".")[0]
    languages = {"sourceLanguage": "vi", "targetLanguage": "en"}
    base = {
        "name": name,
        "fileType": kind,
        "version": "3.0",
        "architecture": "tiny",
        "decompressedHash": digest(content),
    }
    return base | languages | {"attachment": attachment} | more


class Store:
    """What the server has. `files`: path → bytes; `ranges`: whether it obeys Range; `cut`: bytes after which it drops
    each connection; `slow`: seconds between two pieces of 8 KB."""

    def __init__(self, server: Server, records: list[dict[str, Any]], contents: dict[str, bytes]) -> None:
        self.server = server
        self.files = {"/cdn/" + r["attachment"]["location"]: contents[r["name"]] for r in records}
        self.records: Any = {"data": records}
        self.ranges, self.slow, self.etag = True, 0.0, '"one"'
        self.cuts: list[int] = []
        self.asked: list[tuple[str, str, str]] = []
        self.sent = 0
        self.enough = threading.Event()
        server.behaviour = self.behave

    def behave(self, handler: BaseHTTPRequestHandler) -> None:
        if handler.path == INDEX:
            return answer(200, json.dumps(self.records), "application/json")(handler)
        if handler.path == "/v1/":
            root = {"capabilities": {"attachments": {"base_url": self.server.url + "cdn/"}}}
            return answer(200, json.dumps(root), "application/json")(handler)
        wanted, unless = handler.headers.get("Range", ""), handler.headers.get("If-Range", "")
        self.asked.append((handler.path, wanted, unless))
        data = self.files.get(handler.path)
        if data is None:
            return answer(404, "gone")(handler)
        start = 0
        if self.ranges and wanted and unless in ("", self.etag):
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
            if start >= len(data):
                return answer(416, "")(handler)
        handler.send_response(206 if start else 200)
        if start:
            handler.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        handler.send_header("Content-Length", str(len(data) - start))
        handler.send_header("ETag", self.etag)
        handler.end_headers()
        end = min(len(data), start + self.cuts.pop(0)) if self.cuts else len(data)
        for place in range(start, end, 8192):
            handler.wfile.write(data[place : min(place + 8192, end)])
            self.sent += min(8192, end - place)
            if self.slow:
                self.enough.set()
                time.sleep(self.slow)
        handler.close_connection = True
        return None


@pytest.fixture
def store(server: Server) -> Store:
    return Store(server, [record(name, content) for name, content in FILES.items()], FILES)


def settings(server: Server, folder: Path, **more: Any) -> TranslateSettings:
    return TranslateSettings(offline_model=str(folder), model_index=server.url.rstrip("/") + INDEX, **more)


def whole(folder: Path) -> None:
    """The folder has the two files, their checksums, and nothing else."""
    assert {path.name for path in (folder / "vi-en").iterdir()} == {*FILES, MANIFEST}
    for name, content in FILES.items():
        assert (folder / "vi-en" / name).read_bytes() == content
    model, source, target = model_files(folder / "vi-en")
    assert (model.name, source.name, target.name) == ("model.vien.bin", "vocab.vien.spm", "vocab.vien.spm")


def test_a_whole_download(store: Store, tmp_path: Path) -> None:
    """The address of the files comes from the server's root; progress is told; a second run downloads nothing."""
    seen: list[tuple[str, int, int]] = []
    made = settings(store.server, tmp_path)
    fetched = fetch_model(made, PAIR, progress=lambda *each: seen.append(each))
    whole(tmp_path)
    assert (fetched.pair, fetched.version, fetched.downloaded) == ("vi-en", "3.0", 340_000)
    assert [(name, size) for name, size, _ in fetched.files] == [
        ("model.vien.bin", 300_000),
        ("vocab.vien.spm", 40_000),
    ]
    assert seen[0] == ("model.vien.bin", 0, 300_000)
    assert seen[-1] == ("vocab.vien.spm", 40_000, 40_000)
    assert all(before[1] <= after[1] for before, after in pairwise(seen) if before[0] == after[0])
    again = fetch_model(made, PAIR)
    assert (again.downloaded, again.files, len(store.asked)) == (0, fetched.files, 2)


@pytest.mark.parametrize("suffix", ["zst", "gz"])
def test_packed_files(server: Server, tmp_path: Path, suffix: str) -> None:
    """What the list calls packed is unpacked, and compared with the checksum of its content."""
    packed = {name: gzip.compress(content) for name, content in FILES.items()}
    if suffix == "zst":
        pytest.importorskip("fxtranslate")
        packed = {name: zstd_of(content) for name, content in FILES.items()}
    records = [record(name, FILES[name], packed=packed[name], suffix=f".{suffix}") for name in FILES]
    store = Store(server, records, packed)
    fetch_model(settings(server, tmp_path), PAIR)
    whole(tmp_path)
    store.records["data"][0]["decompressedHash"] = "0" * 64
    with pytest.raises(EngineProblem, match="what is packed in the file is not"):
        fetch_model(settings(server, tmp_path), PAIR)
    whole(tmp_path)


def zstd_of(content: bytes) -> bytes:
    """A zstd frame of raw blocks, as RFC 8878 has it."""
    out = bytearray(b"\x28\xb5\x2f\xfd" + bytes([0b10100000]) + len(content).to_bytes(4, "little"))
    for place in range(0, len(content), 1 << 16):
        block = content[place : place + (1 << 16)]
        last = place + len(block) == len(content)
        out += (len(block) << 3 | last).to_bytes(3, "little") + block
    return bytes(out)


@pytest.mark.parametrize("seed", range(6))
def test_a_download_that_is_cut(store: Store, tmp_path: Path, seed: int) -> None:
    """Cut at any byte, again and again: each connection and each run goes on where the last one ended."""
    chance = random.Random(seed)
    told: list[str] = []
    for _ in range(40):
        store.cuts = [chance.randrange(1, 60_000) for _ in range(3)]
        try:
            fetch_model(settings(store.server, tmp_path), PAIR)
            break
        except EngineProblem as problem:
            told.append(f"{problem}")
        assert not (tmp_path / "vi-en" / MANIFEST).exists()
    assert all(re.search(r"after .* of .* bytes\n  Run the command again", each) for each in told)
    whole(tmp_path)
    assert any(wanted for _, wanted, _ in store.asked)
    # Of each cut connection at most the last piece of 8 KB was lost.
    assert store.sent <= 340_000 + 8_192 * len(store.asked)


def test_a_server_without_ranges(store: Store, tmp_path: Path) -> None:
    """A server that ignores Range sends the whole file, which replaces the part."""
    store.ranges, store.cuts = False, [100_000]
    fetch_model(settings(store.server, tmp_path), PAIR)
    whole(tmp_path)
    assert [wanted.startswith("bytes=") for _, wanted, _ in store.asked] == [False, True, False]


def test_a_file_that_changed_meanwhile(store: Store, tmp_path: Path) -> None:
    """Another ETag, a part longer than the file, a Content-Range of another size: the file is fetched whole."""
    store.cuts = [100_000, 1, 1]
    with pytest.raises(EngineProblem):
        fetch_model(settings(store.server, tmp_path), PAIR)
    store.etag = '"two"'
    fetch_model(settings(store.server, tmp_path), PAIR)
    whole(tmp_path)
    assert store.asked[-2][1:][1] == '"one"'
    assert store.asked[-2][1].startswith("bytes=")
    shutil.rmtree(tmp_path / "vi-en")
    part = tmp_path / "vi-en" / f"model.vien.bin.{digest(FILES['model.vien.bin'])[:12]}.part"
    for content in (b"x" * 300_001, FILES["model.vien.bin"][:299_999]):
        part.parent.mkdir(exist_ok=True)
        part.write_bytes(content)
        fetch_model(settings(store.server, tmp_path), PAIR)
        whole(tmp_path)
        (tmp_path / "vi-en" / "model.vien.bin").unlink()


def test_a_wrong_checksum(store: Store, tmp_path: Path) -> None:
    """The part is removed, that is said, and the model that was there before stays in use."""
    fetch_model(settings(store.server, tmp_path), PAIR)
    other = FILES["model.vien.bin"][:-1] + b"?"
    changed = record("model.vien.bin", b"x" * 300_000)
    store.records["data"][0] = changed
    store.files["/cdn/" + changed["attachment"]["location"]] = other
    with pytest.raises(EngineProblem, match=digest(other)) as caught:
        fetch_model(settings(store.server, tmp_path), PAIR)
    assert "removed" in caught.value.hint
    whole(tmp_path)


def test_a_part_of_other_bytes(store: Store, tmp_path: Path) -> None:
    """A part that was damaged on the disk ends in a wrong checksum, is removed, and the next run succeeds."""
    part = tmp_path / "vi-en" / f"model.vien.bin.{digest(FILES['model.vien.bin'])[:12]}.part"
    part.parent.mkdir()
    part.write_bytes(b"?" * 1_000)
    with pytest.raises(EngineProblem, match="is not what the list says"):
        fetch_model(settings(store.server, tmp_path), PAIR)
    fetch_model(settings(store.server, tmp_path), PAIR)
    whole(tmp_path)


def test_a_file_longer_than_listed(store: Store, tmp_path: Path) -> None:
    """An endless answer ends at the size that the list says."""
    store.files = {path: data + b"more" for path, data in store.files.items()}
    with pytest.raises(EngineProblem, match="more than the 300,000 bytes"):
        fetch_model(settings(store.server, tmp_path), PAIR)
    assert list((tmp_path / "vi-en").iterdir()) == []


def test_silence_and_slowness(store: Store, tmp_path: Path) -> None:
    """A slow server is waited for, however long it takes in all; a silent one is not."""
    store.slow = 0.03
    start = time.monotonic()
    fetch_model(settings(store.server, tmp_path), PAIR, silence=0.5)
    assert time.monotonic() - start > 0.9
    whole(tmp_path)
    shutil.rmtree(tmp_path / "vi-en")
    store.slow = 30
    start = time.monotonic()
    with pytest.raises(EngineProblem, match=r"fell silent after .* of 300,000 bytes"):
        fetch_model(settings(store.server, tmp_path), PAIR, silence=0.3)
    assert time.monotonic() - start < 5


def change(**values: Any) -> Callable[[dict[str, Any]], None]:
    return lambda first: first.update(values)


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        (change(targetLanguage="fr"), "no model from vi to en"),
        (change(version="4.0"), "no model from vi to en"),
        (change(version="new"), "no model from vi to en"),
        (change(attachment=None), "no model from vi to en"),
        (change(name="../model.bin"), "cannot be taken"),
        (change(name="sha256.txt"), "cannot be taken"),
        (change(name="model.\0x"), "cannot be taken"),
        (change(name=f"model.x\n{'0' * 64}  vocab.x"), "cannot be taken"),
        (change(name="model.C:x"), "cannot be taken"),
        (change(name=f"model.{'x' * 300}"), "cannot be taken"),
        (change(attachment={"location": "x", "hash": "0" * 64, "size": "²"}), "cannot be taken"),
        (change(attachment={"location": "../../x", "hash": "0" * 64, "size": 1}), "cannot be taken"),
        (change(attachment={"location": "x", "hash": "0", "size": 1}), "cannot be taken"),
        (change(attachment={"location": "x", "hash": "0" * 64, "size": -1}), "cannot be taken"),
        (change(decompressedHash="0" * 64), "two checksums"),
    ],
)
def test_lists_that_do_not_help(store: Store, tmp_path: Path, changed: Callable[[Any], None], what: str) -> None:
    """A missing pair is told with what there is; a record that would write elsewhere is refused."""
    store.records["data"].append(record("model.viko.bin", b"", targetLanguage="ko"))
    changed(store.records["data"][0])
    with pytest.raises(EngineProblem, match=what) as caught:
        fetch_model(settings(store.server, tmp_path), PAIR)
    assert "no model" not in what or "vi-ko" in caught.value.hint
    assert not (tmp_path / "vi-en" / MANIFEST).exists()


def test_the_newest_finished_model(store: Store, tmp_path: Path) -> None:
    """3.1 before 3.0 before 3.2a1; never files of two versions; shortlists are left; older lists' names are read."""
    newer = {name: content[::-1] for name, content in FILES.items()}
    for version, contents in (("3.2a1", FILES), ("2.9", FILES), ("3.1", newer)):
        for name, content in contents.items():
            old: dict[str, Any] = {"sourceLanguage": None, "targetLanguage": None, "fromLang": "vi", "toLang": "en"}
            one = record(name, content, version=version, **old)
            store.records["data"].append(one)
            store.files["/cdn/" + one["attachment"]["location"]] = content
    store.records["data"] += [
        record("lex.vien.bin", b"lex", version="3.1"),
        record("model.vien.bin", b"alone", version="3.3"),
    ]
    assert fetch_model(settings(store.server, tmp_path), PAIR).version == "3.1"
    assert (tmp_path / "vi-en" / "model.vien.bin").read_bytes() == newer["model.vien.bin"]
    assert not (tmp_path / "vi-en" / "lex.vien.bin").exists()


@pytest.mark.parametrize(
    ("path", "behaviour", "what"),
    [
        (INDEX, answer(404, "no"), "HTTP 404"),
        (INDEX, answer(503, "no"), "HTTP 503"),
        (INDEX, answer(200, "<html>Please sign in</html>"), "not JSON"),
        (INDEX, answer(200, '{"data": 3}'), "no list of models"),
        ("/v1/", answer(200, "{}"), "does not say where its files lie"),
        ("/v1/", answer(404, ""), "HTTP 404"),
        ("/cdn/", answer(404, ""), "HTTP 404"),
        ("/cdn/", answer(200, "<html>Please sign in</html>"), "after 27 of 300,000 bytes"),
    ],
)
def test_servers_that_fail(store: Store, tmp_path: Path, path: str, behaviour: Any, what: str) -> None:
    """What failed and where is said, and nothing is left that the engine would load."""

    def behave(handler: BaseHTTPRequestHandler) -> None:
        this = handler.path == path or (path != "/v1/" and handler.path.startswith(path))
        (behaviour if this else store.behave)(handler)

    store.server.behaviour = behave
    with pytest.raises(EngineProblem, match=what) as caught:
        fetch_model(settings(store.server, tmp_path), PAIR)
    assert caught.value.where.startswith(store.server.url)
    assert not (tmp_path / "vi-en" / MANIFEST).exists()


def test_no_network_and_no_place(tmp_path: Path) -> None:
    """A refused connection, a wrong address, an address with a password, and a missing setting are said."""
    folder = str(tmp_path)
    with pytest.raises(EngineProblem, match="cannot be reached") as caught:
        fetch_model(TranslateSettings(offline_model=folder, model_index="http://127.0.0.1:9/v1/x"), PAIR)
    assert "connected to the network" in caught.value.hint
    with pytest.raises(ConfigProblem, match="no web address"):
        fetch_model(TranslateSettings(offline_model=folder, model_index="models"), PAIR)
    with pytest.raises(ConfigProblem, match="password"):
        fetch_model(TranslateSettings(offline_model=folder, model_index="http://a:b@127.0.0.1/"), PAIR)
    with pytest.raises(ConfigProblem, match="no place for a model") as setting:
        fetch_model(TranslateSettings(), PAIR)
    assert 'offline_model = "models"' in setting.value.hint


def test_a_full_disk(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too little room is said before the download; a disk that fills meanwhile leaves the part for the next run."""
    with monkeypatch.context() as patch:
        patch.setattr(fetching.shutil, "disk_usage", lambda folder: shutil._ntuple_diskusage(10**9, 10**9, 100_000))  # type: ignore[attr-defined]
        with pytest.raises(StoreProblem, match=r"about 0 MB, and the disk has 0 MB left"):
            fetch_model(settings(store.server, tmp_path), PAIR)
    assert store.asked == []
    written = 0
    real = Path.open

    def full(self: Path, mode: str = "r", *rest: Any, **options: Any) -> Any:
        file = real(self, mode, *rest, **options)
        if not self.name.endswith(".part") or "r" in mode:
            return file

        class Full:
            def __enter__(self) -> Any:
                return self

            def __exit__(self, *fault: object) -> None:
                file.close()

            def write(self, data: bytes) -> int:
                nonlocal written
                written += len(data)
                if written > 100_000:
                    raise OSError(errno.ENOSPC, "No space left on device")
                return int(file.write(data))

        return Full()

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(StoreProblem, match="No space left"):
            fetch_model(settings(store.server, tmp_path), PAIR)
    fetch_model(settings(store.server, tmp_path), PAIR)
    whole(tmp_path)
    assert store.asked[-2][1].startswith("bytes=9")


@pytest.mark.parametrize("how", ["kill", "terminate", "interrupt"])
def test_the_command_ended_in_the_middle(store: Store, tmp_path: Path, how: str) -> None:
    """As a process: killed or interrupted while it downloads, run again it goes on, and says what it does on stderr."""
    project = make_project(tmp_path / "digest", 1, f'offline_model = "{tmp_path / "models"}"')
    options = ("translate", "--fetch-model", "--model-index", store.server.url.rstrip("/") + INDEX)
    store.slow = 0.02
    with started(project, *options) as process:
        assert store.enough.wait(60)
        time.sleep(0.3)
        if how == "interrupt" and sys.platform != "win32":
            import signal

            process.send_signal(signal.SIGINT)
            assert process.wait(20) == 130
        else:
            getattr(process, "terminate" if how == "terminate" else "kill")()
            process.wait(20)
    assert not (tmp_path / "models" / "vi-en" / MANIFEST).exists()
    store.slow = 0.0
    files = ("--model-files", store.server.url + "cdn")
    with started(project, *options, *files, "--json") as process:
        out, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, "")
    whole(tmp_path / "models")
    assert json.loads(out)["downloaded"] < 340_000
    assert any(wanted for _, wanted, _ in store.asked)
    shutil.rmtree(tmp_path / "models")
    with started(project, *options) as process:
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0, err
    assert "model.vien.bin: 100 % of 300,000 bytes" in err
    assert "The model vi-en 3.0 is in" in out


def test_mozillas_remark_is_told() -> None:
    """By default the list is Mozilla's, whose service is not for production: a person reads that first."""
    assert "not for the use of production services" in fetching.notice(TranslateSettings())
    assert fetching.notice(TranslateSettings(model_index="https://models.example.org/v1/x")) == ""


def test_options_that_do_not_go_together(tmp_path: Path) -> None:
    """--offline forbids the network; an address without --fetch-model would be ignored."""
    project = make_project(tmp_path / "digest", 1, "")
    for options in (("--offline", "--fetch-model"), ("--model-index", "http://127.0.0.1:9/")):
        with started(project, "translate", *options) as process:
            _, err = process.communicate(timeout=60)
        assert process.returncode == 2, err


def test_a_packed_file_that_swells(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small download that unpacks into more than any model has is refused before it fills the memory."""
    monkeypatch.setattr(fetching, "MOST_OF_A_FILE", 1_000_000)
    data = gzip.compress(bytes(1_000_001))
    file = fetching.Remote("model.x.bin", "x.gz", len(data), digest(data), "gz", "")
    with pytest.raises(EngineProblem, match="cannot be unpacked"):
        fetching._unpacked(data, file, "x")
    assert len(fetching._unpacked(gzip.compress(bytes(1_000_000)), file, "x")) == 1_000_000
