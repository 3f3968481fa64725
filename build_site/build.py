"""One build: what has changed is digested, what depends on it is rendered, and the whole site takes its place at once.

seeds ──digest──▶ state ──plan──▶ jobs ──render──▶ stage ──publish──▶ build/
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from functools import partial
from time import perf_counter

import msgspec
from msgspec import Struct, structs

from build_site.model import Finding
from build_site.store.files import fingerprint
from build_site.store.lock import locked
from build_site.store.outputs import ASSET, SEARCH, Made
from build_site.store.project import Project
from build_site.store.publish import Stage, close_stage, open_stage
from build_site.store.seeds import list_seeds
from build_site.store.stale import SITEMAP
from build_site.store.state import State, discard_state
from build_site.store.templates import assets
from build_site.store.theme import theme_names
from build_site.work.batches import Jobs, Workers
from build_site.work.digesting import digest_all
from build_site.work.failures import Failure
from build_site.work.finding import find_corrected, find_lost
from build_site.work.publishing import Edition, Published
from build_site.work.relating import relate_all
from build_site.work.workshop import Setup, Workshop, make_setup, workshop

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


class _Wanted(Struct, frozen=True):
    jobs: Jobs
    drafts: bool
    hurried: bool
    progress: Progress


def build(
    project: Project,
    *,
    jobs: Jobs = 1,
    fresh: bool = False,
    drafts: bool = False,
    hurried: bool = False,
    progress: Progress = lambda *_: None,
) -> Report:
    """Build the site, with the review pages where `drafts`. `hurried` leaves to the next build what no page shows:
    files of the site that are lost, and the search's index. Raises BuildSiteError before anything is written where a
    setting or a template is wrong."""
    started = perf_counter()
    run = partial(_build, project, _Wanted(jobs, drafts, hurried, progress))
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


def _build(project: Project, wanted: _Wanted) -> Report:
    setup = make_setup(project, frozen=isinstance(wanted.jobs, str))
    shop = workshop(setup)
    with closing(State(project.state)) as state:
        _prove(shop, setup, state)
        stage = open_stage(project.out, project.state)
        try:
            listing = list_seeds(project.seeds)
            with Workers(wanted.jobs, setup) as workers:
                digested = digest_all(shop, setup, state, listing, workers, wanted.progress)
                digested.failures += relate_all(state)
                if setup.frozen:
                    state.freeze()
                result = _render_all(shop, setup, state, stage, workers, wanted)
        finally:
            close_stage(stage)
        articles, missing, findings = state.totals()
        return Report(
            articles=articles,
            changed=digested.changed,
            pages=int(state.get("pages")),
            written=result.written,
            removed=result.removed,
            states=state.states(),
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


def _render_all(
    shop: Workshop, setup: Setup, state: State, stage: Stage, workers: Workers, wanted: _Wanted
) -> Published:
    """Render what the site lacks or what has changed, and let it take its place."""
    anew = state.get("planned") != setup.version
    hurried = wanted.hurried and not anew
    whole = anew or (not hurried and find_lost(state, str(stage.out)))
    find_corrected(shop, state)
    edition = Edition(state, stage)
    copied = list(assets(shop.project.templates, shop.project.site_src))
    edition.claim(ASSET, (path for path, _, _ in copied))
    new = [each for each in copied if state.outputs.key(each[0]) != each[1]]
    edition.put((Made(path, ASSET, made_from), stage.put(path, read()).staged) for path, made_from, read in new)
    planned = whole or wanted.drafts or bool(state.stale) or bool(state.get("drafts"))
    if planned:
        from build_site.work.downloads import downloads
        from build_site.work.plan import plan, plan_data

        total = state.totals()[0]
        edition.render(
            plan(shop, setup, state, wanted.drafts, whole),
            setup,
            workers,
            lambda done: wanted.progress("Rendering pages", done, max(done, total)),
        )
        edition.render(plan_data(shop, setup, downloads(state, edition.wants)), setup, workers)
    if planned and not hurried:
        from build_site.work.searching import put_search

        for found in put_search(shop, setup, state, stage, workers):
            edition.claim(SEARCH, (found.path,))
            edition.put([(Made(found.path, SEARCH, found.key), found.written.staged)] if found.written else [])
    published = edition.publish(shop, anew=anew, mapped=not whole and (SITEMAP, "") not in state.stale)
    state.planned(setup.version, drafts=wanted.drafts, later=[SEARCH] if planned and hurried else [])
    return published
