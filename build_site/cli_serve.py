"""`serve`: the preview, and its lines on the terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from build_site.console import console, print_error, print_failure
from build_site.errors import Locked

if TYPE_CHECKING:
    from build_site.build import Report
    from build_site.preview.status import Outcome
    from build_site.store.project import Project
    from build_site.work.failures import Failure

Options = Callable[[Callable[..., Any]], Callable[..., Any]]


def serve_command(project_options: Options, build: Callable[..., Report]) -> click.Command:
    """`build`: the command line's, with engines and a bar."""

    @click.command()
    @project_options
    @click.option("--offline", is_flag=True, help="Ask no translation engine, whatever the settings say.")
    @click.option(
        "--host",
        default="127.0.0.1",
        show_default=True,
        help="Address to listen on; others can see the preview elsewhere.",
    )
    @click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: any that is free.")
    @click.option("--open", "open_browser", is_flag=True, help="Open the browser.")
    def serve(project: Project, offline: bool, host: str, port: int, open_browser: bool) -> int:
        """Preview the site while you edit. It is built, served, and built again at every change, and the browser
        reloads. What is wrong is shown in the browser. Stop with Ctrl-C."""
        from build_site.preview.hosts import is_open
        from build_site.preview.server import serve as serve_site

        out = console()
        if is_open(host):
            where = f"it listens on {host or 'all addresses'}"
            told = f"Others on the network can read this preview and the texts it is made from: {where}."
            out.print(click.style(told, fg="yellow"))

        def rebuild(hurried: bool, helped: bool, look: Callable[[], object]) -> Report:
            jobs = None if helped else 1
            return build(project, offline=offline, jobs=jobs, quiet=hurried, hurried=hurried, look=look)

        def opened(address: str) -> None:
            out.print(f"Preview: {address}   (Ctrl-C ends it)")

        serve_site(project, rebuild, Teller(), host=host, port=port, opened=opened, open_browser=open_browser)
        return 0

    return serve


class Teller:
    """One line for each build; what is wrong once, as long as it stays the same."""

    def __init__(self) -> None:
        self._failures: frozenset[Failure] = frozenset()
        self._broken = False
        self._first = True

    def __call__(self, outcome: Outcome) -> None:
        out, now = console(), time.strftime("%H:%M:%S")
        more = outcome.count - len(outcome.changed)
        what = ", ".join(outcome.changed) + (f" and {more} more" if more > 0 else "")
        if outcome.error:
            kept = "waiting" if isinstance(outcome.error, Locked) else "not built, the last good site stays"
            out.print(f"{now}  {what or 'the site'}: {click.style(kept, fg='red')}")
            print_error(outcome.error)
            self._broken = True
            return
        report = outcome.report
        assert report is not None
        what = what or (f"{report.articles} articles" if self._first else "lists and search")
        done = f"{report.written} files written" + (f", {report.removed} removed" if report.removed else "")
        mended = f"{click.style('mended', fg='green')}, " if self._broken else ""
        count = click.style(f"{len(report.failures)} could not be used as written", fg="red")
        wrong = f"; {count}" if report.failures else ""
        out.print(f"{now}  {what}: {mended}{done}, {outcome.seconds:.2f} s{wrong}")
        for each in report.failures:
            if each not in self._failures:
                print_failure(out, each)
        self._failures, self._broken, self._first = frozenset(report.failures), False, False
