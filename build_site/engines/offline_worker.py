"""The offline engine's process: reads a JSON text a line, writes `{"text": …}` or `{"problem": …}` a line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def main(paths: list[str]) -> None:
    """`paths`: model, source's vocabulary, target's vocabulary, shortlist or empty."""
    translator: Any = None
    for line in sys.stdin:
        try:
            if translator is None:
                from fxtranslate import Translator

                model, source, target = (Path(path).read_bytes() for path in paths[:3])
                translator = Translator(model, source, target, Path(paths[3]).read_bytes() if paths[3] else None)
            # Not `translate_long`: it cuts again, at the dots of abbreviations. Our texts are short enough.
            answer = {"text": translator.translate(json.loads(line))}
        except (KeyboardInterrupt, SystemExit):
            raise
        except BaseException as fault:  # the engine's panics are no Exceptions
            answer = {"problem": f"{type(fault).__name__}: {fault}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    for stream in (sys.stdin, sys.stdout):
        stream.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    main(sys.argv[1:])
