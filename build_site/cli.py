"""The command line: reads options, calls the library, prints, chooses the exit code. Nothing else prints."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from build_site import __version__
from build_site.cli_project import project_options
from build_site.cli_shards import cores, jobs_option, make_part, merge_command, shard_option, translate_shard_option
from build_site.console import print_error, print_explained, print_fill_report, print_json, print_report
from build_site.errors import BuildSiteError
from build_site.progress import Step, progress_line

if TYPE_CHECKING:
    from build_site.build import Report
    from build_site.store.project import Project

EXIT_CODES = """
\b
Exit codes:
  0  done                          71  workers died over and over
  1  content failed (--strict,     74  the disk refused
     or check found something)     75  another build is at work here
  2  usage, settings, templates   130  interrupted
 70  a bug of the program
"""


class _DefaultToBuild(click.Group):
    """`python -m build_site --offline` is `python -m build_site build --offline`. Most calls build: commands of other
    modules are loaded where one of them, or the list, is asked for."""

    def load(self) -> None:
        from build_site.cli_check import check_command
        from build_site.cli_docs import docs
        from build_site.cli_glossary import glossary_group
        from build_site.cli_memory import memory_group
        from build_site.cli_serve import serve_command
        from build_site.cli_start import start_commands

        made = (check_command, memory_group, glossary_group)
        for each in (docs, *(make(project_options) for make in made), *start_commands(project_options)):
            self.add_command(each)
        self.add_command(merge_command(project_options, _finish))
        self.add_command(serve_command(project_options, _build))

    def list_commands(self, ctx: click.Context) -> list[str]:
        self.load()
        return super().list_commands(ctx)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self.commands:
            self.load()
        return super().get_command(ctx, cmd_name)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args[:1] and not args[0].startswith("-") and self.get_command(ctx, args[0]):
            return super().parse_args(ctx, args)
        # A shell that completes `build_site se` asks for the commands.
        if not {"--help", "-h", "--version"}.intersection(args) and not ctx.resilient_parsing:
            if args[:1] and not args[0].startswith("-"):
                raise click.UsageError(f"there is no command “{args[0]}”{self._meant(ctx, args[0])}", ctx)
            args = ["build", *args]
        return super().parse_args(ctx, args)

    def _meant(self, ctx: click.Context, word: str) -> str:
        """A command, or one of a group, that is called nearly so; a file wants `new`."""
        from difflib import get_close_matches

        groups = {name: each for name, each in self.commands.items() if isinstance(each, click.Group)}
        names = {name: [name] for name in self.commands}
        for name, each in groups.items():
            for sub in each.list_commands(ctx):
                names.setdefault(sub, []).append(f"{name} {sub}")
        if close := get_close_matches(word, names, 1):
            return f"; did you mean {' or '.join(names[close[0]])}?"
        if word == "help":
            return "; --help lists them, and COMMAND --help its options"
        return f"; to add an article: new {word}" if Path(word).exists() else ""


@click.group(
    cls=_DefaultToBuild,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, prog_name="build_site")
def cli() -> None:
    """Turn raw Vietnamese news articles into a bilingual digest: a static site whose every sentence says where it comes
    from and who translated it.

    Articles stand in seeds/ as they came, what an editor writes in site_src/, the look in templates/; the site is
    written to build/. Without a command, the site is built.

    \b
      python -m build_site init my-digest     start a new digest
      python -m build_site                    build the site
      python -m build_site serve              preview it while you edit
      python -m build_site translate          list what is untranslated, ready for Poedit
      python -m build_site inspect FILE       how a file was read, as JSON
      python -m build_site docs               the manual, page by page
    """


@cli.command()
@project_options
@click.option("--offline", is_flag=True, help="Ask no translation engine, whatever the settings say.")
@jobs_option
@shard_option
@click.option("--strict", is_flag=True, help="Exit with 1 when an article failed or a text is untranslated.")
@click.option("--fresh", is_flag=True, help="Read and render everything again, whatever is known from earlier builds.")
@click.option("--drafts", is_flag=True, help="Add en/review/: what of the translations wants an editor.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
@click.version_option(__version__, prog_name="build_site", hidden=True)  # so that --verison finds it
def build(
    project: Project,
    offline: bool,
    jobs: int | str | None,
    shard: tuple[int, int] | None,
    strict: bool,
    fresh: bool,
    drafts: bool,
    as_json: bool,
) -> int:
    """Build the site (the default command). No network is needed, and none is used unless an engine is set in
    site.toml."""
    if shard:
        return make_part(project, shard, jobs, as_json)
    report = _build(project, offline=offline, jobs=jobs, fresh=fresh, drafts=drafts, quiet=as_json)
    return _finish(report, project, strict, as_json)


def _finish(report: Report, project: Project, strict: bool, as_json: bool) -> int:
    if as_json:
        print_json(report)
    else:
        print_report(report, project)
    if any(each.kind == "bug" for each in report.failures):
        return 70
    return 1 if strict and (report.failures or report.missing) else 0


@cli.command()
@project_options
@click.option("--offline", is_flag=True, help="Only list what is missing in the PO files; ask no engine.")
@click.option("--fetch-model", is_flag=True, help="Download the offline engine's model, and translate nothing.")
@click.option("--model-index", metavar="URL", help="With --fetch-model: the list of models (default: Mozilla's).")
@click.option("--model-files", metavar="URL", help="With --fetch-model: where its files lie, if it does not say.")
@translate_shard_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def translate(
    project: Project,
    offline: bool,
    fetch_model: bool,
    model_index: str | None,
    model_files: str | None,
    shard: tuple[int, int] | None,
    as_json: bool,
) -> int:
    """List and translate what is missing. Without building, write an entry for each new sentence into
    site_src/translations/, and ask the engines set in site.toml for its translation. Open the files in Poedit, OmegaT
    or any text editor. A person's translation is never changed."""
    from build_site.fill import fill_memory
    from build_site.work.sharding import Share

    if fetch_model and offline:
        raise click.UsageError("--fetch-model needs the network, which --offline forbids.")
    if fetch_model:
        from build_site.cli_model import fetch

        return fetch(project, model_index, model_files, as_json)
    if model_index or model_files:
        raise click.UsageError("--model-index and --model-files go with --fetch-model.")
    with progress_line(as_json) as progress:
        report = fill_memory(project, offline=offline, progress=progress, share=Share(*shard) if shard else None)
    if as_json:
        print_json(report)
    else:
        print_fill_report(report)
    return 0


