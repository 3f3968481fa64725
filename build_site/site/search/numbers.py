"""Numbers as text that a JavaScript string holds without escapes: one character below 52, two below 1,820."""

from __future__ import annotations

from collections.abc import Iterable

_LAST, _BEFORE = 40, 93
_LASTS, _BEFORES = 52, 34
_KEPT = 1 << 12
"""Numbers whose text is kept: more than an article has words."""


_ONES = tuple(chr(_LAST + digit) for digit in range(_LASTS))
_MORE = tuple(chr(_BEFORE + digit) for digit in range(_BEFORES))
_HEADS = ("", *_MORE, *(first + second for first in _MORE for second in _MORE))
"""What stands before the last character of numbers that have up to three."""


def encode(number: int) -> str:
    """A non-negative number. The last character is one of 52, from `(`; those before it one of 34, from `]`."""
    number, last = divmod(number, _LASTS)
    if number < len(_HEADS):  # most of them
        return _HEADS[number] + _ONES[last]
    text = _ONES[last]
    while number:
        number, digit = divmod(number - 1, _BEFORES)
        text = _MORE[digit] + text
    return text


class _Encoded(dict[int, str]):
    """number → its text, made once: looking up costs a tenth of making."""

    def __missing__(self, number: int) -> str:
        text = encode(number)
        if number < _KEPT:
            self[number] = text
        return text


encoded = _Encoded().__getitem__
"""`encode`, for small numbers that come again and again."""


def encode_all(numbers: Iterable[int]) -> str:
    return "".join(map(encoded, numbers))


def decode(text: str) -> list[int]:
    """The numbers again: what search.js does."""
    numbers, high = [], 0
    for char in text:
        code = ord(char)
        if code >= _BEFORE:
            high = high * _BEFORES + code - _BEFORE + 1
        else:
            numbers.append(high * _LASTS + code - _LAST)
            high = 0
    return numbers
