"""`memory corrections`: what editors have mended in published translations, from the history that git keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from msgspec import Struct

from build_site.model import Correction
from build_site.store.corrections import FILE, append_corrections, read_corrections
from build_site.store.history import Change, History
from build_site.store.lock import locked
from build_site.store.memory import Memory
from build_site.store.project import Project
from build_site.store.settings import read_settings
from build_site.translate.corrected import mended
from build_site.translate.salvage import salvage


class FoundCorrections(Struct, frozen=True):
    """What a search of the history gave; `--json` prints it."""

    new: tuple[Correction, ...]
    """Those that the file did not have."""
    known: int
    unpublished: int
    """Changes of articles that had no address yet when they were changed: nobody had read them."""
    shallow: bool
    """The checkout lacks older commits: there may be more."""
    file: str
    written: bool


def find_corrections(project: Project, *, since: str | None = None, dry_run: bool = False) -> FoundCorrections:
    """Append to site_src/corrections.csv each published sentence whose translation by a person was changed by one, with
    the day of the commit; of changes not committed yet, with today's. Lines that are there are left as they are, and
    none is written twice. Raises ConfigProblem where git has no history of site_src/."""
    path = project.site_src / FILE
    memory = Memory(project.site_src, read_settings(project.site_src / "site.toml").languages.target)
    history = History(project.site_src)
    folder = memory.folder.relative_to(project.site_src).as_posix()
    published = _Published(history)
    today = datetime.now(UTC).date().isoformat()
    with locked(project.state, wait=project.wait):
        before = read_corrections(path)
        known = {_key(each) for each in before}
        new: list[Correction] = []
        seen = unpublished = 0
        for change in history.changes(folder, since):
            article = change.path.removeprefix(f"{folder}/").removesuffix(".po")
            for each in _corrections(history, memory, change, article, change.day or today):
                if not published.at(change.parent, article):
                    unpublished += 1
                elif _key(each) in known:
                    seen += 1
                else:
                    known.add(_key(each))
                    new.append(each)
        if new and not dry_run:
            append_corrections(path, new)
    return FoundCorrections(
        tuple(new), seen, unpublished, history.shallow, f"site_src/{FILE}", bool(new) and not dry_run
    )


def _corrections(history: History, memory: Memory, change: Change, article: str, day: str) -> Iterator[Correction]:
    if not change.path.endswith(".po"):
        return
    old = history.read(change.old)
    new = history.read(change.new) if change.new else (memory.data(article) or b"").decode("utf-8-sig", "replace")
    if old is None or new is None:
        return
    # A commit may hold a damaged file; what of it can be read counts.
    for each in mended(salvage(old, change.path)[0], salvage(new, change.path)[0]):
        yield Correction(day, article, each.source, each.before, each.after, each.note, each.kind)


def _key(correction: Correction) -> tuple[str, str, str, str]:
    return correction.article, correction.source, correction.before, correction.after


class _Published:
    """Which articles had an address at a commit: urls.csv names them."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._commit, self._ids = "", frozenset[str]()

    def at(self, commit: str, article: str) -> bool:
        if commit != self._commit:
            text = self._history.read(f"{commit}:./urls.csv") or ""
            self._commit = commit
            self._ids = frozenset(line.partition(",")[0].strip('"') for line in text.splitlines())
        return article in self._ids
