"""One build: what has changed is digested, what depends on it is rendered, and the whole site takes its place at once.

seeds ──digest──▶ state ──plan──▶ jobs ──render──▶ stage ──publish──▶ build/
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from time import perf_counter

import msgspec
from msgspec import Struct, field, structs

from build_site.errors import PlanProblem, SourceProblem
from build_site.model import ArticleRecord, Finding
from build_site.site.article import Neighbours
from build_site.site.listings import listing_pages
from build_site.store.addresses import Addresses
from build_site.store.files import fingerprint
from build_site.store.lock import locked
from build_site.store.memory import index_memory, index_notes
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
from build_site.store.seeds import Listing, Seed, list_seeds, read_records
from build_site.store.state import Known, State
from build_site.store.templates import list_assets
from build_site.work.batches import Workers, map_batches
from build_site.work.jobs import ArticleJob, Digested, Failure, PageJob, digest_batch, failure, render_batch
from build_site.work.workshop import Setup, Workshop, digest_version, site_version, workshop

BATCH = 16
ARTICLES, PAGES = 64, 1500
"""To digest, to render: from so many on, a second process is worth its start of about a second."""
ELSEWHERE = 3
"""Other articles that an article's page names for each of its people."""

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


def build(project: Project, *, jobs: int = 1, fresh: bool = False, progress: Progress = lambda *_: None) -> Report:
    """Build the site. Raises BuildSiteError before anything is written where a setting or a template is wrong."""
    started = perf_counter()
    with locked(project.state):
        setup = Setup(project, site_version(project))
        shop = workshop(setup)
        shop.renderer  # noqa: B018 - compiles every template: a bad one stops here
        state = State(project.state)
        stage = open_stage(project.out, project.state)
        try:
            if fresh:
                state.put("digests", "")
                state.put("pages", "")
            listing = list_seeds(project.seeds)
            with Workers(jobs) as workers:
                digested = _digest_all(shop, setup, state, listing, workers, progress)
                result = _render_all(shop, setup, state, stage, workers, progress)
        finally:
            close_stage(stage)
        articles, missing, findings = state.totals()
        report = Report(
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
            seconds=perf_counter() - started,
            out=str(project.out),
        )
        state.close()
    return report


class _Digests(Struct):
    changed: int = 0
    failures: list[Failure] = field(default_factory=list)
    notices: list[tuple[str, Finding]] = field(default_factory=list)
    new_addresses: int = 0


class _Pages(Struct):
    pages: int = 0
    written: int = 0
    removed: int = 0


def _digest_all(
    shop: Workshop, setup: Setup, state: State, listing: Listing, workers: Workers, progress: Progress
) -> _Digests:
    """Bring the state's digests up to date with seeds, memory and notes."""
    result = _Digests(failures=[failure(error.where, error) for error in listing.problems])
    index_memory(shop.memory, state)
    index_notes(shop.project.site_src, state)
    version = digest_version(shop.project)
    if state.get("digests") != version:
        state.invalidate((*state.known(), *state.failed()))
        state.put_signatures("collection", {})
        state.put("digests", version)
    state.commit()
    known, alive = state.known(), set[str]()
    known |= {name: Known(origin, signature, "", "") for name, (origin, signature, _) in state.failed().items()}
    addresses = Addresses(shop.project.site_src / "urls.csv")
    under_way: deque[Seed] = deque()

    def todo() -> Iterator[Seed]:
        for seed in _changed(shop, state, listing, known, alive, result):
            under_way.append(seed)
            yield seed

    batches = map_batches(workers, partial(digest_batch, setup), todo(), batch=BATCH, worth=ARTICLES)
    for number, done in enumerate(batches, 1):
        seed = under_way.popleft()
        if isinstance(done, Failure):
            state.put_failed(seed.id, origin=_file_of(seed), signature=seed.signature, data=msgspec.json.encode(done))
        else:
            _store(state, addresses, seed, done)
            result.changed += 1
            result.failures += done.failures
            result.notices += [(seed.name, finding) for finding in done.findings]
        progress("Reading articles", number, 0)
    for article_id in known.keys() - alive:
        state.remove_article(article_id)
    result.failures += [msgspec.json.decode(data, type=Failure) for _, _, data in state.failed().values()]
    result.new_addresses = addresses.save()
    state.commit()
    return result


