"""A build in shards: each digests the articles that fall to it and nothing else, on whatever machine; merging them is a
build that finds the digests made. Which shard has an article depends on its id alone."""

from __future__ import annotations

import hashlib
import shutil
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from functools import partial
from itertools import groupby
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, structs

from build_site.errors import ShardProblem
from build_site.store.files import fingerprint
from build_site.store.lock import locked
from build_site.store.memory import Memory, index_memory, note_signatures
from build_site.store.notes import notes_path
from build_site.store.parts import Label, Part, Row, write_part
from build_site.store.project import Project
from build_site.store.seeds import Seed, all_seeds, list_seeds, read_seed
from build_site.store.state import State
from build_site.work.batches import DEAD, Jobs, Workers, map_batches
from build_site.work.digesting import BATCH, WORTH, digest_seeds, lost_seed
from build_site.work.failures import Failure
from build_site.work.program import Program, differences, digest_material, this_program
from build_site.work.workshop import make_setup, workshop

if TYPE_CHECKING:
    from build_site.work.jobs import Digested

_AGAIN = "Make all parts with one program from one commit, and merge them there."


class Share(Struct, frozen=True):
    """Shard `number` of `of`, counted from one."""

    number: int
    of: int

    def __contains__(self, article_id: str) -> bool:
        return number_of(article_id, self.of) == self.number


def number_of(article_id: str, of: int) -> int:
    """The shard that an article falls to."""
    mark = int.from_bytes(hashlib.blake2b(article_id.encode(), digest_size=8).digest(), "big")
    return mark % of + 1


class ShareReport(Struct, frozen=True):
    """What a shard did; `--json` prints it."""

    shard: str
    articles: int
    failures: tuple[Failure, ...]
    seconds: float
    out: str


def digest_share(
    project: Project,
    share: Share,
    out: Path,
    *,
    jobs: Jobs = 1,
    progress: Callable[[str, int, int], None] = lambda *_: None,
) -> ShareReport:
    """Digest the articles of one share into a part, in a state of its own: shards may run beside one another. Raises
    BuildSiteError before anything is written where a setting is wrong."""
    started = perf_counter()
    project = structs.replace(project, state=project.state / f"shard-{share.number}-of-{share.of}")
    failures: list[Failure] = []
    with locked(project.state, wait=project.wait):
        setup = make_setup(project, frozen=isinstance(jobs, str))
        shop = workshop(setup)
        shop.read()
        label = _label(project, shop.memory, share)
        with closing(State(project.state)) as state, Workers(jobs, setup) as workers:
            index_memory(shop.memory, state, shop.memory.signatures())
            state.freeze() if setup.frozen else state.commit()
            under_way: deque[Seed] = deque()

            def todo() -> Iterator[Seed]:
                for seed in all_seeds(project.seeds, list_seeds(project.seeds)):
                    if isinstance(seed, Seed) and seed.id in share:
                        under_way.append(seed)
                        yield seed

            def rows() -> Iterator[Row]:
                work = partial(digest_seeds, setup)
                found = map_batches(workers, work, todo(), batch=BATCH, worth=WORTH, lost=lost_seed)
                for number, done in enumerate(found, 1):
                    seed = under_way.popleft()
                    if isinstance(done, Failure):
                        failures.append(done)
                    if not (isinstance(done, Failure) and done.what == DEAD):
                        data = msgspec.msgpack.encode(done)
                        yield Row(seed.id, _key(project.seeds, seed), isinstance(done, Failure), data)
                    progress("Reading articles", number, 0)

            count = write_part(out, label, rows())
        shutil.rmtree(project.state, ignore_errors=True)
    name = f"{share.number}/{share.of}"
    return ShareReport(name, count, tuple(failures), perf_counter() - started, str(out))


