"""ROUGE and the sentences of the evaluation texts, the way ../shared/eval reads them, so that figures compare."""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

EVAL = Path(__file__).resolve().parents[2] / "shared" / "eval"


def _load(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, EVAL / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_common = _load("common")
norm: Callable[[str], str] = _common.norm
tokens: Callable[[str], list[str]] = _common.tokens
sentences: Callable[[str], list[str]] = _common.sentences
read_jsonl: Callable[[Path], Iterator[dict[str, Any]]] = _common.read_jsonl


def score(text: str, references: Sequence[str]) -> tuple[float, float, float]:
    """ROUGE-1, -2 and -L, F1 × 100, the mean over the references."""
    each = _common.rouge_multi(text, list(references))
    return tuple(100 * each[name][2] for name in ("r1", "r2", "rl"))  # type: ignore[return-value]


def share(identity: str, parts: int) -> int:
    """Which of `parts` shares an item belongs to, for ever: by the hash of its id."""
    return int(hashlib.sha256(identity.encode()).hexdigest()[:8], 16) % parts