@cli.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--project", type=click.Path(file_okay=False, path_type=Path), help="The digest whose glossary and memory are used."
)
@click.option("--explain", is_flag=True, help="Show each line of the file, and the rule that decided what it is.")
def inspect(files: tuple[Path, ...], project: Path | None, explain: bool) -> int:
    """Show how files are read. Prints the article.json of each FILE, one a line: how it was read, what was cut and why.
    With --explain, show the file line by line with the rule that decided each. Offline; writes nothing."""
    from build_site.store.project import find_project
    from build_site.work.inspection import explain_file, inspect_file
    from build_site.work.workshop import Workshop

    shop = Workshop(find_project(project))
    failed = False
    for path in files:
        try:
            if explain:
                print_explained(path, explain_file(shop, path))
                continue
            for line in inspect_file(shop, path):
                if isinstance(line, BuildSiteError):
                    failed = True
                    print_error(line)
                else:
                    click.echo(line)
        except BuildSiteError as error:
            if error.exit_code != 1:
                raise
            failed = True
            print_error(error)
    return 1 if failed else 0


def main() -> None:
    """Entry point: exit codes of DESIGN, errors in three parts, no traceback but for bugs."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us, who wants to hear nothing
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115
    try:
        code = cli.main(standalone_mode=False)
    except BuildSiteError as error:
        print_error(error)
        code = error.exit_code
    except click.exceptions.Exit as leaving:
        code = leaving.exit_code
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("Interrupted. What was finished is saved; run again to go on.", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 0
    except OSError as error:
        from build_site.store.files import refused

        if problem := refused(error):
            print_error(problem)
        code = problem.exit_code if problem else _bug()
    except Exception:
        code = _bug()
    # What stays to the end is not searched for garbage once more before it goes: that took a tenth of an edit.
    gc.freeze()
    sys.exit(code or 0)


def _bug() -> int:
    """Tell of the exception that is being handled."""
    import traceback

    traceback.print_exc()
    click.echo("This is a bug of the program. Please report it with the text above.", err=True)
    return 70


def _build(
    project: Project,
    *,
    offline: bool,
    jobs: int | str | None,
    quiet: bool,
    look: Callable[[], object] = lambda: None,
    **options: Any,
) -> Report:
    """`options` are those of the library's build. `look` is called now and then, and may end it by raising."""
    from build_site.build import build as build_site
    from build_site.store.settings import read_settings

    def progress(bar: Step) -> Step:
        def step(what: str, done: int, total: int) -> None:
            look()
            bar(what, done, total)

        return step

    if not offline and read_settings(project.site_src / "site.toml").translate.engines:
        from build_site.fill import fill_memory

        with progress_line(quiet) as bar:
            filled = fill_memory(project, offline=False, progress=progress(bar))
        if not quiet and (filled.engines or filled.stopped):
            print_fill_report(filled)
    with progress_line(quiet) as bar:
        return build_site(project, jobs=jobs or cores(), progress=progress(bar), **options)
