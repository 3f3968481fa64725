"""`init`, `host`, `new`, `config` and `completion`: a digest's first hour."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from build_site.console import print_error
from build_site.errors import BuildSiteError, SourceProblem
from build_site.progress import allows_colour, progress_line
from build_site.store.hosting import ADDRESSES, HOSTS, Placed, Site, place_host, wheel_missing

if TYPE_CHECKING:
    from build_site.store.project import Project
    from build_site.work.adding import Added
    from build_site.work.workshop import Workshop

ENGINES = ("google", "libretranslate", "mymemory", "chat", "offline")
SHELLS = ("bash", "zsh", "fish")
PROGRAM = "build_site"
_KNOWN = " was there already"


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--name", help="The digest's name, as readers will see it.")
@click.option("--source", metavar="CODE", help="The articles' language (default: vi).")
@click.option("--target", metavar="CODE", help="The reader's language (default: en).")
@click.option("--base-url", metavar="URL", help="Where the site will stand, if that is known.")
@click.option("--host", type=click.Choice(tuple(HOSTS)), help="Write what publishes it there (default: none).")
@click.option("--engine", type=click.Choice(("none", *ENGINES)), help="What may translate (default: none).")
@click.option("--with-templates", is_flag=True, help="Copy the look too, to change it.")
@click.option("--yes", is_flag=True, help="Ask nothing; take the default of whatever is not given.")
def init(
    folder: Path,
    name: str | None,
    source: str | None,
    target: str | None,
    base_url: str | None,
    host: str | None,
    engine: str | None,
    with_templates: bool,
    yes: bool,
) -> int:
    """Start a new digest in FOLDER. It has settings, two made-up articles with their translations, a glossary, topics
    and pages, and builds at once. On a terminal it asks for what is not given."""
    from build_site.store.settings import language_code, site_address
    from build_site.store.starter import NewDigest, start

    ask = sys.stdin.isatty() and not yes
    name = _answer(ask, name, "Name of the digest", folder.resolve().name.replace("-", " ").replace("_", " ").title())
    source = language_code(_answer(ask, source, "Language of the articles (a code such as vi)", "vi"))
    target = language_code(_answer(ask, target, "Language of the readers (a code such as en)", "en"))
    base_url = site_address(_answer(ask, base_url, "Address of the site, if it has one (may stay empty)", ""))
    if ask and host is None:
        click.echo("A host's files publish the site at each push. `build_site host NAME` can add them later.")
        host = click.prompt("Host", type=click.Choice(tuple(HOSTS)), default="none")
    if ask and engine is None:
        click.echo("A translation engine gets the text of your articles. Without one, people translate.")
        engine = click.prompt("Engine", type=click.Choice(("none", *ENGINES)), default="none")
    engines = () if engine in (None, "none") else (engine,)
    wanted = NewDigest(name, source, target, base_url, engines, with_templates, host or "none")
    written = start(folder, wanted)
    where = str(folder)
    click.echo(f"{where}: {len(written)} files written.")
    if not wanted.has_samples:
        click.echo(f"There are samples, topics and a glossary for vi → en only: {where}/seeds/ is empty.")
        for path in written:
            if path.startswith("site_src/language/"):
                click.echo(f"{where}/{path} takes what you know of that language; without, general rules serve.")
    click.echo(
        f"\n  cd {where}\n  python -m build_site           builds the site; open build/index.html\n"
        "  python -m build_site serve     previews it while you edit\n"
        "  python -m build_site new FILE  adds an article\n\n"
        "site_src/site.toml explains the settings, README.md the rest."
    )
    _tell_host(folder, wanted.host, base_url)
    return 0


def _tell_host(folder: Path, host: str, base_url: str) -> None:
    """What a host still wants of the editor."""
    if host in ADDRESSES and not base_url:
        click.echo(f"\nSet base_url in site_src/site.toml to where the site will stand: {ADDRESSES[host]}")
    if missing := wheel_missing(folder):
        click.echo(f"\nrequirements.txt names {missing}, which is not there yet: the file says how to make it.")


def host(project: Project, name: str) -> int:
    """Write what publishes this digest on a host. A workflow for github or gitlab, settings for netlify or
    cloudflare, a script for s3, a server's configuration for nginx; `nightly` is a workflow that only translates and
    commits, for hosts that build by themselves. Files that are there stay as they are."""
    from build_site.store.settings import read_settings

    site = read_settings(project.site_src / "site.toml").site
    wanted = Site(project.root.resolve().name, site.base_url)
    for each in place_host(project.root, name, wanted):
        click.echo(_told(each))
    _tell_host(project.root, name, site.base_url)
    return 0


def _told(placed: Placed) -> str:
    kept = "is there with another text, and stays: move it away to have it written anew"
    return f"{placed.path}  {({'written': 'written', 'same': 'was there already'}).get(placed.state, kept)}"


def _answer(ask: bool, given: str | None, question: str, default: str) -> str:
    if given is not None or not ask:
        return default if given is None else given
    answer: str = click.prompt(question, default=default, show_default=bool(default))
    return answer.strip()


def new(project: Project, files: tuple[str, ...], name: str, as_json: bool) -> int:
    """Add articles to the digest. A FILE is a saved page, a text file, what a feed reader or trafilatura exports (JSON,
    XML, Atom, RSS), or a folder of them; - reads what you paste or pipe. A page or text goes to seeds/ as it is, an
    export's articles as a page each, named by date and title (or by --name); how they were read is shown. What is there
    already stays as it is. Nothing is fetched from the web."""
    from build_site.work.workshop import Workshop

    if name and (len(files) > 1 or Path(files[0]).is_dir()):
        raise click.UsageError("--name is for one article.")
    with progress_line(as_json) as progress:
        added, failed = _add(Workshop(project), files, name, progress)
    for problem in failed:
        print_error(problem)
    if as_json:
        for each in added:
            click.echo(msgspec.json.encode(each).decode())
    elif len(added) == 1 and not failed:
        _tell_added(added[0])
    else:
        for each in added:
            click.echo(f"{each.path}{_KNOWN if each.known else ''}  {each.headline}")
        known = sum(each.known for each in added)
        click.echo(f"{len(added) - known} added, {known} were there already, {len(failed)} left out.")
    return 1 if failed else 0


def _add(
    shop: Workshop, files: tuple[str, ...], name: str, progress: Callable[[str, int, int], None]
) -> tuple[list[Added], list[BuildSiteError]]:
    from build_site.work.adding import Added, add_all

    added: list[Added] = []
    failed: list[BuildSiteError] = []
    for given in _gathered(files):
        try:
            if isinstance(given, SourceProblem):
                raise given
            for each in add_all(shop, given, _bytes_of(given), wanted=name):
                if isinstance(each, Added):
                    added.append(each)
                else:
                    failed.append(each)
                progress("Adding articles", len(added) + len(failed), 0)
        except SourceProblem as problem:
            failed.append(problem)
    return added, failed


def _gathered(files: tuple[str, ...]) -> Iterator[str | SourceProblem]:
    """Each file, and those of each folder; a problem where there is none."""
    from build_site.store.gathering import gather

    for each in files:
        try:
            yield from ["-"] if each == "-" else map(str, gather(each))
        except SourceProblem as problem:
            yield problem


def _bytes_of(file: str) -> bytes:
    from build_site.source.export.read import MAX_EXPORT
    from build_site.store.gathering import read_given

    if file == "-":
        if sys.stdin.isatty():
            click.echo("Paste the text, then press Ctrl-D (on Windows Ctrl-Z and Enter).", err=True)
        return sys.stdin.buffer.read()
    return read_given(Path(file), MAX_EXPORT)


def _tell_added(added: Added) -> None:
    click.echo(f"{added.path}{_KNOWN if added.known else ''}")
    click.echo(f"  title  {added.headline}")
    click.echo(f"  date   {added.published or 'none found: site_src/articles/ can give one'}")
    click.echo(f"  lines  {added.kept} of the article, {added.dropped} left out")
    if added.lightened:
        click.echo(f"  size   {added.lightened:,} bytes of pictures and fonts within the page were left out")
    click.echo(
        f"\n  python -m build_site inspect --explain {added.path}   what became of each line\n"
        "  python -m build_site translate   lists its sentences for Poedit"
    )


def config(project: Project, as_json: bool) -> int:
    """Print the settings in effect. Each with its value and the line of site.toml that sets it; faults of the file are
    all named at once."""
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
        shown = click.style(where, dim=True) if where == "default" else where
        click.echo(f"{each.name:{width}}  {value:32}  {shown}", color=allows_colour(sys.stdout))
    return 0


@click.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> int:
    """Let the Tab key complete commands. Prints what makes SHELL complete commands and options of `build_site`: add it
    to the shell's start-up file."""
    from click.shell_completion import get_completion_class

    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"{shell} is not known here.")
    root = click.get_current_context().find_root().command
    click.echo(kind(root, {}, PROGRAM, f"_{PROGRAM.upper()}_COMPLETE").source())
    return 0


def start_commands(project_options: Any) -> tuple[click.Command, ...]:
    """All of them; `project_options` adds --project and its like to a command."""
    as_json = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON.")
    named = click.option("--name", default="", help="Name below seeds/, instead of one made from date and title.")
    file = click.argument("files", metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True))
    return (
        init,
        click.command("host")(click.argument("name", type=click.Choice(tuple(HOSTS)))(project_options(host))),
        click.command("new")(file(named(as_json(project_options(new))))),
        click.command("config")(as_json(project_options(config))),
        completion,
    )