class Parts:
    """All parts of a build, proved to make a whole. Raises ShardProblem, naming the parts that do not."""

    def __init__(self, project: Project, folders: Sequence[Path]) -> None:
        self._seeds = project.seeds
        self.read_here = 0
        """Articles that no part has as they are now: their seeds have changed since."""
        with ExitStack() as stack:
            self._parts = [stack.enter_context(closing(Part(folder))) for folder in folders]
            _prove_whole(self._parts)
            first = self._parts[0].label
            memory = Memory(project.site_src, workshop(make_setup(project)).settings.languages.target)
            ours = _label(project, memory, Share(1, first.of))
            for part in self._parts:
                if what := _refusal(ours, part.label):
                    raise ShardProblem(what, where=str(part.folder), hint=_AGAIN)
            self._open = stack.pop_all()
        self._by_number = {part.label.number: part for part in self._parts}

    def digests(
        self, seeds: Iterable[Seed], digest: Callable[[Sequence[Seed]], list[Digested | Failure]]
    ) -> Iterator[Digested | Failure]:
        """Each seed's digest from its part; `digest` makes those that are in none."""
        from build_site.work.jobs import Digested

        of = len(self._parts)
        for seed in seeds:
            row = self._by_number[number_of(seed.id, of)].of(seed.id)
            if row is None or row.key != _key(self._seeds, seed):
                self.read_here += 1
                yield from digest([seed])
            elif row.failed:
                yield msgspec.msgpack.decode(row.data, type=Failure)
            else:
                yield msgspec.msgpack.decode(row.data, type=Digested)

    def close(self) -> None:
        self._open.close()


def _key(folder: Path, seed: Seed) -> str:
    return fingerprint(seed.name, read_seed(folder, seed))


def _label(project: Project, memory: Memory, share: Share) -> Label:
    program = msgspec.json.encode(this_program())
    return Label(share.number, share.of, program, digest_material(project), _memory(project, memory))


def _memory(project: Project, memory: Memory) -> str:
    """Fingerprint of all that PO files and notes say."""
    names = [("po", name, memory.path(name)) for name in memory.signatures()]
    names += [("note", name, notes_path(project.site_src, name)) for name in note_signatures(project.site_src)]
    digest = hashlib.sha256()
    for kind, name, path in names:
        digest.update(f"{kind} {name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()[:32]


def _refusal(ours: Label, theirs: Label) -> str:
    """Why a part cannot be of this build; empty where it can."""
    if what := differences(_program(ours), _program(theirs)):
        return f"another program made this part: {what}"
    if theirs.material != ours.material:
        return "the part was made with other settings, topics, sources or another glossary than those here"
    if theirs.memory != ours.memory:
        return "the part was made with another translation memory, or other notes, than those here"
    return ""


def _program(label: Label) -> Program:
    return msgspec.json.decode(label.program, type=Program)


def _prove_whole(parts: Sequence[Part]) -> None:
    """Raises ShardProblem where shards are missing, stand twice, or are of another division."""
    of = parts[0].label.of
    for part in parts:
        if part.label.of != of:
            what = f"this is shard {part.label.number} of {part.label.of}, but {parts[0].folder} is one of {of}"
            raise ShardProblem(what, where=str(part.folder), hint=_AGAIN)
    for number, same in groupby(sorted(parts, key=lambda part: part.label.number), lambda part: part.label.number):
        twice = [str(part.folder) for part in same]
        if len(twice) > 1:
            what = f"shard {number} of {of} stands twice: {' and '.join(twice)}"
            raise ShardProblem(what, where=twice[1], hint="Name each part once.")
    missing = sorted({*range(1, of + 1)} - {part.label.number for part in parts})
    if missing:
        named = ", ".join(map(str, missing))
        what = f"shard{'s' if len(missing) > 1 else ''} {named} of {of} {'are' if len(missing) > 1 else 'is'} missing"
        raise ShardProblem(what, where=str(parts[0].folder.parent), hint="Name all parts: merge part-*")
