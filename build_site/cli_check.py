"""`check`: what is wrong with the built site, its memory and its glossary, and where it may be published."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from build_site.console import print_checked, print_json
from build_site.progress import progress_line

if TYPE_CHECKING:
    from build_site.check import Checked
    from build_site.store.project import Project

Options = Callable[[Callable[..., Any]], Callable[..., Any]]


def check_command(project_options: Options) -> click.Command:
    def check(project: Project, host: str | None, as_json: bool) -> int:
        from msgspec import structs

        from build_site.check import check_site, goes_without, says_twice, speaks_english
        from build_site.glossary_commands import check as check_glossary
        from build_site.store.host_limits import check_host, find_host
        from build_site.verify import verify_copy, verify_sentences
        from build_site.work.review import check_memory
        from build_site.work.workshop import Workshop

        wanted = find_host(host) if host else None
        shop = Workshop(project)
        notices = (*goes_without(shop.settings), *speaks_english(shop.view.borrowed))
        with progress_line(as_json) as progress:
            site = check_site(project.out, progress)
            progress("Comparing files with the manifest", 0, 0)
            copy = verify_copy(project.out)
            checked = structs.replace(
                site,
                problems=(*site.problems, *copy.problems),
                host=tuple(check_host(wanted, project.out)) if wanted else (),
                files=copy.files,
            )
            terms = None if project.manual else check_glossary(project)
            if terms:
                progress("Comparing sentences with seeds and memory", 0, 0)
                said = verify_sentences(shop)
                progress("Checking translations", 0, 0)
                checked = structs.replace(
                    checked,
                    problems=(*checked.problems, *said.problems),
                    memory=tuple(check_memory(shop)),
                    glossary=terms.faults,
                    notices=(*notices, *says_twice(said.alike)),
                    sentences=said.sentences,
                )
        return _told(checked, as_json) or int(bool(terms and terms.errors))

    in_project = project_options(check)

    def check_any(copy: Path | None, **rest: Any) -> Any:
        """Verify the built site. Every link, image, style and #place inside it leads somewhere, on a disk or below any
        address; every file is what manifest.json says, every sentence what seed and memory say; and the memory: no
        translation changes a number, a date, a sum of money or a document's number; and the glossary, as `glossary
        check` does. With --host, also whether a host takes the site as it is. With --copy, no more than the files of a
        copy, which needs no project."""
        if copy is None:
            return in_project(**rest)
        from msgspec import structs

        from build_site.check import Checked, check_site
        from build_site.verify import verify_copy

        with progress_line(bool(rest["as_json"])) as progress:
            progress("Comparing files with the manifest", 0, 0)
            verified = verify_copy(copy)
            site = check_site(copy, progress) if (copy / "index.html").is_file() else Checked(0, 0, ())
        problems = (*verified.problems, *site.problems)
        return _told(structs.replace(site, problems=problems, files=verified.files), bool(rest["as_json"]))

    check_any.__click_params__ = in_project.__click_params__  # type: ignore[attr-defined]
    command = check_any
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON."),
        click.option(
            "--host",
            metavar="NAME",
            help="Also compare the site with the limits of a host, such as github or cloudflare.",
        ),
        click.option(
            "--copy",
            type=click.Path(file_okay=False, path_type=Path),
            help="Verify this copy of a site, and nothing else.",
        ),
    ):
        command = option(command)
    return click.command("check")(command)


def _told(checked: Checked, as_json: bool) -> int:
    if as_json:
        print_json(checked)
    else:
        print_checked(checked)
    return 1 if checked.problems or checked.memory or checked.host else 0
