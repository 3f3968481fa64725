"""Numbers as text that a JavaScript string holds without escapes: one character below 52, two below 1,820."""

from __future__ import annotations

from collections.abc import Iterable

_LAST, _BEFORE = 40, 93
_LASTS, _BEFORES = 52, 34
_SHORT = [chr(_LAST + number) for number in range(_LASTS)]


def encode(number: int) -> str:
    """A non-negative number. The last character is one of 52, from `(`; those before it one of 34, from `]`."""
    if number < _LASTS:
        return _SHORT[number]
    number, last = divmod(number, _LASTS)
    text = _SHORT[last]
    while number:
        number, digit = divmod(number - 1, _BEFORES)
        text = chr(_BEFORE + digit) + text
    return text


def encode_all(numbers: Iterable[int]) -> str:
    return "".join(map(encode, numbers))


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
