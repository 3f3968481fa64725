"""Bring the state's digests up to date with seeds, memory, notes and addresses; only what has changed is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field, structs

from build_site.errors import SourceProblem
from build_site.model import Finding
from build_site.source import is_record
from build_site.store.addresses import Addresses
from build_site.store.files import content_mark, fingerprint, input_signature
from build_site.store.memory import index_memory, index_notes, note_signatures
from build_site.store.seeds import REFUSED, Collection, Listing, Seed, read_records, read_seed
from build_site.store.state import Known, State
from build_site.work.attention import Tally
from build_site.work.batches import DEAD, Workers, map_batches
from build_site.work.failures import Failure, failure
from build_site.work.versions import digest_stamp
from build_site.work.workshop import Setup, Workshop

if TYPE_CHECKING:
    from build_site.work.jobs import Digested
    from build_site.work.sharding import Parts

BATCH = 16
WORTH = 64
"""Articles to digest from which on a second process is worth its start of about a second."""
URLS = "urls.csv"
SAVED_EVERY = 1024
"""Articles after which what is done is saved, so that an interrupted build goes on from there."""


class Digests(Struct):
    """What came of it."""

    changed: int = 0
    """Articles digested in this run."""
    failures: list[Failure] = field(default_factory=list)
    """Of all articles, also those that failed in an earlier run and have not changed since."""
    notices: list[tuple[str, Finding]] = field(default_factory=list)
    read: Tally = field(default_factory=Tally)
    """What of the articles digested in this run wants a person's eye."""
    new_addresses: int = 0


def digest_all(
    shop: Workshop,
    setup: Setup,
    state: State,
    listing: Listing,
    workers: Workers,
    progress: Callable[[str, int, int], None],
    parts: Parts | None = None,
) -> Digests:
    """Digest every article that is new or has changed, and forget those that are gone. What `parts` have is not made
    again. The caller holds the project's lock."""
    result = Digests(failures=[failure(error.where, error) for error in listing.problems])
    version = setup.material
    memory, notes = shop.memory.signatures(sweep=True), note_signatures(shop.project.site_src)
    there = _listed(listing, version, (*memory, *notes))
    if state.get("inputs") == _inputs(shop, there):
        return result
    index_memory(shop.memory, state, memory)
    index_notes(state, shop.project.site_src, notes)
    if state.get("digests") != version:
        state.invalidate((*state.known(), *state.failed()))
        state.inputs.put_files("collection", (), state.inputs.signatures("collection"))
        state.put("digests", version)
    addresses = Addresses(shop.project.site_src / URLS)
    changes = _Changes(shop, state, listing, result, addresses)
    state.freeze() if setup.frozen else state.commit()
    under_way: deque[Seed] = deque()

    def todo() -> Iterator[Seed]:
        for seed in changes.seeds():
            under_way.append(seed)
            yield seed

    work = partial(digest_seeds, setup)
    if parts:
        found = parts.digests(todo(), work)
    else:
        found = map_batches(workers, work, todo(), batch=BATCH, worth=WORTH, lost=lost_seed)
    # How many articles a collection has, nobody knows before it has been read.
    again = False
    total = 0 if changes.known or listing.collections else len(listing.seeds)
    progress("Reading articles", 0, total)
    for number, done in enumerate(found, 1):
        seed = under_way.popleft()
        if isinstance(done, Failure):
            # What killed its worker may have lacked memory, and who may read changes: the next build tries it again.
            refused = done.what == DEAD or done.what.startswith(REFUSED)
            when_read = "" if refused else seed.signature
            state.put_failed(seed.id, origin=seed.file, signature=when_read, data=msgspec.json.encode(done))
        else:
            result.read.add(seed.name, done.wanted, new=seed.id not in changes.known)
            again = not _store(state, addresses, seed, done) or again
            result.changed += 1
            result.failures += done.failures
            result.notices += [(seed.name, finding) for finding in done.findings]
        if number % SAVED_EVERY == 0:
            _save(setup, state)
        progress("Reading articles", number, total)
    for article_id in changes.known.keys() - changes.alive:
        state.remove_article(article_id)
        if (gone := changes.known[article_id]).tail:
            record = article_id.rpartition("/")[2]
            result.read.gone(f"{gone.origin}#{record}" if is_record(f"{gone.origin}#x") else gone.origin)
    changes.settle()
    result.failures += [msgspec.json.decode(data, type=Failure) for _, _, data in state.failed().values()]
    result.new_addresses = addresses.save()
    # Where all is in order, and nothing of it changes, the next build need not compare one article after the other.
    state.put("inputs", "" if result.failures or again else _inputs(shop, there))
    _save(setup, state)
    return result


def _save(setup: Setup, state: State) -> None:
    """Commit what has been digested. Where something that all digests are made with was saved meanwhile, nobody can
    tell which of the two they were made with, and the next build makes them again, whichever stands there then."""
    if digest_stamp(setup.project) != setup.seen.digest_stamp:
        state.put("digests", "")
        state.put("inputs", "")
    state.commit()


def _listed(listing: Listing, version: str, files: Iterable[tuple[str, str]]) -> str:
    """Fingerprint of everything that the digests of all articles come from."""
    seeds = [*(seed.signature for seed in listing.seeds), *(each.signature for each in listing.collections)]
    return fingerprint(version, "\n".join(seeds), "\n".join(part for file in files for part in file))


