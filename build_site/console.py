"""What the command line shows: progress, reports, errors. rich is imported only for the bars of a download: it takes as
long to load as a build that finds nothing changed has for its work."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click
import msgspec
from msgspec import Struct

from build_site.errors import BuildSiteError
from build_site.progress import allows_colour, can_rewrite, harmless

if TYPE_CHECKING:
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


class Console:
    """Prints lines, in colour where the stream allows that."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream, self._coloured = stream, allows_colour(stream)

    def print(self, *parts: object, sep: str = " ") -> None:
        click.echo(harmless(sep.join(map(str, parts))), self._stream, color=self._coloured)


def console(stderr: bool = False) -> Console:
    return Console(sys.stderr if stderr else sys.stdout)


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
        from rich.console import Console as Screen
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

        screen = Screen(stderr=True, no_color=not allows_colour(sys.stderr))
        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
        with Progress(*columns, console=screen) as bar:
            tasks: dict[str, Any] = {}

            def advance(name: str, done: int, total: int) -> None:
                if name not in tasks:
                    tasks[name] = bar.add_task(name, total=total)
                bar.update(tasks[name], completed=done)

            yield advance


def print_fetched(fetched: FetchedModel) -> None:
    out = console()
    for name, size, _ in fetched.files:
        out.print(f"  {size:>12,} bytes  {name}")
    what = (
        f"{fetched.pair} {fetched.version} is in {fetched.folder}: {fetched.downloaded:,} bytes downloaded in this run."
    )
    out.print(f"The model {what}")
    out.print('To use it: engines = ["offline"] below [translate] in site_src/site.toml.')


def print_json(report: Struct) -> None:
    click.echo(msgspec.json.format(msgspec.json.encode(report), indent=2).decode())


_LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "heading": {"bold": True},
    "paragraph": {"fg": "green"},
    "item": {"fg": "green"},
    "caption": {"fg": "cyan"},
    "stamp": {"fg": "magenta"},
    "section": {"fg": "magenta"},
    "byline": {"fg": "magenta"},
    "dropped": {"fg": "red"},
}


def print_explained(path: Path, lines: Iterable[Explained]) -> None:
    """A file line by line: number, what the line is, the rule that decided, and the line."""
    out = console()
    out.print(click.style(path, bold=True))
    for line in lines:
        kinds = click.style(f"{' + '.join(line.kinds):<16}", **_LOOKS.get(line.kinds[0], {}))
        rule = click.style(f"{line.rule:<22}", dim=True)
        out.print(f"{line.number:>5}  {kinds}  {rule}  {line.text[:TEXT_SHOWN]}")


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
            out.print(click.style(f"{name} ({len(group):,})", fg=colour))
        for fix in dict.fromkeys(each for _, each in group):
            for what in (what for what, mended_by in group if mended_by == fix):
                out.print(what)
            out.print(f"  {fix}")
    for notice in checked.notices:
        out.print(notice)
    compared = f"{checked.files:,} files and {checked.sentences:,} sentences compared"
    count = f"{checked.pages} pages, {checked.links} links, {compared}, {len(checked.problems)} problems"
    out.print(f"{count}; {len(checked.memory)} in the translation memory, {len(checked.glossary)} in the glossary.")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def print_fill_report(report: FillReport) -> None:
    out = console()
    out.print(
        f"{_count(report.articles, 'article')}, {_count(report.files_written, 'PO file')} written,"
        f" {_count(report.missing, 'text')} to translate."
    )
    for use in report.engines:
        sent = f"{use.segments} translated, {use.characters} characters sent"
        out.print(f"  {use.engine}: {sent}, {use.refusals} answers refused, {use.faults} faults")
        for why, count in use.why[:5]:
            out.print(f"    {count} × {why}")
    if report.stopped:
        stopped = click.style(f"Engines were asked for no more: {report.stopped}.", fg="yellow")
        out.print(f"{stopped} Run again to go on.")
    for refused in report.refused[:SHOWN]:
        out.print(f"  {refused.file}: {refused.source[:60]}")
        out.print(*(f"    {reason}" for reason in refused.reasons), sep="\n")
    for each in report.failures:
        print_failure(out, each)
    for file, count in report.to_translate[:SHOWN]:
        out.print(f"  {count:>4} in {file}")


_WHERE_FOUND = " in how articles were read (python -m build_site inspect FILE shows those of one)"
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
        ("Findings", f"{report.findings}{_WHERE_FOUND if report.findings else ''}"),
        ("Failures", str(len(report.failures))),
        ("Seconds", f"{report.seconds:.2f}"),
        ("Site", str(Path(report.out) / "index.html")),
    )
    for name, value in rows:
        if project.manual and name in _OF_ARTICLES:
            continue
        out.print(f"{name:<13} {value}")
    print_attention(out, report.read)
    if report.new_addresses:
        got = "1 article has" if report.new_addresses == 1 else f"{report.new_addresses:,} articles have"
        where = f"{project.site_src.name}/urls.csv"
        out.print(f"{got} got an address, in {where}: commit it, and no headline moves a page.")
    if report.missing:
        to = f"{project.site_src.name}/{project.memory.name}/"
        out.print(f"To translate: python -m build_site translate; then open the files below {to} in Poedit.")


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
            out.print(click.style(line, fg="yellow"))


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
        out.print(f"  {each.articles:,} {name}{number_of}: {', '.join(files)}{more}")
        if what:
            out.print(f"    {what}")


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
            out.print(f"  … and {len(group) - len(shown):,} more of this kind (--json has them all)")


def print_failure(out: Console, each: Failure) -> None:
    left_out = {
        "source": "the article is left out",
        "memory": "its translations are left out",
        "notes": "the notes are left out",
        "bug": "the article is left out",
    }[each.kind]
    where = each.where or each.name
    what = each.what if "is left out" in each.what else f"{each.what}; {left_out}"
    out.print(f"{click.style(where, fg='red')}: {what}\n  {each.hint}")


def print_error(error: BuildSiteError) -> None:
    click.echo(click.style("error: ", fg="red") + harmless(str(error)), err=True, color=allows_colour(sys.stderr))
