"""What the command line shows: progress, reports, errors. rich is imported only when something is shown."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec
from msgspec import Struct

from build_site.errors import BuildSiteError
from build_site.progress import allows_colour, can_rewrite

if TYPE_CHECKING:
    from rich.console import Console

    from build_site.build import Report
    from build_site.check import Checked
    from build_site.clean.explain import Explained
    from build_site.engines.fetch_model import FetchedModel
    from build_site.fill import FillReport
    from build_site.model import Finding
    from build_site.store.project import Project
    from build_site.work.attention import Attention
    from build_site.work.failures import Failure
    from build_site.work.sharding import ShareReport

TEXT_SHOWN = 160
"""Characters of a line that --explain shows."""
SHOWN = 20
"""Lines of a long list that are printed; --json has them all."""


def console(stderr: bool = False) -> Console:
    from rich.console import Console

    stream = sys.stderr if stderr else sys.stdout
    coloured = allows_colour(stream)
    return Console(stderr=stderr, soft_wrap=True, no_color=not coloured, force_terminal=coloured or stream.isatty())


@contextmanager
def download_progress(quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Bytes of files that are downloaded: bars on a terminal, else a line for each tenth of a file."""
    if quiet:
        yield lambda *_: None
    elif not can_rewrite(sys.stderr):
        told: dict[str, int] = {}

        def tell(name: str, done: int, total: int) -> None:
            tenth = done * 10 // max(total, 1)
            if tenth > told.get(name, -1):
                told[name] = tenth
                click.echo(f"{name}: {tenth * 10} % of {total:,} bytes", err=True)

        yield tell
    else:
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=console(stderr=True)) as bar:
            tasks: dict[str, Any] = {}

            def advance(name: str, done: int, total: int) -> None:
                if name not in tasks:
                    tasks[name] = bar.add_task(name, total=total)
                bar.update(tasks[name], completed=done)

            yield advance


def print_fetched(fetched: FetchedModel) -> None:
    out = console()
    for name, size, _ in fetched.files:
        out.print(f"  {size:>12,} bytes  {name}", highlight=False, markup=False)
    what = (
        f"{fetched.pair} {fetched.version} is in {fetched.folder}: {fetched.downloaded:,} bytes downloaded in this run."
    )
    out.print(f"The model {what}", highlight=False, markup=False)
    out.print(
        'To use it: engines = ["offline"] below [translate] in site_src/site.toml.', highlight=False, markup=False
    )


def print_json(report: Struct) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


_COLOURS = {
    "title": "bold",
    "heading": "bold",
    "paragraph": "green",
    "item": "green",
    "caption": "cyan",
    "stamp": "magenta",
    "section": "magenta",
    "byline": "magenta",
    "dropped": "red",
}


def print_explained(path: Path, lines: Iterable[Explained]) -> None:
    """A file line by line: number, what the line is, the rule that decided, and the line."""
    from rich.markup import escape

    out = console()
    out.print(f"[bold]{escape(str(path))}[/]", highlight=False)
    for line in lines:
        colour = _COLOURS.get(line.kinds[0], "")
        kinds = " + ".join(line.kinds)
        head = f"{line.number:>5}  [{colour}]{kinds:<16}[/]  [dim]{line.rule:<22}[/]"
        out.print(f"{head}  {escape(line.text[:TEXT_SHOWN])}", highlight=False)


def print_checked(checked: Checked) -> None:
    """Errors, then warnings, those that one thing mends together, and what mends them."""
    out = console()
    errors = [(f"{each.where}: {each.what}", each.fix) for each in checked.problems]
    errors += [(f"{each.where}: {each.id} ({each.severity}): {each.what}", each.fix) for each in checked.memory]
    errors += [(f"{each.where}: {each.what}", each.fix) for each in checked.host]
    warnings: list[tuple[str, str]] = []
    for fault in checked.glossary:
        group = errors if fault.severity == "error" else warnings
        group.append((f"{fault.where}: {fault.severity}: {fault.what}", fault.fix))
    for name, colour, group in (("Errors", "red", errors), ("Warnings", "yellow", warnings)):
        if group:
            out.print(f"[{colour}]{name} ({len(group):,})[/]", highlight=False)
        for fix in dict.fromkeys(each for _, each in group):
            for what in (what for what, mended_by in group if mended_by == fix):
                out.print(what, highlight=False, markup=False)
            out.print(f"  {fix}", highlight=False, markup=False)
    for notice in checked.notices:
        out.print(notice, highlight=False, markup=False)
    compared = f"{checked.files:,} files and {checked.sentences:,} sentences compared"
    count = f"{checked.pages} pages, {checked.links} links, {compared}, {len(checked.problems)} problems"
    out.print(f"{count}; {len(checked.memory)} in the translation memory, {len(checked.glossary)} in the glossary.")


def print_fill_report(report: FillReport) -> None:
    out = console()
    out.print(
        f"{report.articles} articles, {report.files_written} PO files written, {report.missing} texts to translate."
    )
    for use in report.engines:
        sent = f"{use.segments} translated, {use.characters} characters sent"
        out.print(f"  {use.engine}: {sent}, {use.refusals} answers refused, {use.faults} faults")
        for why, count in use.why[:5]:
            out.print(f"    {count} × {why}", highlight=False, markup=False)
    if report.stopped:
        out.print(f"[yellow]Engines were asked for no more: {report.stopped}.[/] Run again to go on.", highlight=False)
    for refused in report.refused[:SHOWN]:
        out.print(f"  {refused.file}: {refused.source[:60]}", highlight=False, markup=False)
        out.print(*(f"    {reason}" for reason in refused.reasons), sep="\n", highlight=False, markup=False)
    for each in report.failures:
        print_failure(out, each)
    for file, count in report.to_translate[:SHOWN]:
        out.print(f"  {count:>4} in {file}", highlight=False, markup=False)


