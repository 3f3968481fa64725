"""A translation model of 75 KB with random weights, in the layout of Firefox's engine: it talks nonsense, always the
same."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import Any

WIDTH, INNER, HEADS, LAYERS = 32, 64, 4, 2
FLOAT, INT8, BYTES = 0x404, 0x4101, 0x101


def make_vocabulary(lines: Iterable[str]) -> bytes:
    """A sentencepiece vocabulary of at most 512 pieces."""
    import sentencepiece

    out = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=out,
        vocab_size=512,
        hard_vocab_limit=False,
        character_coverage=0.98,
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        pad_id=-1,
        minloglevel=2,
    )
    return out.getvalue()


class _Items:
    def __init__(self) -> None:
        import numpy as np

        self.np = np
        self.random = np.random.default_rng(7)
        self.items: list[tuple[str, int, tuple[int, ...], bytes]] = []

    def floats(self, name: str, width: int, value: float | None = None) -> None:
        data = self.random.normal(0, 0.1, width) if value is None else self.np.full(width, value)
        self.items.append((name, FLOAT, (1, width), data.astype("<f4").tobytes()))

    def int8(self, name: str, *shape: int) -> None:
        data = self.random.integers(-127, 128, shape, dtype=self.np.int8).tobytes()
        self.items.append((name, INT8, shape, data + struct.pack("<f", 300.0) + bytes(252)))

    def affine(self, name: str, rows: int, columns: int) -> None:
        self.int8(name, rows, columns)
        self.floats(f"{name}_QuantMultA", 1, 30.0)

    def norm(self, name: str) -> None:
        self.floats(f"{name}_ln_scale", WIDTH, 1.0)
        self.floats(f"{name}_ln_bias", WIDTH, 0.0)

    def attention(self, name: str) -> None:
        for part in "qkvo":
            self.affine(f"{name}_W{part}", WIDTH, WIDTH)
            self.floats(f"{name}_b{part}", WIDTH)
        self.norm(f"{name}_Wo")

    def feed_forward(self, name: str) -> None:
        for number, (rows, columns) in enumerate(((WIDTH, INNER), (INNER, WIDTH)), 1):
            self.affine(f"{name}_W{number}", rows, columns)
            self.floats(f"{name}_b{number}", columns)
        self.norm(f"{name}_ffn")


def make_model(pieces: int, end: float = 0.0) -> bytes:
    """The model's file for a vocabulary of so many pieces. The more `end`, the sooner its answers end: with 0 they do
    where the engine cuts them, with 3 many do before, with 5 all do at once."""
    made = _Items()
    made.int8("Wemb", pieces, WIDTH)
    made.floats("none_QuantMultA", 1, 30.0)
    made.floats("decoder_ff_logit_out_b", pieces)
    name, kind, shape, data = made.items[-1]
    (first,) = struct.unpack_from("<f", data)
    made.items[-1] = (name, kind, shape, struct.pack("<f", first + end) + data[4:])
    for layer in range(1, LAYERS + 1):
        made.attention(f"encoder_l{layer}_self")
        made.feed_forward(f"encoder_l{layer}_ffn")
        made.affine(f"decoder_l{layer}_rnn_W", WIDTH, WIDTH)
        made.affine(f"decoder_l{layer}_rnn_Wf", WIDTH, WIDTH)
        made.floats(f"decoder_l{layer}_rnn_bf", WIDTH)
        made.norm(f"decoder_l{layer}_rnn_ffn")
        made.attention(f"decoder_l{layer}_context")
        made.feed_forward(f"decoder_l{layer}_ffn")
    settings: dict[str, Any] = {
        "dim-emb": WIDTH,
        "transformer-heads": HEADS,
        "enc-depth": LAYERS,
        "dec-depth": LAYERS,
        "transformer-dim-ffn": INNER,
    }
    text = "".join(f"{name}: {value}\n" for name, value in settings.items()).encode() + b"\0"
    items = [*made.items, ("special:model.yml", BYTES, (len(text),), text)]
    head = struct.pack("<QQ", 1, len(items))
    head += b"".join(
        struct.pack("<QQQQ", len(name) + 1, kind, len(shape), len(data)) for name, kind, shape, data in items
    )
    head += b"".join(name.encode() + b"\0" for name, *_ in items)
    head += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    gap = -(len(head) + 8) % 256
    return head + struct.pack("<Q", gap) + bytes(gap) + b"".join(data for *_, data in items)
