"""What can go wrong, as one tree. Every message says where, what, and what to do.

BuildSiteError                     where · what · hint
├── ConfigProblem                  site.toml, topics, glossary, language pack: stops before anything is written (exit 2)
├── SourceProblem                  one seed cannot be read: it is skipped, named and counted
├── MemoryProblem                  one PO file is damaged: its article is built without it, the file is left alone
├── NotesProblem                   one articles/<id>.md is wrong: its article is built without it
├── EngineProblem                  a translation engine did not answer, or answered nonsense: the next one is asked
├── TemplateProblem                a template is wrong: stops before anything is written (exit 2)
├── PlanProblem                    two pages want one address: stops before anything is written (exit 1)
├── WorkerProblem                  processes died over their work, or the cluster is gone (exit 71)
│   └── ClusterProblem             a cluster that cannot do this work: stops before anything is written (exit 2)
├── ShardProblem                   parts of a build that do not make a whole (exit 2)
├── StoreProblem                   the disk said no (exit 74)
│   └── Locked                     another build is at work in this project (exit 75)
└── anything else is a bug         exit 70

The library raises; only `cli.py` prints and chooses an exit code.
"""

from __future__ import annotations


class BuildSiteError(Exception):
    """Base of all errors of this program.

    `where` is a path, with `:line` where a line is known; `what` a sentence; `hint` what the reader can do about it.
    """

    exit_code = 1

    def __init__(self, what: str, *, where: str = "", hint: str = "") -> None:
        super().__init__(what, where, hint)
        self.what = what
        self.where = where
        self.hint = hint

    def __reduce__(self) -> tuple[object, tuple[type[BuildSiteError], str, str, str]]:
        # Keyword-only arguments do not survive pickling by themselves, and errors cross process borders.
        return _rebuild, (type(self), self.what, self.where, self.hint)

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head}\n  {self.hint}" if self.hint else head


def _rebuild(kind: type[BuildSiteError], what: str, where: str, hint: str) -> BuildSiteError:
    return kind(what, where=where, hint=hint)


class ConfigProblem(BuildSiteError):
    """A setting, topic, term or language pack is wrong; the message lists every problem found."""

    exit_code = 2


class SourceProblem(BuildSiteError):
    """A seed cannot be read as text (not UTF-8, empty, too large, special file)."""


class MemoryProblem(BuildSiteError):
    """A PO file is damaged: duplicate entry, conflict marker, unreadable line."""


class NotesProblem(BuildSiteError):
    """An editor's articles/<id>.md is wrong: front matter, unknown field, paragraph that is not there."""


class EngineProblem(BuildSiteError):
    """A translation engine did not answer, or answered nonsense: the next one is asked.

    `retry`: asking again soon may help; `after`: seconds that the service asks to be left alone for, 0 where it says
    nothing; `fault`: false where it is this text that the engine cannot take, which says nothing of the next."""

    def __init__(
        self,
        what: str,
        *,
        where: str = "",
        hint: str = "",
        retry: bool = False,
        after: float = 0.0,
        fault: bool = True,
    ) -> None:
        super().__init__(what, where=where, hint=hint)
        self.retry = retry
        self.after = after
        self.fault = fault


class TemplateProblem(BuildSiteError):
    """A template does not compile, or asks for a variable that is not there."""

    exit_code = 2


class PlanProblem(BuildSiteError):
    """Two pages want the same address."""


class WorkerProblem(BuildSiteError):
    """The processes that do the work died over it, again and again, or the cluster cannot be reached any more."""

    exit_code = 71


class ClusterProblem(WorkerProblem):
    """A cluster that cannot do this work: not there, another program, another folder. Nothing was written."""

    exit_code = 2


class ShardProblem(BuildSiteError):
    """Parts of a build that do not make a whole, or not this one. Nothing was written."""

    exit_code = 2


class StoreProblem(BuildSiteError):
    """The disk refused: no space, no permission, not a folder, a folder that is not ours."""

    exit_code = 74


class Locked(StoreProblem):
    """Another build holds this project's lock."""

    exit_code = 75