def _changed(
    shop: Workshop, state: State, listing: Listing, known: dict[str, Known], alive: set[str], result: _Digests
) -> Iterator[Seed]:
    """The articles to digest; notes in `alive` all that there are. A collection is read only where its file has
    changed,
    or something that one of its articles depends on."""
    for seed in listing.seeds:
        alive.add(seed.id)
        if seed.id not in known or known[seed.id].signature != seed.signature:
            yield seed
    before = state.signatures("collection")
    now: dict[str, str] = {}
    for collection in listing.collections:
        own = {name: article for name, article in known.items() if article.origin == collection.name}
        if before.get(collection.name) == collection.signature and all(article.signature for article in own.values()):
            now[collection.name] = collection.signature
            alive.update(own)
            continue
        whole = True
        for each in read_records(shop.project.seeds, collection):
            if isinstance(each, SourceProblem):
                whole = False
                result.failures.append(failure(each.where, each))
                continue
            alive.add(each.id)
            if each.id not in known or known[each.id].signature != each.signature:
                yield each
        if whole:
            now[collection.name] = collection.signature
    if now != before:
        state.put_signatures("collection", now)


def _file_of(seed: Seed) -> str:
    return seed.name.partition("#")[0] if seed.record is not None else seed.name


def _store(state: State, addresses: Addresses, seed: Seed, done: Digested) -> None:
    record = structs.replace(done.record, tail=addresses.of(done.id, done.wanted_tail))
    state.put_article(
        record,
        origin=_file_of(seed),
        signature="" if done.failures else seed.signature,
        digest=done.digest,
        fingerprint=done.fingerprint,
        mentions=done.mentions,
        wants=done.wants,
        missing=done.missing,
        findings=len(done.findings),
    )


def _render_all(
    shop: Workshop, setup: Setup, state: State, stage: Stage, workers: Workers, progress: Progress
) -> _Pages:
    """Render what the site lacks or what has changed, and let it take its place."""
    before = {} if state.get("pages") != setup.version else state.outputs()
    current = {path for path, (_, stat) in before.items() if stat and stat == output_signature(stage.out, path)}
    claimed: dict[str, str] = {}
    result = _Pages()

    def needed(job: ArticleJob | PageJob, paths: tuple[str, ...]) -> bool:
        for path in paths:
            if claimed.setdefault(path.lower(), job.key) != job.key:
                raise PlanProblem(
                    "two pages want this address", where=path, hint="Rename one of the articles, tags or pages."
                )
        result.pages += sum(path.endswith(".html") for path in paths)
        return not all(path in current and before[path][0] == job.key for path in paths)

    written: list[Written] = [
        stage.put(path, file.read_bytes()) for path, file in list_assets(shop.project.templates, shop.project.site_src)
    ]
    claimed |= {each.path.lower(): "asset" for each in written}
    keys = {each.path: "asset" for each in written}
    todo = (job for job, paths in _plan(shop, setup, state) if needed(job, paths))
    work = partial(render_batch, setup, stage)
    total = state.totals()[0]
    for done in map_batches(workers, work, todo, batch=BATCH, worth=PAGES):
        written += done.files
        keys |= {file.path: done.key for file in done.files}
        progress("Rendering pages", result.pages, max(result.pages, total))
    result.written = publish(stage, written)
    known = set(state.outputs()) | set(read_manifest(stage.out))
    gone = sorted(path for path in known if path.lower() not in claimed)
    result.removed = remove(stage.out, gone)
    state.remove_outputs(gone)
    state.put_outputs((path, key, output_signature(stage.out, path)) for path, key in keys.items())
    write_manifest(stage.out, state.outputs())
    state.put("pages", setup.version)
    state.commit()
    return result


def _plan(shop: Workshop, setup: Setup, state: State) -> Iterator[tuple[ArticleJob | PageJob, tuple[str, ...]]]:
    """Every page of the site with the key of what it is made from: articles first, then the listings that name them."""
    known = state.known()
    target, source = shop.view.reading
    for record, neighbours in _neighbours(state):
        key = fingerprint(setup.version, known[record.id].fingerprint, record.tail, msgspec.json.encode(neighbours))
        paths = tuple(
            f"{lang}/{record.tail}/{name}" for lang in (target, source) for name in ("index.html", "article.json")
        )
        yield ArticleJob(record.id, record.tail, neighbours, key), paths
    pages = listing_pages(state, site=shop.view, terms=shop.terms, topics=shop.topics, pages=shop.pages)
    for page in pages:
        yield PageJob(page, fingerprint(setup.version, page.template, msgspec.json.encode(page.context))), (page.path,)


def _neighbours(state: State) -> Iterator[tuple[ArticleRecord, Neighbours]]:
    """Each record, newest first, with the next newer and older one and its people's other articles."""
    newer: ArticleRecord | None = None
    record: ArticleRecord | None = None
    for older in chain(state.records(), (None,)):
        if record is not None:
            yield record, (newer, older, state.elsewhere_of(record, ELSEWHERE))
            newer = record
        record = older


def _states(state: State) -> dict[str, int]:
    totals = dict.fromkeys(("human", "approved", "machine", "stale", "missing"), 0)
    for record in state.records():
        for name, count in record.states.items():
            totals[name] += count
    return totals
