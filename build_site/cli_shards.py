"""Where a build's work is done: the options `--jobs` and `--shard`, and the command `merge`."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from build_site.console import console, print_failures, print_json
from build_site.progress import progress_line

if TYPE_CHECKING:
    from build_site.build import Report
    from build_site.store.project import Project

Options = Callable[[Callable[..., Any]], Callable[..., Any]]
MOST = 256
"""Processes, and shards, that may be asked for."""


class JobsType(click.ParamType[int | str]):
    """A number of processes, or the address of a Dask scheduler."""

    name = "N|dask://HOST:PORT"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | str:
        text = str(value)
        if re.fullmatch(r"dask://[^/\s:]{1,255}:\d{1,5}/?", text):
            return text.rstrip("/")
        if not (text.isascii() and text.isdigit() and 1 <= int(text) <= MOST):
            what = f"{text} is neither a number from 1 to {MOST} nor an address such as dask://host:8786."
            self.fail(what, param, ctx)
        return int(text)


class ShardType(click.ParamType[tuple[int, int]]):
    """`2/5`: the second of five."""

    name = "I/N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[int, int]:
        if isinstance(value, tuple):
            return value
        given = re.fullmatch(r"(\d{1,3})/(\d{1,3})", str(value), re.ASCII)
        if not given or not 1 <= int(given[1]) <= int(given[2]) <= MOST:
            self.fail(f"{value} is no shard: write 2/5 for the second of five.", param, ctx)
        return int(given[1]), int(given[2])


jobs_option = click.option(
    "--jobs",
    type=JobsType(),
    default=None,
    help="Processes to use (default: one a core), or a Dask cluster's scheduler.",
)
shard_option = click.option(
    "--shard",
    type=ShardType(),
    default=None,
    help="Only read the articles of one share, into the folder --out; `merge` makes the site of all shares.",
)
translate_shard_option = click.option(
    "--shard",
    type=ShardType(),
    default=None,
    help="Only the articles of one share, as in `build --shard`: no two shares write the same file.",
)


def cores() -> int:
    return os.cpu_count() or 1


def make_part(project: Project, shard: tuple[int, int], jobs: int | str | None, as_json: bool) -> int:
    """`build --shard`."""
    from build_site.work.sharding import Share, digest_share

    share = Share(*shard)
    out = project.out
    if out == project.root / "build":
        out = project.root / f"part-{share.number}-of-{share.of}"
    with progress_line(as_json) as progress:
        report = digest_share(project, share, out, jobs=jobs or cores(), progress=progress)
    if as_json:
        print_json(report)
    else:
        shown = console()
        print_failures(shown, report)
        what = f"Shard {report.shard}: {report.articles} articles read, {len(report.failures)} failed"
        shown.print(f"{what}, {report.seconds:.2f} s: {report.out}")
    return 70 if any(each.kind == "bug" for each in report.failures) else 0


def merge_command(project_options: Options, finish: Callable[[Report, Project, bool, bool], int]) -> click.Command:
    """`merge`; `finish` prints a build's report and chooses the exit code."""

    @click.command()
    @click.argument("parts", nargs=-1, required=True, type=click.Path(exists=True, file_okay=False, path_type=Path))
    @project_options
    @jobs_option
    @click.option("--strict", is_flag=True, help="Exit with 1 when an article failed or a text is untranslated.")
    @click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
    def merge(project: Project, parts: tuple[Path, ...], jobs: int | str | None, strict: bool, as_json: bool) -> int:
        """Build the site from its shards. PARTS are the folders that `build --shard` made: all of them, of one program,
        with the settings, memory and glossary that stand here. The site is the same, byte for byte, as without shards.
        No translation engine is asked."""
        from build_site.build import build
        from build_site.work.sharding import Parts

        with progress_line(as_json) as progress, closing(Parts(project, parts)) as whole:
            report = build(project, jobs=jobs or cores(), progress=progress, parts=whole)
            if whole.read_here and not as_json:
                console().print(f"{whole.read_here} articles are not in the parts as they stand here: read again.")
        return finish(report, project, strict, as_json)

    return merge
