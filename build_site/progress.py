"""What a command shows while it works: one line on a terminal, rewritten; a line now and then in a file or a CI log."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from time import monotonic
from typing import IO
from unicodedata import category

import click

Step = Callable[[str, int, int], None]
"""(what is being done, how much of it is done, of how much; 0 where that is not known)"""
SHOWN_AFTER = 1.0
"""Seconds of work after which there is anything to see on a terminal."""
EVERY = 0.25
"""Seconds after which the line is shown anew."""
TOLD_EVERY = 30.0
"""Seconds after which a file or a CI log gets another line."""
_COLOURS = re.compile("(\x1b\\[(?:[012]|3[1-6])m)")
"""What `click.style` writes."""


def allows_colour(stream: IO[str]) -> bool:
    """Whether what goes to a stream may be coloured: NO_COLOR forbids it, FORCE_COLOR allows it anywhere, else it is
    for terminals that are not dumb."""
    if os.environ.get("NO_COLOR"):
        return False
    if forced := os.environ.get("FORCE_COLOR"):
        return forced != "0"
    return stream.isatty() and not _is_dumb()


def can_rewrite(stream: IO[str]) -> bool:
    """Whether a line that has been shown can be shown anew: on a terminal, not in a CI log that passes for one."""
    return stream.isatty() and not _is_dumb() and not os.environ.get("CI")


def _is_dumb() -> bool:
    return os.environ.get("TERM", "").lower() in ("dumb", "unknown")


def harmless(text: str) -> str:
    """A text that a file may have brought, as a terminal may show it: but for our own colours, what would command the
    terminal, or change the order in which a line reads, is written as an escape."""
    if text.isprintable():
        return text
    parts = _COLOURS.split(text)
    return "".join(part if number % 2 else "".join(map(_harmless, part)) for number, part in enumerate(parts))


def _harmless(char: str) -> str:
    return char if char.isprintable() or char in "\n\t" or category(char) == "Zs" else ascii(char)[1:-1]


@contextmanager
def progress_line(quiet: bool) -> Iterator[Step]:
    """Hands over what is to be called at each step of the work, and with 0 done where a step begins."""
    if quiet:
        yield lambda *_: None
    elif can_rewrite(sys.stderr):
        line = Line()
        try:
            yield line
        finally:
            line.close()
    else:
        yield Milestones(monotonic)


@contextmanager
def doing(what: str, *, quiet: bool = False) -> Iterator[None]:
    """The same for work that cannot say how far it is."""
    with progress_line(quiet) as step:
        step(what, 0, 0)
        yield


class Milestones:
    """A line for work that goes on and on: every half a minute what is being done, and how far it is."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._told = clock, clock()

    def __call__(self, what: str, done: int, total: int) -> None:
        now = self._clock()
        if now - self._told >= TOLD_EVERY:
            self._told = now
            click.echo(told(what, done, total), err=True)


class Line:
    """The line on the terminal. It comes when the work has taken a second, and goes with it."""

    def __init__(self) -> None:
        self._now = ("Working", 0, 0)
        self._started = monotonic()
        self._ended = threading.Event()
        self._shown = False
        self._turning: threading.Thread | None = None

    def __call__(self, what: str, done: int, total: int) -> None:
        self._now = (what, done, total)
        if self._turning is None:
            # A step may be a long one that says nothing: the seconds go on. Not before the first one has begun: a
            # build looks for lost files in a copy of its process, which it cannot make where there are threads.
            self._turning = threading.Thread(target=self._turn, daemon=True)
            self._turning.start()

    def _turn(self) -> None:
        from shutil import get_terminal_size

        wait = SHOWN_AFTER
        while not self._ended.wait(wait):
            wait = EVERY
            self._shown = True
            seconds = int(monotonic() - self._started)
            text = f"{told(*self._now)}  {seconds // 60}:{seconds % 60:02}"
            # One column less than there are: a full line makes some terminals go on to the next.
            _put(f"\r{text[: get_terminal_size().columns - 1]}\x1b[K")

    def close(self) -> None:
        self._ended.set()
        if self._turning:
            self._turning.join()
        if self._shown:
            _put("\r\x1b[K")


def told(what: str, done: int, total: int) -> str:
    """A step in words."""
    if not done:
        return what
    return f"{what}: {done:,} of {total:,}" if total else f"{what}: {done:,}"


def _put(text: str) -> None:
    with suppress(OSError, ValueError):  # the terminal has gone
        sys.stderr.write(text)
        sys.stderr.flush()
