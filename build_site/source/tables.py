"""What spreadsheets write as CSV: which sign stands between the cells."""

from __future__ import annotations

import re

SIGNS = ",;\t"
_TOLD = re.compile(r'"?sep=([,;\t|])"?[,;\t]*', re.IGNORECASE)
"""A first line that tells Excel which sign it is; another program that has saved the table may have filled it up."""


def separated(text: str) -> tuple[str, str]:
    """(the sign between the cells, the table): what a first line `sep=;` says, or the one that the header has most of.
    Such a line is empty in the table, whose lines count as they stand in the file."""
    line = text.partition("\n")[0].rstrip("\r")
    if told := _TOLD.fullmatch(line):
        return told[1], text[len(line) :]
    header = next((line for line in text.splitlines() if line.strip()), "")
    return max(SIGNS, key=header.count), text
