"""From what is planned to the site: what must be rendered is, and only when all of it is there the site changes."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from build_site.store.files import fingerprint, signature
from build_site.store.manifest import ROOT, Part, part_bytes, part_path, root_bytes
from build_site.store.outputs import SITEMAP, Made
from build_site.store.publish import (
    MANIFEST,
    Stage,
    extend_manifest,
    publish,
    read_manifest,
    remove,
    write_manifest,
)
from build_site.store.state import State
from build_site.work.batches import Workers, map_batches
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
        for done in map_batches(workers, work, todo(), batch=BATCH, worth=WORTH):
            each = under_way.popleft()
            self.put(
                (
                    Made(
                        file.path,
                        each.owner,
                        done.key,
                        each.listed if file.path.endswith(".html") else 0,
                        file.sha256,
                        file.seed,
                    ),
                    file.staged,
                )
                for file in done.files
            )
            for data in done.data:
                self._state.articles.put_data(data.file, data.pieces)

    def wants(self, path: str) -> bool:
        """Whether a file that is no article's is to be there."""
        return path in self._claimed

    def publish(self, shop: Workshop, *, anew: bool, months: Collection[str] | None) -> Published:
        """Let it take the place of the site that stands. `anew`: every article has been made, whatever stood there;
        `months`: those of which the sitemap says something else of an article, or None for all of it. Raises
        PlanProblem, with nothing changed, where two files want one address."""
        outputs, out = self._state.outputs, self._stage.out
        owners = {*outputs.owners(), *self._owners} if anew else self._owners
        gone = {path for owner in owners for path in outputs.owned(owner)} - self._claimed
        gone |= outputs.of_no_article(anew)
        # Where the state is new, or a build was killed in here, the output's own list tells what was made.
        unknown = outputs.empty() or self._state.get("listed") != signature(out / MANIFEST)
        listed = read_manifest(out) if unknown else set()
        gone |= {path for path in listed if not outputs.expected(path) and not outputs.knows(path)}
        if anew or months or months is None or outputs.listed_anew(gone):
            from build_site.work.metadata import sitemap_files

            gone |= set(outputs.owned(SITEMAP))
            for path, data in sitemap_files(shop, self._state, gone, None if anew else months):
                gone.discard(path)
                if data is not None:
                    written = self._stage.put(path, data)
                    self.put([(Made(path, SITEMAP, fingerprint(data), sha256=written.sha256), written.staged)])
        self._state.put("pages", str(int(self._state.get("pages") or 0) + outputs.accept(gone)))
        self._renew_manifest(gone)
        # Before anything takes its place the manifest names it: a build killed here leaves no file that nobody knows.
        extend_manifest(out, (path for path in outputs.new() if path not in listed))
        count = publish(self._stage, outputs.waiting)
        removed = remove(out, sorted(gone))
        if unknown or anew:
            write_manifest(self._stage, outputs.paths())
        else:
            extend_manifest(out, (f"/{path}" for path in sorted(gone)))
        self._state.put("listed", signature(out / MANIFEST))
        outputs.settle(str(out), gone)
        return Published(count, removed)

    def _renew_manifest(self, gone: set[str]) -> None:
        """Make the parts of the manifest that have other files now, and its root; `gone` gets what is no more."""
        manifest = self._state.outputs.manifest
        parts, whole = manifest.known()
        changed = manifest.changed(gone) if whole else manifest.names()
        if whole and not changed:
            return
        ended = set() if whole else parts.keys() - set(map(part_path, changed))
        files: list[tuple[Part, str]] = []
        for name in sorted(changed):
            path = part_path(name)
            if rows := manifest.files(name):
                written = self._stage.put(path, part_bytes(rows))
                parts[path] = Part(path, rows[0][0], len(rows), written.sha256)
                files.append((parts[path], written.staged))
            elif path in parts:
                ended.add(path)
        standing = [part for path, part in sorted(parts.items()) if path not in ended]
        root = self._stage.put(ROOT, root_bytes(standing))
        files.append((Part(ROOT, "", 0, root.sha256), root.staged))
        manifest.admit(files, ended)
        gone |= ended
        gone -= {part.path for part, _ in files}
