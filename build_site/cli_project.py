"""The options of all commands that work in a project: its folder, or its folders one by one, and patience."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from pathlib import Path
from typing import Any

import click


def project_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Hands the command a Project."""
    folder = click.Path(file_okay=False, path_type=Path)

    def with_project(
        project: Path | None,
        seeds: Path | None,
        site_src: Path | None,
        templates: Path | None,
        out: Path | None,
        wait: float,
        **rest: Any,
    ) -> Any:
        from build_site.store.project import find_project

        found = find_project(project, seeds=seeds, site_src=site_src, templates=templates, out=out, wait=wait)
        return command(project=found, **rest)

    wrapped: Callable[..., Any] = update_wrapper(with_project, command)
    wait_help = "Wait so many seconds while another build is at work here (default: 0)."
    wrapped = click.option("--wait", metavar="SECONDS", type=click.FloatRange(0), default=0.0, help=wait_help)(wrapped)
    for name, help_text in (
        ("--out", "Where the site is written (default: build/)."),
        ("--templates", "The look (default: templates/, or the program's own)."),
        ("--site-src", "What an editor writes (default: site_src/)."),
        ("--seeds", "Raw articles (default: seeds/)."),
        ("--project", "The digest's folder (default: this one)."),
    ):
        wrapped = click.option(name, type=folder, help=help_text)(wrapped)
    return wrapped
