"""From what is planned to the site: what must be rendered is, and only when all of it is there the site changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from build_site.store.files import fingerprint
from build_site.store.outputs import SITEMAP, Made
from build_site.store.publish import Stage, extend_manifest, publish, read_manifest, remove, write_manifest
from build_site.store.state import State
from build_site.work.batches import Workers, map_batches
from build_site.work.metadata import sitemap_files
from build_site.work.workshop import Setup, Workshop

if TYPE_CHECKING:
    from build_site.work.jobs import Job
    from build_site.work.plan import Planned

BATCH = 16
WORTH = 1500
"""Pages to render from which on a second process is worth its start of about a second."""


class Published(Struct, frozen=True):
    written: int
    removed: int


class Edition:
    """The site as it will be: filled while it is made, published at the end. Nothing of it is kept in memory but the
    addresses of what is no article."""

    def __init__(self, state: State, stage: Stage) -> None:
        self._state, self._stage = state, stage
        self._claimed: set[str] = set()
        self._owners: set[str] = set()
        state.outputs.begin()

    def claim(self, owner: str | None, paths: Iterable[str] = ()) -> None:
        """These files of an owner are to be there, and no others of it that no call names."""
        if owner is not None:
            self._owners.add(owner)
            self._claimed.update(paths)

    def put(self, files: Iterable[tuple[Made, str]]) -> None:
        """Files that have been made, each with where it waits; empty where the site has these bytes already."""
        self._state.outputs.expect(files)

    def render(
        self,
        planned: Iterable[Planned],
        setup: Setup,
        workers: Workers,
        progress: Callable[[int], None] = lambda _: None,
    ) -> None:
        """Make what of the plan does not stand."""
        from build_site.work.jobs import render_batch

        under_way: deque[Planned] = deque()

        def todo() -> Iterator[Job]:
            for each in planned:
                self.claim(each.owner, each.paths)
                if each.job and not self._state.outputs.stand(each.paths, each.job.key):
                    under_way.append(each)
                    yield each.job

        work = partial(render_batch, setup, self._stage)
        for number, done in enumerate(map_batches(workers, work, todo(), batch=BATCH, worth=WORTH), 1):
            each = under_way.popleft()
            self.put(
                (Made(file.path, each.owner, done.key, each.listed if file.path.endswith(".html") else 0), file.staged)
                for file in done.files
            )
            if done.data:
                self._state.articles.put_data(done.data.file, done.data.pieces)
            progress(number)

    def wants(self, path: str) -> bool:
        """Whether a file that is no article's is to be there."""
        return path in self._claimed

    def publish(self, shop: Workshop, *, anew: bool, mapped: bool) -> Published:
        """Let it take the place of the site that stands. `anew`: every article has been made, whatever stood there;
        `mapped`: the sitemap says what it said. Raises PlanProblem, with nothing changed, where two files want one
        address."""
        outputs, out = self._state.outputs, self._stage.out
        owners = {*outputs.owners(), *self._owners} if anew else self._owners
        gone = {path for owner in owners for path in outputs.owned(owner)} - self._claimed
        gone |= outputs.of_no_article(anew)
        # Where the state is new, the output's own list tells what earlier builds made.
        listed = read_manifest(out) if outputs.empty() else set()
        gone |= {path for path in listed if not outputs.expected(path)}
        if anew or not mapped or outputs.lists_others(gone):
            gone |= set(outputs.owned(SITEMAP))
            for path, data in sitemap_files(shop, self._state, gone):
                gone.discard(path)
                written = self._stage.put(path, data)
                self.put([(Made(path, SITEMAP, fingerprint(data)), written.staged)])
        outputs.accept(gone)
        new = outputs.new()
        # Before anything takes its place the manifest names it: a build killed here leaves no file that nobody knows.
        extend_manifest(out, (path for path in new if path not in listed))
        count = publish(self._stage, outputs.waiting())
        removed = remove(out, sorted(gone))
        outputs.settle(str(out), gone)
        if new or gone:
            write_manifest(out, outputs.paths())
        return Published(count, removed)
