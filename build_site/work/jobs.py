"""What a worker does with a batch: digest seeds, render pages. Module-level functions of plain data, so that they
run anywhere; a bad article comes back as a value, never as an exception."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

import msgspec
from msgspec import Struct, structs

from build_site.errors import BuildSiteError, MemoryProblem, NotesProblem
from build_site.model import (
    ArticleRecord,
    Correction,
    Digest,
    Finding,
    Notes,
    Page,
    Role,
    TranslationUnit,
)
from build_site.pipeline import digest_article
from build_site.site.article import Neighbours, article_pages
from build_site.site.article_json import article_json
from build_site.site.article_terms import Underlined
from build_site.site.records import make_brief, make_mentions, make_record
from build_site.site.search.entry import passages
from build_site.site.search.files import passage_file
from build_site.site.urls import article_tail
from build_site.site.view import SiteView
from build_site.store.files import content_mark
from build_site.store.naming import Named, pack
from build_site.store.notes import notes_data, notes_path, parse_notes
from build_site.store.publish import Stage, Written
from build_site.store.seeds import Seed, read_seed
from build_site.store.state import State
from build_site.translate.lookup import Elsewhere
from build_site.work.attention import Wants, wants_of
from build_site.work.downloads import Data, DataJob, make_data
from build_site.work.drawing import CardJob, draw_card
from build_site.work.failures import Failure, failure
from build_site.work.feeding import FeedJob, make_feeds
from build_site.work.material import Material
from build_site.work.storing import shown, stored
from build_site.work.workshop import Setup, Workshop, workshop

MOST_DAMAGES = 5
"""Damaged places of one PO file that a build names one by one."""


class MadeFrom(Struct, frozen=True):
    """Marks of the bytes that were read for a digest (`files.content_mark`), whatever the files hold by now."""

    seed: str
    memory: str
    notes: str


class Digested(Struct, frozen=True):
    """A seed's digest, ready to be stored."""

    id: str
    made_from: MadeFrom
    wanted_tail: str
    """The address it would like."""
    digest: bytes
    """As `work.storing` makes it: it is nine tenths of what goes from here to the state."""
    fingerprint: str
    record: ArticleRecord
    search: bytes
    """JSON of what it gives to the search, a `site.search.entry.Entry`."""
    brief: bytes
    """JSON of a model.ArticleBrief."""
    chosen: tuple[tuple[str, ...], tuple[str, ...]]
    """Ids that an editor names as related, and as not related."""
    named: Named
    wants: tuple[tuple[Role, str], ...]
    """Texts that its own PO file does not translate."""
    missing: int
    wanted: Wants
    """What of it wants a person's eye."""
    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...]


BESIDE = "article.json"
"""The file that stands beside an article's page in the reader's language, and tells of both."""


class ArticleJob(Struct, frozen=True):
    """An article's pages to render."""

    id: str
    tail: str
    neighbours: Neighbours
    corrections: tuple[Correction, ...]
    apart: str
    """By what its title is told from the same title of another article: `date`, its id, or nothing."""
    key: str

    def pages(self, digest: Digest, underlined: Sequence[Underlined], site: SiteView) -> Iterator[Page]:
        """One for each language of the interface."""
        return article_pages(
            digest,
            tail=self.tail,
            neighbours=self.neighbours,
            site=site,
            corrections=self.corrections,
            apart=self.apart,
            underlined=underlined,
        )


class PageJob(Struct, frozen=True):
    page: Page
    key: str


class FileJob(Struct, frozen=True):
    """A file that is made already."""

    path: str
    data: bytes
    key: str


Job = ArticleJob | PageJob | FileJob | FeedJob | CardJob | DataJob


class Rendered(Struct, frozen=True):
    key: str
    files: tuple[Written, ...]
    data: tuple[Data, ...] = ()
    """Of each data file."""


def digest_batch(setup: Setup, seeds: Sequence[Seed]) -> list[Digested | Failure]:
    """Digest each seed alone."""
    shop = workshop(setup)
    with setup.reader() as state:
        return [_guarded(seed.name, partial(_digest, shop, state, seed)) for seed in seeds]


def render_batch(setup: Setup, stage: Stage, jobs: Sequence[Job]) -> list[Rendered]:
    """Render each job's pages and set them aside. Raises TemplateProblem: no page is worth more than a whole site."""
    shop = workshop(setup)
    with setup.reader() as state:
        return [_render(shop, state, stage, job) for job in jobs]


