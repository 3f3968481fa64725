"""`docs`: the manual, which the program carries along, so that what its messages name can be read anywhere."""

from __future__ import annotations

import sys
from difflib import get_close_matches
from pathlib import Path

import click

from build_site.progress import allows_colour
from build_site.store.files import disk
from build_site.store.project import own_part

KINDS = ("tutorial", "how-to", "reference", "explanation")
WIDEST = 110


@click.command()
@click.argument("page", required=False)
def docs(page: str | None) -> int:
    """Show the manual. PAGE is the name of a page, such as `settings`; without it, all pages are listed."""
    pages = manual_pages()
    if page is None:
        width = max(map(len, pages))
        for name, path in pages.items():
            click.echo(f"{name:{width}}  {_title(path)}")
        return 0
    wanted = page.removesuffix(".md").removesuffix("/README").rpartition("/")[2]
    if wanted not in pages:
        close = get_close_matches(wanted, pages, 1)
        raise click.UsageError(f"the manual has no page “{page}”" + (f"; did you mean {close[0]}?" if close else ""))
    text = _text(pages[wanted])
    if sys.stdout.isatty():
        click.echo_via_pager(_for_terminal(text), color=allows_colour(sys.stdout))
    else:
        click.echo(text, nl=False)
    return 0


def manual_pages() -> dict[str, Path]:
    """Name → file, in the order of the manual. The page of a folder has the folder's name."""
    found: dict[str, Path] = {}
    for kind in KINDS:
        folder = own_part("docs") / kind
        for path in sorted(folder.rglob("*.md")):
            found[path.parent.name if path.stem == "README" else path.stem] = path
    return found


def _title(path: Path) -> str:
    return _text(path).partition("\n")[0].strip("# ")


def _text(path: Path) -> str:
    with disk(path):
        return path.read_text("utf-8")


def _for_terminal(text: str) -> str:
    from rich.console import Console
    from rich.markdown import Markdown

    screen = Console(no_color=not allows_colour(sys.stdout), force_terminal=True)
    screen.width = min(screen.width, WIDEST)
    with screen.capture() as shown:
        screen.print(Markdown(text, hyperlinks=False))
    return shown.get()
