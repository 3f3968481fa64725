"""Which articles must be digested: what the disk says of all files that digests of single articles come from, beside
what it said when the last build ended."""

from __future__ import annotations

from collections.abc import Collection as Names
from collections.abc import Iterator
from functools import cached_property
from itertools import chain
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from build_site.errors import SourceProblem
from build_site.source import article_id
from build_site.store.addresses import Addresses
from build_site.store.files import content_mark, input_signature
from build_site.store.inputs import differing
from build_site.store.kept import keep, read_kept
from build_site.store.project import Project
from build_site.store.seeds import Collection, Listing, Seed, ask_seeds, listing_of, plain, read_records, read_seed
from build_site.store.state import Known, State
from build_site.work.failures import Failure, failure
from build_site.work.lookout import Lookout

URLS = "urls.csv"


class Asked(Struct, frozen=True, array_like=True):
    """What the disk says, by files' names."""

    version: str
    """Of what all digests are made with."""
    addresses: str
    """Of urls.csv."""
    seeds: dict[str, str]
    """As `ask_seeds` has it."""
    memory: dict[str, str]
    notes: dict[str, str]


def ask(project: Project, version: str, lookout: Lookout) -> Asked:
    """Ask for every file."""
    seeds = {} if project.manual else ask_seeds(project.seeds)
    return Asked(version, input_signature(project.site_src / URLS), seeds, *lookout.signatures())


def nothing_changed(asked: Asked, state: State) -> bool:
    """Whether all is as when the last build ended, in which all was in order."""
    return state.get("inputs") == content_mark(_packed(asked))


def asked_before(project: Project, asked: Asked, state: State) -> Asked | None:
    """What the last build was told; None where the state may not agree with that in every article, or where all digests
    are made with something else now."""
    data = read_kept(_kept(project))
    if data is None or content_mark(data) != state.get("inputs") or state.get("digests") != asked.version:
        return None
    before = msgspec.msgpack.decode(data, type=Asked)
    return before if before.version == asked.version else None


def remember(project: Project, asked: Asked, state: State) -> None:
    """The state agrees with what was asked, in every article."""
    data = _packed(asked)
    keep(_kept(project), data)
    state.put("inputs", content_mark(data))


def _packed(asked: Asked) -> bytes:
    try:
        return msgspec.msgpack.encode(asked)
    except UnicodeEncodeError:
        return b""  # a file's name that is no UTF-8 is a problem, and no build with problems is remembered


def _kept(project: Project) -> Path:
    return project.state / "read" / "asked.kept"


