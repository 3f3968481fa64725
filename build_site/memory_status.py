"""What `memory status` tells: how far the translations are, and which seeds and PO files have no counterpart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from build_site.memory_commands import STATES, Damage, Desk
from build_site.model import State
from build_site.store.project import Project
from build_site.store.seeds import Seed, all_seeds, list_seeds
from build_site.translate.memory import unit_of


class ArticleStatus(Struct, frozen=True):
    """One PO file: its live entries by state."""

    file: str
    states: dict[State, int]
    obsolete: int


class MemoryStatus(Struct, frozen=True):
    """The whole memory; `--json` prints it."""

    articles: tuple[ArticleStatus, ...]
    states: dict[State, int]
    damaged: tuple[Damage, ...]
    new: tuple[str, ...]
    """Seeds that have no PO file: `translate` has not seen them, or they are no articles."""
    orphans: tuple[str, ...]
    """PO files whose seed is gone or has another name."""


def status(project: Project) -> MemoryStatus:
    """How far the translations are, file by file."""
    desk, rows = Desk(project), []
    total: Counter[State] = Counter()
    for article, catalog in desk.catalogs():
        counts = Counter(unit_of(entry).state for entry in catalog.entries if not entry.obsolete)
        total += counts
        obsolete = sum(entry.obsolete for entry in catalog.entries)
        rows.append(ArticleStatus(desk.memory.name(article), {one: counts[one] for one in STATES}, obsolete))
    there = desk.memory.signatures()
    seeds = {seed.id: seed.name for seed in _seeds(project)}
    return MemoryStatus(
        tuple(rows),
        {one: total[one] for one in STATES},
        tuple(desk.damages),
        tuple(f"seeds/{seeds[article]}" for article in sorted(seeds.keys() - there.keys())),
        tuple(f"site_src/{desk.memory.name(article)}" for article in there if article not in seeds),
    )


def unlisted(project: Project) -> tuple[str, ...]:
    """The seeds that have no PO file."""
    there = Desk(project).memory.signatures()
    return tuple(f"seeds/{seed.name}" for seed in _seeds(project) if seed.id not in there)


def _seeds(project: Project) -> Iterable[Seed]:
    found = all_seeds(project.seeds, list_seeds(project.seeds))
    return (each for each in found if isinstance(each, Seed))