def digest_seed(shop: Material, seed: Seed, elsewhere: Elsewhere) -> tuple[Digest, MadeFrom, list[Failure]]:
    """One seed through all stages with its PO file and notes. Of a damaged PO file the good entries are used, a damaged
    notes file is left out; each damage is named."""
    notes: Notes | None = None
    file, told, memory = notes_path(shop.project.site_src, seed.id), None, shop.memory.data(seed.id)
    catalog, damages = shop.memory.good(seed.id, memory)
    problems = [failure(seed.name, error) for error in damages[:MOST_DAMAGES]]
    if len(damages) > MOST_DAMAGES:
        what = f"{len(damages) - MOST_DAMAGES} more places of this file are damaged, from here on"
        hint = "python -m build_site memory doctor names them all."
        problems.append(failure(seed.name, MemoryProblem(what, where=damages[MOST_DAMAGES].where, hint=hint)))
    try:
        told = notes_data(file)
        notes = parse_notes(file, told, shop.languages.pair)
    except NotesProblem as error:
        problems.append(failure(seed.name, error))
    data = read_seed(shop.project.seeds, seed)
    made_from = MadeFrom(content_mark(data), content_mark(memory), content_mark(told))
    make = partial(
        digest_article,
        seed.name,
        data,
        shop.rules,
        memory_file=shop.memory.name(seed.id),
        catalog=catalog,
        elsewhere=elsewhere,
        notes_file=f"site_src/articles/{seed.id}.md",
    )
    try:
        return make(notes=notes), made_from, problems
    except NotesProblem as error:
        problems.append(failure(seed.name, error))
        return make(notes=None), made_from, problems


def _digest(shop: Material, state: State, seed: Seed) -> Digested:
    asked: list[tuple[Role, str]] = []

    def elsewhere(role: Role, source: str, before: str, after: str) -> TranslationUnit | None:
        asked.append((role, source))
        return state.memory.elsewhere(role, source, before, after)

    digest, made_from, problems = digest_seed(shop, seed, elsewhere)
    data, mark = stored(digest)
    tail = article_tail(digest.article.published, digest.article.title)
    return Digested(
        id=seed.id,
        made_from=made_from,
        wanted_tail=tail,
        digest=data,
        fingerprint=mark,
        record=make_record(digest, tail),
        search=msgspec.json.encode(shop.indexer.entry(digest)),
        brief=msgspec.json.encode(make_brief(digest)),
        chosen=(digest.related, digest.not_related),
        named=pack(make_mentions(digest)),
        wants=tuple(asked),
        missing=digest.missing,
        wanted=wants_of(digest),
        findings=digest.article.findings,
        failures=tuple(problems),
    )


def _guarded(name: str, run: Callable[[], Digested]) -> Digested | Failure:
    try:
        return run()
    except BuildSiteError as error:
        if error.exit_code != 1:
            raise  # the disk, or a setting: not this article's fault
        return failure(name, error)
    except Exception as error:
        from traceback import extract_tb

        place = extract_tb(error.__traceback__)[-1]
        return Failure(
            name,
            f"{type(error).__name__}: {error} ({place.name}, {place.filename.rpartition('/')[2]}:{place.lineno})",
            f"seeds/{name}",
            "This is a bug of the program. Please report it with the file, if you may share it.",
            "bug",
        )


def _render(shop: Workshop, state: State, stage: Stage, job: Job) -> Rendered:
    if isinstance(job, ArticleJob):
        return _render_article(shop, state, stage, job)
    if isinstance(job, PageJob):
        return Rendered(job.key, (stage.put(job.page.path, shop.renderer.render(job.page)),))
    if isinstance(job, FeedJob):
        return Rendered(job.key, tuple(stage.put(*file) for file in make_feeds(shop, state, job)))
    if isinstance(job, DataJob):
        made = make_data(shop, state, stage, job)
        return Rendered(job.key, tuple(written for written, _ in made), tuple(data for _, data in made))
    if isinstance(job, CardJob):
        return Rendered(job.key, (stage.put(job.path, draw_card(job.card, shop.fonts)),))
    return Rendered(job.key, (stage.put(job.path, job.data),))


def _render_article(shop: Workshop, state: State, stage: Stage, job: ArticleJob) -> Rendered:
    digest, underlined = shown(state, job.id, shop.terms_by_id)
    files = []
    reader = shop.view.reading[0]
    for page in job.pages(digest, underlined, shop.view):
        files.append(stage.put(page.path, shop.renderer.render(page)))
        if page.context["lang"] == reader:
            written = stage.put(page.path.removesuffix("index.html") + BESIDE, article_json(digest, reader))
            files.append(structs.replace(written, seed=f"{digest.article.sha256} {digest.article.file}"))
    files.append(stage.put(*passage_file(job.tail, passages(digest))))
    return Rendered(job.key, tuple(files))