def _inputs(shop: Workshop, listed: str) -> str:
    """The same, and what their addresses come from."""
    return fingerprint(listed, input_signature(shop.project.site_src / URLS))


def digest_seeds(setup: Setup, seeds: Sequence[Seed]) -> list[Digested | Failure]:
    """The stages are loaded where there is something to digest."""
    from build_site.work.jobs import digest_batch

    return digest_batch(setup, seeds)


def lost_seed(seed: Seed, why: str) -> Failure:
    """An article that no worker survives, or whose error none can tell."""
    hint = "Is it very large, or the memory full? The next build tries it again. A bug of the program otherwise."
    return Failure(seed.name, why, f"seeds/{seed.name}", hint, "source")


class _Changes:
    """Which articles there are, and which of them must be digested."""

    def __init__(self, shop: Workshop, state: State, listing: Listing, result: Digests, addresses: Addresses) -> None:
        self._folder, self._listing, self._result, self._state = shop.project.seeds, listing, result, state
        self._before = state.inputs.signatures("collection")
        self.known = state.known()
        """What the state has, digested or failed."""
        # An address that an editor changed moves the page; one that urls.csv has lost is written again.
        moved = self._moved(addresses)
        state.invalidate(moved)
        self.known |= {name: structs.replace(self.known[name], signature="") for name in moved}
        for name, (origin, when_read, _) in state.failed().items():
            self.known[name] = Known(origin, when_read, "", "")
        self.alive: set[str] = set()
        """The articles that there are; complete when `seeds` has come to its end."""
        self.whole: dict[str, str] = {}
        """The collections whose every line could be read, with their signatures."""

    def _moved(self, addresses: Addresses) -> list[str]:
        """The articles whose address has been changed in urls.csv. What is gone gets no new one: its line may stand
        under another name by now."""
        others = sorted(name for name, each in self.known.items() if addresses.given.get(name) != each.tail)
        if not others:
            return []
        there = {seed.name for seed in self._listing.seeds} | {each.name for each in self._listing.collections}
        return [
            name
            for name in others
            if (known := self.known[name]).origin in there and addresses.of(name, known.tail) != known.tail
        ]

    def seeds(self) -> Iterator[Seed]:
        """The articles to digest. A collection is read only where its file has changed, or something that one of its
        articles depends on."""
        self.alive.update(seed.id for seed in self._listing.seeds)
        for seed in self._listing.seeds:
            if self._wanted(seed):
                yield seed
        for collection in self._listing.collections:
            own = {name: each for name, each in self.known.items() if each.origin == collection.name}
            unchanged = self._before.get(collection.name) == collection.signature
            if unchanged and all(each.signature for each in own.values()) and self.alive.isdisjoint(own):
                self.whole[collection.name] = collection.signature
                self.alive.update(own)
            else:
                yield from self._records(collection)

    def settle(self) -> None:
        """Remember the collections that need not be read again."""
        read = [(name, signature, "") for name, signature in self.whole.items()]
        self._state.inputs.put_files("collection", read, self._before.keys() - self.whole)

    def _records(self, collection: Collection) -> Iterator[Seed]:
        whole = True
        for each in read_records(self._folder, collection):
            if isinstance(each, SourceProblem):
                whole = False
                self._result.failures.append(failure(each.where, each))
            elif each.id in self.alive:
                whole = False
                what = f"another seed has the same id, {each.id}"
                problem = SourceProblem(what, where=f"seeds/{each.name}", hint="Rename one of them.")
                self._result.failures.append(failure(each.name, problem))
            else:
                self.alive.add(each.id)
                if self._wanted(each):
                    yield each
        if whole:
            self.whole[collection.name] = collection.signature

    def _wanted(self, seed: Seed) -> bool:
        known = self.known.get(seed.id)
        return known is None or (known.signature != seed.signature and not self._touched(seed, known))

    def _touched(self, seed: Seed, known: Known) -> bool:
        """Whether a file holds what it held when it was digested; if so, it is that from now on."""
        if not known.signature or known.origin != seed.name or not (content := self._state.inputs.content(seed.id)):
            return False
        try:
            same = content == content_mark(read_seed(self._folder, seed))
        except SourceProblem:
            return False
        if same:
            self._state.inputs.touch(seed.id, seed.signature)
        return same


def _store(state: State, addresses: Addresses, seed: Seed, done: Digested) -> bool:
    """Returns whether it is in order, and made from what the memory's index and the notes were when the build began:
    otherwise the next build makes it again."""
    made_from, known = (
        done.made_from,
        (state.inputs.content_of("po", done.id), state.inputs.content_of("note", done.id)),
    )
    in_order = not done.failures and (made_from.memory, made_from.notes) == known
    record = structs.replace(done.record, tail=addresses.of(done.id, done.wanted_tail))
    state.put_article(
        record,
        origin=seed.file,
        signature=seed.signature if in_order else "",
        content=made_from.seed,
        digest=done.digest,
        fingerprint=done.fingerprint,
        named=done.named,
        brief=done.brief,
        chosen=done.chosen,
        wants=done.wants,
        missing=done.missing,
        findings=len(done.findings),
    )
    state.search.put(record, done.named.things, done.search)
    return in_order