_OF_ARTICLES = ("Articles", "Sentences", "Untranslated", "Findings")
"""Rows of a report that a site of pages alone does not need."""


def print_report(report: Report, project: Project) -> None:
    out = console()
    print_failures(out, report)
    print_notices(out, report.notices)
    translated = ", ".join(f"{count} {state}" for state, count in report.states.items() if count) or "none"
    rows = (
        ("Articles", f"{report.articles} ({report.changed} read in this run)"),
        ("Pages", f"{report.pages} ({report.written} files written, {report.removed} removed)"),
        ("Sentences", translated),
        ("Untranslated", f"{report.missing} texts" if report.missing else "0 texts"),
        ("Findings", str(report.findings)),
        ("Failures", str(len(report.failures))),
        ("Seconds", f"{report.seconds:.2f}"),
        ("Site", str(Path(report.out) / "index.html")),
    )
    for name, value in rows:
        if project.manual and name in _OF_ARTICLES:
            continue
        out.print(f"{name:<13} {value}", highlight=False, markup=False)
    print_attention(out, report.read)
    if report.new_addresses:
        got = "1 article has" if report.new_addresses == 1 else f"{report.new_addresses:,} articles have"
        where = f"{project.site_src.name}/urls.csv"
        out.print(f"{got} got an address, in {where}: commit it, and no headline moves a page.", highlight=False)
    if report.missing:
        out.print(
            f"To translate: python -m build_site translate; then open the files below {project.memory} in Poedit."
        )


def print_notices(out: Console, notices: Sequence[tuple[str, Finding]]) -> None:
    """What the articles' files say of themselves. One kind of finding in many articles is shown once, so that it does
    not hide the others."""
    kinds: dict[str, list[str]] = {}
    for name, finding in notices:
        where = f"seeds/{name}:{finding.line}" if finding.line else f"seeds/{name}"
        kinds.setdefault(_NUMBER.sub("0", finding.what), []).append(f"{where}: {finding.what}")
    for lines in list(kinds.values())[:SHOWN]:
        shown = (
            lines if len(lines) <= NAMED else [lines[0], f"  and {len(lines) - 1:,} times more (--json has them all)"]
        )
        for line in shown:
            out.print(line, style="yellow", highlight=False, markup=False)


_NUMBER = re.compile(r"\d+")
_ATTENTION = {
    "new": ("new", "", ""),
    "gone": (
        "gone, with its page",
        "",
        "of a renamed file, rename the PO file and notes too, and name it so in site_src/urls.csv",
    ),
    "untranslated": ("untranslated", "text", "python -m build_site translate lists them for Poedit"),
    "stale": ("changed since translated", "text", "compare each with its original in the PO file"),
    "doubtful": (
        "doubted by a check",
        "text",
        "python -m build_site build --drafts adds en/review/, which says why",
    ),
    "dropped": (
        "more left out than kept",
        "character",
        "python -m build_site inspect --explain FILE shows which rule took each line",
    ),
}
"""Of each kind of `Attention`: what it is called, what is counted, and what to do about it."""
NAMED = 3
"""Articles of a kind that are named; --json has more of them."""


def print_attention(out: Console, read: Iterable[Attention]) -> None:
    """Of the articles that this run has read: what is new, and what wants somebody."""
    for number, each in enumerate(read):
        if not number:
            out.print("Of the articles read in this run:")
        name, count, what = _ATTENTION[each.kind]
        files = [f"seeds/{file}" + (f" ({texts:,})" if count else "") for file, texts in each.most[:NAMED]]
        more = f" and {each.articles - len(files):,} more" if each.articles > len(files) else ""
        number_of = f", {each.texts:,} {count}{'s' if each.texts != 1 else ''}" if count else ""
        out.print(f"  {each.articles:,} {name}{number_of}: {', '.join(files)}{more}", highlight=False, markup=False)
        if what:
            out.print(f"    {what}", highlight=False, markup=False)


def print_failures(out: Console, report: Report | ShareReport) -> None:
    """All of them; of one kind that has very many, such as the pictures of a folder, the first."""
    kinds: dict[tuple[str, str], list[Failure]] = {}
    for each in report.failures:
        kinds.setdefault((_NUMBER.sub("0", each.what), each.hint), []).append(each)
    for group in kinds.values():
        shown = group if len(group) <= SHOWN else group[:NAMED]
        for each in shown:
            print_failure(out, each)
        if len(group) > len(shown):
            out.print(f"  … and {len(group) - len(shown):,} more of this kind (--json has them all)", highlight=False)


def print_failure(out: Console, each: Failure) -> None:
    from rich.markup import escape

    left_out = {
        "source": "the article is left out",
        "memory": "its translations are left out",
        "notes": "the notes are left out",
        "bug": "the article is left out",
    }[each.kind]
    where = each.where or each.name
    what = each.what if "is left out" in each.what else f"{each.what}; {left_out}"
    out.print(f"[red]{escape(where)}[/]: {escape(what)}\n  {escape(each.hint)}", highlight=False)


def print_error(error: BuildSiteError) -> None:
    click.echo(click.style("error: ", fg="red") + str(error), err=True, color=allows_colour(sys.stderr))
