"""One build: what has changed is digested, what depends on it is rendered, and the whole site takes its place at once.

seeds ──digest──▶ state ──plan──▶ jobs ──render──▶ stage ──publish──▶ build/
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, structs

from build_site.model import Finding
from build_site.store.files import fingerprint
from build_site.store.lock import locked
from build_site.store.marks import Marks
from build_site.store.opening import with_state
from build_site.store.outputs import ASSET, SEARCH, Made
from build_site.store.patterns import kept_patterns
from build_site.store.project import Project
from build_site.store.publish import Stage, close_stage, open_stage
from build_site.store.stale import SITEMAP
from build_site.store.state import State, discard_state
from build_site.store.templates import assets
from build_site.store.theme import theme_names
from build_site.work.attention import Attention
from build_site.work.batches import Jobs, Workers
from build_site.work.changes import ask
from build_site.work.digesting import WORTH, digest_all
from build_site.work.failures import Failure
from build_site.work.finding import find_corrected, find_lost
from build_site.work.lookout import Lookout
from build_site.work.publishing import Edition, Published
from build_site.work.relating import relate_all
from build_site.work.versions import mark_of, stamp
from build_site.work.workshop import Setup, Workshop, make_setup, workshop

if TYPE_CHECKING:
    from build_site.work.sharding import Parts

T = TypeVar("T")
MANY = 1_000
"""Articles after whose digests new processes for the pages are worth their start: those that there are keep sentences,
a dozen MiB each."""
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
    read: tuple[Attention, ...]
    """What of the articles digested in this run wants a person's eye."""
    new_addresses: int
    seconds: float
    out: str


class _Wanted(Struct, frozen=True):
    jobs: Jobs
    drafts: bool
    hurried: bool
    progress: Progress
    parts: Parts | None


def build(
    project: Project,
    *,
    jobs: Jobs = 1,
    fresh: bool = False,
    drafts: bool = False,
    hurried: bool = False,
    progress: Progress = lambda *_: None,
    parts: Parts | None = None,
) -> Report:
    """Build the site, with the review pages where `drafts`, from digests that `parts` have where there are any.
    `hurried` makes no more than the pages of articles, unless every page is to be made, and leaves all else to the
    next build. Raises BuildSiteError before anything is written where a setting or a template is wrong."""
    started = perf_counter()
    run = partial(_build, project, _Wanted(jobs, drafts, hurried, progress, parts))
    with locked(project.state, wait=project.wait):
        if fresh:
            discard_state(project.state)
        report = with_state(project.state, run, partial(discard_state, project.state))
    return structs.replace(report, seconds=perf_counter() - started)


def _build(project: Project, wanted: _Wanted) -> Report:
    setup = make_setup(project, frozen=isinstance(wanted.jobs, str))
    shop = workshop(setup)
    patterns = kept_patterns(project.state / "read", setup.material)
    with patterns, Lookout(project, shop.memory) as lookout, closing(State(project.state)) as state:
        wanted.progress("Reading settings and templates", 0, 0)
        _prove(shop, setup, state)
        stage = open_stage(project.out, project.state)
        try:
            asked = ask(project, setup.material, lookout)
            with Workers(wanted.jobs, setup) as workers:
                if not wanted.parts and len(asked.seeds) >= WORTH and state.get("digests") != setup.material:
                    workers.backend(enough=True)  # they make themselves ready while the memory is read
                digested = digest_all(shop, setup, state, asked, workers, wanted.progress, wanted.parts)
                if digested.changed >= MANY:
                    workers.renew()
                wanted.progress("Relating articles", 0, 0)
                digested.failures += relate_all(state)
                if setup.frozen:
                    state.freeze()
                result = _render_all(shop, setup, state, stage, workers, wanted, lookout)
        except BaseException as error:
            from traceback import clear_frames

            # What still reads the state goes before it is closed: the file would be written once more behind its note.
            clear_frames(error.__traceback__)
            raise
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
            read=digested.read.told(),
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
        shop.renderer.prove()
        if stamp(setup.project) == setup.seen.stamp:
            state.put("proved", key)
    if shop.settings.site.cards:
        from build_site.work.drawing import require_pillow

        require_pillow(shop.fonts)


def _render_all(
    shop: Workshop, setup: Setup, state: State, stage: Stage, workers: Workers, wanted: _Wanted, lookout: Lookout
) -> Published:
    """Render what the site lacks or what has changed, and let it take its place."""
    anew, project = state.get("planned") != setup.version, shop.project
    hurried = wanted.hurried and not anew
    lost = not hurried and find_lost(state, lookout.lost(state))  # asked first: it also marks what is missing
    whole = anew or lost
    find_corrected(shop, state, hurried=hurried)
    edition = Edition(state, stage)
    marks, source = Marks(project.state / "read" / "assets.kept"), shop.settings.languages.source
    mark = partial(mark_of, marks, project)
    copied = list(assets(project.templates, project.site_src, shop.linked, source, mark))
    marks.keep()
    edition.claim(ASSET, (path for path, _, _ in copied))
    for owner in state.outputs.owners() if whole else ():
        edition.claim(owner)  # a list that is no more is not planned, and what a killed build has left of it goes
    new = [each for each in copied if state.outputs.key(each[0]) != each[1]]
    for path, _, read in new:
        data, made_from = read()
        written = stage.put(path, data)
        edition.put([(Made(path, ASSET, made_from, sha256=written.sha256), written.staged)])
    if hurried:
        from build_site.work.plan import plan_articles

        edition.render(plan_articles(shop, setup, state), setup, workers)
        _settle(setup, state)
        published = edition.publish(shop, anew=False, months=())
        state.hurried()
        return published
    if whole or wanted.drafts or bool(state.stale) or bool(state.get("drafts")):
        from build_site.work.downloads import downloads
        from build_site.work.plan import plan, plan_data
        from build_site.work.searching import put_search

        planned = _counted(plan(shop, setup, state, wanted.drafts, whole), wanted.progress, "Making pages")
        edition.render(planned, setup, workers)
        parts = () if project.manual else put_search(shop, setup, state, stage, workers)
        for found in _counted(parts, wanted.progress, "Making the search"):
            edition.claim(SEARCH, (found.path,))
            if found.written:
                made = Made(found.path, SEARCH, found.key, sha256=found.written.sha256)
                edition.put([(made, found.written.staged)])
        if not project.manual:
            edition.render(plan_data(shop, setup, downloads(state, edition.wants)), setup, workers)
    wanted.progress("Putting the site in its place", 0, 0)
    sure = _settle(setup, state)
    published = edition.publish(shop, anew=anew, months=None if whole else state.stale.of(SITEMAP))
    state.planned(setup.version if sure else "", drafts=wanted.drafts)
    return published


def _settle(setup: Setup, state: State) -> bool:
    """Whether all that pages are made with stands as it stood when the build began. Where something of it was saved
    meanwhile, nobody can tell which of the two a page was made with: what has been made is published and not relied on,
    whatever stands there at the next build."""
    sure = stamp(setup.project) == setup.seen.stamp
    if not sure:
        state.doubt()
    return sure


def _counted(items: Iterable[T], progress: Progress, what: str) -> Iterator[T]:
    """The same; `progress`, which may end the build by raising, hears of each."""
    for number, each in enumerate(items, 1):
        progress(what, number, 0)
        yield each
