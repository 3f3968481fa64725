"""`init`, `new`, `config` and `completion`: a digest's first hour."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from build_site.console import print_json

if TYPE_CHECKING:
    from build_site.store.project import Project

ENGINES = ("google", "libretranslate", "mymemory", "chat", "offline")
SHELLS = ("bash", "zsh", "fish")
PROGRAM = "build_site"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The digest's name, as readers will see it.")
@click.option("--source", metavar="CODE", help="The articles' language (default: vi).")
@click.option("--target", metavar="CODE", help="The reader's language (default: en).")
@click.option("--base-url", metavar="URL", help="Where the site will stand, if that is known.")
@click.option("--engine", type=click.Choice(("none", *ENGINES)), help="What may translate (default: none).")
@click.option("--with-templates", is_flag=True, help="Copy the look too, to change it.")
@click.option("--yes", is_flag=True, help="Ask nothing; take the default of whatever is not given.")
def init(
    folder: Path,
    name: str | None,
    source: str | None,
    target: str | None,
    base_url: str | None,
    engine: str | None,
    with_templates: bool,
    yes: bool,
) -> int:
    """Start a new digest in FOLDER: settings, two made-up articles with their translations, a glossary, topics, pages.
    It builds at once. On a terminal it asks for what is not given."""
    from build_site.store.settings import language_code, site_address
    from build_site.store.starter import NewDigest, start

    ask = sys.stdin.isatty() and not yes
    name = _answer(ask, name, "Name of the digest", folder.resolve().name.replace("-", " ").replace("_", " ").title())
    source = language_code(_answer(ask, source, "Language of the articles (a code such as vi)", "vi"))
    target = language_code(_answer(ask, target, "Language of the readers (a code such as en)", "en"))
    base_url = site_address(_answer(ask, base_url, "Address of the site, if it has one (may stay empty)", ""))
    if ask and engine is None:
        click.echo("A translation engine gets the text of your articles. Without one, people translate.")
        engine = click.prompt("Engine", type=click.Choice(("none", *ENGINES)), default="none")
    engines = () if engine in (None, "none") else (engine,)
    wanted = NewDigest(name, source, target, base_url, engines, with_templates)
    written = start(folder, wanted)
    where = str(folder)
    click.echo(f"{where}: {len(written)} files written.")
    if not wanted.has_samples:
        click.echo(f"There are samples, topics and a glossary for vi → en only: {where}/seeds/ is empty.")
    click.echo(
        f"\n  cd {where}\n  python -m build_site           builds the site; open build/index.html\n"
        "  python -m build_site serve     previews it while you edit\n"
        "  python -m build_site new FILE  adds an article\n\n"
        "site_src/site.toml explains the settings, README.md the rest."
    )
    return 0


def _answer(ask: bool, given: str | None, question: str, default: str) -> str:
    if given is not None or not ask:
        return default if given is None else given
    answer: str = click.prompt(question, default=default, show_default=bool(default))
    return answer.strip()


def new(project: Project, file: str, name: str, as_json: bool) -> int:
    """Add an article: FILE is a saved page or a text file; - reads what you paste or pipe. It goes to seeds/ as it is,
    named by its date and title (or by --name), and how it was read is shown. Nothing is fetched from the web."""
    from build_site.store.files import disk
    from build_site.work.adding import STDIN, add_seed
    from build_site.work.workshop import Workshop

    if file == STDIN:
        if sys.stdin.isatty():
            click.echo("Paste the text, then press Ctrl-D (on Windows Ctrl-Z and Enter).", err=True)
        data = sys.stdin.buffer.read()
    else:
        with disk(file):
            data = Path(file).read_bytes()
    added = add_seed(Workshop(project), file, data, wanted=name)
    if as_json:
        print_json(added)
        return 0
    click.echo(f"{added.path}{' was there already' if added.known else ''}")
    click.echo(f"  title  {added.headline}")
    click.echo(f"  date   {added.published or 'none found: site_src/articles/ can give one'}")
    click.echo(f"  lines  {added.kept} of the article, {added.dropped} left out")
    click.echo(
        f"\n  python -m build_site inspect --explain {added.path}   what became of each line\n"
        "  python -m build_site translate   lists its sentences for Poedit"
    )
    return 0


def config(project: Project, as_json: bool) -> int:
    """Print every setting, its value, and the line of site.toml that sets it. Faults of the file are all named at
    once."""
    import msgspec

    from build_site.store.settings import effective

    path = project.site_src / "site.toml"
    found = effective(path)
    if as_json:
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
        return 0
    width = max(len(each.name) for each in found)
    for each in found:
        where = each.where.replace(f"{project.root}/", "")
        value = msgspec.json.encode(each.value).decode()
        click.echo(f"{each.name:{width}}  {value:32}  {click.style(where, dim=True) if where == 'default' else where}")
    return 0


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Print what makes SHELL complete commands and options of `build_site`: add it to the shell's start-up file."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"{shell} is not known here.")
    root = click.get_current_context().find_root().command
    click.echo(kind(root, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source())
    return 0


def start_commands(project_options: Any) -> tuple[click.Command, ...]:
    """All four; `project_options` adds --project and its like to a command."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
    named = click.option("--name", default="", help="Name below seeds/, instead of one made from date and title.")
    file = click.argument("file", type=click.Path(dir_okay=False, allow_dash=True))
    return (
        init,
        click.command("new")(file(named(as_json(project_options(new))))),
        click.command("config")(as_json(project_options(config))),
        completion,
    )
