"""The pieces of a sentencepiece vocabulary, of which Firefox's models make their texts: how many a text has, and an
answer in which each is marked. fxtranslate tells neither, and cuts what has too many in silence."""

from __future__ import annotations

import struct
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

MARK = "\ue000"
"""Stands before each piece of a marked answer: a character for private use, which no vocabulary has."""
NORMAL, UNKNOWN, CONTROL, USER_DEFINED, BYTE = 1, 2, 3, 4, 6
_SPACE = "\u2581"
_END = "</s>"


class Piece(NamedTuple):
    """`text` with U+2581 for a space; `score`: a log probability; `kind`: as sentencepiece numbers them."""

    text: str
    score: float
    kind: int


def read_pieces(vocabulary: bytes) -> tuple[Piece, ...]:
    """The pieces of a `.spm` file, in its order. Raises ValueError where it is none."""
    found = []
    for field, value in _fields(vocabulary):
        if field != 1:
            continue
        if not isinstance(value, bytes):
            raise ValueError("this is no sentencepiece vocabulary")
        parts = dict(_fields(value))
        text, score, kind = parts.get(1, b""), parts.get(2, b"\0\0\0\0"), parts.get(3, NORMAL)
        if not isinstance(text, bytes) or not isinstance(score, bytes) or not isinstance(kind, int):
            raise ValueError("this is no sentencepiece vocabulary")
        found.append(Piece(text.decode("utf-8"), struct.unpack("<f", score)[0], kind))
    if not found:
        raise ValueError("this vocabulary has no pieces")
    return tuple(found)


def marked(pieces: tuple[Piece, ...]) -> bytes:
    """A vocabulary of the same pieces that spells each with a mark before it, those too that an engine leaves out of
    its answers. The end of a sentence keeps its name, by which engines know it."""
    return b"".join(
        _field(1, _field(1, (piece.text if piece.text == _END else MARK + piece.text).encode("utf-8")))
        for piece in pieces
    )


def assembled(answer: str, pieces: tuple[Piece, ...]) -> tuple[str, int]:
    """(the text, the number of its pieces) of an answer of marked pieces. Raises ValueError where a piece stands for
    something that the vocabulary cannot write."""
    kinds = {piece.text.replace(_SPACE, " "): piece.kind for piece in pieces if piece.kind != NORMAL}
    parts = answer.split(MARK)[1:]
    out = bytearray()
    for part in parts:
        kind = kinds.get(part, NORMAL)
        if kind == UNKNOWN:
            raise ValueError("the model answered with a character that its vocabulary lacks")
        if kind == BYTE:
            out.append(int(part[3:5], 16))
        elif kind != CONTROL:
            out += part.encode("utf-8")
    return out.decode("utf-8", "replace").strip(), len(parts)


class Counter:
    """Counts the pieces of texts, as the engine does: the likeliest division, by the scores of the pieces."""

    def __init__(self, pieces: tuple[Piece, ...]) -> None:
        self._scores = {piece.text: piece.score for piece in pieces if piece.kind in (NORMAL, USER_DEFINED)}
        self._longest = max(map(len, self._scores), default=1)
        self._unknown = min(piece.score for piece in pieces) - 10
        self._bytes = any(piece.kind == BYTE for piece in pieces)

    def count(self, text: str) -> tuple[int, int]:
        """(least, most) pieces of a text: vocabularies differ in how they normalise it first."""
        counts = [self._count(text), self._count(unicodedata.normalize("NFKC", text))]
        return min(counts), max(counts)

    def _count(self, text: str) -> int:
        text = _SPACE + _SPACE.join(text.split()) if text.split() else ""
        scores = [0.0] + [float("-inf")] * len(text)
        counts = [0] * (len(text) + 1)
        for start in range(len(text)):
            for end in range(start + 1, min(start + self._longest, len(text)) + 1):
                score = self._scores.get(text[start:end])
                if score is not None and scores[start] + score > scores[end]:
                    scores[end], counts[end] = scores[start] + score, counts[start] + 1
            if scores[start] + self._unknown > scores[start + 1]:
                # A character that the vocabulary lacks is written in bytes, where it has them.
                size = len(text[start].encode("utf-8", "replace")) if self._bytes else 1
                scores[start + 1], counts[start + 1] = scores[start] + self._unknown, counts[start] + size
        return counts[-1]


def _fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """(number, value) of each field of a protobuf message. Raises ValueError where it is none."""
    place = 0
    while place < len(message):
        key, place = _varint(message, place)
        kind = key & 7
        if kind == 0:
            value, place = _varint(message, place)
            yield key >> 3, value
            continue
        size, place = (8 if kind == 1 else 4, place) if kind in (1, 5) else _varint(message, place)
        if kind not in (1, 2, 5) or place + size > len(message):
            raise ValueError("this is no sentencepiece vocabulary")
        yield key >> 3, message[place : place + size]
        place += size


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 64, 7):
        if place >= len(message):
            break
        value |= (message[place] & 0x7F) << shift
        place += 1
        if not message[place - 1] & 0x80:
            return value, place
    raise ValueError("this is no sentencepiece vocabulary")


def _field(number: int, value: bytes) -> bytes:
    """A field of bytes: its key, its length, itself."""
    size, length = len(value), bytearray()
    while size >= 0x80:
        length.append(size & 0x7F | 0x80)
        size >>= 7
    return bytes([number << 3 | 2]) + bytes(length) + bytes([size]) + value
