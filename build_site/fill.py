"""`translate`: every text that wants a translation gets an entry in its article's PO file, and, where engines are
set, a machine's
answer. Each answer is saved before the next is asked for. A person's text is never changed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from functools import partial
from time import monotonic

from msgspec import Struct

from build_site.engines.load import load
from build_site.errors import BuildSiteError, MemoryProblem, SourceProblem
from build_site.pipeline import read_article
from build_site.store.lock import locked
from build_site.store.memory import index_memory
from build_site.store.notes import notes_path, read_notes
from build_site.store.opening import with_state
from build_site.store.project import Project
from build_site.store.seeds import Seed, all_seeds, list_seeds, read_seed
from build_site.store.state import State, discard_state
from build_site.translate.allowance import Allowance
from build_site.translate.catalog import Catalog
from build_site.translate.chain import Context, Engine, EngineReport, Filled, Refused, fill, summarise
from build_site.translate.lookup import translate
from build_site.translate.memory import units
from build_site.translate.suggestions import Known, suggest
from build_site.translate.update import put_machine, update
from build_site.translate.wanted import Want
from build_site.work.failures import Failure, failure
from build_site.work.sharding import Share
from build_site.work.workshop import Workshop


class RefusedText(Struct, frozen=True):
    """A text that no engine translated well enough."""

    file: str
    source: str
    reasons: tuple[str, ...]


class FillReport(Struct, frozen=True):
    """What `translate` did; `--json` prints it."""

    articles: int
    files_written: int
    missing: int
    to_translate: tuple[tuple[str, int], ...]
    """(PO file, texts still untranslated in it), the most first."""
    engines: tuple[EngineReport, ...]
    refused: tuple[RefusedText, ...]
    failures: tuple[Failure, ...]
    stopped: str = ""
    """Why engines were asked for no more, where a cap of the run ended it."""


def fill_memory(
    project: Project,
    *,
    offline: bool = False,
    progress: Callable[[str, int, int], None] = lambda *_: None,
    share: Share | None = None,
) -> FillReport:
    """Bring the PO files of all articles up to date, or of a share of them. Opens no connection where `offline` or
    where no engine is set."""
    with locked(project.state, wait=project.wait):
        shop = Workshop(project)
        settings = shop.settings.translate
        allowance = Allowance(monotonic, seconds=settings.budget, characters=settings.characters)

        def run() -> FillReport:
            with closing(State(project.state)) as state:
                try:
                    return _fill_all(shop, state, _engines(shop, offline, allowance), allowance, progress, share)
                finally:
                    state.commit()

        return with_state(project.state, run, partial(discard_state, project.state))


def _engines(shop: Workshop, offline: bool, allowance: Allowance) -> list[Engine]:
    settings = shop.settings.translate
    return (
        []
        if offline
        else [load(name, settings, left=allowance.left, spend=allowance.spend) for name in settings.engines]
    )


def _fill_all(
    shop: Workshop,
    state: State,
    engines: Sequence[Engine],
    allowance: Allowance,
    progress: Callable[[str, int, int], None],
    share: Share | None,
) -> FillReport:
    listing = list_seeds(shop.project.seeds)
    failures = [failure(error.where, error) for error in listing.problems]
    progress("Reading the memory", 0, 0)
    index_memory(shop.memory, state)
    written = 0
    results: list[Filled | Refused] = []
    refused: list[RefusedText] = []
    left: dict[str, int] = {}
    number = 0
    known = Known(state.memory.units)
    done: set[str] = set()
    for seed in all_seeds(shop.project.seeds, listing):
        if isinstance(seed, SourceProblem):
            failures.append(failure(seed.where, seed))
            continue
        if share and seed.id not in share:
            continue
        if seed.id in done:
            continue  # the build reports it; one PO file cannot serve two articles
        done.add(seed.id)
        number += 1
        try:
            catalog, wants, changed = _bring_up_to_date(shop, seed)
        except BuildSiteError as error:
            if error.exit_code != 1:
                raise
            failures.append(failure(seed.name, error))
            continue
        missing = _missing(state, catalog, wants)
        for result in _ask(shop, engines, wants, missing, allowance) if engines else ():
            results.append(result)
            if isinstance(result, Filled):
                catalog = _saved(shop, state, seed, catalog, result)
            else:
                refused.append(RefusedText(shop.memory.name(seed.id), result.want.source, result.reasons))
        written += _with_suggestions(shop, seed, catalog, known) or changed
        if count := len(_missing(state, catalog, wants)):
            left[f"site_src/{shop.memory.name(seed.id)}"] = count
        progress("Translating", number, 0)
    return FillReport(
        articles=number,
        files_written=written,
        missing=sum(left.values()),
        to_translate=tuple(sorted(left.items(), key=lambda item: (-item[1], item[0]))),
        engines=summarise(results).engines,
        refused=tuple(refused),
        failures=tuple(failures),
        stopped=allowance.stopped,
    )


def _bring_up_to_date(shop: Workshop, seed: Seed) -> tuple[Catalog, tuple[Want, ...], bool]:
    """The article's catalog with an entry for each of its texts, on the disk; and whether that changed it. Raises
    SourceProblem, NotesProblem, MemoryProblem."""
    data = read_seed(shop.project.seeds, seed)
    notes = read_notes(notes_path(shop.project.site_src, seed.id), shop.settings.languages.pair)
    wants = read_article(seed.name, data, shop.rules, notes, f"site_src/articles/{seed.id}.md").wants
    languages = shop.settings.languages
    project = shop.settings.site.name.get(languages.target, "")

    def brought(current: Catalog | None) -> Catalog:
        return update(current, wants, language=languages.target, project=project)

    catalog, changed = shop.memory.change(seed.id, brought)
    return catalog, wants, changed


def _missing(state: State, catalog: Catalog, wants: Sequence[Want]) -> list[Want]:
    """What neither this article's file nor the rest of the memory translates."""
    found = translate(wants, catalog, state.memory.elsewhere)
    return [want for want in wants if found[(want.role, want.source)].state == "missing"]


