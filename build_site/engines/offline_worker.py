"""The offline engine's process: reads a JSON text a line, writes `{"text": …}` or `{"problem": …}` a line.

Nothing is cut in silence. fxtranslate ends an answer at twice the pieces of the text and 4, or at 256, and its models
lose the end of texts beyond 127 pieces: longer texts are refused, and so are answers that come near those ends. For
that it answers in marked pieces (`pieces`), without the shortlist of a model, which it cannot use then; fxtranslate's
own loader uses none either.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from build_site.engines.pieces import Counter, Piece, assembled, marked, read_pieces

MOST_PIECES = 127
"""Of a text: Firefox's models are made for sequences of 128, the last of which is the end."""


class Model:
    """One model in fxtranslate."""

    def __init__(self, model: bytes, source: bytes, target: bytes) -> None:
        """`source` and `target` are vocabularies. Raises what fxtranslate raises, and ValueError."""
        from fxtranslate import Translator

        self._counter = Counter(read_pieces(source))
        self._pieces: tuple[Piece, ...] = read_pieces(target)
        self._translator: Any = Translator(model, source, marked(self._pieces), None)

    def answer(self, text: str) -> dict[str, Any]:
        least, most = self._counter.count(text)
        if most > MOST_PIECES:
            return {"long": f"too long: {most:,} pieces; it takes {MOST_PIECES}"}
        # Not `translate_long`: it cuts again, at the dots of abbreviations, and wherever a text is too long.
        translated, pieces = assembled(self._translator.translate(text), self._pieces)
        end = min(2 * (least + 1) + 4, 256)
        # A tenth less, since the text's pieces are as we count them, which the engine may do a little otherwise.
        if pieces >= end - end // 10:
            return {"long": f"cut off: an answer of {pieces} pieces to a text of {least}"}
        return {"text": translated}


def main(paths: list[str]) -> None:
    """`paths`: model, source's vocabulary, target's vocabulary."""
    model: Model | None = None
    for line in sys.stdin:
        try:
            model = model or Model(*(Path(path).read_bytes() for path in paths))
            answer = model.answer(json.loads(line))
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
