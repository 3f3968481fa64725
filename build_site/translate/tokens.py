"""A text cut into words, numbers and signs: once, for all checks that read it."""

from __future__ import annotations

import re

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|[^\s\w]")
_DIGIT = re.compile(r"\d")


class Tokens:
    """The tokens of a text, in lists side by side: to make an object of each would take longer than all that is asked
    of them."""

    __slots__ = ("_ends", "digits", "lower", "printed", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.printed: list[str] = _TOKEN.findall(text)
        self.lower = list(map(str.lower, self.printed))
        self.digits: list[int] = []
        """Indexes of the tokens that are digits."""
        if _DIGIT.search(text):
            self.digits = [index for index, token in enumerate(self.printed) if token[0].isdecimal()]
        self._ends: list[int] = []

    def span(self, index: int) -> tuple[int, int]:
        """Start and end of a token in the text."""
        ends, printed = self._ends, self.printed
        # Between tokens are blanks and underscores alone, so each is where it is found next.
        for token in printed[len(ends) : index + 1]:
            ends.append(self.text.index(token, ends[-1] if ends else 0) + len(token))
        return ends[index] - len(printed[index]), ends[index]