def _ask(
    shop: Workshop, engines: Sequence[Engine], wants: Sequence[Want], missing: Sequence[Want], allowance: Allowance
) -> Iterator[Filled | Refused]:
    languages = shop.settings.languages
    places = {(want.role, want.source): place for place, want in enumerate(wants)}

    def context(want: Want) -> Context:
        place = places[want.role, want.source]
        before, after = (
            wants[near].source if 0 <= near < len(wants) and wants[near].role == want.role else ""
            for near in (place - 1, place + 1)
        )
        matcher = shop.rules.matcher
        found = (matcher.terms[term] for _, _, term in matcher.find(want.source))
        return Context(before, after, tuple(dict.fromkeys((term.term, term.target) for term in found)))

    return fill(
        missing,
        engines,
        (languages.source, languages.target),
        shop.pack.translate,
        shop.target_pack.translate,
        allowance=allowance,
        context=context,
    )


def _saved(shop: Workshop, state: State, seed: Seed, catalog: Catalog, result: Filled) -> Catalog:
    """The catalog with one machine translation more, on the disk. The file is read again first: an editor may have
    saved
    a correction in the meantime."""
    today = datetime.now(UTC).date().isoformat()
    want = result.want

    def put(current: Catalog | None) -> Catalog:
        return put_machine(current or catalog, want.role, want.source, result.target, result.engine, today)

    try:
        current, _ = shop.memory.change(seed.id, put)
    except MemoryProblem:
        return catalog  # being written by somebody right now; the next run asks again
    state.invalidate({seed.id} | state.memory.put(seed.id, units(current).values()))
    return current


def _with_suggestions(shop: Workshop, seed: Seed, catalog: Catalog, known: Known) -> bool:
    """Write today's suggestions into the article's file, read again as above. Returns whether it changed."""
    try:
        return shop.memory.change(seed.id, lambda current: suggest(current or catalog, known))[1]
    except MemoryProblem:
        return False
