"""TOML from strangers: whatever is wrong with it is a TOMLDecodeError."""

from __future__ import annotations

import tomllib
from typing import Any

from build_site.source.unicode import shown


def load_toml(text: str) -> dict[str, Any]:
    """The table, its texts without characters that no reader sees, which TOML can escape. Raises TOMLDecodeError, also
    where the parser would fail in another way: by nesting deeper than it can follow, or by a number longer than Python
    reads."""
    try:
        table: dict[str, Any] = _shown(tomllib.loads(text))
        return table
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("it nests too deep") from None
    except (ValueError, OverflowError):
        raise tomllib.TOMLDecodeError("a number is too long") from None


def _shown(value: Any) -> Any:
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {key: _shown(each) for key, each in value.items()}
    return [_shown(each) for each in value] if isinstance(value, list) else value
