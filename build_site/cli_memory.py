"""`python -m build_site memory …`: the translation memory's own commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from build_site.console import SHOWN, console, print_json
from build_site.progress import doing

if TYPE_CHECKING:
    from build_site.memory_commands import Damage, Exported
    from build_site.memory_status import MemoryStatus
    from build_site.model import State
    from build_site.store.project import Project

_FILE = click.Path(dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")


def memory_group(project_options: Callable[[Callable[..., Any]], Callable[..., Any]]) -> click.Group:
    """The group `memory`; `project_options` adds --project and its like to a command."""

    @click.group()
    def memory() -> None:
        """Look after the translation memory. How far it is, what is damaged, and the way to other programs and back."""

    for command, options in (
        (status, (_JSON,)),
        (doctor, (_JSON,)),
        (export, (click.argument("file", type=_FILE), _FORMAT, _JSON)),
        (import_, (click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path)),
                   _OVERWRITE, _DRY_RUN, _JSON)),
        (export_tbx, (click.argument("file", type=_FILE), _JSON)),
        (pack, (click.argument("file", type=_FILE), _MOST, _VIEWS, _JSON)),
        (corrections, (_SINCE, _DRY_RUN, _JSON)),
    ):  # fmt: skip
        wrapped = project_options(command)
        for option in reversed(options):
            wrapped = option(wrapped)
        memory.command(command.__name__.strip("_").replace("_", "-"))(wrapped)
    return memory


_FORMAT = click.option(
    "--format", "form", type=click.Choice(["csv", "tmx", "xliff-1.2", "xliff-2.0"]),
    help="Default: by the file’s ending (.csv, .tmx, .xlf or .xliff: XLIFF 1.2).",
)  # fmt: skip
_OVERWRITE = click.option("--overwrite", is_flag=True, help="Also replace texts that a person wrote or approved.")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be done.")
_MOST = click.option("--most", type=click.IntRange(1), default=None, help="At most so many texts.")
_SINCE = click.option(
    "--since", metavar="REVISION", help="Look only at what has changed since this commit, tag or branch."
)
_VIEWS = click.option(
    "--views", type=click.Path(exists=True, dir_okay=False, path_type=Path), default=None,
    help="A CSV file of page views (address, views): what is read most comes first.",
)  # fmt: skip


def status(project: Project, as_json: bool) -> int:
    """Say how far the translations are. By article and state, with what is to do."""
    from build_site.memory_commands import STATES
    from build_site.memory_status import status as read_status

    with doing("Reading the memory", quiet=as_json):
        report = read_status(project)
    if as_json:
        print_json(report)
        return 0
    out = console()
    out.print("  ".join(f"{state:>8}" for state in STATES), " file")
    whole = [row for row in report.articles if not any(row.states[state] for state in _UNFINISHED)]
    shown = [row for row in report.articles if len(report.articles) <= MOST_WHOLE or row not in whole]
    # The file stands last: however long its name is, it hides no number.
    rows = [(row.states, f"site_src/{row.file}") for row in shown]
    for states, name in (*rows, (report.states, f"all {len(report.articles):,} PO files")):
        counts = "  ".join(f"{states[state] or '·':>8}" for state in STATES)
        out.print(f"{counts}  {name}")
    if len(shown) < len(report.articles):
        out.print(f"Not shown are {len(whole):,} files with nothing to do; --json has them.")
    _print_damages(report.damaged)
    _print_to_do(report)
    return 0


MOST_WHOLE = 40
"""PO files up to which those are listed too in which nothing is to do."""
_UNFINISHED: tuple[State, ...] = ("machine", "stale", "missing")
NAMED = 3


def _print_to_do(report: MemoryStatus) -> None:
    """The next step for each thing that wants one."""
    states = report.states
    out = console()
    if report.new:
        say = "has no PO file" if len(report.new) == 1 else "have no PO files"
        out.print(f"{_named('seed', report.new)} {say}: python -m build_site translate adds what is an article.")
    if states["missing"]:
        own = "of their own (where another article has the sentence, its translation is shown)"
        pack = "give them away as one file: python -m build_site memory pack FILE.po"
        out.print(f"{states['missing']:,} without a translation {own}: open the PO files in Poedit, or {pack}")
    if states["stale"]:
        out.print(
            f"{states['stale']:,} stale: their original has changed; correct them in Poedit, and clear “Needs work”."
        )
    if states["machine"]:
        out.print(
            f"{states['machine']:,} of a machine, unreviewed: correct them, or clear “Needs work” where they are right."
        )
    if report.orphans:
        say = "belongs to no seed" if len(report.orphans) == 1 else "belong to no seed"
        out.print(
            f"{_named('PO file', report.orphans)} {say}. Of a seed that was renamed, rename the PO file too;"
            " of one that is gone, it may stay: other articles use its sentences.",
        )


def _named(what: str, names: tuple[str, ...]) -> str:
    """`2 seeds (a.txt, b.txt)`."""
    more = f" and {len(names) - NAMED:,} more" if len(names) > NAMED else ""
    return f"{len(names):,} {what}{'s' if len(names) != 1 else ''} ({', '.join(names[:NAMED])}{more})"


def doctor(project: Project, as_json: bool) -> int:
    """Find what is damaged in PO files. Duplicates, conflict marks, lines that cannot be read. Changes nothing."""
    from build_site.memory_commands import doctor as examine

    with doing("Reading the memory", quiet=as_json):
        report = examine(project)
    if as_json:
        print_json(report)
    else:
        _print_damages(report.damages)
        console().print(f"{report.files} files, {report.entries} entries in order, {len(report.damages)} damaged")
    return 1 if report.damages else 0


def export(project: Project, file: Path, form: str | None, as_json: bool) -> int:
    """Write the whole memory into FILE. As CSV, TMX 1.4b or XLIFF."""
    from build_site.errors import ConfigProblem
    from build_site.memory_commands import export_memory, form_of

    chosen = form or form_of(file)
    if chosen == "po":
        raise ConfigProblem(
            "the memory is PO files already", where=str(file), hint="Use pack for one PO file of what wants work."
        )
    with doing("Writing the memory", quiet=as_json):
        report = export_memory(project, file, chosen)
    return _print_exported(report, "texts", as_json)


def import_(project: Project, file: Path, overwrite: bool, dry_run: bool, as_json: bool) -> int:
    """Take translations over from FILE. It is .csv, .tmx, .xlf, .xliff, or a pack. What a person wrote is left as it
    is."""
    from build_site.memory_commands import import_memory

    with doing("Taking translations over", quiet=as_json):
        report = import_memory(project, file, overwrite=overwrite, dry_run=dry_run)
    if as_json:
        print_json(report)
        return 1 if report.damaged else 0
    out = console()
    for done in report.kept[:SHOWN]:
        out.print(f"kept: {done.article}: “{done.source}”")
        out.print(f"  here: {done.kept}\n  file: {done.offered}")
    for done in report.unknown[:SHOWN]:
        out.print(f"unknown: {done.article or 'any article'}: “{done.source}”")
    _print_damages(report.damaged)
    out.print(", ".join(f"{count} {outcome}" for outcome, count in report.counts.items() if count) or "nothing in it")
    if report.kept:
        out.print("What a person wrote was kept; --overwrite replaces it (the old text stays as a comment).")
    if report.unknown and not report.counts["taken"]:
        out.print(
            "None of it is in the memory: is it of this digest? `python -m build_site translate` lists new sentences."
        )
    written = f"{report.files_written} PO file{'s' if report.files_written != 1 else ''} written"
    out.print(
        "Nothing was written (--dry-run)." if dry_run else f"{written}; python -m build_site brings them to the pages."
    )
    return 1 if report.damaged else 0


def export_tbx(project: Project, file: Path, as_json: bool) -> int:
    """Write the glossary into FILE as TBX-Basic."""
    from build_site.memory_commands import export_glossary

    return _print_exported(export_glossary(project, file), "terms", as_json)


def pack(project: Project, file: Path, most: int | None, views: Path | None, as_json: bool) -> int:
    """Write one PO file of what wants work. All that is unreviewed, stale or missing, the most doubtful or (--views)
    the most read first; `memory import` takes it back."""
    from build_site.memory_commands import pack as make_pack
    from build_site.memory_status import unlisted

    with doing("Reading the memory", quiet=as_json):
        report = make_pack(project, file, most, views)
    if not as_json:
        if report.strange:
            console().print(f"{views}: {report.strange} rows are of no article")
        if new := unlisted(project):
            console().print(
                f"Not in it: {_named('seed', new)} without a PO file. python -m build_site translate adds it.",
            )
    return _print_exported(report, "texts", as_json)


def corrections(project: Project, since: str | None, dry_run: bool, as_json: bool) -> int:
    """Find corrections in git's history. What editors have mended in published translations is added to
    site_src/corrections.csv, which the site shows. Look the new lines through before you commit them."""
    from build_site.corrections_commands import find_corrections

    with doing("Reading git’s history", quiet=as_json):
        report = find_corrections(project, since=since, dry_run=dry_run)
    if as_json:
        print_json(report)
        return 0
    out = console()
    for each in report.new[:SHOWN]:
        out.print(f"{each.date} {each.article}: {each.kind}")
        out.print(f"  before: {each.before}\n  now:    {each.after}")
        if each.note:
            out.print(f"  why:    {each.note}")
    if len(report.new) > SHOWN:
        out.print(f"… and {len(report.new) - SHOWN} more (--json has them all)")
    if report.shallow:
        out.print("This checkout lacks older commits (git fetch --unshallow brings them): there may be more.")
    done = f"added to {report.file}" if report.written else "nothing was written"
    out.print(f"{len(report.new)} new, {done}; {report.known} were there; {report.unpublished} before publication")
    if report.written:
        out.print("Set the last column to “wording” where nothing was wrong, and say why in the column note.")
    return 0


def _print_exported(report: Exported, what: str, as_json: bool) -> int:
    if as_json:
        print_json(report)
    else:
        _print_damages(report.damaged)
        console().print(f"{report.file}: {report.texts} {what}")
    return 1 if report.damaged else 0


def _print_damages(damages: Iterable[Damage]) -> None:
    out = console(stderr=True)
    for damage in damages:
        out.print(f"{damage.where}: {damage.what}\n  {damage.hint}")
