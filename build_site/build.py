"""One build: what has changed is digested, what depends on it is rendered, and the whole site takes its place at once.

seeds ──digest──▶ state ──plan──▶ jobs ──render──▶ stage ──publish──▶ build/
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Collection, Sequence
from contextlib import closing
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, structs

from build_site.errors import PlanProblem
from build_site.model import Finding
from build_site.store.corrections import FILE as CORRECTIONS
from build_site.store.files import fingerprint, signature
from build_site.store.lock import locked
from build_site.store.project import Project
from build_site.store.publish import (
    Stage,
    Written,
    close_stage,
    open_stage,
    output_signature,
    publish,
    read_manifest,
    remove,
    write_manifest,
)
from build_site.store.seeds import list_seeds
from build_site.store.state import State, discard_state
from build_site.store.templates import read_assets
from build_site.store.theme import theme_names
from build_site.work.batches import Workers, map_batches
from build_site.work.digesting import digest_all
from build_site.work.downloads import put_downloads
from build_site.work.failures import Failure
from build_site.work.relating import relate_all
from build_site.work.workshop import Setup, Workshop, site_version, workshop

if TYPE_CHECKING:
    from build_site.site.downloads import Download
    from build_site.work.jobs import Job

BATCH = 16
WORTH = 1500
"""Pages to render from which on a second process is worth its start of about a second."""

Progress = Callable[[str, int, int], None]
"""(what is being done, how much of it is done, of how much; 0 where that is not known)"""


class Report(Struct, frozen=True):
    """What a build did; `--json` prints it."""

    articles: int
    changed: int
    """Articles digested in this run."""
    pages: int
    written: int
    removed: int
    states: dict[str, int]
    """Titles and sentences by translation state."""
    missing: int
    """Texts without a translation, section names, keywords and posts included."""
    findings: int
    failures: tuple[Failure, ...]
    notices: tuple[tuple[str, Finding], ...]
    """Findings of the articles digested in this run: (seed, finding)."""
    new_addresses: int
    seconds: float
    out: str


def build(
    project: Project,
    *,
    jobs: int = 1,
    fresh: bool = False,
    drafts: bool = False,
    progress: Progress = lambda *_: None,
) -> Report:
    """Build the site, with the review pages where `drafts`. Raises BuildSiteError before anything is written where a
    setting or a template is wrong."""
    started = perf_counter()
    run = partial(_build, project, jobs, drafts, progress)
    with locked(project.state):
        if fresh:
            discard_state(project.state)
        try:
            report = run()
        except (sqlite3.DatabaseError, msgspec.DecodeError):
            # The state is damaged (a power cut, a failing disk). It is disposable: throw it away and start over, once.
            discard_state(project.state)
            report = run()
    return structs.replace(report, seconds=perf_counter() - started)


def _build(project: Project, jobs: int, drafts: bool, progress: Progress) -> Report:
    setup = Setup(project, site_version(project))
    shop = workshop(setup)
    with closing(State(project.state)) as state:
        _prove(shop, setup, state)
        stage = open_stage(project.out, project.state)
        try:
            listing = list_seeds(project.seeds)
            with Workers(jobs) as workers:
                digested = digest_all(shop, setup, state, listing, workers, progress)
                digested.failures += relate_all(state)
                result = _render_all(shop, setup, state, stage, workers, progress, drafts)
        finally:
            close_stage(stage)
        articles, missing, findings = state.totals()
        return Report(
            articles=articles,
            changed=digested.changed,
            pages=result.pages,
            written=result.written,
            removed=result.removed,
            states=_states(state),
            missing=missing,
            findings=findings,
            failures=tuple(digested.failures),
            notices=tuple(digested.notices),
            new_addresses=digested.new_addresses,
            seconds=0.0,
            out=str(project.out),
        )


def _prove(shop: Workshop, setup: Setup, state: State) -> None:
    """Raises BuildSiteError where a setting, a list or a template is wrong. What an earlier build has proved is not
    read again."""
    key = fingerprint(setup.version, *theme_names(shop.project.site_src))
    if state.get("proved") != key:
        shop.read()
        shop.renderer  # noqa: B018 - compiles every template: a bad one stops here
        state.put("proved", key)
    if shop.settings.site.cards:
        from build_site.work.drawing import require_pillow

        require_pillow(shop.fonts)


class _Pages(Struct):
    pages: int = 0
    written: int = 0
    removed: int = 0


def _render_all(
    shop: Workshop, setup: Setup, state: State, stage: Stage, workers: Workers, progress: Progress, drafts: bool
) -> _Pages:
    """Render what the site lacks or what has changed, and let it take its place."""
    before = state.outputs()
    out = str(stage.out)
    current = {path for path, (_, stat) in before.items() if stat and stat == output_signature(out, path)}
    claimed: dict[str, tuple[str, str]] = {}
    """Path in lower case (disks differ) → the path, and the key of what it is made from."""
    result = _Pages()

    def needed(job: Job, paths: tuple[str, ...]) -> bool:
        for path in paths:
            if claimed.setdefault(path.lower(), (path, job.key)) != (path, job.key):
                raise PlanProblem(
                    "two pages want this address", where=path, hint="Rename one of the articles, tags or pages."
                )
        result.pages += sum(path.endswith(".html") for path in paths)
        return not all(path in current and before[path][0] == job.key for path in paths)

    written: list[Written] = [
        stage.put(path, data) for path, data in read_assets(shop.project.templates, shop.project.site_src)
    ]
    claimed |= {each.path.lower(): (each.path, "asset") for each in written}
    copied = [each.path for each in written]
    keys = dict.fromkeys(copied, "asset")
    made_from = {path: key for path, (key, _) in before.items()}
    data = put_downloads(shop, setup, state, stage, made_from, current)
    written += [each.written for each in data if each.written]
    claimed |= {each.path.lower(): (each.path, each.key) for each in data}
    keys |= {each.path: each.key for each in data if each.written}
    downloads = [each.download for each in data]
    planned = _planned(shop, setup, state, downloads, copied)
    if not drafts and state.get("planned") == planned and len(current) == len(before):
        # The plan would name again what the last one named, and all of it stands.
        claimed |= {path.lower(): (path, key) for path, (key, _) in before.items()}
        result.pages = sum(path.endswith(".html") and key != "asset" for path, (key, _) in before.items())
    else:
        from build_site.work.jobs import render_batch
        from build_site.work.plan import plan

        todo = (job for job, paths in plan(shop, setup, state, drafts, downloads) if needed(job, paths))
        work = partial(render_batch, setup, stage)
        total = state.totals()[0]
        for done in map_batches(workers, work, todo, batch=BATCH, worth=WORTH):
            written += done.files
            keys |= {file.path: done.key for file in done.files}
            progress("Rendering pages", result.pages, max(result.pages, total))
        _refuse_files_for_folders(claimed)
    known = before.keys() | read_manifest(stage.out)
    # Before anything takes its place the manifest names it: a build killed here leaves no file that nobody knows.
    write_manifest(stage.out, known | keys.keys())
    result.written = publish(stage, written)
    gone = sorted(known - {path for path, _ in claimed.values()})
    result.removed = remove(stage.out, gone)
    state.remove_outputs(gone)
    state.put_outputs((path, key, output_signature(out, path)) for path, key in keys.items())
    write_manifest(stage.out, (before.keys() | keys.keys()).difference(gone))
    state.put("planned", "" if drafts else planned)
    state.commit()
    return result


def _planned(shop: Workshop, setup: Setup, state: State, downloads: Sequence[Download], copied: Sequence[str]) -> str:
    """Fingerprint of everything that a plan without review pages is made from: where it is that of the last build, so
    is the plan."""
    articles = (part for row in state.articles.fingerprints() for part in row)
    corrections = signature(shop.project.site_src / CORRECTIONS)
    return fingerprint(setup.version, corrections, msgspec.json.encode((downloads, copied)), *articles)


def _refuse_files_for_folders(claimed: Collection[str]) -> None:
    """Raises PlanProblem where a file would stand where others need a folder: static/en."""
    folders: set[str] = set()
    for path in claimed:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    for path in claimed:
        if path in folders:
            raise PlanProblem("a file would stand where the site needs a folder", where=path, hint="Rename the file.")


def _states(state: State) -> dict[str, int]:
    totals = dict.fromkeys(("human", "approved", "machine", "stale", "missing"), 0)
    for record in state.records():
        for name, count in record.states.items():
            totals[name] += count
    return totals
