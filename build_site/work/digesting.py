"""Bring the state's digests up to date with seeds, memory, notes and addresses; only what has changed is read."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct, field, structs

from build_site.model import Finding
from build_site.source import is_record
from build_site.store.files import input_signature
from build_site.store.memory import index_memory, index_notes
from build_site.store.seeds import REFUSED, Seed
from build_site.store.state import State
from build_site.work.attention import Tally
from build_site.work.batches import DEAD, Workers, map_batches
from build_site.work.changes import URLS, Asked, Changes, asked_before, nothing_changed, remember
from build_site.work.failures import Failure
from build_site.work.versions import digest_stamp
from build_site.work.workshop import Setup, Workshop

if TYPE_CHECKING:
    from build_site.work.jobs import Digested
    from build_site.work.sharding import Parts

BATCH = 16
WORTH = 64
"""Articles to digest from which on a second process is worth its start of about a second."""
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
    asked: Asked,
    workers: Workers,
    progress: Callable[[str, int, int], None],
    parts: Parts | None = None,
) -> Digests:
    """Digest every article that is new or has changed, and forget those that are gone. What `parts` have is not made
    again. The caller holds the project's lock."""
    result, project = Digests(), shop.project
    if nothing_changed(asked, state):
        return result
    changes = _find(shop, state, asked, result)
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
    total = 0 if changes.known or changes.listing.collections else len(changes.listing.seeds)
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
            again = not _store(state, changes, seed, done) or again
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
    result.new_addresses = changes.save_addresses()
    if not (result.failures or again):
        # The next build need not compare one article after the other.
        if result.new_addresses:
            asked = structs.replace(asked, addresses=input_signature(project.site_src / URLS))
        remember(project, asked, state)
    _save(setup, state)
    return result


def _find(shop: Workshop, state: State, asked: Asked, result: Digests) -> Changes:
    """Bring the state up to date with memory and notes, and find what is to be digested."""
    before = asked_before(shop.project, asked, state)
    state.put("inputs", "")  # until all is in order again
    invalid = index_memory(shop.memory, state, asked.memory, before.memory if before else None)
    invalid |= index_notes(state, shop.project.site_src, asked.notes, before.notes if before else None)
    if state.get("digests") != asked.version:
        state.invalidate((*state.known(), *state.failed()))
        state.inputs.put_files("collection", (), state.inputs.signatures("collection"))
        state.put("digests", asked.version)
    return Changes(shop.project, state, asked, before, invalid, result.failures)


def _save(setup: Setup, state: State) -> None:
    """Commit what has been digested. Where something that all digests are made with was saved meanwhile, nobody can
    tell which of the two they were made with, and the next build makes them again, whichever stands there then."""
    if digest_stamp(setup.project) != setup.seen.digest_stamp:
        state.put("digests", "")
        state.put("inputs", "")
    state.commit()


def digest_seeds(setup: Setup, seeds: Sequence[Seed]) -> list[Digested | Failure]:
    """The stages are loaded where there is something to digest."""
    from build_site.work.jobs import digest_batch

    return digest_batch(setup, seeds)


def lost_seed(seed: Seed, why: str) -> Failure:
    """An article that no worker survives, or whose error none can tell."""
    hint = "Is it very large, or the memory full? The next build tries it again. A bug of the program otherwise."
    return Failure(seed.name, why, f"seeds/{seed.name}", hint, "source")


def _store(state: State, changes: Changes, seed: Seed, done: Digested) -> bool:
    """Returns whether it is in order, and made from what the memory's index and the notes were when the build began:
    otherwise the next build makes it again."""
    made_from, known = (
        done.made_from,
        (state.inputs.content_of("po", done.id), state.inputs.content_of("note", done.id)),
    )
    in_order = not done.failures and (made_from.memory, made_from.notes) == known
    record = structs.replace(done.record, tail=changes.address(done.id, done.wanted_tail))
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
