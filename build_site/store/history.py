"""The history that git keeps of the project's files. Only the command that looks for corrections needs git."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from build_site.errors import ConfigProblem, StoreProblem

_MARK = "\x01"


class Change(Struct, frozen=True):
    """One file as one commit found and left it. Blobs are object names; `None` for the file on the disk."""

    commit: str
    """Empty: not committed yet."""
    parent: str
    day: str
    """ISO 8601, of the commit; empty where there is none."""
    path: str
    """Relative to the folder asked for, with slashes."""
    old: str
    new: str | None


class History:
    """The history of one folder and what lies below it. Raises ConfigProblem where git has none of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git("rev-parse", "--verify", "HEAD")

    @property
    def shallow(self) -> bool:
        """Whether the checkout holds only the newest commits."""
        return self._git("rev-parse", "--is-shallow-repository").strip() == "true"

    def changes(self, below: str, since: str | None = None) -> Iterator[Change]:
        """Every change of a file that was there before and is there still, oldest first, those on the disk last. A
        branch counts as one change, on the day on which it was merged: before that no reader has seen it."""
        span = f"{self._commit(since)}..HEAD" if since else "HEAD"
        text = self._git(
            "log", "--first-parent", "--diff-merges=first-parent", "--reverse", "--raw", "--no-abbrev", "--no-renames",
            "--relative", "-z", f"--format={_MARK}%H %P %cs", span, "--", below,
        )  # fmt: skip
        for block in text.split(_MARK)[1:]:
            # git ends the line of the format with NUL and a line break, and every part after it with NUL.
            first, *parts = block.strip("\0\n").split("\0")
            words = first.split()
            commit, day = words[0], words[-1]
            parent = words[1] if len(words) > 2 else ""
            yield from self._raw(parts, commit, parent, day)
        head = self._git("rev-parse", "HEAD").strip()
        text = self._git("diff", "--raw", "--no-abbrev", "--no-renames", "--relative", "-z", "HEAD", "--", below)
        yield from self._raw(text.strip("\0").split("\0"), "", head, "")

    def read(self, name: str) -> str | None:
        """A blob's text (or `commit:./path`); None where there is no such thing."""
        done = self._run("cat-file", "-p", name)
        return done.stdout.decode("utf-8-sig", "replace") if done.returncode == 0 else None

    def _raw(self, parts: list[str], commit: str, parent: str, day: str) -> Iterator[Change]:
        for about, path in zip(parts[::2], parts[1::2], strict=False):
            _, _, old, new, status = about.strip("\n").lstrip(":").split(" ")
            if status == "M":
                yield Change(commit, parent, day, path, old, new if commit else None)

    def _commit(self, name: str) -> str:
        done = self._run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if done.returncode:
            raise ConfigProblem(
                f"git knows no commit {name}", where=str(self.folder), hint="Name a commit, a tag or a branch."
            )
        return done.stdout.decode().strip()

    def _git(self, *arguments: str) -> str:
        done = self._run(*arguments)
        if done.returncode:
            raise ConfigProblem(
                "git has no history of this folder",
                where=str(self.folder),
                hint=done.stderr.decode("utf-8", "replace").strip() or "Is it a git repository with a commit?",
            )
        return done.stdout.decode("utf-8", "surrogateescape")

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                ["git", "-c", "core.quotePath=false", *arguments], cwd=self.folder, capture_output=True, check=False
            )
        except OSError as error:
            raise StoreProblem(
                f"git cannot be run: {error.strerror}", where="git", hint="Install git, or write the file by hand."
            ) from error
