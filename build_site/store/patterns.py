"""Regular expressions as they were compiled, kept between builds as Python keeps compiled modules: to compile one takes
Python 0.2 ms, and a digest and its pages need 350 of them. Disposable, like the rest of `.build_site/`."""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

from build_site.store.files import fingerprint
from build_site.store.warm import Warm

MOST = 2_000
"""Patterns kept: the program has some 400, and no list of an editor's should make a file of any size."""
_Parts = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""All flags, code, how many groups, their numbers by name, their names by number."""


@contextmanager
def kept_patterns(folder: Path, version: str) -> Iterator[None]:
    """What is compiled meanwhile is taken from what earlier builds of this version have compiled; what they have not
    is kept for the next. Code of another Python or that is damaged is not read. Where Python has no such compiler,
    all is as if this were not there."""
    try:
        compiler: Any = import_module("re._compiler")
        original, parse, code_of, engine = compiler.compile, compiler._parser.parse, compiler._code, compiler._sre
        python = sys.version, sys.byteorder, str(engine.MAGIC), str(engine.CODESIZE)
    except (ImportError, AttributeError):
        yield
        return
    warm = Warm(folder, fingerprint(version, *python) if version else "")
    known: dict[tuple[str | bytes, int], _Parts] = warm.table("patterns", dict)
    word, before = "I" if engine.CODESIZE == 4 else "H", len(known)

    def compiled(source: Any, flags: int = 0) -> re.Pattern[Any]:
        if flags & re.DEBUG or not isinstance(source, (str, bytes)):
            return original(source, flags)  # type: ignore[no-any-return]
        parts = known.get((source, int(flags)))
        if parts:
            every, code, *groups = parts
            return engine.compile(source, every, array(word, code).tolist(), *groups)  # type: ignore[no-any-return]
        # As the standard library's own function does it, which keeps the code to itself.
        parsed = parse(source, flags)
        state, words = parsed.state, code_of(parsed, flags)
        numbers: dict[str, int] = state.groupdict
        names: list[str | None] = [None] * state.groups
        for name, number in numbers.items():
            names[number] = name
        every = int(flags | state.flags)
        pattern: re.Pattern[Any] = engine.compile(source, every, words, state.groups - 1, numbers, tuple(names))
        if len(known) < MOST:
            code = array(word, words).tobytes()
            known[source, int(flags)] = every, code, state.groups - 1, dict(numbers), tuple(names)
        return pattern

    compiler.compile = compiled
    try:
        yield
    finally:
        compiler.compile = original
        if len(known) > before:
            warm.put_table("patterns", dict(known))
