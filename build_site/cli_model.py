"""`translate --fetch-model`: what is asked, where it goes, and what is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from build_site.console import download_progress, print_fetched, print_json

if TYPE_CHECKING:
    from build_site.store.project import Project


def fetch(project: Project, index: str | None, files: str | None, as_json: bool) -> int:
    """Download the model that site.toml has a folder for; `index` and `files` go before its addresses."""
    from msgspec import structs

    from build_site.engines.fetch_model import fetch_model, notice
    from build_site.store.lock import locked
    from build_site.store.settings import read_settings

    settings = read_settings(project.site_src / "site.toml")
    given = {"model_index": index, "model_files": files}
    translate = structs.replace(settings.translate, **{name: value for name, value in given.items() if value})
    if remark := notice(translate):
        click.echo(remark, err=True)
    with locked(project.state, wait=project.wait), download_progress(as_json) as progress:
        fetched = fetch_model(translate, (settings.languages.source, settings.languages.target), progress=progress)
    if as_json:
        print_json(fetched)
    else:
        print_fetched(fetched)
    return 0