class Changes:
    """Which articles there are, and which of them must be digested."""

    def __init__(
        self,
        project: Project,
        state: State,
        asked: Asked,
        before: Asked | None,
        invalid: Names[str],
        failures: list[Failure],
    ) -> None:
        """`before`: what `asked_before` gave; `invalid`: articles whose translations or notes have changed; `failures`:
        gets what cannot be an article."""
        self._project, self._state, self._failures = project, state, failures
        few = _few(state, asked, before, invalid) if before else None
        if few and any(seed.id not in few[1] for seed in few[0].seeds):
            _ = self._addresses  # of which a new article gets one
            few = few if input_signature(project.site_src / URLS) == asked.addresses else None
        self.listing, self.known = few or (listing_of(asked.seeds), state.known())
        """The articles that may have changed, where that can be told, or all; and what the state has of them, digested
        or failed."""
        self._before = {} if few else state.inputs.signatures("collection")
        self._same_addresses = few is not None
        if not few:
            self._move()
            for name, (origin, when_read, _) in state.failed().items():
                self.known[name] = Known(origin, when_read, "")
        failures += [failure(error.where, error) for error in self.listing.problems]
        self.alive: set[str] = set()
        """The articles that there are; complete when `seeds` has come to its end."""
        self._whole: dict[str, str] = {}
        """The collections whose every line could be read, with their signatures."""

    @cached_property
    def _addresses(self) -> Addresses:
        return Addresses(self._project.site_src / URLS)

    def address(self, article_id: str, wanted: str) -> str:
        """The article's address, as `Addresses.of` gives it."""
        if self._same_addresses and (known := self.known.get(article_id)):
            return known.tail
        return self._addresses.of(article_id, wanted)

    def save_addresses(self) -> int:
        """How many articles have got one."""
        return self._addresses.save() if "_addresses" in self.__dict__ else 0

    def _move(self) -> None:
        """An address that an editor changed moves the page; one that urls.csv has lost is written again. What is gone
        gets no new one: its line may stand under another name by now."""
        given, of = self._addresses.given, self._addresses.of
        others = sorted(name for name, each in self.known.items() if given.get(name) != each.tail)
        if not others:
            return
        there = {seed.name for seed in self.listing.seeds} | {each.name for each in self.listing.collections}
        tails = {name: each.tail for name in others if (each := self.known[name]).origin in there}
        moved = [name for name, tail in tails.items() if of(name, tail) != tail]
        self._state.invalidate(moved)
        self.known |= {name: structs.replace(self.known[name], signature="") for name in moved}

    def seeds(self) -> Iterator[Seed]:
        """The articles to digest. A collection is read only where its file has changed, or something that one of its
        articles depends on."""
        self.alive.update(seed.id for seed in self.listing.seeds)
        for seed in self.listing.seeds:
            if self._wanted(seed):
                yield seed
        for collection in self.listing.collections:
            own = {name: each for name, each in self.known.items() if each.origin == collection.name}
            unchanged = self._before.get(collection.name) == collection.signature
            if unchanged and all(each.signature for each in own.values()) and self.alive.isdisjoint(own):
                self._whole[collection.name] = collection.signature
                self.alive.update(own)
            else:
                yield from self._records(collection)

    def settle(self) -> None:
        """Remember the collections that need not be read again."""
        read = [(name, signature, "") for name, signature in self._whole.items()]
        self._state.inputs.put_files("collection", read, self._before.keys() - self._whole)

    def _records(self, collection: Collection) -> Iterator[Seed]:
        whole = True
        for each in read_records(self._project.seeds, collection):
            if isinstance(each, SourceProblem):
                whole = False
                self._failures.append(failure(each.where, each))
            elif each.id in self.alive:
                whole = False
                what = f"another seed has the same id, {each.id}"
                problem = SourceProblem(what, where=f"seeds/{each.name}", hint="Rename one of them.")
                self._failures.append(failure(each.name, problem))
            else:
                self.alive.add(each.id)
                if self._wanted(each):
                    yield each
        if whole:
            self._whole[collection.name] = collection.signature

    def _wanted(self, seed: Seed) -> bool:
        known = self.known.get(seed.id)
        return known is None or (known.signature != seed.signature and not self._touched(seed, known))

    def _touched(self, seed: Seed, known: Known) -> bool:
        """Whether a file holds what it held when it was digested; if so, it is that from now on."""
        if not known.signature or known.origin != seed.name or not (content := self._state.inputs.content(seed.id)):
            return False
        try:
            same = content == content_mark(read_seed(self._project.seeds, seed))
        except SourceProblem:
            return False
        if same:
            self._state.inputs.touch(seed.id, seed.signature)
        return same


def _few(state: State, now: Asked, before: Asked, invalid: Names[str]) -> tuple[Listing, dict[str, Known]] | None:
    """The articles that may have changed, as `Changes` has them. None where it takes a look at all to tell: addresses
    have been edited, or files have come or gone and not all are articles whose ids are their names, so that one might
    be in another's way; or collections are concerned."""
    if now.addresses != before.addresses:
        return None
    names = differing(now.seeds, before.seeds)
    others = [name for name in names if name not in now.seeds or name not in before.seeds]
    if others and not all(map(plain, chain(now.seeds, others))):
        return None
    known = state.known({*invalid, *map(article_id, names)})
    files = {*names, *(each.origin for each in known.values())} & now.seeds.keys()
    listing = listing_of({name: now.seeds[name] for name in sorted(files)})
    return None if listing.collections else (listing, known)
