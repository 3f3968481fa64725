"""Lists of translation models, as Mozilla's Remote Settings gives them: which files make the model of a pair.

A list is `{"data": [record, …]}`; a record names one file: `name`, `fileType`, `sourceLanguage` and `targetLanguage`
(`fromLang` and `toLang` in older lists), `version`, `architecture`, `decompressedHash`, and as `attachment` what is
downloaded: `location`, `hash` (sha256), `size`, `filename`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from build_site.engines.download import OTHERWISE
from build_site.errors import EngineProblem

KINDS = ("model", "vocab", "srcvocab", "trgvocab")
"""Files that the offline engine reads. A shortlist (`lex`) it does not: see `offline_worker`."""
NEWEST = 3
"""The format of models that fxtranslate 0.5 reads. A higher number says that older programs cannot read it."""
_SHA256 = re.compile(r"[0-9a-f]{64}")
_NAME = re.compile(rf"(?:{'|'.join(KINDS)})\.[A-Za-z0-9._-]{{1,120}}")
"""Of a file: nothing that a file system, or the list of checksums, reads in a way of its own."""
_VERSION = re.compile(r"(\d{1,4})(?:\.(\d{1,4}))?(.*)")


class Remote(Struct, frozen=True):
    """One file to download."""

    name: str
    """In the model's folder: `model.vien.intgemm.alphas.bin`."""
    location: str
    """Below the address of the files."""
    size: int
    """Bytes to download."""
    sha256: str
    """Of what is downloaded."""
    packed: str
    """`zst`, `gz`, or empty."""
    content: str
    """The sha256 of the unpacked file; empty where the list does not say it."""


class Listed(Struct, frozen=True):
    """A model of a list."""

    version: str
    files: tuple[Remote, ...]


def choose(records: Any, pair: tuple[str, str], where: str) -> Listed:
    """The newest finished model of the pair. Raises EngineProblem where the list has none, or is no list."""
    data = records.get("data") if isinstance(records, dict) else records
    if not isinstance(data, list):
        raise EngineProblem("this is no list of models", where=where, hint="Is the address of the list right?")
    ours: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    pairs = set()
    for record in data:
        if not isinstance(record, dict) or not isinstance(record.get("attachment"), dict):
            continue
        source = record.get("sourceLanguage") or record.get("fromLang")
        target = record.get("targetLanguage") or record.get("toLang")
        kind, version = record.get("fileType"), str(record.get("version", ""))
        if kind == "model":
            pairs.add(f"{source}-{target}")
        if (source, target) == pair and kind in KINDS and _rank(version) is not None:
            ours.setdefault((version, str(record.get("architecture", ""))), {}).setdefault(kind, record)
    whole = [key for key, files in ours.items() if "model" in files and _has_vocabulary(files)]
    if not whole:
        near = ", ".join(sorted(one for one in pairs if set(one.split("-")) & set(pair))) or "none of either language"
        what = f"the list has no model from {pair[0]} to {pair[1]} that this program can read"
        raise EngineProblem(what, where=where, hint=f"It has: {near}.")
    best = max(whole, key=lambda key: (_rank(key[0]) or (), key[1]))
    files = tuple(_remote(record, where) for record in ours[best].values())
    if len({one.name for one in files}) < len(files):
        raise EngineProblem("two files of the model have one name", where=where, hint=OTHERWISE)
    return Listed(best[0], files)


def _has_vocabulary(kinds: Iterable[str]) -> bool:
    return "vocab" in kinds or {"srcvocab", "trgvocab"} <= set(kinds)


def _rank(version: str) -> tuple[bool, int, int, str] | None:
    """Finished versions before others, then the higher. None for what is not to be read."""
    match = _VERSION.fullmatch(version.strip())
    if not match or int(match[1]) > NEWEST:
        return None
    return not match[3], int(match[1]), int(match[2] or 0), match[3]


def _remote(record: dict[str, Any], where: str) -> Remote:
    attachment = record["attachment"]
    name, location = record.get("name") or attachment.get("filename"), attachment.get("location")
    sha256, size = str(attachment.get("hash", "")).lower(), attachment.get("size")
    content = str(record.get("decompressedHash") or "").lower()
    good = (
        isinstance(name, str)
        and _NAME.fullmatch(name)
        and isinstance(location, str)
        and ".." not in location.split("/")
        and re.fullmatch("[0-9]{1,15}", str(size))
        and _SHA256.fullmatch(sha256)
        and (not content or _SHA256.fullmatch(content))
    )
    if not good:
        raise EngineProblem(
            f"the list describes a file that cannot be taken: {name!r}"[:200], where=where, hint=OTHERWISE
        )
    packed = next((kind for kind in ("zst", "gz") if str(location).endswith(f".{kind}")), "")
    return Remote(str(name).removesuffix(f".{packed}"), str(location), int(str(size)), sha256, packed, content)
