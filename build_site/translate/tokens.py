"""A text cut into words, numbers and signs: once, for all checks that read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\s\w]")
_SIGNS = frozenset(".,;:")
_BLANK_GROUP = re.compile(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))")


def sign_of(group: str, decimal: str) -> str:
    """What stands between thousands once `with_signs` has been there: where a language has a blank, the sign that its
    decimals have not."""
    return group if not group.isspace() else "." if decimal == "," else ","


def with_signs(text: str, group: str, decimal: str) -> str:
    """`1 234,5` as one number, `1.234,5`, where a language has blanks between thousands. The length is kept."""
    return _BLANK_GROUP.sub(sign_of(group, decimal), text) if group.isspace() else text


class Tokens:
    """The tokens of a text, in lists side by side: to make an object of each would take longer than all that is asked
    of them."""

    __slots__ = ("_ends", "bag", "digits", "lower", "printed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        printed: list[str] = []
        digits: list[int] = []
        for piece in text.split():  # most pieces are a word, or one with a sign behind it: that is told in C
            if piece.isalpha():
                printed.append(piece)
            elif piece[-1] in _SIGNS and piece[:-1].isalpha():
                printed += (piece[:-1], piece[-1])
            else:
                for token in _TOKEN.findall(piece):
                    if token[0].isdecimal():
                        digits.append(len(printed))
                    printed.append(token)
        self.printed = printed
        self.lower = list(map(str.lower, printed))
        self.digits = digits
        """Indexes of the tokens that are digits."""
        self.bag = frozenset(self.lower)
        self._ends: list[int] = []

    def digit_spans(self) -> Iterator[tuple[int, int, int]]:
        """(index, start, end) of the tokens that are digits."""
        end = 0
        for index in self.digits:
            token = self.printed[index]
            start = self.text.index(token, end)  # between two of them is no digit
            end = start + len(token)
            yield index, start, end

    def span(self, index: int) -> tuple[int, int]:
        """Start and end of a token in the text."""
        ends, printed = self._ends, self.printed
        # Between tokens are blanks and underscores alone, so each is where it is found next.
        for token in printed[len(ends) : index + 1]:
            ends.append(self.text.index(token, ends[-1] if ends else 0) + len(token))
        return ends[index] - len(printed[index]), ends[index]
