"""`python -m build_site glossary …`: the termbase's own commands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from build_site.console import SHOWN, console, print_json
from build_site.progress import doing

if TYPE_CHECKING:
    from build_site.digest.candidates import Candidate
    from build_site.store.project import Project
    from build_site.store.termbase_check import TermFault

EXAMPLE_SHOWN = 110
"""Characters of an example sentence that are printed; --json has it whole."""

_NEW = click.Path(dir_okay=False, path_type=Path)
_THERE = click.Path(exists=True, dir_okay=False, path_type=Path)
_JSON = click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
_FROM = click.option(
    "--from", "source", type=click.Path(exists=True, path_type=Path), default=None,
    help="Read the texts of this folder, file or collection (.jsonl, .jsonl.xz) instead of the seeds.",
)  # fmt: skip
_LIMIT = click.option("--limit", type=click.IntRange(1), default=None, help="At most so many of each kind.")
_FORMAT = click.option(
    "--format", "form", type=click.Choice(["tbx", "tbx-2019", "csv"]),
    help="Default: by the file’s ending; tbx is TBX-Basic of ISO 30042:2008, which most programs read.",
)  # fmt: skip
_REPLACE = click.option("--replace", is_flag=True, help="Let the file’s cells replace those that say otherwise.")
_DRY_RUN = click.option("--dry-run", is_flag=True, help="Only say what would be done.")


def glossary_group(project_options: Callable[[Callable[..., Any]], Callable[..., Any]]) -> click.Group:
    """The group `glossary`; `project_options` adds --project and its like to a command."""

    @click.group()
    def glossary() -> None:
        """Look after the glossary. What it lacks, what is wrong in it, and the way to other programs and back."""

    for command, options in (
        (candidates, (_FROM, _LIMIT, _JSON)),
        (check, (_JSON,)),
        (export, (click.argument("file", type=_NEW), _FORMAT, _JSON)),
        (import_, (click.argument("file", type=_THERE), _REPLACE, _DRY_RUN, _JSON)),
    ):
        wrapped = project_options(command)
        for option in reversed(options):
            wrapped = option(wrapped)
        glossary.command(command.__name__.strip("_"))(wrapped)
    return glossary


def candidates(project: Project, source: Path | None, limit: int | None, as_json: bool) -> int:
    """List what the glossary lacks. Abbreviations of the texts that no term explains, and phrases that recur, with
    counts, articles and an example."""
    from build_site.glossary_commands import candidates as find

    with doing("Reading articles", quiet=as_json):
        report = find(project, source, limit if limit or as_json else SHOWN)
    if as_json:
        print_json(report)
        return 0
    _print_candidates("Abbreviations that no term explains", report.abbreviations)
    _print_candidates("Phrases that recur", report.phrases)
    left_out = f", {report.left_out} texts left out" if report.left_out else ""
    console().print(f"{report.articles} articles read{left_out}")
    return 0


def check(project: Project, as_json: bool) -> int:
    """Find what is wrong in the glossary. Duplicates, forms that two terms share, rows that say too little. Changes
    nothing."""
    from build_site.glossary_commands import check as examine

    with doing("Checking the glossary", quiet=as_json):
        report = examine(project)
    if as_json:
        print_json(report)
    else:
        print_faults(report.faults)
        console().print(f"{report.terms} terms, {report.errors} errors, {len(report.faults) - report.errors} warnings")
    return 1 if report.errors else 0


def export(project: Project, file: Path, form: str | None, as_json: bool) -> int:
    """Write the glossary as TBX-Basic or CSV."""
    from build_site.glossary_commands import export as write

    report = write(project, file, form)
    if as_json:
        print_json(report)
    else:
        console().print(f"{report.file}: {report.terms} terms")
    return 0


def import_(project: Project, file: Path, replace: bool, dry_run: bool, as_json: bool) -> int:
    """Take terms over from FILE. It is .tbx or .csv, and merged by term: new terms are added, empty cells filled, lists
    extended. What the glossary says otherwise is left as it is, and reported."""
    from build_site.glossary_commands import import_terms

    report = import_terms(project, file, replace=replace, dry_run=dry_run)
    if as_json:
        print_json(report)
        return 0
    out = console()
    for one in report.conflicts[:SHOWN]:
        out.print(f"{one.outcome}: “{one.term}”, {one.column}")
        out.print(f"  here: {one.here}\n  file: {one.offered}")
    more = len(report.conflicts) - SHOWN
    if more > 0:
        out.print(f"and {more} more: --json has them all")
    out.print(", ".join(f"{count} {outcome}" for outcome, count in report.counts.items() if count) or "nothing in it")
    if report.counts["conflict"]:
        out.print("The glossary’s own cells were kept; --replace takes the file’s.")
    out.print("The glossary was written." if report.written else "Nothing was written.")
    return 0


def print_faults(faults: Sequence[TermFault]) -> None:
    out = console()
    for fault in faults:
        out.print(f"{fault.where}: {fault.severity}: {fault.what}\n  {fault.fix}")


def _print_candidates(title: str, found: Sequence[Candidate]) -> None:
    out = console()
    out.print(click.style(title, bold=True))
    for one in found:
        out.print(f"{one.count:>6} × in {one.articles} articles  {one.form}")
        out.print(f"         {one.where}: {_around(one.example, one.form)}")


def _around(text: str, form: str) -> str:
    """The example about its form, on one line."""
    at = max(0, text.lower().find(form.lower()))
    start = max(0, at - EXAMPLE_SHOWN // 2)
    return ("…" if start else "") + " ".join(text[start : start + EXAMPLE_SHOWN].split())
