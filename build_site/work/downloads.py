"""The data files on their way to the disk: made anew when an article, a term or the program has changed, and written
only where their bytes differ. Parts of articles that are as they were are copied from the file that stands there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack

import msgspec
from msgspec import Struct

from build_site import __version__
from build_site.model import Digest
from build_site.site.downloads import (
    FOLDER,
    Download,
    article_line,
    glossary_csv,
    glossary_tbx,
    memory_frame,
    memory_part,
)
from build_site.store.article_index import Piece
from build_site.store.files import disk, fingerprint
from build_site.store.publish import Stage, Written
from build_site.store.state import State
from build_site.work.workshop import Setup, Workshop

Part = Callable[[Digest, str], tuple[bytes, int]]
"""An article's part of a file, from its digest and its address, with the number of records in it."""


class Put(Struct, frozen=True):
    """A data file, and what has been written of it: nothing where it stands already."""

    download: Download
    path: str
    key: str
    """Of what it is made from."""
    written: Written | None


def put_downloads(
    shop: Workshop, setup: Setup, state: State, stage: Stage, before: Mapping[str, str], current: Collection[str]
) -> list[Put]:
    """All data files. `before`: path → key of what stands there; `current`: paths that nobody has touched since."""
    version = fingerprint(setup.version)
    articles = list(state.articles.fingerprints())
    key = version + fingerprint(*(part for row in articles for part in row))
    known = _known(state)
    parts: dict[str, Callable[[], tuple[bytes, Part, bytes]]] = {
        "articles.jsonl": lambda: (b"", lambda digest, tail: (article_line(digest, tail), 1), b""),
        "memory.tmx": lambda: _memory(shop),
    }
    whole = {
        "glossary.csv": lambda: glossary_csv(shop.terms),
        "glossary.tbx": lambda: glossary_tbx(shop.terms, shop.view),
    }
    done = []
    for name in sorted((*parts, *whole)):
        path = f"{FOLDER}/{name}"
        own = version if name in whole else key
        stands = path in current and name in known
        if stands and before.get(path) == own:
            done.append(Put(known[name], path, own, None))
        elif name in whole:
            written, size = stage.put_stream(path, iter([whole[name]()]))
            done.append(Put(Download(name, size, len(shop.terms)), path, own, written))
        else:
            # The parts' places are those in the file that the key of this output names, and in no other.
            usable = stands and before.get(path, "") == state.get(f"pieces {name}") and before[path].startswith(version)
            old = state.articles.pieces(name) if usable else {}
            new: dict[str, Piece] = {}
            written, size = stage.put_stream(path, _pieces(state, stage, path, articles, parts[name](), old, new))
            state.articles.put_pieces(name, new)
            state.put(f"pieces {name}", own)
            records = sum(piece[3] for piece in new.values())
            done.append(Put(Download(name, size, records), path, own, written))
    state.put("downloads", msgspec.json.encode([each.download for each in done]).decode())
    return done


def _memory(shop: Workshop) -> tuple[bytes, Part, bytes]:
    head, foot = memory_frame(shop.view, __version__)
    return head, lambda digest, _: memory_part(digest, shop.view), foot


def _pieces(
    state: State,
    stage: Stage,
    path: str,
    articles: list[tuple[str, str, str]],
    parts: tuple[bytes, Part, bytes],
    old: Mapping[str, Piece],
    new: dict[str, Piece],
) -> Iterator[bytes]:
    """The file, piece by piece; `new` is filled with where each article's part stands in it."""
    head, part, foot = parts
    yield head
    at = len(head)
    with ExitStack() as stack:
        if old:
            with disk(stage.out / path):
                source = stack.enter_context((stage.out / path).open("rb"))
        for article_id, made_from, tail in articles:
            key = fingerprint(made_from, tail)
            piece = old.get(article_id)
            if piece and piece[0] == key:
                source.seek(piece[1])
                data, records = source.read(piece[2]), piece[3]
            else:
                data, records = part(msgspec.json.decode(state.digest(article_id), type=Digest), tail)
            new[article_id] = (key, at, len(data), records)
            at += len(data)
            yield data
    yield foot


def _known(state: State) -> dict[str, Download]:
    data = state.get("downloads")
    return {each.name: each for each in msgspec.json.decode(data, type=list[Download])} if data else {}
